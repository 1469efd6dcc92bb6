import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { FromApp, ToApp } from './appMessages';

// A process of its own, one for each "container" of the process runner: it does what it is told over its channel and ends with it. After a stop it may be told to be another one.

let servers: Server[] = [];
let timers: NodeJS.Timeout[] = [];
const sockets = new Set<Socket>();

process.on('disconnect', () => process.exit(0));
process.on('message', (message: ToApp) => {
    if (message.kind === 'stop') {
        stop(message.run);
    } else {
        start(message);
    }
});

say({ kind: 'ready' });

function say(message: FromApp): void {
    process.send?.(message);
}

function start({ run, behaviour, env, port, image }: Extract<ToApp, { readonly kind: 'run' }>): void {
    const line = (source: 'stdout' | 'stderr', text: string) => say({ kind: 'line', run, source, line: text });
    behaviour.stdout.forEach((text) => line('stdout', text));
    behaviour.stderr.forEach((text) => line('stderr', text));
    const missing = behaviour.needs.find((name) => (env[name] ?? '') === '');
    if (missing !== undefined) {
        line('stderr', `KeyError: '${missing}'`);
        end(1);
        return;
    }
    const { exitCode } = behaviour;
    if (exitCode !== undefined) {
        timers.push(setTimeout(() => end(exitCode), behaviour.exitMs));
    }
    timers.push(
        setTimeout(() => {
            if (behaviour.protocol !== 'none') {
                listen(behaviour.protocol === 'http' ? httpServer() : tcpServer(), port);
            }
            if (behaviour.ssh) {
                listen(
                    createServer((socket) => void socket.write('SSH-2.0-OpenSSH_9.2\r\n')),
                    2222,
                );
            }
        }, behaviour.startMs),
    );

    function httpServer(): Server {
        return createHttpServer((incoming, outgoing) => {
            const path = (incoming.url ?? '/').replace(/\?.*$/s, '');
            incoming.resume();
            if (behaviour.crashPath === path) {
                line('stderr', `Unhandled error while answering ${path}`);
                end(1);
                return;
            }
            const answer = () => {
                outgoing.statusCode = behaviour.paths[path] ?? behaviour.status;
                outgoing.setHeader('content-type', behaviour.body === undefined ? 'application/json' : 'text/html; charset=utf-8');
                outgoing.end(
                    behaviour.body ??
                        JSON.stringify({
                            image,
                            instance: env.WEBSITE_INSTANCE_ID ?? env.CONTAINER_APP_REPLICA_NAME ?? String(process.pid),
                            revision: env.CONTAINER_APP_REVISION,
                            path,
                        }),
                );
            };
            if (behaviour.answerMs === 0) {
                answer();
            } else {
                timers.push(setTimeout(answer, behaviour.answerMs));
            }
        });
    }

    function tcpServer(): Server {
        return createServer((socket) => {
            socket.resume();
            if (behaviour.protocol === 'tcp') {
                socket.write('ready\n');
            }
        });
    }

    function listen(server: Server, inside: number): void {
        servers.push(server);
        server.on('connection', (socket: Socket) => {
            sockets.add(socket);
            socket.on('error', () => socket.destroy());
            socket.once('close', () => sockets.delete(socket));
        });
        server.listen(0, '127.0.0.1', () => {
            say({ kind: 'listening', run, inside, outside: (server.address() as AddressInfo).port });
        });
    }
}

/** The channel is emptied first: what was said belongs to the log. */
function end(code: number): void {
    quiet();
    if (process.send === undefined) {
        process.exit(code);
    }
    process.send({ kind: 'leaving' } satisfies FromApp, () => process.exit(code));
}

function stop(run: number): void {
    quiet();
    say({ kind: 'stopped', run });
}

function quiet(): void {
    timers.forEach((timer) => clearTimeout(timer));
    servers.forEach((server) => server.close());
    sockets.forEach((socket) => socket.destroy());
    [timers, servers] = [[], []];
}
