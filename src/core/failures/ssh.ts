/** What can go wrong here, by code; the words are in views/words/ssh.ts. */
export const sshFailures = [
    'ssh/no-sshd',
    'ssh/app-stopped',
    'ssh/not-started',
    'ssh/wrong-port',
    'ssh/refused',
    'ssh/unreachable',
    'ssh/wrong-password',
    'ssh/no-common-algorithm',
    'ssh/handshake-failed',
    'ssh/connection-lost',
    'ssh/channel-refused',
    'ssh/container-gone',
    'ssh/rate-limited',
    'ssh/no-shell',
    'ssh/no-file-transfer',
    'ssh/transfer-failed',
] as const;

export type SshFailure = (typeof sshFailures)[number];
