import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { agreeTo, deployed, deployFolder, diagnostics, editSetting, failed, healthy, runAll, says } from './diagnosticsPanel';
import {
    addressOf,
    answersChat,
    changeSettings,
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

/** The sample without its sshd, deployed with nothing set, and mended button by button until it answers. */
describe('The buttons of a verdict on the settings and the identity of a web app', function () {
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
    afterEach(failed(() => stage, 'sshButtons'));
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
});

function read(stage: UiStage, file: string): string {
    return fs.readFileSync(path.join(stage.folder, file), 'utf8');
}
