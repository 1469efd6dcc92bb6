import type { EventEmitter } from 'node:events';

const nothing = () => undefined;

/**
 * An answer of the engine that a signal may stop at any moment. Where that is between its last line and its end, Node destroys a connection to which nobody
 * listens any more, and the error would end the process: it is listened to from then on.
 */
export function stoppableStream(stream: NodeJS.ReadableStream, signal: AbortSignal): AsyncIterable<Uint8Array> {
    stream.on('error', nothing);
    const { socket } = stream as { readonly socket?: EventEmitter | null };
    // Only then, since the next request may be given the same connection, and leave a listener of its own.
    signal.addEventListener('abort', () => socket?.on('error', nothing), { once: true });
    return stream as NodeJS.ReadableStream & AsyncIterable<Uint8Array>;
}
