import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { axeViolations } from './axe';
import { startMcpServer } from './mcpServer';
import { spillingOver } from './spillingOver';
import { openUiStage } from './uiStage';
import type { UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const themes = ['Dark Modern', 'Light Modern', 'Default High Contrast'];
const pictures = path.resolve(import.meta.dirname, '../../out/accessibility');

/** Every panel, in one window: the run panel through its whole life (a plan, a run, its verdict, what is in Azure, the runs compared), then the others. */
describe('the panels', function () {
    this.timeout(240_000 * patience);
    let stage: UiStage;
    let panel: Frame;

    before(async () => {
        fs.mkdirSync(pictures, { recursive: true });
        stage = await openUiStage({
            files: { 'index.html': '<h1>Hello from the harbour</h1>\n' },
            localAzure: 'started',
            name: 'harbour-logistics-of-the-northern-region',
        });
        fs.copyFileSync('/bin/busybox', `${stage.folder}/busybox`);
        fs.chmodSync(`${stage.folder}/busybox`, 0o755);
        stage.write({ Dockerfile: stage.dockerfile() });
    });
    after(() => stage.close());

    /** Leaves pictures to look at, of what `at` names in the middle of the window. */
    async function looksWell(name: string, at = 'h1'): Promise<void> {
        await panel.locator(at).first().scrollIntoViewIfNeeded();
        const wrong: string[] = [];
        for (const theme of themes) {
            await stage.workbench.theme(theme);
            await until(
                `the theme ${theme} in the panel`,
                async () => (await panel.locator('body').getAttribute('data-vscode-theme-name')) !== null,
            );
            await stage.workbench.shot(path.join(pictures, `${name}-${theme.replaceAll(' ', '-').toLowerCase()}.png`));
            wrong.push(...(await axeViolations(panel)).map((line) => `${theme}: ${line}`));
        }
        assert.deepEqual(wrong, []);
    }

    /** In a window so small that the panel is as wide as a narrow side bar, nothing lies beyond its edge or on something else. */
    async function fitsSideBar(name: string): Promise<void> {
        const { page } = stage.workbench;
        const before = page.viewportSize() ?? { width: 1400, height: 900 };
        const wide = await panel.evaluate(() => window.innerWidth);
        // Groups beside each other become smaller together.
        const groups = await page.locator('.editor-group-container').count();
        await page.setViewportSize({ ...before, width: before.width - groups * (wide - 250) });
        await until('a panel of 250 pixels', async () => Math.abs((await panel.evaluate(() => window.innerWidth)) - 250) < 10);
        await stage.workbench.shot(path.join(pictures, `${name}-narrow.png`));
        assert.deepEqual(await spillingOver(panel), []);
        await page.setViewportSize(before);
        await until('the panel as it was', async () => (await panel.evaluate(() => window.innerWidth)) === wide);
    }

    it('shows a plan that axe-core finds nothing wrong with, in three themes', async () => {
        await stage.workbench.command('Slipway: Deploy');
        panel = await stage.workbench.webview('Slipway Plan');
        await panel.locator('#start', { hasText: 'Deploy' }).waitFor();
        await looksWell('plan');
        await fitsSideBar('plan');
    });

    it('is agreed to by keyboard alone: the button has the focus', async () => {
        await until('the focus', () => panel.evaluate(() => document.activeElement?.id === 'start'));
        await stage.workbench.page.keyboard.press('Enter');
        await until('the end of the deploy', async () => (await panel.locator('.verdict').count()) > 0, 120_000);
        assert.match(await panel.locator('.verdict').innerText(), /is live/);
    });

    it('shows what there is now, drawn from what Azure says', async () => {
        await until('the picture', async () => (await panel.locator('.picture.shown').count()) === 1, 60_000);
        const labels = await panel.locator('.picture-label').allInnerTexts();
        assert.deepEqual(
            labels.map((label) => label.trim()),
            ['Container registry', 'Managed identity', 'App Service', 'Instance 1'],
        );
        assert.match(await panel.locator('.picture-box').nth(1).innerText(), /may pull: AcrPull/);
    });

    it('keeps the log of a step below it', async () => {
        await panel.locator('#log-build').click();
        assert.match(await panel.locator('.log').first().innerText(), /COPY/);
    });

    it('passes axe-core when the run has ended, in three themes', () => looksWell('done', '.picture'));

    it('opens the tree at the node of a box', async () => {
        await panel.locator('.picture-box', { hasText: 'Container registry' }).click();
        await until('the row', async () => {
            const row = stage.workbench.page.locator('.monaco-list-row.focused .label-name');
            return (await row.count()) > 0 && /^(127\.0\.0\.1:|localhost:)/.test(await row.first().innerText());
        });
    });

    it('compares the runs, and still fits a narrow window and twice the size', async () => {
        stage.write({ 'index.html': '<h1>Hello again</h1>\n' });
        await stage.workbench.command('Slipway: Deploy');
        await until('the comparison', async () => (await panel.locator('.runs').count()) === 1, 120_000);
        await until('the verdict', async () => (await panel.locator('.verdict.good').count()) === 1, 120_000);
        await looksWell('runs', '.runs');
        // Nothing but the table and the logs may have to be scrolled sideways.
        await fitsSideBar('runs');
        await panel.evaluate(() => (document.body.style.zoom = '2'));
        await stage.workbench.shot(path.join(pictures, 'zoom.png'));
        assert.ok(await panel.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth + 1));
        assert.deepEqual(await axeViolations(panel), []);
        await panel.evaluate(() => (document.body.style.zoom = ''));
    });

    it('passes axe-core when an image was built', async () => {
        await stage.workbench.command('Slipway: Build Image');
        panel = await stage.workbench.webview('Build harbour-logistics-of-the-northern-region');
        await panel.locator('.verdict.good').waitFor({ timeout: 60_000 * patience });
        await looksWell('build');
        await fitsSideBar('build');
        await stage.workbench.page.locator('.tab', { hasText: 'Build harbour' }).locator('.tab-actions .action-label').click();
    });

    it('pass axe-core when a deployment is diagnosed that has no SSH server', async () => {
        await stage.workbench.command('Slipway: Diagnose Deployment');
        panel = await stage.workbench.webview('Slipway Diagnostics');
        await until('the verdict', async () => (await panel.locator('.verdict').count()) > 0, 120_000);
        await looksWell('diagnostics');
        await fitsSideBar('diagnostics');
    });

    it('pass axe-core when an MCP server is connected, when its tool has answered, and when its scale was checked', async () => {
        const server = await startMcpServer();
        try {
            await stage.workbench.command('Slipway: Connect MCP Server');
            await stage.workbench.quick.waitFor('Slipway: Connect MCP Server');
            await stage.workbench.quick.pick('Type an address…');
            await stage.workbench.quick.type(server.url);
            panel = await stage.workbench.webview(`MCP: ${new URL(server.url).host}`);
            await panel.locator('#tool-add').click();
            await panel.locator('#arg-a').fill('1');
            await panel.locator('#arg-b').fill('2');
            await looksWell('mcp');
            await panel.locator('#call').click();
            await panel.locator('#result', { hasText: '3' }).waitFor();
            await panel.locator('#wire > summary').click();
            await looksWell('mcp-answered', '#result');
            await fitsSideBar('mcp');
            await panel.locator('#scale').click();
            await panel.locator('#scale-verdict', { hasText: 'One instance answered everything.' }).waitFor({ timeout: 60_000 * patience });
            await looksWell('mcp-scale', '#scale-verdict');
        } finally {
            await server.stop();
        }
    });
});
