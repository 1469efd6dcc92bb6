import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startOwnEngine, type OwnEngine } from '../contract/engine/ownEngine';
import { begun, deployMs, isRunning, sleeping, verdict } from './deploying';
import { openUiStage, type UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const out = path.resolve(import.meta.dirname, '../../out/cut off');
const page = '<h1>Afloat again</h1>\n';
// No other test sleeps as long: its processes are told from theirs.
const [buildSeconds, shortSeconds] = [3_607, 8.75];

/** What a deploy stands on ends in the middle of it: an engine of the test's own, and the local Azure that the window itself started. */
describe('a deploy that is cut off', function () {
    this.timeout(180_000 * patience);
    let stage: UiStage;
    let own: OwnEngine;
    let home = '';

    before(async function () {
        const started = await startOwnEngine();
        if (started === undefined) {
            this.skip();
        }
        own = started;
        fs.mkdirSync(out, { recursive: true });
        home = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-home-'));
        // The window's own local Azure looks for docker-registry on the PATH of a login shell, whose environment VS Code takes over.
        fs.writeFileSync(path.join(home, '.profile'), `export PATH='${process.env.PATH ?? ''}'\n`);
        stage = await openUiStage({
            files: { 'index.html': page },
            settings: { 'slipway.engine.host': own.host, 'slipway.build.where': 'engine' },
            env: { HOME: home },
        });
        fs.copyFileSync('/bin/busybox', `${stage.folder}/busybox`);
        fs.chmodSync(`${stage.folder}/busybox`, 0o755);
    });
    after(async () => {
        await stage.close();
        await own.stop();
        fs.rmSync(home, { recursive: true, force: true });
    });

    const containers = () =>
        execFileSync('docker', ['--host', own.host, 'ps', '-aq'], { encoding: 'utf8' })
            .split('\n')
            .filter((id) => id !== '');

    it('says that the engine ended in the middle of the build', async () => {
        stage.write({ Dockerfile: stage.dockerfile(sleeping(stage, buildSeconds)) });
        await stage.workbench.command('Slipway: Deploy');
        const panel = await stage.workbench.webview('Slipway Plan');
        await begun(panel);
        await until('the step of the build', () => isRunning(`busybox sleep ${buildSeconds}`), deployMs);
        own.kill();
        const words = await verdict(panel, 'bad');
        await stage.workbench.shot(path.join(out, 'engine in the build.png'));
        assert.match(words, /Docker engine/);
        assert.equal(await panel.locator('.steps li.running').count(), 0);
        // An engine that is killed leaves what it ran.
        processes(`busybox sleep ${buildSeconds}`).forEach((id) => process.kill(id, 'SIGKILL'));
        await own.restart();
    });

    it('says that the engine ended in the middle of the rehearsal', async () => {
        stage.write({ Dockerfile: stage.dockerfile().replace(/CMD .*/, 'CMD ["/bin/busybox", "sleep", "600"]') });
        await stage.workbench.command('Slipway: Deploy');
        const panel = await stage.workbench.webview('Slipway Plan');
        await begun(panel);
        await until('the container of the rehearsal', () => containers().length > 0, deployMs);
        own.kill();
        const words = await verdict(panel, 'bad');
        await stage.workbench.shot(path.join(out, 'engine in the rehearsal.png'));
        assert.match(words, /Docker engine/);
        await own.restart();
    });

    it('says that the local Azure ended in the middle, with no container of the rehearsal before left', async () => {
        stage.write({ Dockerfile: stage.dockerfile(sleeping(stage, shortSeconds)) });
        await stage.workbench.command('Slipway: Deploy');
        const panel = await stage.workbench.webview('Slipway Plan');
        await begun(panel);
        await until('the step of the build', () => isRunning(`busybox sleep ${shortSeconds}`), deployMs);
        processes(`${path.dirname(stage.folder)}/.*/localAzure\\.js`).forEach((id) => process.kill(id, 'SIGKILL'));
        const words = await verdict(panel, 'bad');
        await stage.workbench.shot(path.join(out, 'local Azure.png'));
        assert.match(words, /The local Azure does not answer\./);
    });

    it('goes live the next time, and leaves no container on the engine', async () => {
        stage.write({ Dockerfile: stage.dockerfile() });
        await stage.workbench.command('Slipway: Deploy');
        const panel = await stage.workbench.webview('Slipway Plan');
        await begun(panel);
        assert.match(await verdict(panel, 'good'), /is live/);
        assert.equal(await (await fetch((await panel.locator('#result').innerText()).trim())).text(), page);
        assert.deepEqual(containers(), []);
    });
});

/** Ids of the processes whose command is like that. */
function processes(command: string): number[] {
    const { stdout } = spawnSync('pgrep', ['-f', command], { encoding: 'utf8' });
    return stdout.split('\n').flatMap((id) => (id === '' ? [] : [Number(id)]));
}
