import type { SshFailure } from '../../core/failures/ssh';
import type { Wording } from './wording';

export const sshWords: Record<SshFailure, Wording> = {
    'ssh/no-sshd': {
        what: '{name} has no SSH server that Azure can reach.',
        why: 'The image does not start sshd on port 2222. {message}',
        next: 'Add the SSH layer to its Dockerfile and deploy again.',
    },
    'ssh/app-stopped': { what: '{name} is stopped.', next: 'Start it, then connect again.' },
    'ssh/not-started': {
        what: '{name} did not start within {seconds} seconds.',
        why: 'Azure still reports the state {state}.',
        next: 'Read its start-up log: the container probably ends before it answers.',
    },
    'ssh/wrong-port': {
        what: 'The tunnel of {name} leads to port {port}, not to SSH.',
        why: 'Remote debugging is still on, or the app is restarting.',
        next: 'Turn remote debugging off or wait a minute, then connect again.',
    },
    'ssh/refused': {
        what: 'Azure refused the tunnel to {name} (HTTP {status}).',
        why: 'The account has no right to its SCM site, or access restrictions keep this machine out.',
        next: 'Ask for the Website Contributor role, or check the access restrictions of the SCM site.',
    },
    'ssh/unreachable': {
        what: 'No connection to {host}.',
        why: '{reason}',
        next: 'Check the network, the proxy and that the app exists, then connect again.',
    },
    'ssh/wrong-password': {
        what: 'The SSH server of {name} refused the sign-in as {username}.',
        why: "App Service expects root with its documented password; the image's Dockerfile sets another one or forbids passwords.",
        next: 'Use the SSH layer that Slipway adds to a Dockerfile and deploy again.',
    },
    'ssh/no-common-algorithm': {
        what: 'The SSH server of {name} shares no algorithm with Slipway.',
        why: '{reason}',
        next: "Use the sshd_config of Azure's documentation, which the SSH layer contains.",
    },
    'ssh/handshake-failed': {
        what: 'The other end of the tunnel to {name} does not speak SSH.',
        why: '{reason}',
        next: 'Check that sshd listens on port 2222 in the container.',
    },
    'ssh/connection-lost': {
        what: 'The connection to {name} was cut.',
        why: '{reason}',
        next: 'Connect again; the container may have restarted.',
    },
    'ssh/channel-refused': {
        what: 'The SSH server of {name} refused another session.',
        why: '{reason}',
        next: 'Close other terminals on this container, then try again.',
    },
    'ssh/container-gone': { what: 'This replica or container of {name} is gone.', next: 'Refresh the tree and pick one that runs.' },
    'ssh/rate-limited': { what: 'Azure takes no more connections to {name} right now.', next: 'Wait a minute, then connect again.' },
    'ssh/no-shell': {
        what: '{name} has no shell that could be started.',
        why: '{reason}',
        next: 'Use the debug console of Container Apps, or an image that contains sh.',
    },
    'ssh/no-file-transfer': {
        what: 'The SSH server of {name} offers no file transfer.',
        next: 'Add "Subsystem sftp internal-sftp" to its sshd_config.',
    },
    'ssh/transfer-failed': {
        what: '{path} could not be transferred.',
        why: '{reason}',
        next: 'Check the path, the rights and the free space, then try again.',
    },
};
