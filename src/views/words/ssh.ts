import type { SshFailure } from '../../core/failures/ssh';
import type { Wording } from './wording';

export const sshWords: Record<SshFailure, Wording> = {
    'ssh/no-sshd': { what: '{name} has no SSH server to connect to.', next: 'Add the SSH layer to its Dockerfile and deploy again.' },
};
