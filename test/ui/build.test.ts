import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { openUiStage } from './uiStage';
import type { UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const out = path.resolve(import.meta.dirname, '../../out/build');
const buildMs = 120_000;

/** Builds on the real engine and in the local Azure, as they are shown while they run. */
describe('a build', function () {
    this.timeout(180_000 * patience);
    let stage: UiStage;

    before(async () => {
        fs.mkdirSync(out, { recursive: true });
        stage = await openUiStage({ files: { 'index.html': '<h1>Built</h1>\n' }, localAzure: 'started' });
        fs.copyFileSync('/bin/busybox', `${stage.folder}/busybox`);
        fs.chmodSync(`${stage.folder}/busybox`, 0o755);
    });
    after(() => stage.close());

    it('shows its steps while it runs, with state, time and line, and stops on the engine when it is cancelled in its panel', async () => {
        stage.write({
            Dockerfile: stage.dockerfile(`RUN ["/bin/busybox", "sh", "-c", ": ${stage.mark}; echo half way; exec /bin/busybox sleep 600"]`),
        });
        const panel = await build(stage, 'Build Image');
        const running = panel.locator('.build-step.running', { hasText: 'RUN' });
        await running.waitFor({ timeout: buildMs });
        assert.match(await panel.locator('.build-log').innerText(), /half way/);
        await until('a time that goes on', async () => Number.parseFloat(await running.locator('.time').innerText()) >= 1);
        await stage.workbench.shot(path.join(out, 'running.png'));
        // The panel is drawn again each second: a press that begins before a drawing and ends after it counts.
        const time = running.locator('.time');
        await panel.locator('#cancel').hover();
        await stage.workbench.page.mouse.down();
        const pressedAt = await time.innerText();
        await until('a drawing while the button is down', async () => (await time.innerText()) !== pressedAt);
        await stage.workbench.page.mouse.up();
        await panel.locator('#again').waitFor();
        assert.equal(await panel.locator('.build-step.running').count(), 0);
    });

    it('leads from the step that fails to its line of the Dockerfile, with the reason', async () => {
        stage.write({ Dockerfile: stage.dockerfile('RUN ["/bin/busybox", "no-such-applet"]') });
        const panel = await build(stage, 'Build Image');
        await panel.locator('.verdict.bad').waitFor({ timeout: buildMs });
        assert.match(await panel.locator('.verdict').innerText(), /Dockerfile, line 5: RUN failed\.[^]*no-such-applet/);
        const failed = panel.locator('.build-step.failed');
        assert.match(await failed.innerText(), /no-such-applet/);
        await stage.workbench.shot(path.join(out, 'failed.png'));
        await failed.getByRole('button', { name: 'line 5' }).click();
        await until('the cursor in line 5', async () =>
            (await stage.workbench.page.locator('.statusbar').innerText()).includes('Ln 5, Col 1'),
        );
    });

    it('asks before 10 GB are sent, and names the largest folders', async () => {
        stage.write({ Dockerfile: stage.dockerfile(), 'data/notes.txt': 'x' });
        // A file with a hole in it: it takes no room here.
        fs.truncateSync(path.join(stage.folder, 'data/notes.txt'), 10_000_000_000);
        await stage.workbench.command('Slipway: Build Image');
        const { message, detail } = await stage.workbench.dialog.read();
        assert.match(message, /^The build would be sent 10(\.\d)? GB in \d+ files\.$/);
        assert.match(detail, /^data: 10(\.\d)? GB/);
        assert.match(detail, /\.dockerignore/);
        await stage.workbench.shot(path.join(out, 'ten gigabytes.png'));
        await stage.workbench.dialog.click('Cancel');
        fs.rmSync(path.join(stage.folder, 'data'), { recursive: true });
    });

    it('names the line of the Dockerfile that makes no sense', async () => {
        stage.write({ Dockerfile: stage.dockerfile('COPPY index.html /again.html') });
        const panel = await build(stage, 'Build Image');
        await panel.locator('.verdict.bad').waitFor({ timeout: buildMs });
        assert.match(await panel.locator('.verdict').innerText(), /cannot be understood at line 5[^]*COPPY/);
        await stage.workbench.shot(path.join(out, 'syntax error.png'));
    });

    it('tells which steps came from the cache, and what it made', async () => {
        stage.write({ Dockerfile: stage.dockerfile() });
        await (await build(stage, 'Build Image')).locator('.verdict.good').waitFor({ timeout: buildMs });
        const panel = await build(stage, 'Build Image');
        await panel.locator('.build-step.cached').first().waitFor({ timeout: buildMs });
        await panel.locator('.verdict.good').waitFor({ timeout: buildMs });
        assert.match(await panel.locator('.verdict').innerText(), /^Built app:\d{8}-\d{4}: /);
        assert.match(await panel.locator('.subtitle').innerText(), /app\/Dockerfile .* of \d+ steps from the cache/);
        for (const theme of ['Light Modern', 'Default High Contrast', 'Dark Modern']) {
            await stage.workbench.theme(theme);
            await stage.workbench.shot(path.join(out, `done ${theme}.png`));
        }
    });

    it('of a project inside is made from its own folder', async () => {
        fs.rmSync(path.join(stage.folder, 'Dockerfile'));
        fs.mkdirSync(path.join(stage.folder, 'server'));
        fs.copyFileSync('/bin/busybox', `${stage.folder}/server/busybox`);
        fs.chmodSync(`${stage.folder}/server/busybox`, 0o755);
        stage.write({
            'server/package.json': '{"scripts":{"start":"node inner.js"},"dependencies":{"express":"5"}}',
            'server/inner.js': 'require("express")().listen(8000);\n',
            'server/index.html': '<h1>Inside</h1>\n',
            'server/Dockerfile': stage.dockerfile('COPY inner.js /inner.js'),
        });
        const panel = await build(stage, 'Build Image');
        await panel.locator('.verdict.good').waitFor({ timeout: buildMs });
        assert.match(await panel.locator('.subtitle').innerText(), /server\/Dockerfile/);
        await stage.workbench.shot(path.join(out, 'a project inside.png'));
        fs.rmSync(path.join(stage.folder, 'server'), { recursive: true });
        stage.write({ Dockerfile: stage.dockerfile() });
    });

    it('is done in Azure by a deploy where no engine answers, and the app goes live', async () => {
        await stage.workbench.changeSettings({ 'slipway.engine.host': `unix://${stage.folder}/no.sock` });
        await stage.workbench.command('Slipway: Deploy');
        const panel = await stage.workbench.webview('Slipway Plan');
        await panel.getByText('Build the image in Azure, with').waitFor({ timeout: buildMs });
        await stage.workbench.shot(path.join(out, 'plan without an engine.png'));
        await panel.locator('#start', { hasText: 'Deploy' }).click();
        await panel.locator('.verdict.good').waitFor({ timeout: buildMs });
        assert.equal(await (await fetch((await panel.locator('#result').innerText()).trim())).text(), '<h1>Built</h1>\n');
    });
});

/** Starts a build and answers its panel, drawn for this build. */
async function build(stage: UiStage, title: string): Promise<Frame> {
    const before = await shownPhase(stage);
    await stage.workbench.command(`Slipway: ${title}`);
    const panel = await stage.workbench.webview('Build app');
    // The panel of the build before is taken over.
    if (before !== undefined) {
        await until('the new build', async () => (await shownPhase(stage)) !== before || (await panel.locator('#cancel').count()) > 0);
    }
    return panel;
}

async function shownPhase(stage: UiStage): Promise<string | undefined> {
    for (const frame of stage.workbench.page.frames()) {
        const verdict = frame.locator('.verdict, #again').first();
        if (
            (await frame
                .locator('.build')
                .count()
                .catch(() => 0)) > 0 &&
            (await verdict.count().catch(() => 0)) > 0
        ) {
            return await frame.locator('main').innerText();
        }
    }
    return undefined;
}
