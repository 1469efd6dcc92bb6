import type { IncomingMessage } from 'node:http';

/** The whole body; undefined when it is larger than `largest` bytes. */
export async function readBody(incoming: IncomingMessage, largest: number): Promise<Buffer | undefined> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of incoming) {
        size += (chunk as Buffer).length;
        if (size > largest) {
            return undefined;
        }
        chunks.push(chunk as Buffer);
    }
    return Buffer.concat(chunks);
}
