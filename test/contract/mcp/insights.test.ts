import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { openAzure } from '../../../src/adapters/azure/openAzure';
import { resolveInLocal } from '../../../src/adapters/azure/resolveInLocal';
import { localTokens } from '../../../src/adapters/localAzure/localTokens';
import { connectMcp } from '../../../src/adapters/mcp/connectMcp';
import { quietOperation } from '../../../src/base/operation';
import { clouds } from '../../../src/core/deploy/cloud';
import { insightsAppId } from '../../../src/core/deploy/insightsAppId';
import { insightsKey } from '../../../src/core/deploy/insightsKey';
import type { Azure, Insights } from '../../../src/ports/azure';
import { mcpCheckScale } from '../../../src/workflows/mcpCheckScale';
import { mcpNameInstances } from '../../../src/workflows/mcpNameInstances';
import { LocalAzureClient, makeImage, missingForContainers, until } from '../localAzureClient';
import { SiteStage } from '../localAzureSite';
import { shellServer } from './shellServer';

const op = quietOperation();
const image = `slipway-mcp-insights-${process.pid}:v1`;

/** A server that does not say which instance answers, without an affinity cookie: only Application Insights knows. */
describe('MCP: instances by Application Insights', function () {
    this.timeout(180_000);
    let stage: SiteStage;
    let azure: Azure;
    let insights: Insights;
    let connectionString: string;
    let site: string;
    let appId: string;
    let url: string;

    before(async function () {
        const missing = missingForContainers();
        if (missing !== undefined) {
            console.log(`      skipped: ${missing}`);
            this.skip();
        }
        makeImage(image, shellServer);
        const local = await LocalAzureClient.start(['--time-scale', '0.01']);
        stage = await SiteStage.open(local, 3);
        await local.register('Microsoft.Insights');
        azure = openAzure({ resolve: resolveInLocal(local), tokens: localTokens(local), cloud: clouds.local });
        ({ insights } = azure);
        const group = stage.path('x').split('/providers/')[0] ?? '';
        const component = `/subscriptions/${local.subscriptionId}/${group}/providers/Microsoft.Insights/components/seen`;
        connectionString = await insights.create(op, component, { location: 'westeurope', tags: {} });
        appId = insightsAppId(connectionString) ?? '';
        const pushed = await stage.push(image, 'mcpinsights');
        const made = await stage.site(
            'mcpinsights',
            pushed,
            { WEBSITES_PORT: '8000', APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString },
            {},
            { clientAffinityEnabled: false },
        );
        site = made.text('id');
        await stage.started('mcpinsights');
        const { body } = await local.send('GET', '/slipway/local/urls');
        const { hosts } = body as { hosts: Readonly<Record<string, string>> };
        url = new URL('/cgi-bin/mcp', hosts['mcpinsights.azurewebsites.net']).href;
    });
    after(async () => {
        await (stage as SiteStage | undefined)?.close();
        execFileSync('docker', ['rmi', '-f', image], { stdio: 'ignore' });
    });

    const check = (at: { readonly appId: string; readonly limitMs?: number }) =>
        mcpCheckScale(op, connectMcp, {
            target: { url },
            calls: 36,
            concurrency: 3,
            nameInstances: (facts) => mcpNameInstances(op, facts, { insights, site, pollMs: 200, ...at }, () => undefined),
        });

    it('are those that the balancer reached, each call by its trace id', async () => {
        const report = await check({ appId });
        assert.deepEqual([report.verdict, report.insights?.known, report.insights?.asked], ['spread', 36, 36], JSON.stringify(report));
        assert.deepEqual([report.fresh.length, report.kept.length], [3, 3]);
        report.fresh.forEach(({ instance }) => assert.match(instance, /^[0-9a-f]{64}$/));
    });

    it('are unknown where the component never hears of the requests', async () => {
        const report = await check({ appId: '00000000-0000-4000-8000-000000000000', limitMs: 0 });
        assert.deepEqual([report.verdict, report.insights?.known], ['instances-unknown', 0]);
    });

    it('are as many as the plan is given, which stays as it was', async () => {
        const before = await azure.plans.get(op, stage.planId);
        assert.deepEqual(await azure.plans.setCapacity(op, stage.planId, 2), { ...before, capacity: 2 });
        const running = async () => (await azure.sites.status(op, site))?.filter(({ state }) => state === 'Started').length;
        await until('two instances', 30_000, async () => ((await running()) === 2 ? 'there' : undefined));
    });

    it('are those of a container app, whose variable is a secret and names no application id; its sticky sessions can be ended', async () => {
        const { azure: local } = stage;
        await local.register('Microsoft.App');
        const group = stage.path('x').split('/providers/')[0] ?? '';
        const below = (type: string, name: string) =>
            `/subscriptions/${local.subscriptionId}/${group}/providers/Microsoft.App/${type}/${name}`;
        const environment = await azure.containerApps.createEnvironment(op, below('managedEnvironments', 'seen'), {
            location: 'westeurope',
            tags: {},
        });
        const id = below('containerApps', 'mcpreplicas');
        const older = connectionString.replace(/;ApplicationId=.*$/, '');
        const made = await local.arm('PUT', id.replace(/^.*?(?=resourceGroups)/, ''), '2025-07-01', {
            location: 'westeurope',
            properties: {
                environmentId: environment.id,
                configuration: {
                    ingress: { external: true, targetPort: 8000, stickySessions: { affinity: 'sticky' } },
                    secrets: [
                        { name: 'pull', value: stage.password },
                        { name: 'insights', value: older },
                    ],
                    registries: [{ server: stage.login, username: 'sitetests', passwordSecretRef: 'pull' }],
                },
                template: {
                    containers: [
                        {
                            name: 'main',
                            image: `${stage.login}/mcpinsights:v1`,
                            resources: { cpu: 0.5, memory: '1Gi' },
                            env: [
                                { name: 'PORT', value: '8000' },
                                { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', secretRef: 'insights' },
                            ],
                        },
                    ],
                    scale: { minReplicas: 2, maxReplicas: 2 },
                },
            },
        });
        await local.finish(made);
        const told = await azure.containerApps.variable(op, id, 'APPLICATIONINSIGHTS_CONNECTION_STRING');
        assert.deepEqual([told, insightsAppId(told)], [older, undefined]);
        assert.equal(await insights.appIdOf(op, id, insightsKey(told) ?? ''), appId);
        assert.equal(await insights.appIdOf(op, id, '00000000-0000-4000-8000-000000000000'), undefined);

        const app = await azure.containerApps.get(op, id);
        const replicas = async () => await azure.containerApps.replicas(op, id, app?.latestRevision ?? '');
        await until('two replicas', 60_000, async () => {
            const running = (await replicas()).filter(({ runningState }) => runningState === 'Running');
            return running.length === 2 ? running : undefined;
        });
        const { body } = await local.send('GET', '/slipway/local/urls');
        const { hosts } = body as { hosts: Readonly<Record<string, string>> };
        const target = { url: new URL('/cgi-bin/mcp', hosts[app?.host ?? '']).href };
        const pinned = await mcpCheckScale(op, connectMcp, { target, calls: 20, concurrency: 1 });
        assert.deepEqual(
            [pinned.verdict, pinned.affinityCookies, pinned.fixes],
            ['pinned-by-affinity', ['acaAffinity'], ['turn-off-affinity']],
            JSON.stringify(pinned),
        );
        await azure.containerApps.setAffinity(op, id, 'off');
        const spread = await mcpCheckScale(op, connectMcp, {
            target,
            calls: 24,
            concurrency: 2,
            nameInstances: (facts) => mcpNameInstances(op, facts, { insights, site: id, appId, pollMs: 200 }, () => undefined),
        });
        assert.deepEqual([spread.verdict, spread.insights?.known, spread.affinityCookies], ['spread', 24, []], JSON.stringify(spread));
        const names = (await replicas()).map(({ name }) => name).sort();
        assert.deepEqual(spread.fresh.map(({ instance }) => instance).sort(), names);
    });
});
