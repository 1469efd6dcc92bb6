import { StringDecoder } from 'node:string_decoder';

export interface BoundedText {
    /** Keeps what still fits and answers that part, decoded; an empty string when nothing did. */
    add(chunk: Buffer): string;
    readonly text: string;
    readonly full: boolean;
}

/** Collects output up to a number of bytes; characters that are split over chunks stay whole. */
export function boundedText(maxBytes: number): BoundedText {
    const decoder = new StringDecoder('utf8');
    const parts: string[] = [];
    let left = maxBytes;
    let full = false;
    return {
        add(chunk) {
            if (chunk.length > left) {
                full = true;
            }
            const kept = chunk.length > left ? chunk.subarray(0, left) : chunk;
            left -= kept.length;
            const text = kept.length === 0 ? '' : decoder.write(kept);
            if (text !== '') {
                parts.push(text);
            }
            return text;
        },
        get text() {
            return parts.join('');
        },
        get full() {
            return full;
        },
    };
}
