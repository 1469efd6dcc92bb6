import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { numberField, type JsonValue } from '../json';
import type { ContainerState } from '../pods/podContainer';

/** Frames: byte 0 says who speaks, byte 1 (when it is passed on) which stream. */
const forwardFrame = 0;
const infoFrame = 1;
const errorFrame = 2;
const stdin = 0;
const stdout = 1;
const resize = 4;

const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024 * 1024 });

/** A command in a container, or beside it in the debug console's image, over a websocket, in Container Apps' framing. */
export function openExec(
    container: ContainerState,
    command: string,
    where: 'inside' | 'beside',
    incoming: IncomingMessage,
    socket: Duplex,
    head: Buffer,
): void {
    sockets.handleUpgrade(incoming, socket, head, (client) => {
        void run(container, command, where, client).catch((error: unknown) => {
            tell(client, errorFrame, error instanceof Error ? error.message : String(error));
            client.close(1011);
        });
    });
}

async function run(container: ContainerState, command: string, where: 'inside' | 'beside', client: WebSocket): Promise<void> {
    const early: Buffer[] = [];
    let take: (frame: Buffer) => void = (frame) => early.push(frame);
    client.on('message', (data) => take(toBuffer(data)));
    tell(client, infoFrame, `Connecting to the container '${container.name}'...`);
    const process = container.process;
    if (process === undefined) {
        throw new Error(`The container '${container.name}' is not running.`);
    }
    const asked = { command: command.split(/\s+/).filter((word) => word !== ''), columns: 80, rows: 24 };
    const session = await (where === 'inside' ? process.exec(asked) : process.debug(asked));
    tell(client, infoFrame, `Successfully connected to container: '${container.name}'.`);
    take = (frame) => {
        if (frame[0] !== forwardFrame || frame.length < 2) {
            return;
        }
        if (frame[1] === stdin) {
            session.terminal.write(frame.subarray(2));
        } else if (frame[1] === resize) {
            const size = parse(frame.subarray(2).toString('utf8'));
            const columns = numberField(size, 'Width');
            const rows = numberField(size, 'Height');
            if (columns !== undefined && rows !== undefined && columns > 0 && rows > 0) {
                session.resize(Math.floor(columns), Math.floor(rows));
            }
        }
    };
    early.forEach((frame) => take(frame));
    session.terminal.on('data', (chunk: Buffer) => client.send(Buffer.concat([Buffer.from([forwardFrame, stdout]), chunk])));
    session.terminal.on('error', () => client.close());
    session.terminal.on('close', () => client.close(1000));
    session.terminal.on('end', () => client.close(1000));
    client.on('close', () => session.terminal.destroy());
    client.on('error', () => session.terminal.destroy());
}

function tell(client: WebSocket, kind: number, text: string): void {
    client.send(Buffer.concat([Buffer.from([kind]), Buffer.from(`${kind === infoFrame ? 'INFO: ' : ''}${text}\r\n`)]));
}

function toBuffer(data: unknown): Buffer {
    return Buffer.isBuffer(data) ? data : Array.isArray(data) ? Buffer.concat(data as Buffer[]) : Buffer.from(data as ArrayBuffer);
}

function parse(text: string): JsonValue {
    try {
        return JSON.parse(text) as JsonValue;
    } catch {
        return null;
    }
}
