const longestLine = 16 * 1024;

/** Reads a stream of text as lines, without their ends. A line that never ends is cut. */
export async function parseLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of stream) {
        rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
        const lines = rest.split(/\r?\n/);
        rest = (lines.pop() ?? '').slice(0, longestLine);
        for (const line of lines) {
            onLine(line.slice(0, longestLine));
        }
    }
    if (rest !== '') {
        onLine(rest);
    }
}
