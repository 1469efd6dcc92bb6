import type { Dockerfile, Stage, Step } from './dockerfile';

export const startProgramPath = '/usr/local/bin/start-with-ssh';

/** What App Service requires of the file; of its ciphers and MACs only those that the image's OpenSSH still has. */
const settings = [
    'Port 2222',
    'ListenAddress 0.0.0.0',
    'LoginGraceTime 180',
    'X11Forwarding yes',
    'StrictModes yes',
    'SyslogFacility DAEMON',
    'PasswordAuthentication yes',
    'PermitEmptyPasswords no',
    'PermitRootLogin yes',
    'Subsystem sftp internal-sftp',
];

const ciphers = 'aes128-cbc|3des-cbc|aes256-cbc|aes128-ctr|aes192-ctr|aes256-ctr';
const macs = 'hmac-sha1|hmac-sha1-96|hmac-sha2-256|hmac-sha2-512';

/**
 * Adds the sshd that App Service's SSH connects to. The container then starts as root, and a program of a few lines starts sshd and hands over to the app
 * as its own user. Answers the Dockerfile unchanged where the last stage names no user by number, because nothing could be handed over to.
 */
export function addAppServiceSsh(dockerfile: Dockerfile): Dockerfile {
    const last = dockerfile.stages.at(-1);
    const user = last?.steps.find((step) => step.kind === 'user')?.name;
    if (last === undefined || user === undefined || !/^\d+:\d+$/.test(user)) {
        return dockerfile;
    }
    return { ...dockerfile, stages: [...dockerfile.stages.slice(0, -1), withSsh(last, user)] };
}

function withSsh(stage: Stage, user: string): Stage {
    const firstCopy = stage.steps.findIndex((step) => step.kind === 'copy');
    const at = firstCopy < 0 ? 0 : firstCopy;
    const rest = stage.steps
        .filter((step) => step.kind !== 'entrypoint')
        .map((step): Step[] => {
            switch (step.kind) {
                case 'user':
                    return [];
                case 'expose':
                    return [{ ...step, ports: [...step.ports, 2222] }, entrypoint(stage)];
                default:
                    return [step];
            }
        });
    return { ...stage, steps: [...rest.slice(0, at).flat(), installSsh, startProgram(user), ...rest.slice(at).flat()] };
}

function entrypoint(stage: Stage): Step {
    const own = stage.steps.find((step) => step.kind === 'entrypoint');
    return {
        kind: 'entrypoint',
        command: [startProgramPath, ...(own?.kind === 'entrypoint' ? own.command : [])],
        comment: 'Starts as root for the sake of sshd alone; the app itself runs as its own user.',
    };
}

/** What a RUN does that installs sshd and sets it up, on Debian and what comes from it. */
export const installCommands: readonly string[] = [
    'apt-get update',
    'apt-get install -y --no-install-recommends openssh-server',
    'rm -rf /var/lib/apt/lists/*',
    'echo "root:Docker!" | chpasswd',
    writeLines(settings, '/etc/ssh/sshd_config'),
    `echo "Ciphers $(ssh -Q cipher | grep -xE '${ciphers}' | paste -sd, -)" >> /etc/ssh/sshd_config`,
    `echo "MACs $(ssh -Q mac | grep -xE '${macs}' | paste -sd, -)" >> /etc/ssh/sshd_config`,
    'mkdir -p /run/sshd',
    'ssh-keygen -A',
    '/usr/sbin/sshd -t',
    'rm -f /etc/ssh/ssh_host_*',
];

export const sshComment =
    'SSH as App Service expects it: port 2222 and this password, behind its own sign-in. Nothing outside of App Service can reach the port,\nand sshd starts nowhere else. Host keys are made when a container starts, so that the image holds none.';

const installSsh: Step = { kind: 'run', commands: installCommands, comment: sshComment };

function startProgram(user: string): Step {
    const [uid = '', gid = ''] = user.split(':');
    const script = startLines([
        `chown ${uid} /dev/stdout /dev/stderr 2> /dev/null`,
        `HOME=$(getent passwd ${uid} | cut -d: -f6)`,
        'export HOME',
        `exec setpriv --reuid=${uid} --regid=${gid} --clear-groups -- "$@"`,
    ]);
    return { kind: 'run', commands: startCommands(script), comment: startComment };
}

export const startComment = 'A session gets the variables of the app; the app gets its own user and its output.';

/** Starts sshd where App Service runs the image, and hands over to the app as `handOver` says. */
export function startLines(handOver: readonly string[]): readonly string[] {
    return [
        '#!/bin/sh',
        'if [ "$(id -u)" -ne 0 ]; then exec "$@"; fi',
        'if [ -n "$WEBSITE_SITE_NAME" ] && [ "$WEBSITE_SSH_ENABLED" != 0 ] && [ "$WEBSITE_SSH_ENABLED" != false ]; then',
        '    (umask 077; unset HOME PWD OLDPWD; export -p > /etc/profile.d/app.sh)',
        '    mkdir -p /run/sshd',
        '    { ssh-keygen -A > /dev/null && /usr/sbin/sshd; } || echo "sshd did not start." >&2',
        'fi',
        ...handOver,
    ];
}

export function startCommands(script: readonly string[]): readonly string[] {
    return [writeLines(script, startProgramPath), `chmod 755 ${startProgramPath}`];
}

/** One argument of printf per line; lines hold no single quote. */
function writeLines(lines: readonly string[], file: string): string {
    return `printf '%s\\n' \\\n        ${lines.map((line) => `'${line}'`).join(' \\\n        ')} \\\n        > ${file}`;
}
