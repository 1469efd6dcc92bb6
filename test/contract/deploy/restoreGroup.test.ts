import assert from 'node:assert/strict';
import { isFailure } from '../../../src/base/failure';
import { quietOperation, type Operation } from '../../../src/base/operation';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import { digestTag } from '../../../src/core/deploy/tags';
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

describe('Going back to a container group of before that has to be made anew', function () {
    this.timeout(60_000);
    const at = useProcessStage(images);

    const deploy = async (name: string, image: string, change: Partial<DeployRequest> = {}): Promise<DeployResult> => {
        const request = at.stage.request(name, image, { target: 'containerInstances', name: `${name}-group`, ...change });
        return await performDeploy(op, at.ports, planDeploy(request, await gatherDeploy(op, at.ports, request)), () => undefined);
    };
    /** A group that somebody else made, and that Slipway gave another size. */
    const takenOver = async (name: string): Promise<DeployResult> => {
        const theirs = await deploy(name, 'theirs');
        const { containerGroups, resources } = at.ports.azure;
        const record = await containerGroups.record(op, theirs.resourceId);
        assert.ok(record !== undefined);
        const containers = record.properties.containers.map(({ name: own, properties }) => ({
            name: own,
            properties: { ...properties, resources: { requests: { cpu: 0.5, memoryInGB: 1 } } },
        }));
        await resources.delete(op, theirs.resourceId);
        await containerGroups.putRecord(op, theirs.resourceId, { ...record, properties: { ...record.properties, containers } }, {});
        return await deploy(name, 'ours', { takeOver: 'agreed', size: '1 vCPU, 1.5 GB', replace: 'agreed' });
    };
    const found = async ({ previous, resourceId }: DeployResult) => {
        const state = await inspectDeployment(op, at.ports.azure, { subscription: previous.subscription, resourceId });
        assert.ok(state.kind === 'found', state.kind);
        return state;
    };
    const back = async (result: DeployResult, by: Operation = op, azure = at.ports.azure) => {
        const address = { subscription: result.previous.subscription, resourceId: result.resourceId };
        return await restoreVerified(by, { ...at.ports, azure }, address, await found(result), { replace: 'agreed' });
    };
    const body = async ({ url }: DeployResult) => (await at.ports.http(op, url))?.body;

    it('is not stopped between its end and its new beginning', async () => {
        const ours = await takenOver('stopped');
        const stop = new AbortController();
        const { resources } = at.ports.azure;
        const azure = {
            ...at.ports.azure,
            resources: {
                ...resources,
                delete: async (by: Operation, id: string) => {
                    stop.abort();
                    await resources.delete(by, id);
                },
            },
        };
        await back(ours, { ...op, signal: stop.signal }, azure);
        assert.equal(await body(ours), 'theirs');
    });

    it('leaves what runs where an identity of before is gone', async () => {
        const ours = await takenOver('nobody');
        const [identity] = (await at.ports.azure.containerGroups.get(op, ours.resourceId))?.identityIds ?? [];
        assert.ok(identity !== undefined);
        await at.ports.azure.resources.delete(op, identity);
        await assert.rejects(back(ours), (error) => isFailure(error) && error.code === 'deploy/no-snapshot');
        assert.equal((await found(ours)).tags[digestTag], ours.digest);
    });

    it('puts back what ran where Azure does not take what was before, so that it can be tried again', async () => {
        const ours = await takenOver('refused');
        const { tags } = await found(ours);
        await at.stage.fault({
            kind: 'refused',
            status: 400,
            code: 'InaccessibleImage',
            message: 'Not now.',
            method: 'PUT',
            path: ours.resourceId,
        });
        await assert.rejects(back(ours), (error) => isFailure(error) && JSON.stringify(error.facts).includes('Not now.'));
        const state = await found(ours);
        assert.deepEqual(state.tags, tags);
        assert.equal(await body(ours), 'ours');
        await back(ours);
        assert.equal(await body(ours), 'theirs');
    });
});
