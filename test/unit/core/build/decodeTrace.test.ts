import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { BuildEvent } from '../../../../src/core/build/buildEvent';
import { createBuildkitProgress } from '../../../../src/core/build/buildkitProgress';
import { createClassicProgress } from '../../../../src/core/build/classicProgress';
import { decodeTrace } from '../../../../src/core/build/decodeTrace';
import { protoBytes, readProto } from '../../../../src/core/build/protobuf';

const text = (value: string) => new TextEncoder().encode(value);
const join = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
const time = (seconds: number) => Uint8Array.of(0x08, seconds);

describe('BuildKit’s trace', () => {
    it('is decoded: vertexes, logs, statuses and warnings', () => {
        const vertex = join(
            protoBytes(1, text('sha256:a')),
            protoBytes(3, text('[1/2] RUN x')),
            Uint8Array.of(0x20, 1),
            protoBytes(5, time(5)),
            protoBytes(6, time(7)),
        );
        const log = join(protoBytes(1, text('sha256:a')), Uint8Array.of(0x18, 2), protoBytes(4, text('oh\n')));
        const status = join(protoBytes(1, text('layer')), protoBytes(2, text('sha256:a')), Uint8Array.of(0x20, 3, 0x28, 0x96, 1));
        const warning = join(protoBytes(3, text('old style')), protoBytes(5, text('https://x')));
        const decoded = decodeTrace(join(protoBytes(1, vertex), protoBytes(2, status), protoBytes(3, log), protoBytes(4, warning)));
        assert.deepEqual(decoded.vertexes, [{ digest: 'sha256:a', name: '[1/2] RUN x', cached: true, startedMs: 5000, completedMs: 7000 }]);
        assert.deepEqual(decoded.statuses, [{ id: 'layer', vertex: 'sha256:a', current: 3, total: 150 }]);
        assert.equal(decoded.logs[0]?.stream, 'stderr');
        assert.deepEqual(decoded.warnings, [{ message: 'old style', url: 'https://x' }]);
    });

    it('is refused with a RangeError when it is no message, never with anything else', () => {
        fc.assert(
            fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
                try {
                    decodeTrace(bytes);
                } catch (error) {
                    assert.ok(error instanceof RangeError);
                }
            }),
        );
    });

    it('keeps what was written', () => {
        fc.assert(
            fc.property(fc.integer({ min: 1, max: 1000 }), fc.uint8Array({ minLength: 1, maxLength: 400 }), (field, value) =>
                assert.deepEqual([...readProto(protoBytes(field, value))], [[field, value]]),
            ),
        );
    });
});

describe('a build’s progress', () => {
    const collect = () => {
        const events: BuildEvent[] = [];
        return { events, progress: createBuildkitProgress((event) => events.push(event)) };
    };
    const status = { vertexes: [], statuses: [], logs: [], warnings: [] };

    it('puts lines together from pieces, also within a character', () => {
        const { events, progress } = collect();
        const bytes = text('grün\nlast');
        progress.note({ ...status, logs: [{ vertex: 'a', stream: 'stdout', bytes: bytes.slice(0, 3) }] });
        progress.note({ ...status, logs: [{ vertex: 'a', stream: 'stdout', bytes: bytes.slice(3) }] });
        progress.end();
        assert.deepEqual(
            events.map((event) => event.kind === 'log' && event.line),
            ['grün', 'last'],
        );
    });

    it('shows what a redrawn line looked like last', () => {
        const { events, progress } = collect();
        progress.note({ ...status, logs: [{ vertex: 'a', stream: 'stdout', bytes: text('10%\r50%\r100%\n') }] });
        assert.deepEqual(events, [{ kind: 'log', stepId: 'a', stream: 'stdout', line: '100%' }]);
    });

    it('tells a step that was stopped because of another from the one that failed', () => {
        const { events, progress } = collect();
        const vertex = { cached: false, startedMs: 1, completedMs: 2 };
        progress.note({
            ...status,
            vertexes: [
                { ...vertex, digest: 'a', name: 'a', error: 'exit code: 1' },
                { ...vertex, digest: 'b', name: 'b', error: 'context canceled' },
            ],
        });
        assert.deepEqual(
            events.map((event) => event.kind === 'step' && event.step.state),
            ['failed', 'cancelled'],
        );
    });

    it('says nothing twice', () => {
        const { events, progress } = collect();
        const vertex = { digest: 'a', name: 'a', cached: false };
        progress.note({ ...status, vertexes: [vertex] });
        progress.note({ ...status, vertexes: [vertex] });
        assert.equal(events.length, 1);
    });

    it('of the classic builder has steps, cache and standard error', () => {
        const events: BuildEvent[] = [];
        let now = 0;
        const progress = createClassicProgress(
            (event) => events.push(event),
            () => (now += 10),
        );
        for (const piece of [
            'Step 1/2 : FROM x\n',
            ' ---> abc\n',
            'Step 2/2 : RUN y\n ---> Using',
            ' cache\n',
            '\u001b[91mbad\u001b[0m\n',
            'Successfully built abc\n',
        ]) {
            progress.note(piece);
        }
        progress.end(undefined);
        const states = events.flatMap((event) => (event.kind === 'step' ? [`${event.step.name} ${event.step.state}`] : []));
        assert.deepEqual(states, ['[1/2] FROM x running', '[1/2] FROM x done', '[2/2] RUN y running', '[2/2] RUN y cached']);
        assert.deepEqual(
            events.filter(({ kind }) => kind === 'log'),
            [{ kind: 'log', stepId: 'step 2', stream: 'stderr', line: 'bad' }],
        );
    });
});
