import assert from 'node:assert/strict';
import type { RememberedDeployment } from '../../../src/views/rememberedDeployment';
import { readRememberedDeployment } from '../../../src/views/rememberedDeployment';
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

describe('the deploy button', () => {
    it('offers to deploy what never was deployed', () => {
        assert.deepEqual(statusText({ kind: 'idle' }, 0).text, '$(rocket) Slipway: Deploy');
    });

    it('tells the step while it runs, and leads to the run', () => {
        const shown = statusText({ kind: 'running', step: 3, steps: 9, title: 'Push' }, 0);
        assert.match(shown.text, /3\/9/);
        assert.equal(shown.command, 'slipway.plan.show');
    });

    it('tells name, age and URL of what is live', () => {
        const shown = statusText({ kind: 'idle', last }, 5 * 60_000);
        assert.match(shown.text, /Live/);
        assert.match(shown.tooltip, /shop answered 5 minutes ago\.\nhttps:\/\/shop\.example/);
    });

    it('tells the cause of a failure', () => {
        const shown = statusText({ kind: 'idle', last: { ...last, state: 'failed', cause: 'It listens on the wrong port.' } }, 0);
        assert.equal(shown.tone, 'error');
        assert.match(shown.tooltip, /wrong port/);
    });

    it('tells that the code changed since', () => {
        assert.match(statusText({ kind: 'drift', last }, 0).tooltip, /Code changed since shop was deployed just now/);
    });
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
