import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './launchBrowser';
import { longPanels } from './longPanels';
import { spillingOver } from './spillingOver';

const root = path.resolve(import.meta.dirname, '../..');
const pictures = path.join(root, 'out/panelPages');

/** The pages themselves, in a browser without VS Code around them: in a second each, and as narrow as a side bar may be drawn. */
describe('the pages of the panels, with names as long as they come', function () {
    this.timeout(60_000);
    let browser: Browser;

    before(async () => {
        fs.mkdirSync(pictures, { recursive: true });
        browser = await launchBrowser();
    });
    after(() => browser.close());

    for (const [name, { script, state }] of Object.entries(longPanels)) {
        it(`fit 400 pixels at 200 %, a side bar of 250 pixels, half a window at 200 % and a wide one: ${name}`, async () => {
            const page = await open(await browser.newPage(), script, state);
            for (const width of [200, 250, 390, 1000]) {
                await page.setViewportSize({ width, height: 800 });
                await page.screenshot({ path: path.join(pictures, `${name}-${String(width)}.png`), fullPage: true });
                assert.deepEqual(await spillingOver(page), [], `${String(width)} pixels`);
            }
            await page.setViewportSize({ width: 400, height: 800 });
            await page.evaluate(() => (document.body.style.zoom = '2'));
            await page.screenshot({ path: path.join(pictures, `${name}-zoom.png`) });
            assert.deepEqual(await spillingOver(page), [], '400 pixels at 200 %');
            await page.close();
        });
    }
});

/** The page as VS Code's host writes it, its state sent once. */
async function open(page: Page, script: string, state: unknown): Promise<Page> {
    const at = (file: string) => pathToFileURL(path.join(root, file)).href;
    const file = path.join(pictures, `${script}.html`);
    fs.writeFileSync(
        file,
        `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${script}</title>
<style>:root { --vscode-font-size: 13px; --vscode-font-family: sans-serif; --vscode-editor-font-family: monospace; }</style>
<link rel="stylesheet" href="${at('dist/panel/codicon.css')}"><link rel="stylesheet" href="${at('media/panel.css')}"></head>
<body><script>window.acquireVsCodeApi = () => ({ postMessage() {}, getState() {}, setState() {} });</script>
<script src="${at(`dist/panel/${script}`)}"></script></body></html>`,
    );
    await page.goto(pathToFileURL(file).href);
    await page.evaluate((data) => window.postMessage(data, '*'), state);
    await page.locator('h1').waitFor();
    await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
    return page;
}
