import assert from 'node:assert/strict';
import { quietOperation } from '../../../src/base/operation';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import type { DeployPorts } from '../../../src/workflows/deploy/deployPorts';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import { inspectDeployment } from '../../../src/workflows/deployment/inspectDeployment';
import { restoreVerified } from '../../../src/workflows/deployment/restoreVerified';
import type { BuiltImage } from './imageEngine';
import { everyTarget, missingForProcesses, openProcessStage, type ProcessStage } from './processStage';

const op = quietOperation();
const images: ReadonlyMap<string, BuiltImage> = new Map([
    ['theirs', { behaviour: { body: 'theirs' } }],
    ['ours', { behaviour: { body: 'ours' } }],
]);
const version = '2025-07-01';

describe('Going back to a container app of before', function () {
    this.timeout(60_000);
    let stage: ProcessStage;
    let ports: DeployPorts;

    before(async function () {
        const missing = missingForProcesses();
        if (missing !== undefined) {
            console.log(`      ${missing}.`);
            this.skip();
        }
        stage = await openProcessStage({ registered: everyTarget });
        ports = stage.ports(images);
    });
    after(async () => (stage as ProcessStage | undefined)?.close());

    const deploy = async (name: string, image: string, change: Partial<DeployRequest> = {}): Promise<DeployResult> => {
        const request = stage.request(name, image, { target: 'containerApps', name: `${name}-app`, ...change });
        return await performDeploy(op, ports, planDeploy(request, await gatherDeploy(op, ports, request)), () => undefined);
    };

    for (const [was, ingress] of [
        ['internet', { external: true }],
        ['inside', { external: false }],
        ['off', null],
    ] as const) {
        it(`leaves it no more open than it was: ${was}`, async () => {
            const { containerApps } = ports.azure;
            const { image, previous, resourceId } = await deploy(was, 'theirs');
            await containerApps.update(op, resourceId, { image, env: {}, targetPort: 8000, tags: {}, pull: undefined });
            const closed = await stage.arm('PATCH', resourceId, { properties: { configuration: { ingress } } }, version);
            assert.ok(closed.status < 300, JSON.stringify(closed.body));
            await stage.finish(closed);
            assert.equal((await containerApps.get(op, resourceId))?.ingress, was);

            const ours = await deploy(was, 'ours', { takeOver: 'agreed', expose: 'agreed' });
            assert.equal((await containerApps.get(op, resourceId))?.ingress, 'internet');
            assert.equal((await ports.http(op, ours.url))?.body, 'ours');

            const address = { subscription: previous.subscription, resourceId };
            const state = await inspectDeployment(op, ports.azure, address);
            assert.ok(state.kind === 'found');
            await restoreVerified(op, ports, address, state);
            const app = await containerApps.get(op, resourceId);
            assert.deepEqual([app?.image, app?.ingress], [image, was]);
        });
    }
});
