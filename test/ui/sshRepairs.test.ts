import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { agreeTo, deployed, deployFolder, diagnostics, failed, healthy, runAll, says } from './diagnosticsPanel';
import { breakIt, connectToModel, containersOf, dockerfileLines, onlySite, settingsOf, startedAnew, type ArmSite } from './fragileApp';
import { askLocal, sendArm } from './sendArm';
import { openUiStage } from './uiStage';
import type { LocalConnection, UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const root = path.resolve(import.meta.dirname, '../..');
const pictures = path.join(root, 'out/ui/sshRepairs');
const minuteMs = 60_000;

/** The sample with its sshd and its model, broken in ways that its package list, its port, its state and what it calls have, and mended by buttons. */
describe('The buttons of a verdict on the code, the port and the state of a web app', function () {
    this.timeout(4 * minuteMs * patience);
    let stage: UiStage;
    let azure: LocalConnection;
    let site: ArmSite;
    let panel: Frame;

    before(async () => {
        fs.mkdirSync(pictures, { recursive: true });
        stage = await openUiStage({ sample: 'fragile', localAzure: 'started' });
        fs.appendFileSync(path.join(stage.folder, 'Dockerfile'), dockerfileLines(stage));
        azure = stage.azure!;
        await deployFolder(stage);
        site = await onlySite(azure);
        await connectToModel(stage);
        panel = await diagnostics(stage);
    });
    afterEach(failed(() => stage, 'sshRepairs'));
    after(() => stage.close());

    const button = (name: string | RegExp) => panel.getByRole('button', { name }).first();
    const shot = (name: string) => stage.workbench.shot(path.join(pictures, `${name}.png`));

    async function finds(words: RegExp): Promise<void> {
        await runAll(panel);
        await says(panel, words);
    }

    it('adds the missing package to the requirements, and deploys it', async () => {
        await breakIt(stage, 'dep-import-error');
        await finds(/The app imports tiktoken, which is not installed\./);
        await button('Add tiktoken to requirements.txt').click();
        await stage.workbench.notifications.toast('Add tiktoken to requirements.txt?').waitFor();
        await shot('requirements');
        await stage.workbench.notifications.answer('Add tiktoken to requirements.txt?', 'Add and Save');
        await until('the line', () => /^tiktoken$/m.test(fs.readFileSync(path.join(stage.folder, 'requirements.txt'), 'utf8')));
        await startedAnew(stage, () => stage.workbench.notifications.answer(/tiktoken was added/, 'Deploy'));
        await deployed(stage);
        await breakIt(stage, 'dep-import-error');
        panel = await diagnostics(stage);
        await finds(healthy);
    });

    it('sends requests to the port that the app listens on', async () => {
        await breakIt(stage, 'port-mismatch');
        await finds(/The app listens on port 9999, but requests go to port 8000\./);
        await startedAnew(stage, async () => {
            await button('Set WEBSITES_PORT to 9999').click();
            await agreeTo(stage, /^Change WEBSITES_PORT of /, 'Change and Restart');
        });
        assert.equal((await settingsOf(azure, site.id)).WEBSITES_PORT, '9999');
        await finds(healthy);
    });

    it('opens the metrics of the model that takes no more requests', async () => {
        await askLocal(azure, '/slipway/local/faults', { kind: 'throttled', path: '/model/openai/*', count: 1000 });
        await finds(/The model at .+ takes no more requests right now \(HTTP 429\)\./);
        await button("Open the model's metrics").click();
        const { message, detail } = await stage.workbench.dialog.read();
        await shot('metrics');
        assert.match(`${message} ${detail}`, /portal\.azure\.com\/.+\/accounts\/local-models\/metrics/);
        await stage.workbench.dialog.click('Cancel');
        await removeFaults(azure);
        await finds(healthy);
    });

    it('starts the app that somebody stopped', async () => {
        await sendArm(azure, 'POST', `${site.id}/stop`, '2024-04-01');
        await until('no container', () => containersOf(stage).length === 0);
        await finds(/The app is stopped\./);
        await shot('stopped');
        await startedAnew(stage, () => button('Start').click());
        assert.equal((await onlySite(azure)).properties.state, 'Running');
        await finds(healthy);
    });

    it('starts the app again when its identity does not answer', async () => {
        await askLocal(azure, '/slipway/local/faults', { kind: 'serverError', path: '/msi/token', count: 1000 });
        await finds(/The managed identity endpoint does not answer as it should\./);
        await shot('identity');
        await startedAnew(stage, () => button('Restart').click());
        await removeFaults(azure);
        await finds(healthy);
    });
});

async function removeFaults({ url, key }: LocalConnection): Promise<void> {
    await fetch(`${url}/slipway/local/faults`, { method: 'DELETE', headers: { 'x-slipway-key': key } });
}
