import assert from 'node:assert/strict';
import { quietOperation } from '../../../src/base/operation';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import { inspectDeployment } from '../../../src/workflows/deployment/inspectDeployment';
import { restoreVerified } from '../../../src/workflows/deployment/restoreVerified';
import type { BuiltImage } from './imageEngine';
import { useProcessStage } from './useProcessStage';

const op = quietOperation();
const images: ReadonlyMap<string, BuiltImage> = new Map([
    ['theirs', { behaviour: { body: 'theirs' } }],
    ['ours', { behaviour: { body: 'ours' } }],
]);
const version = '2025-07-01';

describe('Going back to a container app of before', function () {
    this.timeout(60_000);
    const at = useProcessStage(images);

    const deploy = async (name: string, image: string, change: Partial<DeployRequest> = {}): Promise<DeployResult> => {
        const request = at.stage.request(name, image, { target: 'containerApps', name: `${name}-app`, ...change });
        return await performDeploy(op, at.ports, planDeploy(request, await gatherDeploy(op, at.ports, request)), () => undefined);
    };

    for (const [was, ingress] of [
        ['internet', { external: true }],
        ['inside', { external: false }],
        ['off', null],
    ] as const) {
        it(`leaves it no more open than it was: ${was}`, async () => {
            const { containerApps } = at.ports.azure;
            const { image, previous, resourceId } = await deploy(was, 'theirs');
            await containerApps.update(op, resourceId, { image, env: {}, targetPort: 8000, tags: {}, pull: undefined });
            const closed = await at.stage.arm('PATCH', resourceId, { properties: { configuration: { ingress } } }, version);
            assert.ok(closed.status < 300, JSON.stringify(closed.body));
            await at.stage.finish(closed);
            assert.equal((await containerApps.get(op, resourceId))?.ingress, was);

            const ours = await deploy(was, 'ours', { takeOver: 'agreed', expose: 'agreed' });
            assert.equal((await containerApps.get(op, resourceId))?.ingress, 'internet');
            assert.equal((await at.ports.http(op, ours.url))?.body, 'ours');

            const address = { subscription: previous.subscription, resourceId };
            const state = await inspectDeployment(op, at.ports.azure, address);
            assert.ok(state.kind === 'found');
            await restoreVerified(op, at.ports, address, state);
            const app = await containerApps.get(op, resourceId);
            assert.deepEqual([app?.image, app?.ingress], [image, was]);
        });
    }
});
