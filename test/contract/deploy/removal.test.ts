import assert from 'node:assert/strict';
import { isFailure } from '../../../src/base/failure';
import { quietOperation, type Operation } from '../../../src/base/operation';
import { autoscaleProperties } from '../../../src/core/deploy/cpuScale';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import type { RemovalPlan } from '../../../src/core/deploy/planRemoval';
import { createdForTag } from '../../../src/core/deploy/tags';
import { removalLines } from '../../../src/views/removalLines';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import { gatherRemoval, removeDeployment } from '../../../src/workflows/deployment/removeDeployment';
import type { BuiltImage } from './imageEngine';
import { missingForProcesses, openProcessStage, type ProcessStage } from './processStage';

const op = quietOperation();
const images: ReadonlyMap<string, BuiltImage> = new Map<string, BuiltImage>([['good', { behaviour: {} }]]);

/** What else uses what a deployment made. On plain processes behind the local Azure's runner. */
describe('Removing a deployment', function () {
    this.timeout(60_000);
    let stage: ProcessStage;
    let ports: ReturnType<ProcessStage['ports']>;

    before(async function () {
        const missing = missingForProcesses();
        if (missing !== undefined) {
            console.log(`      ${missing}.`);
            this.skip();
        }
        stage = await openProcessStage({
            registered: [
                'Microsoft.ContainerRegistry',
                'Microsoft.ManagedIdentity',
                'Microsoft.Web',
                'Microsoft.App',
                'Microsoft.OperationalInsights',
                'Microsoft.Insights',
            ],
        });
        ports = stage.ports(images);
    });
    after(async () => (stage as ProcessStage | undefined)?.close());

    const deploy = async (project: string, change: Partial<DeployRequest> = {}): Promise<DeployResult> => {
        const request = stage.request(project, 'good', change);
        return await performDeploy(op, ports, planDeploy(request, await gatherDeploy(op, ports, request)), () => undefined);
    };
    const removal = async (result: DeployResult) =>
        await gatherRemoval(op, ports, { subscription: result.previous.subscription, resourceId: result.resourceId });
    const types = (plan: Awaited<ReturnType<typeof removal>>) => plan.items.map(({ type }) => type.toLowerCase());
    const kept = (plan: Awaited<ReturnType<typeof removal>>) =>
        plan.kept.map(({ type, reason }) => [type.toLowerCase(), reason.facts.user]);

    it('leaves the registry that the project’s deployment to another target pulls from', async () => {
        const web = await deploy('twice', { name: 'twice-web' });
        const container = await deploy('twice', { name: 'twice-app', target: 'containerApps' });
        assert.equal(container.previous.registryId.toLowerCase(), web.previous.registryId.toLowerCase());
        const plan = await removal(web);
        assert.deepEqual(types(plan), [
            'microsoft.web/sites',
            'microsoft.web/serverfarms',
            'microsoft.managedidentity/userassignedidentities',
        ]);
        assert.deepEqual(kept(plan), [['microsoft.containerregistry/registries', container.name]]);
    });

    it('takes the registry that a slot of its own pulls from, and leaves one that a slot of another app pulls from', async () => {
        const first = await deploy('slotted', { name: 'slotted-one', sku: 'S1', registry: 'slottedregistry' });
        await deploy('slotted', { previous: first.previous, slot: 'staging' });
        assert.ok(types(await removal(first)).includes('microsoft.containerregistry/registries'));
        const other = await deploy('other', { name: 'other-one', sku: 'S1', registry: 'otherregistry' });
        const slot = `${other.resourceId}/slots/staging`;
        const site = { location: 'westeurope', properties: { siteConfig: { linuxFxVersion: `DOCKER|${first.image}` } } };
        assert.equal((await stage.arm('PUT', slot, site, '2025-05-01')).status, 200);
        assert.deepEqual(kept(await removal(first)), [['microsoft.containerregistry/registries', `${other.name}/staging`]]);
    });

    it('lists the slots that somebody else made of the app, which go with it, and deletes none that was not listed', async () => {
        const result = await deploy('handmade', { name: 'handmade-one', sku: 'S1', registry: 'handmaderegistry' });
        const before = await removal(result);
        const slot = { location: 'westeurope', properties: {} };
        assert.equal((await stage.arm('PUT', `${result.resourceId}/slots/theirs`, slot, '2025-05-01')).status, 200);
        await assert.rejects(
            removeDeployment(op, ports, before, () => assert.fail('deleted something')),
            (error) => isFailure(error) && error.code === 'deploy/slot-unlisted' && error.facts.slot === 'theirs',
        );
        const plan = await removal(result);
        assert.deepEqual(
            plan.items.slice(0, 2).map(({ name, goesAlong }) => [name, goesAlong]),
            [
                ['theirs', 'yes'],
                [result.name, undefined],
            ],
        );
        assert.match(removalLines(plan, ({ text }) => text).join('\n'), /^• theirs \(slot that Slipway did not make:/m);
        const gone: string[] = [];
        await removeDeployment(op, ports, plan, (item, state) => state === 'gone' && gone.push(item.id));
        assert.equal(gone.length, plan.items.length);
        assert.equal(await ports.azure.sites.get(op, result.resourceId), undefined);
    });

    it('leaves such slots where somebody took the app over in the meantime, and asks Azure to delete none by itself', async () => {
        const result = await deploy('taken', { name: 'taken-one', sku: 'S1', registry: 'takenregistry' });
        const slot = `${result.resourceId}/slots/theirs`;
        assert.equal((await stage.arm('PUT', slot, { location: 'westeurope', properties: {} }, '2025-05-01')).status, 200);
        const plan = await removal(result);
        const told: string[] = [];
        const deleted: string[] = [];
        const { resources } = ports.azure;
        const noting = async (by: Operation, id: string) => {
            deleted.push(id.toLowerCase());
            await resources.delete(by, id);
        };
        const noted = { ...ports, azure: { ...ports.azure, resources: { ...resources, delete: noting } } };
        const remove = async (of: RemovalPlan) =>
            await removeDeployment(op, noted, of, (item, state) => state === 'gone' && told.push(item.name));
        const sites = plan.items.filter(({ type }) => type.toLowerCase().startsWith('microsoft.web/sites'));
        assert.deepEqual(
            sites.map(({ name }) => name),
            ['theirs', result.name],
        );
        await ports.azure.resources.setTags(op, result.resourceId, { [createdForTag]: 'somebody-else' });
        await remove({ ...plan, items: sites });
        assert.deepEqual([told, (await stage.arm('GET', slot, undefined, '2025-05-01')).status], [[], 200]);
        await ports.azure.resources.setTags(op, result.resourceId, { [createdForTag]: plan.app });
        await remove(plan);
        assert.ok(!deleted.includes(slot.toLowerCase()), deleted.join('\n'));
        assert.deepEqual(told.slice(0, 2).sort(), [result.name, 'theirs'].sort());
        assert.equal(told.length, plan.items.length);
    });

    it('leaves rules of somebody else’s by which the plan scales, which a deploy changed, with all that belongs to them', async () => {
        const first = await deploy('scaled', { name: 'scaled-one', sku: 'S1', registry: 'scaledregistry' });
        const planId = (await ports.azure.sites.get(op, first.resourceId))?.planId ?? '';
        const setting = `${planId.replace(/Microsoft\.Web.*/i, '')}Microsoft.Insights/autoscaleSettings/theirs`;
        const notifications = [{ operation: 'Scale', email: { customEmails: ['ops@example.com'] }, webhooks: [] }];
        const theirs = {
            location: 'westeurope',
            tags: { team: 'blue' },
            properties: { ...autoscaleProperties(planId, { min: 1, max: 2, outPercent: 90, inPercent: 20 }), notifications },
        };
        assert.equal((await stage.arm('PUT', setting, theirs, '2022-10-01')).status, 201);
        await deploy('scaled', { previous: first.previous, cpuScale: '1-4 70/30' });
        const { body } = await stage.arm('GET', setting, undefined, '2022-10-01');
        const { tags, properties } = body as { readonly tags: unknown; readonly properties: Record<string, unknown> };
        assert.deepEqual([tags, properties.notifications], [{ team: 'blue' }, notifications]);
        assert.deepEqual((await ports.azure.autoscale.find(op, planId))?.scale, { min: 1, max: 4, outPercent: 70, inPercent: 30 });
        assert.ok(!types(await removal(first)).includes('microsoft.insights/autoscalesettings'));
    });
});
