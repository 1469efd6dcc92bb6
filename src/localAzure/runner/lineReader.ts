import { StringDecoder } from 'node:string_decoder';

const longestLine = 64 * 1024;

/** Cuts bytes into lines; a line that never ends is cut at 64 KiB, so that a runaway process cannot fill the memory. */
export function createLineReader(onLine: (line: string) => void): { write(chunk: Buffer): void; end(): void } {
    const decoder = new StringDecoder('utf8');
    let rest = '';
    return {
        write(chunk) {
            rest += decoder.write(chunk);
            let at = rest.indexOf('\n');
            while (at >= 0) {
                onLine(rest.slice(0, at).replace(/\r$/, ''));
                rest = rest.slice(at + 1);
                at = rest.indexOf('\n');
            }
            while (rest.length > longestLine) {
                onLine(rest.slice(0, longestLine));
                rest = rest.slice(longestLine);
            }
        },
        end() {
            rest += decoder.end();
            if (rest !== '') {
                onLine(rest);
                rest = '';
            }
        },
    };
}
