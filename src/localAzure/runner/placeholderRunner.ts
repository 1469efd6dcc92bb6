import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execFile } from 'node:child_process';
import { RunnerRefusal, type Exit, type Runner, type RunningProcess, type StartRequest } from './runner';

/** Runs nothing: each start is a small page that answers on every port. For replay, where the recorded images cannot be pulled. */
export function createPlaceholderRunner(): Runner {
    const running = new Set<RunningProcess>();
    return {
        pull: (image) => Promise.resolve({ id: image, digest: undefined, architecture: 'amd64', exposedPorts: [80] }),
        async start(request) {
            const outcome = await outcomeOf(request);
            if (outcome !== undefined) {
                outcome.lines.forEach((line) => request.onLine('stderr', line));
                return ended(request.name, outcome.exitCode);
            }
            const server = createServer((_, response) => {
                response.setHeader('content-type', 'text/html; charset=utf-8');
                response.end(`<!doctype html><title>Placeholder</title><p>A placeholder runs for ${escape(request.image)}.</p>`);
            });
            await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
            const { port } = server.address() as AddressInfo;
            request.onLine('stdout', `A placeholder runs for ${request.image}.`);
            const made = placeholder(server, port, request.name, () => running.delete(made));
            running.add(made);
            return made;
        },
        removeVolume: () => Promise.resolve(),
        async close() {
            await Promise.all([...running].map((made) => made.remove(0)));
        },
    };
}

/** What is certain to end at once: a bare system image, whose shell has nothing to read, and a script that no shell understands. */
async function outcomeOf(request: StartRequest): Promise<{ readonly exitCode: number; readonly lines: readonly string[] } | undefined> {
    const command = [...(request.entrypoint ?? []), ...(request.command ?? [])];
    const [shell = '', flag, script] = command;
    if (/^(\/bin\/)?(ba|da)?sh$/.test(shell) && flag === '-c' && script !== undefined && process.platform !== 'win32') {
        return await new Promise((resolve) => {
            // Read, not run.
            execFile('/bin/sh', ['-n', '-c', script], { timeout: 5_000 }, (error, _, trouble) =>
                resolve(error === null ? undefined : { exitCode: 2, lines: trouble.split('\n').filter((line) => line !== '') }),
            );
        });
    }
    const name = request.image.replace(/@.*$/, '').split('/').at(-1)?.replace(/:.*$/, '') ?? '';
    return command.length === 0 && /^(alpine|busybox|ubuntu|debian|bash|centos|fedora|python|node)$/.test(name)
        ? { exitCode: 0, lines: [] }
        : undefined;
}

function ended(name: string, exitCode: number): RunningProcess {
    return {
        id: `placeholder-${name}`,
        name,
        exited: Promise.resolve({ exitCode, outOfMemory: false }),
        address: () => undefined,
        exec: () => Promise.reject(new RunnerRefusal('start', 'The container has ended.')),
        debug: () => Promise.reject(new RunnerRefusal('start', 'The container has ended.')),
        remove: () => Promise.resolve(),
    };
}

function placeholder(server: Server, port: number, name: string, onRemoved: () => void): RunningProcess {
    let end: (exit: Exit) => void = () => undefined;
    const exited = new Promise<Exit>((resolve) => {
        end = resolve;
    });
    return {
        id: `placeholder-${port}`,
        name,
        exited,
        address: () => ({ host: '127.0.0.1', port }),
        exec: () => Promise.reject(new RunnerRefusal('start', 'A placeholder has nothing to run commands in.')),
        debug: () => Promise.reject(new RunnerRefusal('start', 'A placeholder has no debug console.')),
        remove() {
            server.closeAllConnections();
            server.close();
            end({ exitCode: 0, outOfMemory: false });
            onRemoved();
            return Promise.resolve();
        },
    };
}

function escape(text: string): string {
    return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
