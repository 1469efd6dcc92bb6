import assert from 'node:assert/strict';
import { quietOperation } from '../../../src/base/operation';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import type { BuiltImage } from './imageEngine';
import { missingForProcesses, openProcessStage, type ProcessStage } from './processStage';

const op = quietOperation();
const images: ReadonlyMap<string, BuiltImage> = new Map<string, BuiltImage>([['good', { behaviour: {} }]]);

/** What a web app runs on: sizes and how their number follows the load. On plain processes behind the local Azure's runner. */
describe('The plan that a web app runs on', function () {
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
            registered: ['Microsoft.Web', 'Microsoft.ContainerRegistry', 'Microsoft.ManagedIdentity', 'Microsoft.Insights'],
        });
        ports = stage.ports(images);
    });
    after(async () => stage?.close());

    const planFor = async (project: string, change: Partial<DeployRequest>) => {
        const request = stage.request(project, 'good', { name: `${project}-app`, ...change });
        return planDeploy(request, await gatherDeploy(op, ports, request));
    };
    const deploy = async (project: string, change: Partial<DeployRequest>) =>
        await performDeploy(op, ports, await planFor(project, change), () => undefined);
    const codes = ({ problems }: Awaited<ReturnType<typeof planFor>>) => problems.map(({ code }) => code);

    describe('of an Isolated size', () => {
        it('is neither offered nor planned where no App Service Environment is', async () => {
            const plan = await planFor('alone', { sku: 'I1v2' });
            assert.deepEqual(codes(plan), ['deploy/isolated-needs-environment']);
            const offered = plan.choices.find(({ field }) => field === 'sku')?.options ?? [];
            assert.ok(offered.includes('P1v3') && !offered.some((name) => name.startsWith('I')), offered.join());
        });

        it('is refused by Azure there, which is why', async () => {
            const refused = await stage.arm(
                'PUT',
                'resourceGroups/rg-ase/providers/Microsoft.Web/serverfarms/alone',
                { location: 'westeurope', kind: 'linux', sku: { name: 'I1v2' }, properties: { reserved: true } },
                '2025-05-01',
            );
            // The group is not there yet either.
            assert.equal(refused.status, 404);
            await stage.arm('PUT', 'resourceGroups/rg-ase', { location: 'westeurope' });
            const isolated = await stage.arm(
                'PUT',
                'resourceGroups/rg-ase/providers/Microsoft.Web/serverfarms/alone',
                { location: 'westeurope', kind: 'linux', sku: { name: 'I1v2' }, properties: { reserved: true } },
                '2025-05-01',
            );
            assert.equal(isolated.status, 400);
        });

        it('is created in the App Service Environment that there is, and the plan says so', async () => {
            const environment = 'resourceGroups/rg-ase/providers/Microsoft.Web/hostingEnvironments/ours';
            const made = await stage.arm('PUT', environment, { location: 'westeurope', properties: {} }, '2025-05-01');
            assert.equal(made.status, 200);
            const plan = await planFor('inside', { sku: 'I1v2' });
            assert.deepEqual(codes(plan), []);
            assert.equal(plan.choices.find(({ field }) => field === 'hostingEnvironment')?.value, 'ours');
            assert.ok(plan.choices.find(({ field }) => field === 'sku')?.options?.includes('I1v4'));
            const result = await deploy('inside', { sku: 'I1v2' });
            const site = await ports.azure.sites.get(op, result.resourceId);
            const farm = (await stage.arm('GET', site?.planId ?? '', undefined, '2025-05-01')).body as {
                readonly sku: { readonly tier: string };
                readonly properties: { readonly hostingEnvironmentProfile: { readonly name: string } };
            };
            assert.deepEqual([farm.sku.tier, farm.properties.hostingEnvironmentProfile.name], ['IsolatedV2', 'ours']);
        });

        it('is not planned in an App Service Environment that is named and is not there', async () => {
            assert.deepEqual(codes(await planFor('else', { sku: 'I1v4', hostingEnvironment: 'theirs' })), [
                'deploy/isolated-needs-environment',
            ]);
        });
    });
});
