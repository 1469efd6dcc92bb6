import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { openUiStage } from './uiStage';
import type { UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const root = path.resolve(import.meta.dirname, '../..');
const pictures = path.join(root, 'out/ui/sshContainers');
const minuteMs = 60_000;
const chat = 'POST /chat {"prompt":"hi"}';

/** The way into what has no SSH tunnel: the exec of Container Instances. */
describe('Diagnostics, terminal and files of a container group', function () {
    this.timeout(4 * minuteMs * patience);
    let stage: UiStage;

    before(async () => {
        stage = await openFragile('containerInstances');
    });
    after(() => stage.close());

    it('names the missing setting', async () => {
        const panel = await diagnostics(stage);
        await runAll(panel);
        await stage.workbench.shot(path.join(pictures, 'container-group.png'));
        assert.match(
            await headline(panel),
            /The app needs the setting AZURE_AI_FOUNDRY_ENDPOINT, which is not set\./,
            await verdict(panel),
        );
    });

    it('gives a shell, and carries a file there and back', async () => {
        await typedInto(stage, 'container-group-terminal');
        await carriesFiles(stage);
    });
});

async function openFragile(target: string): Promise<UiStage> {
    fs.mkdirSync(pictures, { recursive: true });
    const stage = await openUiStage({
        files: { '.gitkeep': '' },
        localAzure: 'started',
        settings: { 'slipway.deploy.target': target, 'files.simpleDialog.enable': true },
    });
    try {
        fs.cpSync(path.join(root, 'samples/fragile'), stage.folder, { recursive: true });
        fs.appendFileSync(path.join(stage.folder, 'Dockerfile'), `LABEL slipway.ui=${stage.mark}\n`);
        await deploy(stage);
        return stage;
    } catch (error) {
        await stage.close();
        throw error;
    }
}

async function deploy(stage: UiStage): Promise<void> {
    await stage.workbench.command('Slipway: Deploy');
    const panel = await stage.workbench.webview('Slipway Plan');
    await until(
        'the plan, or the deploy without questions',
        async () => (await panel.locator('#start', { hasText: 'Deploy' }).count()) > 0 || (await panel.locator('.verdict').count()) > 0,
        minuteMs,
    );
    if ((await panel.locator('.verdict').count()) === 0) {
        await panel.locator('#start').click();
    }
    await until('the end of the deploy', async () => (await panel.locator('.verdict').count()) > 0, 3 * minuteMs);
    assert.equal(await panel.locator('.verdict.good').count(), 1, await panel.locator('.verdict').first().innerText());
}

async function diagnostics(stage: UiStage): Promise<Frame> {
    if (!stage.workbench.page.frames().some((frame) => frame.url().includes('slipway.diagnose'))) {
        await stage.workbench.command('Slipway: Diagnose Deployment');
    }
    return await stage.workbench.webview('Slipway Diagnostics');
}

async function runAll(panel: Frame, request = chat): Promise<void> {
    await panel.locator('#run').waitFor({ timeout: minuteMs * patience });
    await panel.locator('#request').fill(request);
    await panel.locator('#run').click();
    await panel.locator('#cancel').waitFor();
    await panel.locator('#run').waitFor({ timeout: minuteMs * patience });
    await panel.locator('#verdict').waitFor();
}

const headline = (panel: Frame) => panel.locator('#verdict .what').innerText();
const verdict = (panel: Frame) => panel.locator('#verdict').innerText();

async function typedInto(stage: UiStage, picture: string): Promise<void> {
    const { terminal } = stage.workbench;
    await stage.workbench.command('Slipway: Open SSH Terminal');
    await until('the prompt', async () => /[#$] ?$/.test((await terminal.text()).trimEnd()), minuteMs);
    await terminal.type('echo answer $((6 * 7)); cat /app/requirements.txt\r');
    await terminal.waitFor(/^answer 42$/m);
    await stage.workbench.shot(path.join(pictures, `${picture}.png`));
}

async function carriesFiles(stage: UiStage): Promise<void> {
    const { quick, notifications, terminal } = stage.workbench;
    const text = `carried ${stage.mark}\n`;
    stage.write({ 'there.txt': text });
    await stage.workbench.command('Slipway: Upload File to Deployment');
    await quick.typePath(path.join(stage.folder, 'there.txt'));
    await quick.waitFor('Slipway: Upload File to Deployment');
    await quick.pick('This folder');
    await notifications.toast('/home/there.txt was uploaded').waitFor({ timeout: minuteMs });
    await terminal.type('cat /home/there.txt\r');
    await terminal.waitFor(new RegExp(`^carried ${stage.mark}$`, 'm'));
    await stage.workbench.command('Slipway: Download File from Deployment');
    await quick.waitFor('Slipway: Download File from Deployment');
    await quick.pick('there.txt');
    const back = path.join(stage.folder, 'back.txt');
    await quick.typePath(back);
    await until('the file on this machine', () => fs.existsSync(back) && fs.readFileSync(back, 'utf8') === text, minuteMs);
}
