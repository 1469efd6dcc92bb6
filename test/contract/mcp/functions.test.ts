import assert from 'node:assert/strict';
import { openAzure } from '../../../src/adapters/azure/openAzure';
import { quietOperation } from '../../../src/base/operation';
import { clouds } from '../../../src/core/deploy/cloud';
import type { Azure } from '../../../src/ports/azure';
import { mcpFindInAzure } from '../../../src/workflows/mcpFindInAzure';
import { localTokens } from '../../../src/adapters/localAzure/localTokens';
import { resolveInLocal } from '../../../src/adapters/azure/resolveInLocal';
import { LocalAzureClient } from '../localAzureClient';

const op = quietOperation();
const version = '2024-11-01';
const group = 'resourceGroups/functions';

/** Function apps as Azure tells of them; what runs in them is not asked. */
describe('MCP: function apps', function () {
    this.timeout(60_000);
    let local: LocalAzureClient;
    let azure: Azure;

    before(async () => {
        local = await LocalAzureClient.start([
            ...['--runner', 'process', '--engine', 'unix:///nowhere/docker.sock', '--registered', 'Microsoft.Web'],
        ]);
        azure = openAzure({ resolve: resolveInLocal(local), tokens: localTokens(local), cloud: clouds.local, pollMs: 20 });
        await local.arm('PUT', group, '2025-04-01', { location: 'westeurope' });
        const plan = await local.arm('PUT', `${group}/providers/Microsoft.Web/serverfarms/plan`, version, {
            location: 'westeurope',
            kind: 'linux',
            sku: { name: 'S1', tier: 'Standard' },
            properties: { reserved: true },
        });
        for (const [name, kind] of [
            ['weather', 'functionapp,linux'],
            ['invoices', 'functionapp,linux'],
            ['shop', 'app,linux'],
        ] as const) {
            const made = await local.arm('PUT', site(name), version, {
                location: 'westeurope',
                kind,
                properties: { serverFarmId: plan.text('id'), siteConfig: { linuxFxVersion: 'PYTHON|3.13' } },
            });
            assert.equal(made.status, 200, JSON.stringify(made.body));
        }
        await withFunction('weather', 'get_weather', 'mcpToolTrigger');
        await withFunction('weather', 'forecast', 'mcpResourceTrigger');
        await withFunction('weather', 'warmup', 'httpTrigger');
        await withFunction('invoices', 'print', 'queueTrigger');
    });
    after(() => local.stop());

    const site = (name: string) => `${group}/providers/Microsoft.Web/sites/${name}`;
    async function withFunction(app: string, name: string, type: string): Promise<void> {
        const made = await local.arm('PUT', `${site(app)}/functions/${name}`, version, {
            properties: { config: { bindings: [{ type, direction: 'in', name: 'context' }] } },
        });
        assert.equal(made.status, 201, JSON.stringify(made.body));
    }

    it('are found by their MCP triggers, before web apps that may be servers; one without such triggers is none', async () => {
        const found = await mcpFindInAzure(op, azure);
        assert.deepEqual(
            found.map(({ name, by, triggers }) => [name, by, triggers]),
            [
                ['weather', 'triggers', 2],
                ['shop', 'site', 0],
            ],
        );
        assert.match(found[0]?.url ?? '', /\/runtime\/webhooks\/mcp$/);
    });

    it('tell the system key that their MCP extension made, to who may read it', async () => {
        const id = (await local.arm('GET', site('weather'), version)).text('id');
        assert.equal((await azure.functions.systemKeys(op, id)).mcp_extension, undefined);
        const made = await local.arm('PUT', `${site('weather')}/host/default/systemKeys/mcp_extension`, version, { properties: {} });
        assert.equal((await azure.functions.systemKeys(op, id)).mcp_extension, made.text('properties', 'value'));
    });
});
