import assert from 'node:assert/strict';
import type { BuildEvent } from '../../../../src/core/build/buildEvent';
import { createBuildkitProgress } from '../../../../src/core/build/buildkitProgress';
import { readRawProgress } from '../../../../src/core/build/readRawProgress';

/** Lines of a real build (buildx 0.29.1), shortened. */
const lines = [
    '{"vertexes":[{"digest":"sha256:8b","name":"[2/2] RUN echo grün","started":"2026-11-22T22:38:55.540785719Z"}]}',
    '{"statuses":[{"id":"transferring dockerfile:","vertex":"sha256:8b","name":"transferring","current":102,"total":102,"timestamp":"2026-11-22T22:38:55.558Z"}]}',
    `{"logs":[{"vertex":"sha256:8b","stream":2,"data":"${Buffer.from('grün\n').toString('base64')}","timestamp":"2026-11-22T22:38:55.558Z"}]}`,
    '{"vertexes":[{"digest":"sha256:8b","name":"[2/2] RUN echo grün","started":"2026-11-22T22:38:55.540785719Z","completed":"2026-11-22T22:38:56.745004042Z","error":"exit code: 7"}]}',
    '{"vertexes":[{"digest":"sha256:9c","name":"[1/2] FROM scratch","cached":true}]}',
    `{"warnings":[{"vertex":"sha256:8b","level":1,"short":"${Buffer.from('JSONArgsRecommended').toString('base64')}","url":"https://docs.docker.com/go/dockerfile/rule/json-args-recommended/"}]}`,
];

describe("buildx's raw progress", () => {
    it('makes the same events as the trace of the API', () => {
        const events: BuildEvent[] = [];
        const progress = createBuildkitProgress((event) => events.push(event));
        for (const line of lines) {
            const status = readRawProgress(line);
            assert.ok(status, line);
            progress.note(status);
        }
        progress.end();
        const startedMs = Date.parse('2026-11-22T22:38:55.540Z');
        assert.deepEqual(events, [
            { kind: 'step', step: { id: 'sha256:8b', name: '[2/2] RUN echo grün', state: 'running', startedMs } },
            { kind: 'transfer', stepId: 'sha256:8b', name: 'transferring dockerfile:', currentBytes: 102, totalBytes: 102 },
            { kind: 'log', stepId: 'sha256:8b', stream: 'stderr', line: 'grün' },
            {
                kind: 'step',
                step: {
                    id: 'sha256:8b',
                    name: '[2/2] RUN echo grün',
                    state: 'failed',
                    startedMs,
                    durationMs: 1205,
                    error: 'exit code: 7',
                },
            },
            { kind: 'step', step: { id: 'sha256:9c', name: '[1/2] FROM scratch', state: 'cached' } },
            {
                kind: 'warning',
                message: 'JSONArgsRecommended',
                url: 'https://docs.docker.com/go/dockerfile/rule/json-args-recommended/',
            },
        ]);
    });

    for (const line of ['ERROR: failed to build: failed to solve: x', '{"vertexes":', '{"vertexes":[{"name":7}]}', '', '[]']) {
        it(`takes ${JSON.stringify(line)} for words`, () => {
            assert.equal(readRawProgress(line), undefined);
        });
    }
});
