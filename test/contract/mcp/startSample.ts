import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');

export interface Sample {
    readonly port: number;
    readonly url: string;
    stop(): Promise<void>;
}

/** True when a Python that can make virtual environments is at hand. */
export function hasPython(): boolean {
    return spawnSync('python3', ['-c', 'import venv, ensurepip']).status === 0;
}

/** The sample's requirements from PyPI, installed once for both samples. */
export function installSamples(): string {
    const folder = path.join(root, 'out/venvs/mcp');
    const python = path.join(folder, 'bin/python');
    if (!existsSync(path.join(folder, 'ready'))) {
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(path.dirname(folder), { recursive: true });
        run('python3', ['-m', 'venv', folder]);
        run(python, ['-m', 'pip', 'install', '-q', '-r', path.join(root, 'samples/mcp-stateless/requirements.txt')]);
        mkdirSync(path.join(folder, 'ready'));
    }
    return python;
}

function run(command: string, args: readonly string[]): void {
    const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    if (status !== 0) {
        throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
    }
}

/** Runs a sample as a process of its own, as it would run in a container. */
export async function startSample(name: 'mcp-stateless' | 'mcp-session', instance: string): Promise<Sample> {
    const python = installSamples();
    const port = await freePort();
    const child = spawn(python, ['main.py'], {
        cwd: path.join(root, 'samples', name),
        env: {
            ...process.env,
            PORT: String(port),
            HANDLE_SECRET: 'the same for every instance',
            WEBSITE_INSTANCE_ID: instance,
            COUNT_SECONDS: '0.05',
            PYTHONDONTWRITEBYTECODE: '1',
        },
        stdio: ['ignore', 'ignore', 'pipe'],
    });
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
    const url = `http://127.0.0.1:${port}/mcp`;
    for (let tries = 0; tries < 200; tries++) {
        if (child.exitCode !== null) {
            throw new Error(`${name} ended: ${log}`);
        }
        const health = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
        if (health?.ok) {
            await health.text();
            return {
                port,
                url,
                stop: () =>
                    new Promise((resolve) => {
                        child.once('exit', () => resolve());
                        child.kill();
                    }),
            };
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    child.kill();
    throw new Error(`${name} did not start: ${log}`);
}

async function freePort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
}
