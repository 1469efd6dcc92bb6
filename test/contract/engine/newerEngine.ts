import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { debianKeys, debianMirror } from './buildxEngine';

const root = path.resolve(__dirname, '../../../.tools/newer-engine');
const packages = ['docker.io', 'containerd', 'runc', 'ca-certificates'];

export interface NewerEngine {
    /** For DOCKER_HOST. */
    readonly address: string;
    stop(): Promise<void>;
}

/**
 * The engine of Debian's next release with the containerd image store, in a root of its own beside the machine's engine: nothing of it is installed, and its
 * data are in memory. Takes half a minute and 300 MB of packages the first time. Throws where it cannot be had; only root can start it.
 */
export async function startNewerEngine(): Promise<NewerEngine> {
    if (!existsSync(root)) {
        unpack();
    }
    const folder = mkdtempSync(path.join(tmpdir(), 'slipway-engine-'));
    const bridge = `slipway${String(process.pid % 10_000)}`;
    // A bridge of its own: an engine without one would remove that of the machine's engine.
    execFileSync('ip', ['link', 'add', bridge, 'type', 'bridge']);
    const removeBridge = () => execFileSync('ip', ['link', 'delete', bridge]);
    let child: ChildProcess | undefined;
    const stop = async () => {
        const running = child;
        if (running?.exitCode === null && running.signalCode === null) {
            const ended = new Promise((resolve) => running.once('exit', resolve));
            running.kill('SIGTERM');
            await ended;
        }
        removeBridge();
        rmSync(folder, { recursive: true, force: true });
    };
    try {
        execFileSync('ip', ['address', 'add', `172.31.${String(process.pid % 200)}.1/24`, 'dev', bridge]);
        execFileSync('ip', ['link', 'set', bridge, 'up']);
        child = spawn('unshare', ['--mount', '--propagation', 'private', 'sh', '-ec', inside, 'sh', root, folder, bridge], {
            stdio: ['ignore', 'ignore', 'pipe'],
        });
        let words = '';
        child.stderr?.on('data', (bytes: Buffer) => (words = (words + bytes.toString()).slice(-2_000)));
        const socket = path.join(folder, 'docker.sock');
        for (let tries = 0; !(await answers(socket)); tries++) {
            if (child.exitCode !== null || tries > 300) {
                throw new Error(`the engine did not start: ${words}`);
            }
            await new Promise((resolve) => setTimeout(resolve, 200));
        }
        return { address: `unix://${socket}`, stop };
    } catch (error) {
        await stop();
        throw error;
    }
}

/** The root must be a mount of its own, because builds remount theirs. exec keeps the process that is ended in the end. */
const inside = `
mount --bind "$1" "$1"
for part in proc sys dev; do mount --rbind /$part "$1/$part"; done
mount -t tmpfs tmpfs "$1/run"
mount -t tmpfs tmpfs "$1/tmp"
mkdir "$1/tmp/data"
mount --bind "$2" "$1/lab"
exec chroot "$1" /usr/sbin/dockerd --host unix:///lab/docker.sock --pidfile /tmp/pid --data-root /tmp/data --exec-root /run/docker \\
    --bridge "$3" --iptables=false --ip6tables=false --feature containerd-snapshotter=true
`;

function unpack(): void {
    const half = `${root}.${String(process.pid)}`;
    try {
        execFileSync(
            'mmdebstrap',
            [
                '--variant=extract',
                `--include=${packages.join(',')}`,
                '--aptopt=APT::Install-Recommends "false"',
                // A mirror may hold an older copy of the release: its signature counts, its date does not.
                '--aptopt=Acquire::Check-Valid-Until "false"',
                `--keyring=${debianKeys}`,
                'sid',
                half,
                debianMirror(),
            ],
            { stdio: 'pipe', timeout: 240_000 },
        );
        for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
            if (!existsSync(path.join(half, name))) {
                symlinkSync(`usr/${name}`, path.join(half, name));
            }
        }
        for (const name of ['proc', 'sys', 'dev', 'run', 'tmp', 'lab', 'root']) {
            mkdirSync(path.join(half, name), { recursive: true });
        }
        execFileSync('cp', ['/etc/resolv.conf', path.join(half, 'etc/resolv.conf')]);
        renameSync(half, root);
    } finally {
        rmSync(half, { recursive: true, force: true });
    }
}

/** Why a newer engine cannot be had here; undefined where it can. */
export function whyNoNewerEngine(): string | undefined {
    if (process.getuid?.() !== 0) {
        return 'only root can start a second engine';
    }
    const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
    return /^ID=debian$/m.test(release) && existsSync('/usr/bin/mmdebstrap') && existsSync(debianKeys)
        ? undefined
        : 'a newer engine is made from Debian’s packages, with mmdebstrap';
}

function answers(socketPath: string): Promise<boolean> {
    return new Promise((resolve) => {
        const request = http.get({ socketPath, path: '/_ping', agent: false, timeout: 2_000 }, (response) => {
            response.resume();
            resolve(response.statusCode === 200);
        });
        request.on('error', () => resolve(false));
        request.on('timeout', () => request.destroy());
    });
}
