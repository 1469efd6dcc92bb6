import { StringDecoder } from 'node:string_decoder';

/** No engine writes a line of this length; something else would fill the memory. */
const longestLine = 32 * 1024 * 1024;

/** One JSON value per line, as engines stream them. A line that is no JSON comes out as its text; characters split between chunks come out whole. */
export async function* readNdjson(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator {
    const decoder = new StringDecoder('utf8');
    let rest = '';
    for await (const chunk of stream) {
        rest += typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
        const lines = rest.split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
            if (line.trim() !== '') {
                yield parseLine(line);
            }
        }
        if (rest.length > longestLine) {
            throw new Error('a line without an end');
        }
    }
    if (rest.trim() !== '') {
        yield parseLine(rest);
    }
}

function parseLine(line: string): unknown {
    try {
        return JSON.parse(line);
    } catch {
        return line;
    }
}
