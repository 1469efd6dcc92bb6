import assert from 'node:assert/strict';
import type { RememberedDeployment } from '../../../src/views/rememberedDeployment';
import { readRememberedDeployment } from '../../../src/views/rememberedDeployment';
import { deploymentLink, readDeploymentLink } from '../../../src/views/deploymentLink';
import { profileNameProblem, readProfiles } from '../../../src/views/profiles';
import { statusText } from '../../../src/views/statusText';

const last: RememberedDeployment = {
    cloud: 'azure',
    resourceId: '/subscriptions/s/x',
    name: 'shop',
    url: 'https://shop.example',
    digest: 'sha256:0123456789abcdef',
    image: 'shop.example.io/shop@sha256:0123456789abcdef0123',
    state: 'live',
    atMs: 0,
};

const azure = { cloud: 'azure' } as const;

describe('the deploy button', () => {
    it('offers to deploy what never was deployed', () => {
        assert.equal(statusText({ kind: 'idle' }, azure, 0).text, '$(rocket) Slipway: Deploy');
    });

    it('says where a first deploy goes, and that the local Azure is local', () => {
        assert.match(statusText({ kind: 'idle' }, azure, 0).tooltip.join('\n'), /to Azure\.\nNot deployed yet/);
        assert.match(statusText({ kind: 'idle' }, { cloud: 'local' }, 0).tooltip.join('\n'), /local Azure on this machine/);
        assert.match(statusText({ kind: 'idle', last: { ...last, cloud: 'local' } }, azure, 0).tooltip.join('\n'), /shop \(local Azure\)/);
    });

    it('tells the step while it runs, and leads to the run', () => {
        const shown = statusText({ kind: 'running', step: 3, steps: 9, title: 'Push' }, azure, 0);
        assert.match(shown.text, /3\/9/);
        assert.equal(shown.command, 'slipway.plan.show');
    });

    it('tells name, age and URL of what is live, in green', () => {
        const shown = statusText({ kind: 'idle', last }, azure, 5 * 60_000);
        assert.match(shown.text, /Live/);
        assert.deepEqual(shown.tooltip.slice(0, 2), ['shop answered 5 minutes ago.', 'https://shop.example']);
        assert.equal(shown.tone, 'good');
    });

    it('forgets the failure before as soon as a deploy is asked for, and says that its plan waits', () => {
        const preparing = statusText({ kind: 'preparing' }, azure, 0);
        assert.equal(preparing.text, '$(sync~spin) Slipway: Preparing');
        const review = statusText({ kind: 'review' }, { ...azure, profile: 'prod' }, 0);
        assert.equal(review.text, '$(checklist) Slipway: Review Plan (prod)');
        assert.equal(review.command, 'slipway.plan.show');
        assert.deepEqual([preparing.tone, review.tone], ['normal', 'normal']);
    });

    it('tells the cause of a failure, and leads to the run that has its fix', () => {
        const shown = statusText({ kind: 'idle', last: { ...last, state: 'failed', cause: 'It listens on the wrong port.' } }, azure, 0);
        assert.equal(shown.tone, 'error');
        assert.match(shown.tooltip.join('\n'), /wrong port/);
        assert.equal(shown.command, 'slipway.plan.show');
    });

    it('tells that the code changed since', () => {
        assert.match(statusText({ kind: 'drift', last }, azure, 0).tooltip[0] ?? '', /Code changed since shop was deployed just now/);
    });

    it('names the folder and the profile where there are several, and offers to switch', () => {
        const shown = statusText({ kind: 'idle', last }, { ...azure, folder: 'web', profile: 'prod' }, 0);
        assert.equal(shown.text, '$(pass-filled) Slipway: Live (web, prod)');
        assert.ok(shown.links.some(({ command }) => command === 'slipway.profile.switch'));
    });

    it('has a shape of its own for every state', () => {
        const failed = { ...last, state: 'failed' } as const;
        const texts = [
            statusText({ kind: 'idle' }, azure, 0),
            statusText({ kind: 'idle', last }, azure, 0),
            statusText({ kind: 'idle', last: failed }, azure, 0),
            statusText({ kind: 'drift', last }, azure, 0),
            statusText({ kind: 'running', step: 1, steps: 2, title: '' }, azure, 0),
            statusText({ kind: 'review' }, azure, 0),
        ].map(({ text }) => /\$\(([^)]+)\)/.exec(text)?.[1]);
        assert.equal(new Set(texts).size, 6);
    });
});

describe('profiles', () => {
    it('are read back as they were written', () => {
        assert.deepEqual(readProfiles({ active: 'prod', names: ['dev', 'prod'] }), { active: 'prod', names: ['dev', 'prod'] });
    });
    for (const broken of [undefined, null, 3, { active: 'prod' }, { active: 'x', names: ['../x', 7, 'dev'] }]) {
        it(`fall back to the default one when the state holds ${broken === undefined ? 'nothing' : JSON.stringify(broken)}`, () => {
            assert.equal(readProfiles(broken).active, undefined);
            assert.ok(readProfiles(broken).names.every((name) => name === 'dev'));
        });
    }
    for (const [name, fits] of [
        ['prod', true],
        ['Prod', false],
        ['1st', false],
        ['a-b', false],
        ['elevenchars', false],
        ['', false],
    ] as const) {
        it(`${fits ? 'may' : 'may not'} be named ${JSON.stringify(name)}`, () =>
            assert.equal(profileNameProblem(name) === undefined, fits));
    }
});

describe('a link to a deployment', () => {
    it('is read back as it was made', () => {
        const link = deploymentLink('vscode', 'slipway-dev.slipway', 'shop-1a2b3c');
        assert.equal(link, 'vscode://slipway-dev.slipway/deployment/shop-1a2b3c');
        assert.equal(readDeploymentLink('/deployment/shop-1a2b3c'), 'shop-1a2b3c');
    });
    for (const path of [
        '',
        '/',
        '/deploy/shop',
        '/deployment/',
        '/deployment/../x',
        '/deployment/a/b',
        '/deployment/a%20b',
        '/deployment/-a',
    ]) {
        it(`is refused when it is ${JSON.stringify(path)}`, () => assert.equal(readDeploymentLink(path), undefined));
    }
});

describe('a remembered deployment', () => {
    it('is read back as it was written', () => {
        assert.deepEqual(readRememberedDeployment(JSON.parse(JSON.stringify(last))), last);
    });

    for (const broken of [undefined, null, 7, 'x', {}, { ...last, url: 3 }, { ...last, state: 'odd' }, { ...last, cloud: 'mars' }]) {
        it(`is forgotten when the state holds ${(broken === undefined ? 'nothing' : JSON.stringify(broken)).slice(0, 40)}`, () => {
            assert.equal(readRememberedDeployment(broken), undefined);
        });
    }
});
