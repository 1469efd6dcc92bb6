import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { LocalAzureClient } from '../contract/localAzureClient';
import { SiteStage, webVersion } from '../contract/localAzureSite';
import { openUiStage } from './uiStage';
import type { UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const root = path.resolve(import.meta.dirname, '../..');
const shots = path.join(root, 'out/mcp');
const image = `slipway-functions-host-${process.pid}:v1`;
const name = `weather${process.pid}`;

/** A Functions app on three instances that nobody deployed from this window: found in Azure, guarded by its system key, silent about its instances. */
describe('an MCP server on Functions', function () {
    this.timeout(240_000 * patience);
    let stage: UiStage;
    let site: SiteStage;
    let key: string;
    let panel: Frame;

    before(async () => {
        fs.mkdirSync(shots, { recursive: true });
        buildHost();
        stage = await openUiStage({ files: { 'notes.txt': 'x\n' }, localAzure: 'started' });
        site = await SiteStage.open(LocalAzureClient.attach(stage.azure!), 3);
        key = await deployFunctions(site);
        await stage.workbench.tree('Slipway').open();
    });
    afterEach(async function () {
        if (this.currentTest?.state === 'failed') {
            await stage.workbench.shot(path.join(shots, 'functions-failed.png'));
            process.stderr.write(stage.workbench.outputText('Slipway').slice(-3000));
        }
    });
    after(async () => {
        await (site as SiteStage | undefined)?.close();
        await (stage as UiStage | undefined)?.close();
        execFileSync('docker', ['rmi', '-f', image], { stdio: 'ignore' });
    });

    it('is found in Azure, says that it wants a key, and is entered with the one that a button fetches', async () => {
        const { quick } = stage.workbench;
        await stage.workbench.command('Slipway: Connect MCP Server');
        await quick.waitFor('Slipway: Connect MCP Server');
        await quick.pick('Find servers in Azure…');
        await quick.waitFor('MCP servers in Azure');
        await quick.pick(name);
        await quick.waitFor('wants to know who you are');
        await stage.workbench.shot(path.join(shots, 'functions-key.png'));
        await quick.pick('Fetch the key of the Functions app from Azure');
        const { body } = await site.azure.send('GET', '/slipway/local/urls');
        const { hosts } = body as { hosts: Readonly<Record<string, string>> };
        panel = await stage.workbench.webview(`MCP: ${new URL(hosts[`${name}.azurewebsites.net`] ?? '').host}`);
        await panel.locator('#tool-get_weather').click();
        await panel.locator('#call').click();
        await panel.locator('#result', { hasText: 'Fog until noon.' }).waitFor();
        await stage.workbench.shot(path.join(shots, 'functions.png'));
        assert.ok(!(await panel.locator('body').innerText()).includes(key), 'the key is shown');
        assert.ok(!stage.workbench.outputText('Slipway').includes(key), 'the key is logged');
    });

    it('is drawn with a bar for each instance by what Application Insights knows, some time later', async () => {
        await panel.locator('#scale').click();
        await panel.locator('#scale-verdict .hint', { hasText: /Application Insights is asked|is from Application Insights/ }).waitFor();
        await panel.locator('#scale-verdict.good', { hasText: 'is from Application Insights' }).waitFor({ timeout: 60_000 * patience });
        assert.equal(await panel.locator('.share-row').count(), 6);
        await panel.locator('#scale-verdict').scrollIntoViewIfNeeded();
        await stage.workbench.shot(path.join(shots, 'functions-insights.png'));
    });

    it('names what failed when slots are swapped and the other one is broken', async () => {
        await panel.locator('#swap').click();
        await stage.workbench.quick.waitFor('Slipway: Check MCP During a Slot Swap');
        await stage.workbench.quick.pick('30 seconds');
        await stage.workbench.notifications.toast(/[1-9]\d* calls/).waitFor();
        const swapped = await site.azure.arm('POST', `${site.path(`${name}/slots/staging`)}/slotsswap`, webVersion, {
            targetSlot: 'production',
        });
        assert.equal((await site.azure.finish(swapped)).status, 200);
        const failed = panel.locator('#scale-verdict .hint', { hasText: /calls failed: an error of the server/ });
        await failed.waitFor({ timeout: 90_000 * patience });
        await stage.workbench.shot(path.join(shots, 'functions-swap.png'));
        const [, count, all] = /^(\d+) of (\d+) calls failed/.exec(await failed.innerText()) ?? [];
        assert.ok(Number(count) > 0 && Number(count) < Number(all), `${count} of ${all}`);
    });
});

function buildHost(): void {
    const folder = path.join(root, 'test/fixtures/functionsHost');
    execFileSync('docker', ['build', '-q', '-t', image, folder], { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** The app with its function, its key and its component, and a slot whose server answers every call with 500. Answers the key. */
async function deployFunctions(stage: SiteStage): Promise<string> {
    const { azure } = stage;
    await azure.register('Microsoft.Insights');
    const component = await azure.arm(
        'PUT',
        stage.path('x').replace(/Microsoft\.Web\/.*$/, 'Microsoft.Insights/components/weather'),
        '2020-02-02',
        { location: 'westeurope', kind: 'web', properties: { Application_Type: 'web' } },
    );
    const pushed = await stage.push(image, name);
    const shared = { WEBSITES_PORT: '8000', MCP_EXTENSION_KEY: `key-${process.pid}-${Date.now()}` };
    const settings = { ...shared, APPLICATIONINSIGHTS_CONNECTION_STRING: component.text('properties', 'ConnectionString') };
    const kind = { kind: 'functionapp,linux,container' };
    await stage.site(name, pushed, settings, kind, { clientAffinityEnabled: false });
    await stage.site(`${name}/slots/staging`, pushed, { ...settings, BROKEN: '1' }, kind, { clientAffinityEnabled: false });
    // What the host and its extension do in a real app when they start.
    await azure.arm('PUT', `${stage.path(name)}/functions/get_weather`, webVersion, {
        properties: { config: { bindings: [{ type: 'mcpToolTrigger', direction: 'in', name: 'context' }] } },
    });
    await azure.arm('PUT', `${stage.path(name)}/host/default/systemKeys/mcp_extension`, webVersion, {
        properties: { value: shared.MCP_EXTENSION_KEY },
    });
    await stage.started(name);
    await until('the slot', async () => (await azure.arm('GET', stage.path(`${name}/slots/staging`), webVersion)).status === 200);
    await stage.started(`${name}/slots/staging`);
    return shared.MCP_EXTENSION_KEY;
}
