import type { IncomingMessage } from 'node:http';
import { createLineReader } from './lineReader';

/** Reads the engine's multiplexed log: frames of one stream byte, three zero bytes, a big-endian length, then that many bytes. */
export async function followLogs(answer: IncomingMessage, onLine: (source: 'stdout' | 'stderr', line: string) => void): Promise<void> {
    const readers = {
        stdout: createLineReader((line) => onLine('stdout', line)),
        stderr: createLineReader((line) => onLine('stderr', line)),
    };
    let pending = Buffer.alloc(0);
    try {
        for await (const chunk of answer) {
            pending = Buffer.concat([pending, chunk as Buffer]);
            while (pending.length >= 8) {
                const length = pending.readUInt32BE(4);
                if (pending.length < 8 + length) {
                    break;
                }
                readers[pending[0] === 2 ? 'stderr' : 'stdout'].write(pending.subarray(8, 8 + length));
                pending = pending.subarray(8 + length);
            }
        }
    } catch {
        // The engine or the container went away: what was read is what there is.
    }
    readers.stdout.end();
    readers.stderr.end();
}
