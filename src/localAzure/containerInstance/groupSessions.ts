import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { locationName } from '../resources/locations';
import type { ContainerState } from '../pods/podContainer';

interface Session {
    readonly container: ContainerState;
    readonly password: string;
    /** undefined: attach, which shows the output and takes nothing. */
    readonly command: readonly string[] | undefined;
    readonly rows: number;
    readonly columns: number;
}

const hostEnd = '.atlas.cloudapp.azure.com';
const passwordMs = 15_000;

/** Exec and attach: a websocket per session, whose first message is the session's password. */
export class GroupSessions {
    private readonly sessions = new Map<string, Session>();
    private readonly sockets = new WebSocketServer({ noServer: true, maxPayload: 1024 * 1024 });

    /** What the client is told. A session can be used once. */
    open(location: string, session: Omit<Session, 'password'>): { readonly webSocketUri: string; readonly password: string } {
        const id = randomUUID();
        const password = randomBytes(24).toString('base64url');
        this.sessions.set(id, { ...session, password });
        const host = `sb${randomBytes(6).toString('hex')}.${locationName(location)}${hostEnd}:19390`;
        return {
            webSocketUri: `wss://${host}/execstream/sessionId/${id}?api-version=1.0&rows=${session.rows}&cols=${session.columns}`,
            password,
        };
    }

    isHost(host: string): boolean {
        return host.replace(/:\d+$/, '').endsWith(hostEnd);
    }

    upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
        const id = /^\/execstream\/sessionId\/([0-9a-f-]{36})(?:\?|$)/i.exec(incoming.url ?? '')?.[1] ?? '';
        const session = this.sessions.get(id);
        if (session === undefined) {
            socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
            return;
        }
        this.sessions.delete(id);
        this.sockets.handleUpgrade(incoming, socket, head, (client) => greet(session, client));
    }
}

function greet(session: Session, client: WebSocket): void {
    const late = setTimeout(() => client.close(1008, 'no password'), passwordMs);
    const early: Buffer[] = [];
    let take: ((data: Buffer) => void) | undefined;
    let known = false;
    client.on('error', () => client.terminate());
    client.on('close', () => clearTimeout(late));
    client.on('message', (data) => {
        const bytes = toBuffer(data);
        if (known) {
            if (take === undefined) {
                early.push(bytes);
            } else {
                take(bytes);
            }
            return;
        }
        clearTimeout(late);
        const wanted = Buffer.from(session.password);
        if (bytes.length !== wanted.length || !timingSafeEqual(bytes, wanted)) {
            client.close(1008, 'wrong password');
            return;
        }
        known = true;
        run(session, client)
            .then((write) => {
                take = write;
                early.forEach((one) => write(one));
            })
            .catch((error: unknown) => {
                client.send(`${error instanceof Error ? error.message : String(error)}\r\n`);
                client.close(1011);
            });
    });
}

async function run(session: Session, client: WebSocket): Promise<(bytes: Buffer) => void> {
    const { container } = session;
    if (session.command === undefined) {
        container.log.all().forEach((line) => client.send(`${line.line}\r\n`));
        const stop = container.log.listen((line) => client.send(`${line.line}\r\n`));
        client.on('close', stop);
        return () => undefined;
    }
    if (container.process === undefined) {
        throw new Error(`The container '${container.name}' is not running.`);
    }
    const { terminal } = await container.process.exec({ command: session.command, columns: session.columns, rows: session.rows });
    terminal.on('data', (chunk: Buffer) => client.send(chunk));
    terminal.on('error', () => client.close());
    terminal.on('end', () => client.close(1000));
    terminal.on('close', () => client.close(1000));
    client.on('close', () => terminal.destroy());
    return (bytes) => terminal.write(bytes);
}

function toBuffer(data: RawData): Buffer {
    return Buffer.isBuffer(data) ? data : Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
