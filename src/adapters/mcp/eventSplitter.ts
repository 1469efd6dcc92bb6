/** Cuts a server-sent event stream into whole events, keeping their text, so that what is not changed passes through as it came. */
export class EventSplitter {
    private readonly decoder = new TextDecoder();
    /** What came since the last event's end. Never joined before its end is there: a search in the whole of it would copy megabytes for every part. */
    private parts: string[] = [];
    private length = 0;
    /** The last characters of it: the blank line that ends an event may come in two parts. */
    private tail = '';

    /** Characters that wait for the end of their event. */
    get pending(): number {
        return this.length;
    }

    push(bytes: Uint8Array): readonly { readonly raw: string; readonly data: string }[] {
        const text = this.decoder.decode(bytes, { stream: true });
        const events: { raw: string; data: string }[] = [];
        const blank = /\r\n\r\n|\n\n|\r\r/g;
        const before = this.tail.length;
        const searched = this.tail + text;
        let start = 0;
        for (let end = blank.exec(searched); end !== null; end = blank.exec(searched)) {
            const until = end.index + end[0].length - before;
            const raw = this.parts.join('') + text.slice(start, until);
            events.push({ raw, data: dataOf(raw) });
            this.parts = [];
            this.length = 0;
            start = until;
        }
        const rest = text.slice(start);
        this.parts.push(rest);
        this.length += rest.length;
        this.tail = (start === 0 ? searched : rest).slice(-3);
        return events;
    }

    /** The event with other data; its id, type and retry time stay. */
    replaceData(raw: string, data: string): string {
        const others = raw.split(/\r\n|\n|\r/).filter((line) => line !== '' && !line.startsWith('data'));
        return `${others.map((line) => `${line}\n`).join('')}data: ${data}\n\n`;
    }
}

/** A client reads it as a message: it has no type, or this one. What has a blank line in its middle is several events to a client, of which one may be. */
export function isMessageEvent(raw: string): boolean {
    const lines = raw.split(/\r\n|\n|\r/);
    const isFull = (line: string) => line !== '';
    const type = lines.findLast((line) => line === 'event' || line.startsWith('event:')) ?? '';
    return (
        ['', 'message'].includes(type.slice('event:'.length).replace(/^ /, '')) ||
        lines.slice(lines.findIndex(isFull), lines.findLastIndex(isFull)).includes('')
    );
}

function dataOf(raw: string): string {
    return raw
        .split(/\r\n|\n|\r/)
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).replace(/^ /, ''))
        .join('\n');
}
