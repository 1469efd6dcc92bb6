import assert from 'node:assert/strict';
import { agoWords } from '../../../src/views/agoWords';
import { sizeWords } from '../../../src/base/sizeWords';
import { childRows, projectRow, shortDigest, type KnownProject } from '../../../src/views/projectRows';
import { rowTooltip } from '../../../src/views/rowTooltip';

const bare: KnownProject = { folderUri: 'file:///shop', name: 'shop' };
const deployed: KnownProject = {
    ...bare,
    image: { reference: 'shop:1', sizeBytes: 145_000_000, builtMs: 0 },
    deployment: {
        cloud: 'azure',
        resourceId: '/x',
        name: 'shop-1',
        url: 'https://shop-1.example',
        digest: 'sha256:0123456789abcdef0123',
        image: 'shop.example.io/shop@sha256:0123456789abcdef0123',
        state: 'live',
        atMs: 0,
    },
};

describe('the tree', () => {
    for (const [what, row, expected] of [
        ['the label alone', { label: 'app' }, 'app'],
        ['label and description', { label: 'app:1', description: '12 MB · just now' }, 'app:1 · 12 MB · just now'],
        ['those, then the rest', { label: 'app', description: 'live', tooltip: 'https://app' }, 'app · live\nhttps://app'],
        ['nothing twice', { label: 'app', description: 'live', tooltip: 'app is live' }, 'app is live'],
    ] as const) {
        it(`tells ${what} where the pointer rests on a row`, () => assert.equal(rowTooltip(row), expected));
    }

    it('offers the deploy under a project that was never deployed', () => {
        assert.deepEqual(
            childRows(bare, undefined, 0).map((row) => row.label),
            ['Deploy to Azure…', 'Check My Setup'],
        );
        assert.equal(projectRow(bare).description, 'not deployed');
    });

    const answers = { engine: 'answers', account: 'none' } as const;
    for (const [state, project, labels] of [
        ['no engine answers', { setup: { engine: 'silent', account: 'none' } }, ['No Docker engine answers', 'Deploy to Azure…']],
        [
            'an engine answers but there is no account',
            { setup: answers },
            ['Deploy to Azure…', 'Try with a local Azure…', 'Rehearse on this machine…', 'Sign in to Azure…'],
        ],
        ['there are both', { setup: { ...answers, account: 'known' } }, ['Deploy to Azure…', 'Rehearse on this machine…']],
        ['the cloud is local', { setup: answers, cloud: 'local' }, ['Deploy to the local Azure…', 'Rehearse on this machine…']],
        ['the folder is not trusted', { trust: 'missing', setup: answers }, ['Trust this folder…']],
    ] as const) {
        it(`says what to do next when ${state}`, () => {
            const rows = childRows({ ...bare, ...project }, undefined, 0);
            assert.deepEqual(
                rows.map((row) => row.label),
                labels,
            );
            assert.ok(rows.every((row) => row.command !== undefined));
        });
    }

    it('marks what is local as local', () => {
        const local: KnownProject = { ...deployed, deployment: { ...deployed.deployment!, cloud: 'local' }, profile: 'dev' };
        assert.equal(projectRow(local).description, 'dev · live · local Azure');
        assert.match(childRows(local, undefined, 0).at(-1)?.description ?? '', /· local Azure ·/);
    });

    it('offers what helps right under a deployment that failed, and nothing once it is live', () => {
        const remedies = [
            { kind: 'command', title: 'Try Again', command: 'slipway.deploy' },
            { kind: 'copy', title: 'Copy Command', text: 'az account list --output table' },
            { kind: 'command', title: 'Show Logs', command: 'slipway.deployment.showLogs' },
        ] as const;
        const failed = { ...deployed.deployment!, state: 'failed', cause: 'It said no.', remedies } as const;
        const rows = childRows({ ...deployed, deployment: failed }, undefined, 0).slice(-2);
        assert.deepEqual(
            rows.map((row) => [row.label, row.tooltip, row.command?.id, row.command?.args[0]]),
            remedies.slice(0, 2).map((remedy) => [remedy.title, 'It said no.', 'slipway.remedy.perform', remedy]),
        );
        const live = childRows({ ...deployed, deployment: { ...failed, state: 'live' } }, undefined, 0);
        assert.ok(live.every((row) => row.icon !== 'lightbulb'));
    });

    it('offers what helps and the deploy under one that never came to Azure, and calls nothing there that is not', () => {
        const deployment = { ...deployed.deployment!, state: 'failed', url: '', image: '', digest: '' } as const;
        const labels = (live: Parameters<typeof childRows>[1]) => childRows({ ...deployed, deployment }, live, 0).map((row) => row.label);
        assert.deepEqual(labels({ kind: 'gone' }), ['shop:1', 'Deploy to Azure…', 'Check My Setup']);
        assert.deepEqual(labels({ kind: 'failed', why: 'It ended.' }), ['shop:1', 'shop-1']);
    });

    it('shows image, registry and deployment in the order in which they come about', () => {
        const rows = childRows(deployed, { kind: 'running', instances: 2 }, 60_000);
        assert.deepEqual(
            rows.map((row) => [row.label, row.description]),
            [
                ['shop:1', '145 MB · 1 minute ago'],
                ['shop.example.io', 'shop · 0123456789ab'],
                ['shop-1', 'running, 2 instances · https://shop-1.example'],
            ],
        );
    });

    it('tells of a job how its last run ended, and that it is one', () => {
        const resourceId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.App/jobs/sweep';
        const job: KnownProject = { ...deployed, deployment: { ...deployed.deployment!, name: 'sweep', url: '', resourceId } };
        const row = (lastRun: string) => childRows(job, { kind: 'idle', lastRun }, 0).at(-1);
        assert.deepEqual(
            ['Succeeded', 'Stopped', ''].map((lastRun) => row(lastRun)?.description),
            ['its last run ended well', 'its last run was stopped', 'not run yet'],
        );
        assert.equal(row('Succeeded')?.context, 'deployment containerApps job');
        assert.equal(new Set(['Succeeded', 'Stopped', ''].map((lastRun) => row(lastRun)?.icon)).size, 3);
    });

    it('tells a state by shape and not only by colour', () => {
        const icon = (kind: 'running' | 'stopped' | 'gone') =>
            childRows(deployed, kind === 'running' ? { kind, instances: 1 } : { kind }, 0).at(-1)?.icon;
        assert.equal(new Set([icon('running'), icon('stopped'), icon('gone')]).size, 3);
    });
});

describe('numbers in words', () => {
    for (const [input, expected] of [
        [1, '1 kB'],
        [999_999, '1000 kB'],
        [1_400_000, '1 MB'],
        [2_340_000_000, '2.3 GB'],
    ] as const) {
        it(`${input} bytes are ${expected}`, () => assert.equal(sizeWords(input), expected));
    }
    it('ages have one unit', () => {
        assert.deepEqual([-5, 59_000, 60_000, 7_200_000, 86_400_000].map(agoWords), [
            'just now',
            'just now',
            '1 minute ago',
            '2 hours ago',
            '1 day ago',
        ]);
    });
    it('digests are cut as Docker cuts them', () => assert.equal(shortDigest('sha256:0123456789abcdef'), '0123456789ab'));
});
