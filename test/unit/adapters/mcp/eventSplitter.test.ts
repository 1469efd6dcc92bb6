import assert from 'node:assert/strict';
import { EventSplitter } from '../../../../src/adapters/mcp/eventSplitter';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('A stream of events', () => {
    for (const [title, stream, expected] of [
        ['ends its events with line feeds', 'data: a\n\ndata: b\n\n', ['a', 'b']],
        ['ends its events with carriage returns and line feeds', 'data: a\r\n\r\ndata: b\r\n\r\n', ['a', 'b']],
        ['ends its events with carriage returns', 'data: a\r\rdata: b\r\r', ['a', 'b']],
        ['has data of several lines', 'event: x\ndata: a\ndata: b\n\n', ['a\nb']],
        ['has comments', ': alive\n\ndata: a\n\n', ['', 'a']],
        ['has letters of several bytes', 'data: ü€😀\n\n', ['ü€😀']],
    ] as const) {
        it(`${title}: the same events, in whatever parts it comes`, () => {
            for (const size of [1, 2, 3, 5, 7, 1000]) {
                const splitter = new EventSplitter();
                const whole = bytes(stream);
                const events = Array.from({ length: Math.ceil(whole.length / size) }, (_, index) =>
                    splitter.push(whole.subarray(index * size, (index + 1) * size)),
                ).flat();
                assert.deepEqual(
                    events.map(({ data }) => data),
                    expected,
                );
                assert.equal(events.map(({ raw }) => raw).join(''), stream);
                assert.equal(splitter.pending, 0);
            }
        });
    }

    it('is searched once, and not from its beginning for every part, where an event does not end', () => {
        const part = bytes('x'.repeat(4096));
        const parts = 256;
        const splitter = new EventSplitter();
        let searched = 0;
        // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called on what it is called on
        const own = RegExp.prototype.exec;
        RegExp.prototype.exec = function (text) {
            searched += text.length;
            return own.call(this, text);
        };
        try {
            for (let index = 0; index < parts; index++) {
                splitter.push(part);
            }
        } finally {
            RegExp.prototype.exec = own;
        }
        assert.ok(searched >= part.length * parts && searched < part.length * parts * 1.1, `${String(searched)} characters`);
    });

    it('tells how much waits for the end of its event', () => {
        const splitter = new EventSplitter();
        splitter.push(bytes('data: a\n\ndata: bc'));
        assert.equal(splitter.pending, 'data: bc'.length);
        splitter.push(bytes('d\n'));
        assert.equal(splitter.pending, 'data: bcd\n'.length);
    });
});
