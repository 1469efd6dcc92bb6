import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDockerEngine } from '../../../src/adapters/docker/dockerEngine';
import { quietOperation } from '../../../src/base/operation';
import type { Engine } from '../../../src/ports/engine';

const op = quietOperation();

export interface OwnEngine {
    readonly engine: Engine;
    /** Such as `unix:///tmp/…/docker.sock`. */
    readonly host: string;
    /** Ends it without a word, in the middle of whatever it does. */
    kill(): void;
    /** Starts it again on what it had; ends it first where it was not killed. */
    restart(): Promise<void>;
    /** Bytes that it uses of its disk without the caches of its builds, once they grow and shrink no more. */
    prunedBytes(): Promise<number>;
    stop(): Promise<void>;
}

/** A dockerd of our own with 150 MB of disk; undefined, with a sentence, where none can be had. */
export async function startOwnEngine(): Promise<OwnEngine | undefined> {
    const folder = mkdtempSync(path.join(tmpdir(), 'slipway-dockerd-'));
    const data = path.join(folder, 'data');
    mkdirSync(data);
    const socket = path.join(folder, 'docker.sock');
    // A bridge of its own: with none at all, dockerd removes docker0 and takes the machine's engine off its network.
    const bridge = `slw${process.pid.toString()}`;
    let child: ChildProcess | undefined;
    const containerdPid = path.join(folder, 'exec/containerd/containerd.pid');
    const endContainerd = () => {
        if (existsSync(containerdPid)) {
            try {
                process.kill(Number(readFileSync(containerdPid, 'utf8')), 'SIGKILL');
            } catch {
                // It went with its parent.
            }
            rmSync(containerdPid, { force: true });
        }
    };
    const stop = async () => {
        const running = child;
        if (running?.exitCode === null && running.signalCode === null) {
            const ended = new Promise((resolve) => running.once('exit', resolve));
            running.kill('SIGTERM');
            await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 15_000))]);
        }
        endContainerd();
        endShims(folder);
        unmountBelow(folder);
        try {
            execFileSync('ip', ['link', 'delete', bridge], { stdio: 'pipe' });
        } catch {
            // It was never made.
        }
        rmSync(folder, { recursive: true, force: true });
    };
    const engine = createDockerEngine({ kind: 'socket', path: socket });
    const start = async () => {
        const begun = spawn(
            'dockerd',
            [
                ...['--host', `unix://${socket}`, '--data-root', data, '--exec-root', path.join(folder, 'exec')],
                ...['--pidfile', path.join(folder, 'docker.pid'), `--bridge=${bridge}`, '--iptables=false', '--ip6tables=false'],
            ],
            { stdio: 'ignore' },
        );
        child = begun;
        for (let tries = 0; ; tries++) {
            try {
                await engine.facts(op);
                break;
            } catch (error) {
                if (tries > 120 || begun.exitCode !== null) {
                    throw error;
                }
                await new Promise((resolve) => setTimeout(resolve, 250));
            }
        }
    };
    try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=150m', 'tmpfs', data], { stdio: 'pipe' });
        execFileSync('ip', ['link', 'add', bridge, 'type', 'bridge'], { stdio: 'pipe' });
        execFileSync('ip', ['address', 'add', `${freeNetwork()}.1/24`, 'dev', bridge], { stdio: 'pipe' });
        execFileSync('ip', ['link', 'set', bridge, 'up'], { stdio: 'pipe' });
        await start();
        return {
            engine,
            host: `unix://${socket}`,
            kill: () => child?.kill('SIGKILL'),
            restart: async () => {
                if (child?.exitCode === null && child.signalCode === null) {
                    const ended = once(child, 'exit');
                    child.kill('SIGKILL');
                    await ended;
                }
                // A new dockerd would wait for one that has ended with the old.
                endContainerd();
                rmSync(path.join(folder, 'docker.pid'), { force: true });
                await start();
            },
            prunedBytes: async () => {
                execFileSync('docker', ['--host', `unix://${socket}`, 'builder', 'prune', '--force'], { stdio: 'pipe' });
                const used = () => {
                    const { bsize, blocks, bfree } = statfsSync(data);
                    return (blocks - bfree) * bsize;
                };
                for (let last = used(), same = 0; ;) {
                    await new Promise((resolve) => setTimeout(resolve, 250));
                    const now = used();
                    same = now === last ? same + 1 : 0;
                    last = now;
                    if (same === 4) {
                        return now;
                    }
                }
            },
            stop,
        };
    } catch (error) {
        await stop();
        if (process.env.CI === 'true') {
            throw error;
        }
        console.log(`    skipped: no engine of our own can be started here: ${String(error).split('\n')[0] ?? ''}`);
        return undefined;
    }
}

/** Three numbers of a network that no interface here is in: engines of two suites may run at once. */
function freeNetwork(): string {
    const taken = execFileSync('ip', ['-o', '-4', 'address'], { encoding: 'utf8' });
    const first = randomInt(250);
    for (let at = 0; at < 250; at++) {
        const network = `10.213.${((first + at) % 250).toString()}`;
        if (!taken.includes(`${network}.`)) {
            return network;
        }
    }
    throw new Error('every network of 10.213 is taken');
}

/** A container of an engine that was killed goes on below its shim, which names containerd's socket in its arguments. */
function endShims(folder: string): void {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    const read = (pid: string, file: string) => {
        try {
            return readFileSync(`/proc/${pid}/${file}`, 'utf8');
        } catch {
            return ''; // It has ended meanwhile.
        }
    };
    const shims = pids.filter((pid) => {
        const [command = '', ...args] = read(pid, 'cmdline').split('\0');
        return command.includes('containerd-shim') && args.some((argument) => argument.startsWith(`${folder}/`));
    });
    // After the name of the program, which may have blanks and brackets: state, parent.
    const parentOf = (pid: string) => /\) \S (\d+) [^)]*$/.exec(read(pid, 'stat'))?.[1] ?? '';
    for (const pid of [...pids.filter((each) => shims.includes(parentOf(each))), ...shims]) {
        try {
            process.kill(Number(pid), 'SIGKILL');
        } catch {
            // So has this one.
        }
    }
}

function unmountBelow(folder: string): void {
    const mounts = readFileSync('/proc/mounts', 'utf8')
        .split('\n')
        .map((line) => line.split(' ')[1] ?? '')
        .filter((place) => place.startsWith(`${folder}/`));
    for (const place of mounts.reverse()) {
        try {
            execFileSync('umount', ['-l', place], { stdio: 'pipe' });
        } catch {
            // It was below one that is gone already.
        }
    }
}
