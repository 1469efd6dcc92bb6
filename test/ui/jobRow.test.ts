import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { Frame } from 'playwright-core';
import { begun, verdict } from './deploying';
import { openUiStage, type UiStage } from './uiStage';
import { contextMenu } from './workbench/contextMenu';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

/** A folder with nothing but a Dockerfile that is run to its end, in one window: chosen in the plan, run, heard, and seen failing. */
describe('a job of Container Apps by its row', function () {
    this.timeout(180_000 * patience);
    let stage: UiStage;
    let name = '';

    before(async () => {
        stage = await openUiStage({
            files: { 'notes.txt': 'for the image\n', 'server.key': 'not for the image\n' },
            localAzure: 'started',
            settings: { 'slipway.deploy.target': 'containerApps' },
        });
        fs.copyFileSync('/bin/busybox', `${stage.folder}/busybox`);
        fs.chmodSync(`${stage.folder}/busybox`, 0o755);
        runs('/bin/busybox ls -a /app; echo swept the deck');
    });
    after(() => stage.close());

    const panel = async (): Promise<Frame> => await stage.workbench.webview('Slipway Plan');
    const runs = (script: string) =>
        stage.write({
            Dockerfile: [
                'FROM scratch',
                `LABEL slipway.ui=${stage.mark}`,
                'COPY busybox /bin/busybox',
                'COPY . /app',
                `CMD ${JSON.stringify(['/bin/busybox', 'sh', '-c', script])}`,
                '',
            ].join('\n'),
        });
    const row = () => stage.workbench.tree('Slipway').row(name);
    const shows = async (words: RegExp) =>
        await until(
            `a row that says ${words}`,
            async () => {
                const found = (await stage.workbench.tree('Slipway').rows()).find(({ label }) => label === name);
                return found !== undefined && words.test(found.description);
            },
            60_000,
        );

    it('is chosen in the plan of a folder with nothing but a Dockerfile, which asks for a schedule, for events and for no address', async () => {
        await stage.workbench.command('Slipway: Deploy');
        const frame = await panel();
        await frame.locator('#field-appKind').selectOption('job');
        await frame.locator('#field-schedule').waitFor();
        await frame.locator('#field-events').waitFor();
        assert.equal(await frame.locator('#field-healthPath').count(), 0);
        await stage.workbench.shot('out/job-plan.png');
        await begun(frame);
    });

    it('is run once, and shown without a link that leads nowhere', async () => {
        const words = await verdict(await panel(), 'good');
        name = /(\S+) ran once and ended well/.exec(words)?.[1] ?? '';
        assert.notEqual(name, '', words);
        assert.doesNotMatch(words, /https?:/);
        assert.equal(await (await panel()).locator('#result').count(), 0);
        await stage.workbench.shot('out/job-ran.png');
    });

    it('has a row that says how its last run ended, and that is run rather than restarted', async () => {
        await stage.workbench.tree('Slipway').open();
        await shows(/^its last run ended well/);
        const menu = await contextMenu(stage.workbench.page, row());
        assert.ok(menu.includes('Start Deployment') && menu.includes('Stop Deployment'), menu.join());
        assert.ok(!menu.includes('Restart Deployment') && !menu.includes('Scale Deployment'), menu.join());
        await stage.workbench.shot('out/job-row.png');
    });

    it('is heard from its row, with what its .dockerignore kept out of the image', async () => {
        await stage.workbench.tree('Slipway').action(name, 'Show Deployment Logs');
        const log = () => stage.workbench.outputText(name);
        await until('its own words', () => log().includes('swept the deck'), 60_000);
        const said = log();
        assert.match(said, /notes\.txt/);
        assert.doesNotMatch(said, /server\.key/);
        assert.match(fs.readFileSync(`${stage.folder}/.dockerignore`, 'utf8'), /\*\*\/\*\.key/);
    });

    it('says why a run fails, on its row and in its last words', async () => {
        runs('echo the broom is gone; exit 3');
        await stage.workbench.command('Slipway: Deploy');
        await begun(await panel());
        const words = await verdict(await panel(), 'bad');
        assert.match(words, /\bexit code 3\b|\bExitCode: 3\b/);
        assert.match(words, /the broom is gone/);
        await shows(/^failed/);
        await stage.workbench.shot('out/job-failed.png');
    });
});
