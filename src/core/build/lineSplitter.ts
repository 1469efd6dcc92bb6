/**
 * Cuts bytes into lines; characters that were split between two chunks come out whole. A line that never ends would fill the memory: one of more than
 * `longest` characters comes in parts.
 */
export function createLineSplitter(
    onLine: (line: string) => void,
    longest = 4 * 1024 * 1024,
): {
    readonly write: (bytes: Uint8Array) => void;
    readonly end: () => void;
} {
    const decoder = new TextDecoder();
    let rest = '';
    const emit = (text: string) => {
        // A progress bar redraws its line with carriage returns: only what it looked like last counts.
        const line = text.replace(/\r+$/, '');
        onLine(line.slice(line.lastIndexOf('\r') + 1));
    };
    return {
        write: (bytes) => {
            const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
            rest = lines.pop() ?? '';
            lines.forEach(emit);
            if (rest.length > longest) {
                emit(rest);
                rest = '';
            }
        },
        end: () => {
            const last = rest + decoder.decode();
            rest = '';
            if (last !== '') {
                emit(last);
            }
        },
    };
}
