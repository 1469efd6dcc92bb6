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

    it('is read in a time that grows with its length, not with its square, where an event does not end', function () {
        this.timeout(60_000);
        const part = bytes('x'.repeat(65_536));
        const msFor = (parts: number) => {
            const splitter = new EventSplitter();
            const began = performance.now();
            for (let index = 0; index < parts; index++) {
                splitter.push(part);
            }
            return performance.now() - began;
        };
        const best = (parts: number) => Math.min(...Array.from({ length: 3 }, () => msFor(parts)));
        const short = best(32);
        // Sixteen times as long; a search in the whole of it for every part would take 256 times as much.
        assert.ok(best(512) < 100 * short);
    });

    it('tells how much waits for the end of its event', () => {
        const splitter = new EventSplitter();
        splitter.push(bytes('data: a\n\ndata: bc'));
        assert.equal(splitter.pending, 'data: bc'.length);
        splitter.push(bytes('d\n'));
        assert.equal(splitter.pending, 'data: bcd\n'.length);
    });
});
