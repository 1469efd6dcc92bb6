import { StringDecoder } from 'node:string_decoder';
import type { WebSocket } from 'ws';
import type { InteractiveShell, TerminalSize } from '../../ports/ssh';

/** What a message says once its framing is off. `exit` ends the session. */
export type TerminalMessage =
    | { readonly kind: 'output'; readonly bytes: Buffer }
    | { readonly kind: 'note'; readonly text: string }
    | { readonly kind: 'failed'; readonly text: string };

export interface Framing {
    readonly read: (bytes: Buffer) => TerminalMessage;
    readonly stdin: (text: string) => string | Buffer;
    readonly resize?: (size: TerminalSize) => string | Buffer;
}

/** A websocket that carries a terminal, as an InteractiveShell. `onFailed` hears the platform's own error frames. */
export function terminalSocket(socket: WebSocket, framing: Framing, onFailed: (text: string) => void): InteractiveShell {
    const decoder = new StringDecoder('utf8');
    let early = '';
    let deliver = (text: string) => {
        early += text;
    };
    socket.on('message', (data) => {
        const bytes = Buffer.isBuffer(data) ? data : Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
        const message = framing.read(bytes);
        if (message.kind === 'output') {
            deliver(decoder.write(message.bytes));
        } else if (message.kind === 'failed') {
            onFailed(message.text);
        }
    });
    // The exec websockets end without an exit code.
    const ended = new Promise<number | undefined>((settle) => socket.once('close', () => settle(undefined)));
    socket.resume();
    const send = (frame: string | Buffer) => {
        if (socket.readyState === socket.OPEN) {
            socket.send(frame);
        }
    };
    // Front ends drop a websocket that is silent for four minutes.
    const alive = setInterval(() => {
        if (socket.readyState === socket.OPEN) {
            socket.ping();
        }
    }, 30_000);
    void ended.then(() => clearInterval(alive));
    return {
        write: (text) => send(framing.stdin(text)),
        resize: (size) => {
            if (framing.resize !== undefined) {
                send(framing.resize(size));
            }
        },
        onData: (listener) => {
            deliver = listener;
            if (early !== '') {
                const text = early;
                early = '';
                listener(text);
            }
        },
        ended,
        close: () => socket.close(),
    };
}
