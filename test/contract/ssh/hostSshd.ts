import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AddressInfo } from 'node:net';

export interface HostSshd {
    readonly port: number;
    readonly stop: () => Promise<void>;
}

/**
 * A real sshd of this machine on a loopback port. It runs in a mount namespace of its own, where root has the password that App Service's layer sets;
 * the machine's own accounts stay as they are. Undefined when the machine has no sshd or does not allow this.
 */
export async function hostSshd(extraConfig = ''): Promise<HostSshd | undefined> {
    if (!existsSync('/usr/sbin/sshd') || process.getuid?.() !== 0) {
        return undefined;
    }
    const folder = mkdtempSync(path.join(tmpdir(), 'slipway-sshd-'));
    const port = await freePort();
    const hash = execFileSync('openssl', ['passwd', '-6', '-stdin'], { input: 'Docker!\n' }).toString().trim();
    writeFileSync(path.join(folder, 'shadow'), `root:${hash}:19000:0:99999:7:::\nsshd:*:19000:0:99999:7:::\n`, { mode: 0o600 });
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path.join(folder, 'key')]);
    mkdirSync('/run/sshd', { recursive: true });
    writeFileSync(
        path.join(folder, 'sshd_config'),
        [
            `Port ${port}`,
            'ListenAddress 127.0.0.1',
            `HostKey ${path.join(folder, 'key')}`,
            'PidFile none',
            'PasswordAuthentication yes',
            'PermitRootLogin yes',
            'UsePAM no',
            'Subsystem sftp internal-sftp',
            'PrintMotd no',
            // A start-up file of this machine's root, cut off in the middle, may leave a lock at which the next shells wait.
            `SetEnv HOME=${folder}`,
            extraConfig || 'Ciphers aes128-cbc,3des-cbc,aes256-cbc,aes128-ctr,aes192-ctr,aes256-ctr\nMACs hmac-sha1,hmac-sha1-96',
        ].join('\n') + '\n',
    );
    const child: ChildProcess = spawn(
        'unshare',
        [
            '-m',
            'sh',
            '-c',
            'mount --bind "$0" /etc/shadow && exec /usr/sbin/sshd -D -e -f "$1"',
            path.join(folder, 'shadow'),
            path.join(folder, 'sshd_config'),
        ],
        { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let said = '';
    child.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const up = await Promise.race([listening(port), once(child, 'exit').then(() => false)]);
    const stop = async () => {
        if (child.exitCode === null) {
            child.kill();
            await once(child, 'exit');
        }
        rmSync(folder, { recursive: true, force: true });
    };
    if (!up) {
        console.log(`sshd did not start: ${said.slice(0, 500)}`);
        await stop();
        return undefined;
    }
    return { port, stop };
}

async function freePort(): Promise<number> {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return port;
}

async function listening(port: number): Promise<boolean> {
    for (let attempt = 0; attempt < 50; attempt++) {
        const open = await new Promise<boolean>((done) => {
            const socket = net.connect(port, '127.0.0.1', () => {
                socket.destroy();
                done(true);
            });
            socket.on('error', () => done(false));
        });
        if (open) {
            return true;
        }
        await new Promise((tick) => setTimeout(tick, 100));
    }
    return false;
}
