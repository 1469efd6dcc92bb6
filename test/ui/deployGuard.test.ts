import assert from 'node:assert/strict';
import fs from 'node:fs';
import { begun, deployMs, isRunning, sleeping, verdict } from './deploying';
import { openUiStage } from './uiStage';
import type { UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

/** What changes a deployment waits for the deploy that runs. */
describe('a deploy that runs', function () {
    this.timeout(180_000 * patience);
    let stage: UiStage;

    before(async () => {
        stage = await openUiStage({ files: { 'index.html': '<h1>Hello from the harbour</h1>\n' }, localAzure: 'started' });
        fs.copyFileSync('/bin/busybox', `${stage.folder}/busybox`);
        fs.chmodSync(`${stage.folder}/busybox`, 0o755);
        stage.write({ Dockerfile: stage.dockerfile() });
    });
    after(() => stage.close());

    it('is not the first: that one goes live', async () => {
        await stage.workbench.command('Slipway: Deploy');
        const panel = await stage.workbench.webview('Slipway Plan');
        await begun(panel);
        assert.match(await verdict(panel, 'good'), /is live/);
    });

    it('rolls nothing back and removes nothing while a deploy runs, and shows that one', async () => {
        stage.write({ Dockerfile: stage.dockerfile(sleeping(stage, 90)) });
        const panel = await stage.workbench.webview('Slipway Plan');
        await stage.workbench.command('Slipway: Deploy');
        await until('the step of the build', () => isRunning('busybox sleep 90'), deployMs);
        for (const title of ['Roll Back Deployment', 'Remove Deployment']) {
            await stage.workbench.editor.open('index.html');
            await stage.workbench.command(`Slipway: ${title}`);
            await stage.workbench.notifications.toast('One deploy at a time: finish or cancel this deploy of app first.').waitFor();
            await stage.workbench.page.locator('.tab.active', { hasText: 'Slipway Plan' }).waitFor();
            assert.equal(await panel.locator('.steps li.running').count(), 1);
            await stage.workbench.command('Notifications: Clear All Notifications');
        }
        await panel.locator('#cancel').click();
        await panel.locator('#start', { hasText: 'Try Again' }).waitFor();
        await until('the button of what is live', async () => /Live|Changed/.test(await stage.workbench.statusBar.text('slipway.deploy')));
        await until('the end of the step', () => !isRunning('busybox sleep 90'), 30_000);
    });
});
