import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startServer } from './startServer';
import type { VsCodeServer } from './vsCodeServer';
import { launchWindowBrowser, type WindowBrowser } from './windowBrowser';
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
const variablePort = [
    'FROM python:3.8-slim',
    'ARG PORT=8000',
    'WORKDIR /app',
    'COPY . .',
    'RUN pip install -r requirements.txt',
    'EXPOSE $PORT',
    'CMD ["python", "app.py"]',
    '',
].join('\n');
const pictures = path.join(root, 'out/pictures');
const instructions = ['FROM', 'WORKDIR', 'COPY', 'RUN', 'COPY', 'EXPOSE', 'CMD'];

describe('a Dockerfile beside Container Tools', function () {
    this.timeout(60_000 * patience);
    const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-ui-'));
    let server: VsCodeServer | undefined;
    let browser: WindowBrowser | undefined;
    let workbench: Workbench;

    const folder = path.join(scratch, 'flask');

    before(async function () {
        this.timeout(120_000 * patience);
        const extensionsDir = path.join(scratch, 'extensions');
        fs.cpSync(path.join(root, 'samples/flask'), folder, { recursive: true });
        fs.writeFileSync(path.join(folder, 'Dockerfile'), dockerfile);
        fs.writeFileSync(path.join(folder, 'Containerfile'), variablePort);
        fs.writeFileSync(path.join(folder, '.dockerignore'), '.env*\n.git\n.venv\ndrafts/\n');
        fs.mkdirSync(pictures, { recursive: true });
        fs.mkdirSync(extensionsDir);
        fs.symlinkSync(root, path.join(extensionsDir, 'slipway-dev.slipway-0.1.0'));
        fs.symlinkSync(
            path.join(root, 'test/ui/fixtures/containerTools'),
            path.join(extensionsDir, 'ms-azuretools.vscode-containers-0.0.1'),
        );
        server = await startServer({ folder, extensionsDir });
        browser = await launchWindowBrowser(server);
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

    it('gives a finding another severity, and takes it away, as soon as the settings say so', async () => {
        await workbench.editor.open('Dockerfile');
        for (const [severity, shown] of [
            ['error', true],
            ['off', false],
        ] as const) {
            await workbench.changeSettings({ 'slipway.lint.rules': { 'dockerfile/root-user': severity } });
            await until(`root-user ${severity}`, async () => (await workbench.editor.squiggles()).includes('squiggly-error') === shown);
        }
    });

    it('looks again when a file comes that a pattern was waiting for, and when it goes', async () => {
        const drafts = path.join(folder, 'drafts');
        await workbench.changeSettings({ 'slipway.lint.rules': { 'dockerignore/unused-pattern': 'error' } });
        await workbench.editor.open('.dockerignore');
        const told = async () => (await workbench.editor.squiggles()).includes('squiggly-error');
        await until('a pattern that matches nothing', told, 30_000);
        fs.mkdirSync(drafts);
        fs.writeFileSync(path.join(drafts, 'notes.odt'), 'a draft');
        await until('no finding once there is a draft', async () => !(await told()));
        fs.rmSync(drafts, { recursive: true });
        await until('the finding again', told);
    });

    it('tells the age, size and end of support of a base image', async () => {
        await workbench.editor.open('Dockerfile', 1, 9);
        const hover = (await workbench.editor.hover()).join('\n');
        assert.match(hover, /Python 3\.13[\s\S]*First released 2024-10-07[\s\S]*Security fixes until 2029-10-31[\s\S]*Roughly \d+ MB/);
    });

    it('shows Build, Rehearse and Deploy and the port that counts, until the settings say no', async () => {
        await workbench.editor.open('Containerfile');
        const lenses = workbench.editor.widget.locator('.codelens-decoration a');
        await until('the lenses', async () => (await lenses.allInnerTexts()).join(' ') === 'Build Rehearse Deploy');
        await until('the port', async () => /EXPOSE \$PORT\s*= 8000/.test(await workbench.editor.text()));
        await workbench.page.setViewportSize({ width: 1120, height: 720 });
        for (const [suffix, theme] of [
            ['light', 'Light Modern'],
            ['hc', 'Default High Contrast'],
            ['dark', 'Dark Modern'],
        ] as const) {
            await workbench.theme(theme);
            await workbench.shot(path.join(pictures, `language-${suffix}.png`));
        }
        await workbench.page.setViewportSize({ width: 1400, height: 900 });
        await workbench.changeSettings({ 'slipway.lint.codeLens': false, 'slipway.lint.inlayHints': false });
        await until('no lens', async () => (await lenses.count()) === 0);
        await until('no port', async () => !(await workbench.editor.text()).includes('= 8000'));
    });

    it('has every symbol once, and twice when Slipway is told to give all it has', async () => {
        await workbench.editor.open('Dockerfile');
        assert.deepEqual(await symbols(workbench, instructions.length), instructions);
        await workbench.changeSettings({ 'slipway.lint.mode': 'full' });
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
