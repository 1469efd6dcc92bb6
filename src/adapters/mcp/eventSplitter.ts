/** Cuts a server-sent event stream into whole events, keeping their text, so that what is not changed passes through as it came. */
export class EventSplitter {
    private readonly decoder = new TextDecoder();
    private buffer = '';
    private scanned = 0;

    /** Characters that wait for the end of their event. */
    get pending(): number {
        return this.buffer.length;
    }

    push(bytes: Uint8Array): readonly { readonly raw: string; readonly data: string }[] {
        this.buffer += this.decoder.decode(bytes, { stream: true });
        const events: { raw: string; data: string }[] = [];
        const blank = /\r\n\r\n|\n\n|\r\r/g;
        // An event may be megabytes in thousands of parts: what was searched once is not searched again.
        blank.lastIndex = Math.max(0, this.scanned - 3);
        let start = 0;
        for (let end = blank.exec(this.buffer); end !== null; end = blank.exec(this.buffer)) {
            const raw = this.buffer.slice(start, end.index + end[0].length);
            events.push({ raw, data: dataOf(raw) });
            start = end.index + end[0].length;
        }
        this.buffer = this.buffer.slice(start);
        this.scanned = this.buffer.length;
        return events;
    }

    /** The event with other data; its id, type and retry time stay. */
    replaceData(raw: string, data: string): string {
        const others = raw.split(/\r\n|\n|\r/).filter((line) => line !== '' && !line.startsWith('data'));
        return `${others.map((line) => `${line}\n`).join('')}data: ${data}\n\n`;
    }
}

function dataOf(raw: string): string {
    return raw
        .split(/\r\n|\n|\r/)
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).replace(/^ /, ''))
        .join('\n');
}
