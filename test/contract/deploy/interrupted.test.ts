import assert from 'node:assert/strict';
import type { Operation } from '../../../src/base/operation';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import type { BuiltImage } from './imageEngine';
import { missingForProcesses, openProcessStage, type ProcessStage } from './processStage';

const version = '2025-05-01';
const op: Operation = { signal: new AbortController().signal, report: () => undefined, log: () => undefined };
const images: ReadonlyMap<string, BuiltImage> = new Map([
    ['app:1', { behaviour: { body: 'version one' } }],
    // The old container answers until the new one does.
    ['app:2', { behaviour: { body: 'version two', startMs: 700 } }],
]);

describe('A deploy to App Service that was killed as it had written the configuration', function () {
    this.timeout(60_000);
    let stage: ProcessStage;

    before(async function () {
        if (missingForProcesses() !== undefined) {
            this.skip();
        }
        stage = await openProcessStage({
            registered: ['Microsoft.ContainerRegistry', 'Microsoft.ManagedIdentity', 'Microsoft.Web'],
        });
    });
    after(() => stage.close());

    it('is not called done by the next one while the old container answers', async () => {
        await deploy('app:1');
        const before = await deploy('app:2');
        const second = (await configuration(before)).linuxFxVersion;
        const noted = await tags(before);
        const old = await deploy('app:1');

        // What a killed run leaves: the configuration, and no tag that tells of it.
        await stage.arm('PATCH', `${old.resourceId}/config/web`, { properties: { linuxFxVersion: second } }, version);
        const result = await deploy('app:2');

        assert.equal(await page(result), 'version two');
        assert.equal((await tags(result))['slipway-digest'], noted['slipway-digest']);
    });

    it('is not called done by the next one right after its tags were written', async () => {
        const before = await deploy('app:2');
        const noted = await tags(before);
        const second = (await configuration(before)).linuxFxVersion;
        const back = await deploy('app:1');

        await stage.arm('PATCH', `${back.resourceId}/config/web`, { properties: { linuxFxVersion: second } }, version);
        await stage.arm(
            'PATCH',
            back.resourceId,
            { tags: { ...(await tags(back)), ...noted, 'slipway-deployed': new Date().toISOString() } },
            version,
        );
        const result = await deploy('app:2');

        assert.equal(await page(result), 'version two');
    });

    async function deploy(image: string): Promise<DeployResult> {
        const ports = stage.ports(images);
        const request = stage.request('interrupted', image);
        return await performDeploy(op, ports, planDeploy(request, await gatherDeploy(op, ports, request)), () => undefined);
    }

    async function page({ url }: DeployResult): Promise<string | undefined> {
        return (await stage.ports(images).http(op, url))?.body;
    }

    async function configuration({ resourceId }: DeployResult): Promise<{ readonly linuxFxVersion: string }> {
        const { body } = await stage.arm('GET', `${resourceId}/config/web`, undefined, version);
        return (body as { readonly properties: { readonly linuxFxVersion: string } }).properties;
    }

    async function tags({ resourceId }: DeployResult): Promise<Readonly<Record<string, string>>> {
        const { body } = await stage.arm('GET', resourceId, undefined, version);
        return (body as { readonly tags?: Readonly<Record<string, string>> }).tags ?? {};
    }
});

describe('A deploy after one that was killed', function () {
    this.timeout(60_000);
    let stage: ProcessStage | undefined;

    before(function () {
        if (missingForProcesses() !== undefined) {
            this.skip();
        }
    });
    afterEach(async () => {
        await stage?.close();
        stage = undefined;
    });

    // As long as a deploy needs to look around: a second or so of Azure's minute and of its six seconds.
    for (const [title, target, type, apiVersion, body, timeScale] of [
        ['environment', 'containerApps', 'Microsoft.App/managedEnvironments', '2025-01-01', { properties: {} }, 0.02],
        ['registry', 'appService', 'Microsoft.ContainerRegistry/registries', '2025-04-01', { sku: { name: 'Basic' }, properties: {} }, 0.1],
    ] as const) {
        for (const fate of ['comes to be', 'comes to nothing'] as const) {
            it(`waits for the ${title} that it began, which ${fate}`, async () => {
                stage = await openProcessStage({
                    registered: ['Microsoft.ContainerRegistry', 'Microsoft.ManagedIdentity', 'Microsoft.App', 'Microsoft.Web'],
                    timeScale,
                });
                await stage.arm('PUT', 'resourceGroups/rg-begun', { location: 'westeurope' });
                if (fate === 'comes to nothing') {
                    await stage.fault({ kind: 'failedOperation', code: 'InternalServerError', message: 'The operation failed.', count: 1 });
                }
                const id = `resourceGroups/rg-begun/providers/${type}/begun`;
                const begun = await stage.arm('PUT', id, { location: 'westeurope', ...body }, apiVersion);
                assert.ok(begun.status < 300, JSON.stringify(begun.body));
                await stage.clear();

                const ports = stage.ports(images);
                const request = stage.request('begun', 'app:1', {
                    target,
                    resourceGroup: 'rg-begun',
                    [title]: 'begun',
                });
                const plan = planDeploy(request, await gatherDeploy(op, ports, request));
                const { url } = await performDeploy(op, ports, plan, () => undefined);

                assert.equal((await ports.http(op, url))?.body, 'version one');
            });
        }
    }
});
