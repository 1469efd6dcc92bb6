import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { Frame } from 'playwright-core';
import { openUiStage, type UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

/** A folder that is run to its end, in one window: chosen in the plan, then run once. */
describe('a job of Container Apps', function () {
    this.timeout(180_000 * patience);
    let stage: UiStage;
    let name = '';

    before(async () => {
        stage = await openUiStage({
            files: { 'index.html': 'one\n' },
            localAzure: 'started',
            settings: { 'slipway.deploy.target': 'containerApps' },
        });
        fs.copyFileSync('/bin/busybox', `${stage.folder}/busybox`);
        fs.chmodSync(`${stage.folder}/busybox`, 0o755);
        runs('echo swept the deck');
    });
    after(() => stage.close());

    const panel = async (): Promise<Frame> => await stage.workbench.webview('Slipway Plan');
    const runs = (script: string) =>
        stage.write({ Dockerfile: stage.dockerfile().replace(/CMD .*/, `CMD ${JSON.stringify(['/bin/busybox', 'sh', '-c', script])}`) });

    async function ended(kind: 'good' | 'bad'): Promise<string> {
        const frame = await panel();
        await until('the end of the deploy', async () => (await frame.locator('.verdict').count()) > 0, 120_000);
        const words = await frame.locator('.verdict').first().innerText();
        assert.equal(await frame.locator(`.verdict.${kind}`).count(), 1, words);
        return words;
    }

    it('is chosen in the plan, which then asks for a schedule and no address', async () => {
        await stage.workbench.command('Slipway: Deploy');
        const frame = await panel();
        await frame.locator('#field-appKind').selectOption('job');
        await frame.locator('#field-schedule').waitFor();
        assert.equal(await frame.locator('#field-healthPath').count(), 0);
        await stage.workbench.shot('out/job-plan.png');
        await frame.locator('#start').click();
        await frame.locator('#start').waitFor({ state: 'detached' });
    });

    it('is run once, and shown without a link that leads nowhere', async () => {
        const words = await ended('good');
        name = /(\S+) ran once and ended well/.exec(words)?.[1] ?? '';
        assert.notEqual(name, '', words);
        assert.doesNotMatch(words, /https?:/);
        assert.equal(await (await panel()).locator('#result').count(), 0);
        await stage.workbench.shot('out/job-ran.png');
    });
});
