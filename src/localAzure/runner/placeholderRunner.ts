import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RunnerRefusal, type Exit, type Runner, type RunningProcess } from './runner';

/** Runs nothing: each start is a small page that answers on every port. For replay, where the recorded images cannot be pulled. */
export function createPlaceholderRunner(): Runner {
    const running = new Set<RunningProcess>();
    return {
        pull: (image) => Promise.resolve({ id: image, digest: undefined, architecture: 'amd64', exposedPorts: [80] }),
        async start(request) {
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
        async close() {
            await Promise.all([...running].map((made) => made.remove(0)));
        },
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
