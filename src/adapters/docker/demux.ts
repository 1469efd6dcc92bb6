/** Which of a container's streams wrote. */
export type OutputStream = 'stdout' | 'stderr';

/** Takes the engine's multiplexed output apart: eight bytes (stream, three zeros, length) before each piece. */
export async function* demultiplex(stream: AsyncIterable<Uint8Array>): AsyncGenerator<readonly [OutputStream, Uint8Array]> {
    let rest = Buffer.alloc(0);
    for await (const chunk of stream) {
        rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
        let at = 0;
        while (rest.length - at >= 8) {
            const end = at + 8 + rest.readUInt32BE(at + 4);
            if (end > rest.length) {
                break;
            }
            yield [rest[at] === 2 ? 'stderr' : 'stdout', rest.subarray(at + 8, end)];
            at = end;
        }
        rest = rest.subarray(at);
    }
}
