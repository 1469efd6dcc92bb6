import assert from 'node:assert/strict';
import type { BuildEvent, BuildStep } from '../../../src/core/build/buildEvent';
import { createBuildTree } from '../../../src/views/buildTree';

const dockerfile =
    'FROM node:22-slim AS web\nRUN npm ci\n\nFROM python:3.13-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n';

describe('The tree of a build', () => {
    const step = (id: string, name: string, more: Partial<BuildStep> = {}): BuildEvent => ({
        kind: 'step',
        step: { id, name, state: 'running', startedMs: 1, ...more },
    });
    const read = (...events: readonly BuildEvent[]) => {
        const tree = createBuildTree(dockerfile);
        events.forEach(tree.note);
        return tree.read();
    };
    const shape = (tree: ReturnType<typeof read>) =>
        tree.stages.map(({ title, kind, rows }) => [
            kind,
            title,
            ...rows.map((row) => `${row.number} ${row.title} ${row.state} :${String(row.line)}`),
        ]);

    it('groups the steps of BuildKit by stage, in their order, each with its line', () => {
        const tree = read(
            step('a', '[internal] load build definition from Dockerfile', { state: 'done' }),
            step('d', '[stage-1 3/3] RUN pip install -r requirements.txt'),
            step('c', '[stage-1 2/3] COPY requirements.txt .', { state: 'cached' }),
            step('b', '[web 2/2] RUN npm ci', { state: 'done', durationMs: 1200 }),
            step('e', 'exporting to image', { state: 'waiting' }),
        );
        assert.deepEqual(shape(tree), [
            ['preparation', '', ' load build definition from Dockerfile done :undefined'],
            ['stage', 'stage-1', '2/3 COPY requirements.txt . cached :5', '3/3 RUN pip install -r requirements.txt running :6'],
            ['stage', 'web', '2/2 RUN npm ci done :2'],
            ['result', '', ' exporting to image waiting :undefined'],
        ]);
        assert.deepEqual([tree.cached, tree.steps], [1, 3]);
    });

    it('takes the classic builder and ACR Tasks for one stage', () => {
        const tree = read(step('step 1', '[1/6] FROM node:22-slim AS web', { state: 'done' }), step('step 2', '[2/6] RUN npm ci'));
        assert.deepEqual(shape(tree), [['stage', '', '1/6 FROM node:22-slim AS web done :1', '2/6 RUN npm ci running :2']]);
    });

    it('keeps the newest lines of a step, without their colours', () => {
        const lines = Array.from({ length: 50 }, (_, index) => `\u001b[31mline ${String(index)}\u001b[0m`);
        const tree = read(
            step('b', '[web 2/2] RUN npm ci'),
            ...lines.map((line): BuildEvent => ({ kind: 'log', stepId: 'b', stream: 'stdout', line })),
        );
        const log = tree.stages[0]?.rows[0]?.log ?? [];
        assert.deepEqual([log.length, log[0], log.at(-1)], [20, 'line 30', 'line 49']);
    });

    it('adds up what moves in a step, and what was sent', () => {
        const moved = (name: string, currentBytes: number): BuildEvent => ({
            kind: 'transfer',
            stepId: 'b',
            name,
            currentBytes,
            totalBytes: 100,
        });
        const tree = read(
            step('b', '[web 1/2] FROM node:22-slim'),
            moved('one', 10),
            moved('two', 40),
            moved('one', 100),
            { kind: 'context', sentBytes: 7, files: 2 },
            step('b', '[web 1/2] FROM node:22-slim', { durationMs: 5 }),
        );
        const row = tree.stages[0]?.rows[0];
        assert.deepEqual([row?.movedBytes, row?.totalBytes, row?.durationMs, tree.sent], [140, 200, 5, { bytes: 7, files: 2 }]);
    });
});
