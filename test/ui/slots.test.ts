import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { Frame } from 'playwright-core';
import { openUiStage, type UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

/** From the plan as a file to a slot that changes places with production, in one window. */
describe('a web app with a slot', function () {
    this.timeout(180_000 * patience);
    let stage: UiStage;
    let production = '';

    before(async () => {
        stage = await openUiStage({
            files: { 'index.html': 'one\n' },
            localAzure: 'started',
            settings: { 'slipway.deploy.sku': 'S1' },
        });
        fs.copyFileSync('/bin/busybox', `${stage.folder}/busybox`);
        fs.chmodSync(`${stage.folder}/busybox`, 0o755);
        stage.write({ Dockerfile: stage.dockerfile() });
    });
    after(() => stage.close());

    const panel = async (): Promise<Frame> => await stage.workbench.webview('Slipway Plan');
    const page = async (url: string) => (await (await fetch(url)).text()).trim();

    async function live(): Promise<string> {
        const plan = await panel();
        await until('the end of the deploy', async () => (await plan.locator('.verdict').count()) > 0, 120_000);
        assert.equal(await plan.locator('.verdict.good').count(), 1, await plan.locator('.verdict').first().innerText());
        return (await plan.locator('#result').innerText()).trim();
    }

    it('has its plan as Bicep before anything is done', async () => {
        await stage.workbench.command('Slipway: Deploy');
        const plan = await panel();
        await plan.locator('#export').click();
        const { quick, page: window } = stage.workbench;
        await quick.waitFor('Slipway: Export Deployment Plan');
        assert.deepEqual(
            (await quick.state()).rows.map(({ label }) => label.trim()),
            ['Bicep', 'Azure CLI script', 'GitHub Actions workflow'],
        );
        await quick.pick('Bicep');
        await window.getByText("targetScope = 'resourceGroup'").waitFor();
        await stage.workbench.shot('out/plan-export.png');
    });

    it('comes back to the plan that waits when Deploy is chosen again, and says which deploy it is when another was asked for', async () => {
        await stage.workbench.editor.open('index.html');
        await stage.workbench.command('Slipway: Deploy');
        await stage.workbench.page.locator('.tab.active', { hasText: 'Slipway Plan' }).waitFor();
        assert.deepEqual(await stage.workbench.notifications.shown(), []);
        await stage.workbench.command('Slipway: Deploy to Another Target…');
        await stage.workbench.quick.pick('Container Apps');
        await stage.workbench.notifications.toast('One deploy at a time: finish or cancel this deploy of app first.').waitFor();
        assert.equal(await (await panel()).locator('#field-target').inputValue(), 'appService');
        await stage.workbench.shot('out/plan-again.png');
    });

    it('deploys, and opens the page because the setting says so by then', async () => {
        await stage.workbench.changeSettings({ 'slipway.deploy.openWhenLive': true });
        await (await panel()).locator('#start').click();
        production = await live();
        await stage.workbench.page.locator('.tab', { hasText: /Browser/ }).waitFor();
        assert.equal(await page(production), 'one');
    });

    it('gets a slot with the next version, of which visitors see nothing', async () => {
        stage.write({ 'index.html': 'two\n' });
        const { quick } = stage.workbench;
        await quick.command('Slipway: Deploy to Slot');
        await until('the question for its name', async () => (await quick.state()).value === 'staging');
        await quick.accept();
        await (await panel()).locator('.verdict', { hasText: /The slot staging answered 200/ }).waitFor({ timeout: 120_000 });
        assert.equal(await page(await live()), 'two');
        assert.equal(await page(production), 'one');
    });

    it('swaps after it has shown both digests', async () => {
        await stage.workbench.command('Slipway: Swap Slots');
        const { message, detail } = await stage.workbench.dialog.read();
        assert.match(message, /^Swap staging into production of app-\w+\?$/);
        const [now, then] = [/Visitors see now: ([0-9a-f]{12})/.exec(detail)?.[1], /Visitors see then: ([0-9a-f]{12})/.exec(detail)?.[1]];
        assert.ok(now !== undefined && then !== undefined && now !== then, detail);
        await stage.workbench.shot('out/slot-swap.png');
        await stage.workbench.dialog.click('Swap');
        await until('the new page', async () => (await page(production)) === 'two', 60_000);
    });
});
