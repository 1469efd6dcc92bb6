import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './launchBrowser';
import { startServer } from './startServer';
import type { VsCodeServer } from './vsCodeServer';
import { patience } from './workbench/patience';
import { until } from './workbench/until';
import { Workbench } from './workbench/workbench';

const root = path.resolve(import.meta.dirname, '../..');
const dockerfile = [
    'FROM python:3.13-slim',
    'WORKDIR /app',
    'COPY requirements.txt .',
    'RUN pip install --no-cache-dir -r requirements.txt',
    'COPY . .',
    'EXPOSE 8000',
    'CMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]',
    '',
].join('\n');
const instructions = ['FROM', 'WORKDIR', 'COPY', 'RUN', 'COPY', 'EXPOSE', 'CMD'];

describe('a Dockerfile beside Container Tools', function () {
    this.timeout(60_000 * patience);
    const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-ui-'));
    let server: VsCodeServer | undefined;
    let browser: Browser | undefined;
    let workbench: Workbench;

    before(async function () {
        this.timeout(120_000 * patience);
        const folder = path.join(scratch, 'flask');
        const extensionsDir = path.join(scratch, 'extensions');
        fs.cpSync(path.join(root, 'samples/flask'), folder, { recursive: true });
        fs.writeFileSync(path.join(folder, 'Dockerfile'), dockerfile);
        fs.mkdirSync(extensionsDir);
        fs.symlinkSync(root, path.join(extensionsDir, 'slipway-dev.slipway-0.1.0'));
        fs.symlinkSync(
            path.join(root, 'test/ui/fixtures/containerTools'),
            path.join(extensionsDir, 'ms-azuretools.vscode-containers-0.0.1'),
        );
        server = await startServer({ folder, extensionsDir });
        browser = await launchBrowser();
        workbench = await Workbench.open(browser, server);
    });
    after(async function () {
        this.timeout(60_000 * patience);
        await browser?.close();
        await server?.stop();
        fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
    });

    it('has a squiggle under the missing gunicorn, which the quick fix takes away', async () => {
        await workbench.editor.open('Dockerfile', 7, 8);
        await until('the squiggle', async () => (await workbench.editor.squiggles()).includes('squiggly-error'), 30_000);
        await workbench.editor.quickFixes('Add gunicorn to requirements.txt');
        await until('no squiggle', async () => !(await workbench.editor.squiggles()).includes('squiggly-error'));
        await workbench.editor.open('requirements.txt');
        assert.match(await workbench.editor.text(), /^gunicorn/m);
    });

    it('has every symbol once, and twice when Slipway is told to give all it has', async () => {
        await workbench.editor.open('Dockerfile');
        assert.deepEqual(await symbols(workbench, instructions.length), instructions);
        workbench.changeSettings({ 'slipway.lint.mode': 'full' });
        assert.deepEqual(
            await symbols(workbench, instructions.length * 2),
            instructions.flatMap((name) => [name, name]),
        );
    });
});

/** What "Go to Symbol in Editor" lists, by kind of instruction, in the order of the file; waits for `count` of them. */
async function symbols(workbench: Workbench, count: number): Promise<string[]> {
    return await until(`${count} symbols`, async () => {
        await workbench.page.keyboard.press('F1');
        await workbench.quick.box.fill('@');
        await workbench.page.waitForTimeout(500);
        const rows = await workbench.quick.rows.locator('.label-name').allTextContents();
        const labels = rows.map((label) => label.replace(/[^A-Z]/g, '')).filter((label) => label !== '');
        await workbench.page.keyboard.press('Escape');
        if (labels.length !== count) {
            throw new Error(`there are: ${rows.join(', ')}`);
        }
        return labels;
    });
}
