import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { agreeTo, deployed, deployFolder, diagnostics, editSetting, healthy, runAll, says } from './diagnosticsPanel';
import {
    addressOf,
    answersChat,
    breakIt,
    changeSettings,
    containersOf,
    dockerfileWithoutSsh,
    giveModelRole,
    makeIdentity,
    onlySite,
    principalsOn,
    settingsOf,
    startedAnew,
    type ArmSite,
} from './fragileApp';
import { askLocal, sendArm } from './sendArm';
import { openUiStage } from './uiStage';
import type { LocalConnection, UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const root = path.resolve(import.meta.dirname, '../..');
const pictures = path.join(root, 'out/ui/sshButtons');
const nobody = '00000000-0000-0000-0000-000000000000';
const minuteMs = 60_000;

/** The sample without its sshd, deployed with nothing set, and mended button by button until it answers; then broken in other ways. */
describe('The buttons of a verdict on a web app', function () {
    this.timeout(4 * minuteMs * patience);
    let stage: UiStage;
    let azure: LocalConnection;
    let site: ArmSite;
    let panel: Frame;
    let model: string;
    let url: string;

    before(async () => {
        fs.mkdirSync(pictures, { recursive: true });
        stage = await openUiStage({ sample: 'fragile', localAzure: 'started' });
        stage.write({ Dockerfile: dockerfileWithoutSsh(stage) });
        azure = stage.azure!;
        await deployFolder(stage);
        site = await onlySite(azure);
        url = await addressOf(azure, site.properties.defaultHostName);
        model = ((await askLocal(azure, '/slipway/local/model')) as { endpoint: string }).endpoint;
        panel = await diagnostics(stage);
    });
    after(() => stage.close());

    const button = (name: string | RegExp) => panel.getByRole('button', { name }).first();
    const shot = (name: string) => stage.workbench.shot(path.join(pictures, `${name}.png`));
    const setting = async (name: string) => (await settingsOf(azure, site.id))[name];
    const agree = (words: RegExp, answer: string) => agreeTo(stage, words, answer);

    async function edit(name: string, value: string): Promise<void> {
        await editSetting(stage, panel, name, value);
        assert.equal(await setting(name), value);
    }

    async function finds(words: RegExp): Promise<void> {
        await runAll(panel);
        await says(panel, words);
    }

    it('adds the SSH layer to the Dockerfile and deploys it, after which there is a way in', async () => {
        await runAll(panel);
        assert.match(await panel.locator('.warning').innerText(), /SSH/);
        await shot('no-sshd');
        await button('Add the SSH layer').click();
        await stage.workbench.notifications.toast(/Add the SSH layer to Dockerfile\?/).waitFor();
        await shot('ssh-layer');
        await stage.workbench.notifications.answer(/Add the SSH layer to Dockerfile\?/, 'Add and Save');
        await until('the layer in the file', () => read(stage, 'Dockerfile').includes('openssh-server'));
        await startedAnew(stage, async () => {
            await stage.workbench.notifications.answer(/was added\. Deploy to bring it to Azure/, 'Deploy');
        });
        await deployed(stage);
        panel = await diagnostics(stage);
        await finds(/The app needs the setting AZURE_AI_FOUNDRY_ENDPOINT, which is not set\./);
        assert.equal(await panel.locator('.warning').count(), 0);
    });

    it('sets the setting that is missing, and corrects one that leads nowhere', async () => {
        await edit('AZURE_AI_FOUNDRY_ENDPOINT', 'https://fragile-typo-in-the-name.openai.azure.com');
        await changeSettings(stage, site.id, { AZURE_AI_MODEL: 'gpt-4o-mini' });
        await finds(/The app has the identity .+, but AZURE_CLIENT_ID does not say that it is to be used\./);
        await startedAnew(stage, async () => {
            await button(/^Set AZURE_CLIENT_ID to /).click();
            await agree(/^Change AZURE_CLIENT_ID of /, 'Change and Restart');
        });
        const own = Object.values(site.identity!.userAssignedIdentities!)[0]!;
        assert.equal(await setting('AZURE_CLIENT_ID'), own.clientId);
        await finds(/There is no such model endpoint: fragile-typo-in-the-name\.openai\.azure\.com\./);
        await edit('AZURE_AI_FOUNDRY_ENDPOINT', model);
    });

    it('gives the identity the role for the model', async () => {
        await finds(/The identity may not call the model at .+ \(HTTP 401\)\./);
        await button('Assign the role').click();
        await shot('role');
        await agree(/^Give .+ the role Cognitive Services OpenAI User\?$/, 'Assign Role');
        const { account } = (await askLocal(azure, '/slipway/local/model')) as { account: string };
        const own = Object.values(site.identity!.userAssignedIdentities!)[0]!;
        await until('the role', async () => (await principalsOn(azure, account)).includes(own.principalId));
        await answersChat(url);
        await finds(healthy);
        await shot('green');
    });

    it('assigns the identity that the settings name', async () => {
        const other = await makeIdentity(azure, site, 'other-identity');
        await giveModelRole(azure, other.principalId);
        await changeSettings(stage, site.id, { AZURE_CLIENT_ID: other.clientId });
        await finds(/AZURE_CLIENT_ID names an identity that is not assigned to this app/);
        await startedAnew(stage, async () => {
            await button('Assign an identity').click();
            await stage.workbench.quick.pick('other-identity');
            await agree(/^Assign the identity other-identity to .+\?$/, 'Assign Identity');
        });
        const assigned = Object.values((await onlySite(azure)).identity!.userAssignedIdentities!);
        assert.ok(assigned.some(({ clientId }) => clientId === other.clientId));
        assert.equal(assigned.length, 2);
        await answersChat(url);
        await finds(healthy);
    });

    it('removes a setting that names nobody', async () => {
        const userAssignedIdentities = Object.fromEntries(
            Object.keys((await onlySite(azure)).identity!.userAssignedIdentities!).map((id) => [id, {}]),
        );
        await startedAnew(stage, async () => {
            await sendArm(azure, 'PATCH', site.id, '2024-04-01', {
                identity: { type: 'SystemAssigned, UserAssigned', userAssignedIdentities },
            });
        });
        await giveModelRole(azure, (await onlySite(azure)).identity!.principalId!);
        await changeSettings(stage, site.id, { AZURE_CLIENT_ID: nobody });
        await finds(/AZURE_CLIENT_ID names an identity that is not assigned to this app/);
        await startedAnew(stage, async () => {
            await button('Remove AZURE_CLIENT_ID').click();
            await agree(/^Change AZURE_CLIENT_ID of /, 'Change and Restart');
        });
        assert.equal(await setting('AZURE_CLIENT_ID'), undefined);
        await answersChat(url);
        await finds(healthy);
    });

    it('adds the missing package to the requirements, and deploys it', async () => {
        await breakIt(stage, 'dep-import-error');
        await finds(/The app imports tiktoken, which is not installed\./);
        await button('Add tiktoken to requirements.txt').click();
        await stage.workbench.notifications.toast('Add tiktoken to requirements.txt?').waitFor();
        await shot('requirements');
        await stage.workbench.notifications.answer('Add tiktoken to requirements.txt?', 'Add and Save');
        await until('the line', () => /^tiktoken$/m.test(read(stage, 'requirements.txt')));
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
            await agree(/^Change WEBSITES_PORT of /, 'Change and Restart');
        });
        assert.equal(await setting('WEBSITES_PORT'), '9999');
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

function read(stage: UiStage, file: string): string {
    return fs.readFileSync(path.join(stage.folder, file), 'utf8');
}

async function removeFaults({ url, key }: LocalConnection): Promise<void> {
    await fetch(`${url}/slipway/local/faults`, { method: 'DELETE', headers: { 'x-slipway-key': key } });
}
