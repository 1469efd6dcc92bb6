import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { agreeTo, deployFolder, diagnostics, editSetting, failed, healthy, runAll, says } from './diagnosticsPanel';
import {
    addressOf,
    answersChat,
    containersOf,
    dockerfileWithoutSsh,
    giveModelRole,
    makeIdentity,
    principalsOn,
    startedAnew,
} from './fragileApp';
import { askLocal, sendArm } from './sendArm';
import { openUiStage } from './uiStage';
import type { LocalConnection, UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const root = path.resolve(import.meta.dirname, '../..');
const pictures = path.join(root, 'out/ui/sshContainerApp');
const minuteMs = 60_000;
const version = '2025-07-01';

interface Variable {
    readonly name: string;
    readonly value?: string;
}
interface ArmApp {
    readonly id: string;
    readonly location: string;
    readonly identity: {
        readonly userAssignedIdentities: Readonly<Record<string, { readonly principalId: string; readonly clientId: string }>>;
    };
    readonly properties: {
        readonly configuration: { readonly ingress: { readonly targetPort: number; readonly fqdn: string } };
        readonly latestRevisionName: string;
        readonly template: { readonly containers: readonly { readonly env?: readonly Variable[] }[] };
    };
}

/** What the buttons do where there is no tunnel: settings and identities are part of a revision, and the way in is the platform's own exec. */
describe('The buttons of a verdict on a container app', function () {
    this.timeout(4 * minuteMs * patience);
    let stage: UiStage;
    let azure: LocalConnection;
    let panel: Frame;
    let model: { readonly endpoint: string; readonly account: string };

    before(async () => {
        fs.mkdirSync(pictures, { recursive: true });
        stage = await openUiStage({
            sample: 'fragile',
            localAzure: 'started',
            settings: { 'slipway.deploy.target': 'containerApps' },
        });
        stage.write({ Dockerfile: dockerfileWithoutSsh(stage) });
        azure = stage.azure!;
        await deployFolder(stage);
        // The local Azure takes the last replica away after half a minute without a visitor, and a busy machine's checks may take longer.
        await startedAnew(stage, () => changeTemplate({ scale: { minReplicas: 1 } }));
        model = (await askLocal(azure, '/slipway/local/model')) as typeof model;
        panel = await diagnostics(stage);
    });
    afterEach(failed(() => stage, 'sshContainerApp'));
    after(() => stage.close());

    const button = (name: string | RegExp) => panel.getByRole('button', { name }).first();
    const shot = (name: string) => stage.workbench.shot(path.join(pictures, `${name}.png`));
    const agree = (words: RegExp, answer: string) => agreeTo(stage, words, answer);

    async function finds(words: RegExp): Promise<void> {
        await runAll(panel);
        await says(panel, words);
    }

    async function app(): Promise<ArmApp> {
        const list = await sendArm(azure, 'GET', `/subscriptions/${azure.subscriptionId}/providers/Microsoft.App/containerApps`, version);
        return (list as { value: ArmApp[] }).value[0]!;
    }

    /** As somebody else changes it: a revision of its own. */
    async function changeTemplate(change: object): Promise<void> {
        const { id, properties } = await app();
        await sendArm(azure, 'PATCH', id, version, { properties: { template: { ...properties.template, ...change } } });
    }

    /** It stays in each replica of the revision, however often they start. */
    async function changeVariable(name: string, value: string): Promise<void> {
        const [container] = (await app()).properties.template.containers;
        const env = [...(container!.env ?? []).filter((one) => one.name !== name), { name, value }];
        await changeTemplate({ containers: [{ ...container, env }] });
    }

    async function setting(name: string): Promise<string | undefined> {
        return (await app()).properties.template.containers[0]!.env?.find((one) => one.name === name)?.value;
    }

    it('sets the setting that is missing, and chooses the identity that there is', async () => {
        await finds(/The app needs the setting AZURE_AI_FOUNDRY_ENDPOINT, which is not set\./);
        await editSetting(stage, panel, 'AZURE_AI_FOUNDRY_ENDPOINT', model.endpoint);
        assert.equal(await setting('AZURE_AI_FOUNDRY_ENDPOINT'), model.endpoint);
        await finds(/The app has the identity .+, but AZURE_CLIENT_ID does not say that it is to be used\./);
        await shot('identity');
        await startedAnew(stage, async () => {
            await button(/^Set AZURE_CLIENT_ID to /).click();
            await agree(/^Change AZURE_CLIENT_ID of /, 'Change and Restart');
        });
        assert.equal(await setting('AZURE_CLIENT_ID'), Object.values((await app()).identity.userAssignedIdentities)[0]!.clientId);
    });

    it('gives the identity the role for the model', async () => {
        await finds(/The identity may not call the model at .+ \(HTTP 401\)\./);
        await button('Assign the role').click();
        await agree(/^Give .+ the role Cognitive Services OpenAI User\?$/, 'Assign Role');
        const { principalId } = Object.values((await app()).identity.userAssignedIdentities)[0]!;
        await until('the role', async () => (await principalsOn(azure, model.account)).includes(principalId));
        await answersChat(await addressOf(azure, (await app()).properties.configuration.ingress.fqdn));
        await finds(healthy);
    });

    it('assigns the identity that the settings name', async () => {
        const { id, location, properties } = await app();
        const other = await makeIdentity(azure, { id, location }, 'other-identity');
        await giveModelRole(azure, other.principalId);
        await startedAnew(stage, async () => {
            await changeVariable('AZURE_CLIENT_ID', other.clientId);
        });
        await finds(/AZURE_CLIENT_ID names an identity that is not assigned to this app/);
        await button('Assign an identity').click();
        await stage.workbench.quick.pick('other-identity');
        await agree(/^Assign the identity other-identity to .+\?$/, 'Assign Identity');
        await until('the identity', async () =>
            Object.values((await app()).identity.userAssignedIdentities).some(({ clientId }) => clientId === other.clientId),
        );
        await stage.workbench.notifications.toast(/has the identity other-identity now/).waitFor();
        await answersChat(await addressOf(azure, properties.configuration.ingress.fqdn));
        await finds(healthy);
    });

    it('sends requests to the port that the app listens on', async () => {
        const { id, properties } = await app();
        const before = properties.latestRevisionName;
        await changeVariable('FRAGILE_FAULT', 'port-mismatch');
        await until('the revision beside the one before', () => containersOf(stage).length === 2);
        // Visitors still get the one before: Azure lets nobody to one that is not ready.
        await finds(/The app listens on port 9999, but requests go to port 8000\./);
        await shot('port-beside');
        await sendArm(azure, 'POST', `${id}/revisions/${before}/deactivate`, version);
        await until('the new one alone', () => containersOf(stage).length === 1);
        await finds(/The app listens on port 9999, but requests go to port 8000\./);
        await shot('port');
        // A new revision, which is told the port as well.
        await startedAnew(stage, async () => {
            await button('Set the target port to 9999').click();
            await agree(/^Send the requests of .+ to port 9999\?$/, 'Change and Restart');
        });
        assert.equal((await app()).properties.configuration.ingress.targetPort, 9999);
        await stage.workbench.notifications.toast(/Requests go to port 9999 now/).waitFor();
        await finds(healthy);
    });
});
