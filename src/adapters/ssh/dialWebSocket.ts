import { WebSocket } from 'ws';
import { Cancelled } from '../../base/failure';
import { throwIfCancelled, type Operation } from '../../base/operation';
import type { ResolveEndpoint } from '../../ports/resolveEndpoint';
import { reasonOf, sshFailure } from './failures';

export interface DialOptions {
    readonly name: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly timeoutMs?: number;
}

/**
 * Opens a websocket where `resolve` says the URL is; it is paused until the caller, having set its listeners, resumes it. Compression is off: on a tunnel it costs four fifths of the throughput.
 * Refusals become 'ssh/refused', 'ssh/container-gone', 'ssh/rate-limited' or 'ssh/unreachable'. Cancelling while it dials drops the socket.
 */
export async function dialWebSocket(op: Operation, resolve: ResolveEndpoint, url: string, options: DialOptions): Promise<WebSocket> {
    throwIfCancelled(op);
    const endpoint = resolve(url);
    const socket = new WebSocket(endpoint.url, {
        headers: { ...endpoint.headers, ...options.headers },
        perMessageDeflate: false,
        handshakeTimeout: options.timeoutMs ?? 20_000,
        maxPayload: 16 * 1024 * 1024,
    });
    const host = new URL(url).host;
    // For life: an error event without a listener ends the process.
    socket.on('error', () => undefined);
    await new Promise<void>((opened, failed) => {
        const stop = () => {
            socket.terminate();
            failed(new Cancelled());
        };
        op.signal.addEventListener('abort', stop, { once: true });
        const settle = (finish: () => void) => {
            op.signal.removeEventListener('abort', stop);
            finish();
        };
        socket.once('open', () => {
            // The first message may be in the same segment as the upgrade: it would be emitted before the caller's await has come back.
            socket.pause();
            settle(opened);
        });
        socket.once('unexpected-response', (_request, response) => {
            const status = response.statusCode ?? 0;
            settle(() => failed(refusal(status, options.name, host)));
            response.resume();
            socket.terminate();
        });
        socket.once('error', (error) => settle(() => failed(sshFailure('ssh/unreachable', { host, reason: reasonOf(error) }, error))));
    });
    return socket;
}

function refusal(status: number, name: string, host: string) {
    if (status === 401 || status === 403) {
        return sshFailure('ssh/refused', { name, status });
    }
    if (status === 404 || status === 410) {
        return sshFailure('ssh/container-gone', { name });
    }
    if (status === 429) {
        return sshFailure('ssh/rate-limited', { name });
    }
    return sshFailure('ssh/unreachable', { host, reason: `HTTP ${status}` });
}
