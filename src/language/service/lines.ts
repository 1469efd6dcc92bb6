/** 0-based, in UTF-16 units, as the language server protocol counts. */
export interface Place {
    readonly line: number;
    readonly character: number;
}

/** Converts between offsets and places of one text. A lone carriage return ends a line, as it does in editors and in dockerfile-ast. */
export interface Lines {
    readonly starts: readonly number[];
    offsetAt(place: Place): number;
    placeAt(offset: number): Place;
}

export function linesOf(text: string): Lines {
    const starts = [0];
    if (text.includes('\r')) {
        for (let at = 0; at < text.length; at += 1) {
            const code = text.charCodeAt(at);
            if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) {
                starts.push(at + 1);
            }
        }
    } else {
        for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
            starts.push(at + 1);
        }
    }
    return {
        starts,
        offsetAt: ({ line, character }) => {
            const start = starts[line];
            if (start === undefined) {
                return line < 0 ? 0 : text.length;
            }
            return Math.min(start + Math.max(0, character), starts[line + 1] ?? text.length, text.length);
        },
        placeAt: (offset) => {
            const clamped = Math.max(0, Math.min(offset, text.length));
            let low = 0;
            let high = starts.length - 1;
            while (low < high) {
                const middle = Math.ceil((low + high) / 2);
                if ((starts[middle] ?? 0) <= clamped) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return { line: low, character: clamped - (starts[low] ?? 0) };
        },
    };
}
