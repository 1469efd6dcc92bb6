import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { openUiStage } from './uiStage';
import type { StageOptions, UiStage } from './uiStage';
import type { Toast } from './workbench/notifications';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

/** Opens a window for one suite. */
function stageFor(options: StageOptions): () => UiStage {
    let stage: UiStage | undefined;
    before(async function () {
        this.timeout(120_000 * patience);
        stage = await openUiStage(options);
    });
    after(async function () {
        this.timeout(60_000 * patience);
        await stage?.close();
    });
    return () => stage!;
}

async function errorToast({ workbench }: UiStage, timeoutMs = 30_000): Promise<Toast> {
    return await until(
        'an error message',
        async () => (await workbench.notifications.shown()).find((toast) => toast.severity === 'error'),
        timeoutMs,
    );
}

describe('a folder with nothing to run', function () {
    this.timeout(60_000 * patience);
    const stage = stageFor({ files: { 'notes.txt': 'To do: everything.\n' } });

    it('is answered with one sentence and a next step, and nothing is written', async () => {
        await stage().workbench.command('Slipway: Deploy');
        const toast = await errorToast(stage());
        assert.match(toast.text, /Slipway found nothing to run in app\..*Open the folder that holds your app/);
        assert.deepEqual(fs.readdirSync(stage().folder), ['notes.txt']);
    });
});

describe('a window without a folder', function () {
    this.timeout(60_000 * patience);
    const stage = stageFor({});

    it('offers to open one', async () => {
        await stage().workbench.command('Slipway: Deploy');
        const toast = await errorToast(stage());
        assert.match(toast.text, /There is no folder to work on\./);
        assert.ok(toast.buttons.includes('Open Folder'), toast.buttons.join(', '));
    });
});

describe('an engine that is not there', function () {
    this.timeout(60_000 * patience);
    const dead = path.join(fs.realpathSync('/tmp'), 'slipway-no-such-engine.sock');
    const stage = stageFor({
        files: { 'app.py': 'from flask import Flask\n\napp = Flask(__name__)\n', 'requirements.txt': 'Flask==3.1.2\n' },
        settings: { 'slipway.engine.host': `unix://${dead}`, 'slipway.build.where': 'engine' },
    });

    it('is named with the setting that chose it, and nothing is written', async () => {
        await stage().workbench.statusBar.click('slipway.deploy');
        const toast = await errorToast(stage());
        assert.match(toast.text, /Docker engine/);
        assert.ok(toast.text.includes(dead), toast.text);
        assert.ok(toast.buttons.includes('Check My Setup'), toast.buttons.join(', '));
        assert.deepEqual(fs.readdirSync(stage().folder).sort(), ['app.py', 'requirements.txt']);
    });

    it('is replaced by one that answers, which the workspace then remembers', async () => {
        const { workbench } = stage();
        await workbench.command('Slipway: Select Docker Engine');
        await workbench.quick.waitFor('Slipway: Select Docker Engine');
        await workbench.quick.pick(engineUrl());
        await workbench.quick.widget.waitFor({ state: 'hidden' });
        const answers = async () => {
            await workbench.command('Slipway: Check My Setup');
            await workbench.quick.waitFor('Slipway: Check My Setup');
            const rows = await until('the findings', async () => {
                const { rows: found } = await workbench.quick.state();
                return found.length > 0 ? found.map(({ label }) => label) : undefined;
            });
            await workbench.page.keyboard.press('Escape');
            return rows.some((row) => row.includes('A Docker engine answers'));
        };
        assert.ok(await answers());
        await workbench.page.reload();
        await workbench.page.locator('.statusbar-item[id="slipway-dev.slipway.slipway.deploy"]').waitFor({ timeout: 90_000 * patience });
        assert.ok(await answers(), 'the choice was forgotten');
        await workbench.command('Slipway: Select Docker Engine');
        await workbench.quick.waitFor('Slipway: Select Docker Engine');
        const { rows } = await workbench.quick.state();
        assert.deepEqual(
            rows.filter(({ description }) => description.includes('in use')).map(({ label }) => label.trim()),
            [engineUrl()],
        );
        await workbench.page.keyboard.press('Escape');
    });
});

/** The address by which this machine's engine is listed. */
function engineUrl(): string {
    const host = process.env.DOCKER_HOST ?? '';
    return host === '' ? 'unix:///var/run/docker.sock' : host;
}
