import assert from 'node:assert/strict';
import { newLines } from '../../../../src/core/deploy/newLines';
import type { ContainerGroup, Replica, Revision } from '../../../../src/core/deploy/resources';
import { readReplicas } from '../../../../src/core/deploy/rules/containers';
import { shareTraffic } from '../../../../src/core/deploy/shareTraffic';
import { targetOf } from '../../../../src/core/deploy/target';
import { judgeGroup } from '../../../../src/core/deploy/verify/judgeGroup';
import { judgeReplicas } from '../../../../src/core/deploy/verify/judgeReplicas';

const changedMs = 10_500;
const revision = (change: Partial<Revision> = {}): Revision => ({
    ...{ name: 'app--2', image: 'i', active: 'yes', createdMs: 11_000, runningState: 'Running', replicas: 1, trafficPercent: 100 },
    problems: [],
    ...change,
});
const replica = (change: Partial<Replica['containers'][number]> = {}, createdMs = 11_000): Replica => ({
    name: 'app--2-x',
    createdMs,
    runningState: 'Running',
    problems: [],
    containers: [
        {
            name: 'app',
            ready: 'yes',
            restarts: 0,
            state: 'Running',
            details: '',
            logStream: undefined,
            exec: undefined,
            debug: undefined,
            ...change,
        },
    ],
});

describe('judgeReplicas', () => {
    for (const [title, seen, kind] of [
        [
            'runs when every replica is ready and newer than the change',
            { revision: revision(), replicas: [replica()], leaving: [] },
            'running',
        ],
        [
            'takes whole seconds of creation for what they are',
            { revision: revision(), replicas: [replica({}, 10_000)], leaving: [] },
            'running',
        ],
        ['does not take an older replica for the new one', { revision: revision(), replicas: [replica({}, 9000)], leaving: [] }, 'old'],
        [
            'waits until what ran before has left',
            { revision: revision(), replicas: [replica()], leaving: [revision({ name: 'app--1' })] },
            'old',
        ],
        [
            'does not take a replica that a restart is to replace for the new one, however young it is',
            { revision: revision(), replicas: [replica({}, 10_500)], leaving: [], before: [replica().name] },
            'old',
        ],
        ['waits for a replica that is not ready', { revision: revision(), replicas: [replica({ ready: 'no' })], leaving: [] }, 'waiting'],
        ['knows an app that sleeps', { revision: revision({ runningState: 'ScaledToZero' }), replicas: [], leaving: [] }, 'asleep'],
        ['knows it by the other spelling', { revision: revision({ runningState: 'ScaleToZero' }), replicas: [], leaving: [] }, 'asleep'],
        ...['Processing', 'Activating', 'Running', 'Unknown', ''].map(
            (runningState) =>
                [
                    `waits for the first replica of a revision that is ${runningState === '' ? 'nothing yet' : runningState}`,
                    { revision: revision({ runningState }), replicas: [], leaving: [] },
                    'waiting',
                ] as const,
        ),
        ['waits for a revision that is not listed yet', { revision: undefined, replicas: [], leaving: [] }, 'waiting'],
        [
            'forgives a container its first stumble',
            { revision: revision(), replicas: [replica({ ready: 'no', restarts: 1, state: 'Waiting' })], leaving: [] },
            'waiting',
        ],
        [
            'fails for a container that ends again and again',
            { revision: revision(), replicas: [replica({ ready: 'no', restarts: 2, state: 'Waiting' })], leaving: [] },
            'failing',
        ],
        ['fails with its revision', { revision: revision({ runningState: 'Failed' }), replicas: [], leaving: [] }, 'failing'],
    ] as const) {
        it(title, () => assert.equal(judgeReplicas(seen, changedMs).kind, kind));
    }
});

describe('judgeGroup', () => {
    const group = (container: Partial<ContainerGroup['containers'][number]>): ContainerGroup => ({
        ...{ id: '/g', name: 'g', location: 'l', tags: {}, state: 'Succeeded', runningState: 'Running', host: 'h', dnsLabel: 'l' },
        ...{ ports: [80], identityIds: [], registries: [], restartPolicy: 'Always' },
        containers: [
            {
                ...{ name: 'a', image: 'i', cpu: 1, memoryGb: 1, env: {}, state: 'Running', startedMs: 11_000 },
                ...{ exitCode: undefined, restarts: 0, problems: [] },
                ...container,
            },
        ],
    });
    for (const [title, container, kind] of [
        ['runs when its container started after the change', {}, 'running'],
        ['does not take the old container for the new one', { startedMs: 9000 }, 'old'],
        ['waits while the image is pulled', { state: 'Waiting', startedMs: undefined }, 'waiting'],
        ['fails for a container that ended again', { state: 'Terminated', restarts: 1, exitCode: 3 }, 'failing'],
    ] as const) {
        it(title, () => assert.equal(judgeGroup(group(container), changedMs).kind, kind));
    }
});

describe('shareTraffic', () => {
    const share = (name: string | undefined, percent: number, label?: string) => ({ revision: name, percent, label });
    it('gives the rest to what had all', () => {
        assert.deepEqual(shareTraffic([share(undefined, 100)], 'app--1', 20), [share(undefined, 20), share('app--1', 80)]);
    });
    it('keeps proportions, labels and a sum of 100', () => {
        const shares = shareTraffic([share('a', 70), share('b', 30), share('c', 0, 'test')], 'b', 33);
        assert.equal(
            shares.reduce((sum, { percent }) => sum + percent, 0),
            100,
        );
        assert.deepEqual(
            shares.map(({ revision: name, label }) => [name, label]),
            [
                [undefined, undefined],
                ['a', undefined],
                ['b', undefined],
                ['c', 'test'],
            ],
        );
    });
});

describe('newLines', () => {
    for (const [before, now, fresh] of [
        [[], ['a'], ['a']],
        [['a', 'b'], ['a', 'b'], []],
        [['a', 'b'], ['b', 'c'], ['c']],
        [['a', 'a'], ['a', 'a', 'a'], ['a']],
        [['a', 'b'], ['c'], ['c']],
    ] as const) {
        it(`sees ${fresh.join()} after ${before.join()} in ${now.join()}`, () => assert.deepEqual(newLines(before, now), fresh));
    }
});

describe('readReplicas', () => {
    for (const [text, range] of [
        ['0-3', { min: 0, max: 3 }],
        ['1 – 10', { min: 1, max: 10 }],
        ['3-1', undefined],
        ['0-0', undefined],
        ['1-2000', undefined],
        ['three', undefined],
    ] as const) {
        it(`reads ${text}`, () => assert.deepEqual(readReplicas(text), range));
    }
});

describe('targetOf', () => {
    it('knows an app by its type, whatever its case', () => {
        assert.equal(targetOf('/subscriptions/s/resourceGroups/g/providers/Microsoft.App/containerapps/a'), 'containerApps');
        assert.equal(targetOf('/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/serverfarms/a'), undefined);
    });
});
