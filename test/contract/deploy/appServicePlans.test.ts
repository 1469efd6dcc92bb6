import assert from 'node:assert/strict';
import { isFailure } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import { failureText } from '../../../src/views/failureText';
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
    after(async () => (stage as ProcessStage | undefined)?.close());

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
            const create = async () =>
                await stage.arm(
                    'PUT',
                    'resourceGroups/rg-ase/providers/Microsoft.Web/serverfarms/alone',
                    { location: 'westeurope', kind: 'linux', sku: { name: 'I1v2' }, properties: { reserved: true } },
                    '2025-05-01',
                );
            const refused = await create();
            // The group is not there yet either.
            assert.equal(refused.status, 404);
            await stage.arm('PUT', 'resourceGroups/rg-ase', { location: 'westeurope' });
            const isolated = await create();
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
            assert.equal(result.url, 'https://inside-app.ours.p.azurewebsites.net');
        });

        describe('in an App Service Environment with an internal address', () => {
            before(async () => {
                const properties = { internalLoadBalancingMode: 'Web, Publishing' };
                await stage.arm(
                    'PUT',
                    'resourceGroups/rg-ase/providers/Microsoft.Web/hostingEnvironments/hidden',
                    { location: 'westeurope', properties },
                    '2025-05-01',
                );
            });

            it('is verified from within its network, by its own host and the host of its logs', async () => {
                const result = await deploy('hidden', { sku: 'I1v2', hostingEnvironment: 'hidden' });
                assert.deepEqual([result.url, result.status], ['https://hidden-app.hidden.appserviceenvironment.net', 200]);
                const site = await ports.azure.sites.get(op, result.resourceId);
                assert.equal(site?.scmHost, 'hidden-app.scm.hidden.appserviceenvironment.net');
                const logs = await ports.azure.sites.startupLogs(op, site);
                assert.ok((logs ?? []).length > 0);
                assert.ok((await ports.azure.sites.dockerLog(op, site, 100)).length > 0);
            });

            it('tells a machine outside of that network what it runs into, and makes up for the check from within', async () => {
                const outside: typeof ports = { ...ports, http: () => Promise.resolve(undefined) };
                const request = stage.request('far', 'good', { name: 'far-app', sku: 'I1v2', hostingEnvironment: 'hidden' });
                await assert.rejects(
                    performDeploy(op, outside, planDeploy(request, await gatherDeploy(op, outside, request)), () => undefined),
                    (error) => {
                        assert.ok(isFailure(error) && error.code === 'deploy/internal-address', String(error));
                        const { what, remedies } = failureText(error);
                        assert.match(what, /far-app runs, but .*far-app\.hidden\.appserviceenvironment\.net/);
                        assert.deepEqual(
                            remedies.map((remedy) => remedy.kind === 'command' && remedy.command),
                            ['slipway.deploy', 'slipway.deployment.showLogs'],
                        );
                        return true;
                    },
                );
                const result = await performDeploy(op, ports, planDeploy(request, await gatherDeploy(op, ports, request)), () => undefined);
                assert.equal(result.status, 200);
            });
        });

        it('is not planned in an App Service Environment that is named and is not there', async () => {
            assert.deepEqual(codes(await planFor('else', { sku: 'I1v4', hostingEnvironment: 'theirs' })), [
                'deploy/isolated-needs-environment',
            ]);
        });
    });

    describe('that scales by rules', () => {
        const named = 'resourceGroups/rg-rules-app/providers/Microsoft.Insights/autoscaleSettings';
        interface Setting {
            readonly id: string;
            readonly properties: {
                readonly targetResourceUri: string;
                readonly profiles: readonly [{ readonly capacity: unknown; readonly rules: readonly unknown[] }];
            };
        }
        const settings = async () =>
            ((await stage.arm('GET', named, undefined, '2022-10-01')).body as { readonly value: readonly Setting[] }).value;
        let result: Awaited<ReturnType<typeof deploy>>;

        it('has them from the first deploy, with as many instances as the fewest', async () => {
            const wanted = { sku: 'S1', cpuScale: '2-5 70/30', resourceGroup: 'rg-rules-app' };
            const plan = await planFor('rules', wanted);
            assert.deepEqual(codes(plan), []);
            const farm = plan.steps.find((step) => step.kind === 'plan');
            assert.deepEqual([farm?.capacity, farm?.monthlyUsd], [2, 138]);
            result = await deploy('rules', wanted);
            const [setting, ...others] = await settings();
            assert.ok(setting !== undefined && others.length === 0);
            const site = await ports.azure.sites.get(op, result.resourceId);
            assert.equal(setting.properties.targetResourceUri.toLowerCase(), site?.planId.toLowerCase());
            assert.deepEqual(setting.properties.profiles[0].capacity, { minimum: '2', maximum: '5', default: '2' });
            assert.equal(setting.properties.profiles[0].rules.length, 2);
        });

        it('keeps them when they are the same, changes them in place, and deletes them when it is told off', async () => {
            const outcome = async (cpuScale: string) => {
                const outcomes: string[] = [];
                const request = stage.request('rules', 'good', { previous: result.previous, cpuScale });
                const plan = planDeploy(request, await gatherDeploy(op, ports, request));
                await performDeploy(op, ports, plan, (event) => {
                    if (event.kind === 'finished' && event.step.kind === 'autoscale') {
                        outcomes.push(event.outcome);
                    }
                });
                return outcomes;
            };
            const rules = async (change: Partial<DeployRequest>) => {
                const asked = stage.request('rules', 'good', { previous: result.previous, ...change });
                const plan = planDeploy(asked, await gatherDeploy(op, ports, asked));
                const step = plan.steps.find(({ kind }) => kind === 'autoscale');
                const shown = step?.details?.filter(({ label }) => label === 'Rules').map(({ before, after }) => [before, after]);
                return [step?.change, shown, plan.choices.find(({ field }) => field === 'cpuScale')?.value];
            };
            // Those that are there are read where the deploy looks at everything, or is to change them.
            assert.deepEqual(await rules({ check: 'everything' }), [undefined, undefined, '2-5 70/30']);
            assert.deepEqual(await rules({ cpuScale: '2-5 70/30' }), ['keep', [['2-5 70/30', '2-5 70/30']], '2-5 70/30']);
            assert.deepEqual(await rules({ cpuScale: '1-4 80/20' }), ['change', [['2-5 70/30', '1-4 80/20']], '1-4 80/20']);
            assert.deepEqual(await rules({ cpuScale: 'off' }), ['change', [['2-5 70/30', 'none']], 'off']);
            assert.deepEqual(await outcome('2-5 70/30'), ['kept']);
            assert.deepEqual(await outcome('1-4 80/20'), ['done']);
            assert.deepEqual((await settings())[0]?.properties.profiles[0].capacity, { minimum: '1', maximum: '4', default: '1' });
            assert.deepEqual(await outcome('off'), ['done']);
            assert.deepEqual(await settings(), []);
            assert.deepEqual(await outcome('off'), ['kept']);
        });

        it('takes the setting of a plan that somebody else made, for Azure has no other beside it', async () => {
            const site = await ports.azure.sites.get(op, result.resourceId);
            const wanted = {
                planId: site?.planId ?? '',
                scale: { min: 1, max: 2, outPercent: 80, inPercent: 20 },
                location: 'westeurope',
                tags: {},
            };
            const theirs = `/subscriptions/${stage.subscriptionId}/${named}/by-hand`;
            await ports.azure.autoscale.write(op, theirs, wanted);
            const request = stage.request('rules', 'good', { previous: result.previous, cpuScale: '2-3 70/30' });
            await performDeploy(op, ports, planDeploy(request, await gatherDeploy(op, ports, request)), () => undefined);
            const [setting, ...others] = await settings();
            assert.deepEqual([setting?.id.toLowerCase(), others], [theirs.toLowerCase(), []]);
            assert.deepEqual(setting?.properties.profiles[0].capacity, { minimum: '2', maximum: '3', default: '2' });
            const byMemory = { ...setting.properties, profiles: [{ ...setting.properties.profiles[0], rules: [] }] };
            await stage.arm('PUT', theirs, { location: 'westeurope', properties: byMemory }, '2022-10-01');
            const plan = planDeploy(request, await gatherDeploy(op, ports, request));
            assert.deepEqual(plan.steps.find(({ kind }) => kind === 'autoscale')?.details?.[0], {
                label: 'Rules',
                before: 'rules of your own',
                after: '2-3 70/30',
            });
            await ports.azure.resources.delete(op, theirs);
        });

        it('has one setting of them only, as Azure wants it', async () => {
            const site = await ports.azure.sites.get(op, result.resourceId);
            const wanted = {
                planId: site?.planId ?? '',
                scale: { min: 1, max: 2, outPercent: 80, inPercent: 20 },
                location: 'westeurope',
                tags: {},
            };
            const id = (name: string) => `/subscriptions/${stage.subscriptionId}/${named}/${name}`;
            assert.equal(await ports.azure.autoscale.write(op, id('one'), wanted), 'written');
            await assert.rejects(
                ports.azure.autoscale.write(op, id('two'), wanted),
                (error) => isFailure(error) && error.facts.status === 409,
            );
            await assert.rejects(
                ports.azure.autoscale.write(op, id('one'), { ...wanted, planId: `${wanted.planId}-gone` }),
                (error) => isFailure(error) && error.facts.status === 400,
            );
        });

        for (const [title, change] of [
            ['a size without them', { sku: 'B1', cpuScale: '1-3 70/30' }],
            ['more instances than the size has', { sku: 'S1', cpuScale: '1-11 70/30' }],
            ['percentages that would make it flap', { sku: 'S1', cpuScale: '1-3 70/60' }],
            ['automatic scaling beside them', { sku: 'P1v3', autoscale: '5', cpuScale: '1-3 70/30' }],
            ['what is no rule', { sku: 'S1', cpuScale: 'by night' }],
        ] as const) {
            it(`is not planned with ${title}`, async () => {
                assert.deepEqual(codes(await planFor('wrong', change)), ['deploy/invalid-cpu-scale']);
            });
        }
    });
});
