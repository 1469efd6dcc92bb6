import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { startMcpServer } from './mcpServer';
import { openLink } from './openLink';
import { openUiStage } from './uiStage';
import type { UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const pictures = path.resolve(import.meta.dirname, '../../out/pictures');

describe('the product in a window', function () {
    this.timeout(180_000 * patience);
    let stage: UiStage;

    before(async () => {
        fs.mkdirSync(pictures, { recursive: true });
        stage = await openUiStage({
            files: {
                'index.html': '<h1>Hello from the harbour</h1>\n',
                // There before the window is: VS Code reads a new one only a moment after it was written.
                '.vscode/tasks.json': JSON.stringify({
                    version: '2.0.0',
                    tasks: [{ type: 'slipway', task: 'build', label: 'image', group: { kind: 'build', isDefault: true } }],
                }),
            },
        });
        await stage.workbench.page.setViewportSize({ width: 1120, height: 720 });
        fs.copyFileSync('/bin/busybox', `${stage.folder}/busybox`);
        fs.chmodSync(`${stage.folder}/busybox`, 0o755);
        stage.write({ Dockerfile: stage.dockerfile() });
    });
    after(() => stage.close());

    it('runs a task of tasks.json, with its output in the terminal and the end that the work had', async () => {
        // A window that has not read tasks.json yet has no build task to run, and says so.
        await until(
            'the build',
            async () => {
                await stage.workbench.command('Tasks: Run Build Task');
                // A view that is opened before the task's terminal is there makes a shell of its own.
                const built = stage.workbench.notifications.toast(/^Built app:/).waitFor({ timeout: 40_000 });
                const isBuilt = await built.then(
                    () => true,
                    () => false,
                );
                await (isBuilt ? undefined : stage.workbench.page.keyboard.press('Escape'));
                return isBuilt;
            },
            130_000,
        );
        await stage.workbench.command('Terminal: Focus on Terminal View');
        await until('the output of the build', async () => (await stage.workbench.terminal.text()).includes('COPY index.html'), 60_000);
        await stage.workbench.shot(path.join(pictures, 'tasks-dark.png'));
    });

    it('tells what telemetry would be sent, and that nothing is', async () => {
        await stage.workbench.command('Slipway: Show Telemetry');
        await until('the page', async () => (await stage.workbench.editor.text()).includes('"sending": false'));
        assert.match(await stage.workbench.editor.text(), /"why": "This build has no telemetry key: nothing is ever sent\."/);
        await stage.workbench.shot(path.join(pictures, 'telemetry-dark.png'));
    });

    it('follows its settings while it runs', async () => {
        const tree = stage.workbench.tree('Slipway');
        await tree.open();
        await tree.row('Deploy to the local Azure…').waitFor();
        await stage.workbench.changeSettings({ 'slipway.cloud': 'azure' });
        await tree.row('Deploy to Azure…').waitFor();
        await stage.workbench.changeSettings({ 'slipway.cloud': 'local' });
        await tree.row('Deploy to the local Azure…').waitFor();
    });

    it('calls a tool of an MCP server: the picture of its page in the docs', async () => {
        const server = await startMcpServer();
        const { workbench } = stage;
        try {
            // What was built before is not what the picture is about.
            if ((await workbench.page.locator('.part.panel:visible').count()) > 0) {
                await workbench.command('View: Hide Panel');
            }
            await workbench.command('Slipway: Connect MCP Server');
            await workbench.quick.waitFor('Slipway: Connect MCP Server');
            await workbench.quick.pick('Type an address…');
            await workbench.quick.type(server.url);
            const panel = await workbench.webview(`MCP: ${new URL(server.url).host}`);
            await panel.locator('#tool-add').click();
            await panel.locator('#arg-a').fill('40');
            await panel.locator('#arg-b').fill('2');
            await panel.locator('#call').click();
            await panel.locator('#result', { hasText: '42' }).waitFor();
            for (const [suffix, theme] of [
                ['light', 'Light Modern'],
                ['hc', 'Default High Contrast'],
                ['dark', 'Dark Modern'],
            ] as const) {
                await workbench.theme(theme);
                await workbench.shot(path.join(pictures, `mcp-${suffix}.png`));
            }
        } finally {
            await server.stop();
        }
    });

    it('says of a link that is none of its own that it is none', async () => {
        await openLink(stage.workbench, '/deploy/everything');
        await stage.workbench.notifications.toast('This link is none of Slipway').waitFor();
    });
});

describe('the product in German', function () {
    this.timeout(120_000 * patience);
    let stage: UiStage;

    before(async () => {
        fs.mkdirSync(pictures, { recursive: true });
        stage = await openUiStage({
            files: {
                'requirements.txt': 'flask==3.1.2\n',
                'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
                'index.html': '<h1>Moin</h1>\n',
            },
            localAzure: 'started',
            locale: 'de',
        });
        await stage.workbench.page.setViewportSize({ width: 1120, height: 720 });
    });
    after(() => stage.close());

    it('has its tree, status bar and lists in German', async () => {
        const tree = stage.workbench.tree('Slipway');
        await tree.open();
        await tree.row('Im lokalen Azure bereitstellen…').waitFor();
        assert.equal(await stage.workbench.statusBar.text('slipway.deploy'), 'Slipway: Bereitstellen');
        await stage.workbench.shot(path.join(pictures, 'germanTree-dark.png'));
        await stage.workbench.command('Slipway: Meine Einrichtung prüfen');
        await stage.workbench.quick.waitFor('Slipway: Meine Einrichtung prüfen');
        await stage.workbench.shot(path.join(pictures, 'germanSetup-dark.png'));
        await stage.workbench.page.keyboard.press('Escape');
    });

    it('has its plan in German, and no English sentence in it', async () => {
        await stage.workbench.statusBar.click('slipway.deploy');
        const panel = await stage.workbench.webview('Slipway-Plan');
        await panel.locator('#start', { hasText: 'Bereitstellen' }).waitFor();
        await stage.workbench.shot(path.join(pictures, 'german-dark.png'));
        const words = await panel.locator('body').innerText();
        const english = words.split('\n').filter((line) => /\b(the|and|will|with|is|of|not|your)\b/i.test(line));
        assert.deepEqual(english, []);
    });

    it('tells in German why a build failed, what was deployed then, and what a diagnosis found', async () => {
        fs.copyFileSync('/bin/busybox', `${stage.folder}/busybox`);
        fs.chmodSync(`${stage.folder}/busybox`, 0o755);
        stage.write({ Dockerfile: stage.dockerfile('RUN ["/bin/busybox", "no-such-applet"]') });
        let panel = await stage.workbench.webview('Slipway-Plan');
        await panel.locator('#cancel').click();
        await until('the panel gone', () => panel.isDetached());
        await stage.workbench.statusBar.click('slipway.deploy');
        panel = await stage.workbench.webview('Slipway-Plan');
        await panel.locator('#start', { hasText: 'Bereitstellen' }).click();
        await panel.locator('.verdict.bad').waitFor({ timeout: 60_000 * patience });
        assert.match(await panel.locator('.verdict.bad .what').innerText(), /^Dockerfile, Zeile 5: RUN ist fehlgeschlagen\.$/);
        await stage.workbench.shot(path.join(pictures, 'germanFailure-dark.png'));
        assert.deepEqual(await englishIn(panel), []);
        stage.write({ Dockerfile: stage.dockerfile() });
        await panel.locator('#start', { hasText: 'Erneut versuchen' }).click();
        // Nothing is in Azure yet: the plan is agreed to once more.
        await panel.locator('#start', { hasText: 'Bereitstellen' }).click();
        await panel.locator('.verdict.good').waitFor({ timeout: 120_000 * patience });
        assert.match(await panel.locator('.steps').innerText(), /\d,\d s/);
        assert.doesNotMatch(await panel.locator('.steps').innerText(), /\d\.\d s/);
        assert.deepEqual(await englishIn(panel), []);
        await stage.workbench.shot(path.join(pictures, 'germanDeployed-dark.png'));
        await stage.workbench.command('Slipway: Bereitstellung diagnostizieren');
        panel = await stage.workbench.webview('Slipway-Diagnose');
        await panel.locator('#verdict').waitFor({ timeout: 60_000 * patience });
        await panel.locator('#run', { hasText: 'Alle Prüfungen' }).waitFor({ timeout: 60_000 * patience });
        await stage.workbench.shot(path.join(pictures, 'germanDiagnosis-dark.png'));
        assert.deepEqual(await englishIn(panel), []);
    });

    /** Lines of a panel that are not German; without what an engine, a shell or an app wrote. */
    const azuresOwn = /SSH is not enabled for this app\. To enable SSH follow this instructions: \S+/;
    async function englishIn(panel: Frame): Promise<string[]> {
        const quoted = (await panel.locator('.lines, .log, .build-log, pre, code').allInnerTexts()).join('\n');
        const lines = (await panel.locator('body').innerText()).split('\n').map((line) => line.replace(azuresOwn, '').trim());
        return lines.filter(
            (line) =>
                !quoted.includes(line) &&
                !line.includes('no-such-applet') &&
                /\b(the|and|will|with|is|of|not|your|failed|running|waiting|answers?)\b/i.test(line),
        );
    }

    it('has the panel of an MCP server in German, around what the server itself says', async () => {
        const server = await startMcpServer();
        try {
            await stage.workbench.command('Slipway: MCP-Server verbinden');
            await stage.workbench.quick.waitFor('Slipway: MCP-Server verbinden');
            await stage.workbench.quick.pick('Adresse eingeben…');
            await stage.workbench.quick.type(server.url);
            const panel = await stage.workbench.webview(`MCP: ${new URL(server.url).host}`);
            await panel.locator('#tool-add').click();
            await panel.locator('#call', { hasText: 'Aufrufen' }).waitFor();
            await stage.workbench.shot(path.join(pictures, 'germanMcp-dark.png'));
            const own = ['Adds two numbers.', 'The first one'];
            const words = (await panel.locator('body').innerText()).split('\n').filter((line) => !own.includes(line.trim()));
            assert.deepEqual(
                words.filter((line) => /\b(the|and|will|with|is|of|not|your|call|filter)\b/.test(line)),
                [],
            );
        } finally {
            await server.stop();
        }
    });
});
