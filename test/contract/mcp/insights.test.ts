import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { openAzure } from '../../../src/adapters/azure/openAzure';
import { resolveInLocal } from '../../../src/adapters/azure/resolveInLocal';
import { localTokens } from '../../../src/adapters/localAzure/localTokens';
import { connectMcp } from '../../../src/adapters/mcp/connectMcp';
import { quietOperation } from '../../../src/base/operation';
import { clouds } from '../../../src/core/deploy/cloud';
import { insightsAppId } from '../../../src/core/deploy/insightsAppId';
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
});
