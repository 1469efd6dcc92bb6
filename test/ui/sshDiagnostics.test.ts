import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { askLocal, sendArm } from './sendArm';
import { openUiStage } from './uiStage';
import type { UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const root = path.resolve(import.meta.dirname, '../..');
const pictures = path.join(root, 'out/ui/sshDiagnostics');
const openAiUser = '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd';
const minuteMs = 60_000;

/** The fragile sample, deployed by the window itself to the local Azure with the model's endpoint and role, then broken in every way it knows. */
describe('SSH diagnostics of a deployed app', function () {
    this.timeout(4 * minuteMs * patience);
    let stage: UiStage;
    let site: { readonly id: string; readonly url: string; readonly clientId: string };

    before(async () => {
        fs.mkdirSync(pictures, { recursive: true });
        stage = await openUiStage({ files: { '.gitkeep': '' }, localAzure: 'started' });
        fs.cpSync(path.join(root, 'samples/fragile'), stage.folder, { recursive: true });
        const dockerfile = path.join(stage.folder, 'Dockerfile');
        fs.appendFileSync(dockerfile, `LABEL slipway.ui=${stage.mark}\n`);
        await deploy(stage);
        site = await connectToModel(stage);
    });
    after(() => stage.close());

    const modes: readonly (readonly [string, RegExp])[] = [
        ['off', /Everything that was asked answers as it should\./],
        ['bad-creds', /AZURE_CLIENT_ID names an identity that is not assigned to this app/],
        ['wrong-endpoint', /There is no such model endpoint: fragile-typo-in-the-name\.openai\.azure\.com\./],
        ['dns-fail', /The name model\.fragile\.invalid does not resolve/],
        ['dep-import-error', /The app imports tiktoken, which is not installed\./],
        ['latency-spike', /The app is slow by itself/],
        ['port-mismatch', /The app listens on port 9999, but requests go to port 8000\./],
    ];
    for (const [mode, words] of modes) {
        it(`says what is wrong in mode ${mode}`, async () => {
            await breakIt(stage, mode);
            const panel = await diagnostics(stage);
            await runAll(panel, 'POST /chat {"prompt":"hi"}');
            await stage.workbench.shot(path.join(pictures, `${mode}.png`));
            assert.match(await panel.locator('#verdict .what').innerText(), words, await panel.locator('#verdict').innerText());
        });
    }

    it('is readable in light and high contrast', async () => {
        for (const theme of ['Light Modern', 'Default High Contrast', 'Dark Modern']) {
            await stage.workbench.theme(theme);
            await stage.workbench.shot(path.join(pictures, `${theme.replaceAll(' ', '-')}.png`));
        }
    });

    it('goes on when the tunnel is cut in the middle of the checks', async () => {
        await breakIt(stage, 'bad-creds', 9999);
        const panel = await diagnostics(stage);
        await panel.locator('#run').click();
        await panel.locator('#cancel').waitFor();
        await panel.locator('.checks .codicon.running').first().waitFor();
        cutTunnel(stage);
        await panel.locator('#run').waitFor({ timeout: minuteMs * patience });
        assert.match(await panel.locator('#verdict .what').innerText(), /AZURE_CLIENT_ID names an identity/);
    });

    it('mends a setting by its button', async () => {
        const right = site.clientId;
        const before = containersOf(stage);
        await changeSettings(stage, site.id, { AZURE_CLIENT_ID: '00000000-0000-0000-0000-000000000000' });
        await until('the one container that has the wrong setting', () => isAnotherThan(before, containersOf(stage)), minuteMs);
        const panel = await diagnostics(stage);
        await runAll(panel, 'POST /chat {"prompt":"hi"}');
        await panel.getByRole('button', { name: 'Edit AZURE_CLIENT_ID' }).click();
        await stage.workbench.quick.type(right);
        const { message } = await stage.workbench.dialog.read();
        assert.match(message, /Change AZURE_CLIENT_ID of .+\?/);
        const wrong = containersOf(stage);
        await stage.workbench.dialog.click('Change and Restart');
        await until('the one container that has the right setting', () => isAnotherThan(wrong, containersOf(stage)), minuteMs);
        await until('the app with the right setting', async () => (await fetch(`${site.url}/health`)).ok, minuteMs);
        await runAll(panel, 'POST /chat {"prompt":"hi"}');
        assert.match(await panel.locator('#verdict .what').innerText(), /Everything that was asked answers as it should\./);
    });

    it('opens a shell that is typed into, and connects again after the tunnel was cut', async () => {
        const { terminal } = stage.workbench;
        await stage.workbench.command('Slipway: Open SSH Terminal');
        await until('the prompt', async () => /# ?$/.test((await terminal.text()).trimEnd()), minuteMs);
        await terminal.type('echo answer $((6 * 7))\r');
        await terminal.waitFor(/^answer 42$/m);
        await stage.workbench.shot(path.join(pictures, 'terminal.png'));
        cutTunnel(stage);
        await terminal.waitFor(/The connection was cut\. .*Press Enter to connect again\./s, minuteMs);
        await terminal.type('\r');
        await until('a prompt after it', async () => /to connect again\.[^]*# ?$/.test((await terminal.text()).trimEnd()), minuteMs);
        await terminal.type('echo again $((6 * 7))\r');
        await terminal.waitFor(/^again 42$/m);
        await stage.workbench.shot(path.join(pictures, 'terminal-again.png'));
    });
});

async function deploy(stage: UiStage): Promise<void> {
    await stage.workbench.command('Slipway: Deploy');
    const panel = await stage.workbench.webview('Slipway Plan');
    await panel.locator('#start', { hasText: 'Deploy' }).waitFor();
    await panel.locator('#start').click();
    await until('the end of the deploy', async () => (await panel.locator('.verdict').count()) > 0, 3 * minuteMs);
    assert.equal(await panel.locator('.verdict.good').count(), 1, await panel.locator('.verdict').first().innerText());
}

/** Gives the app what a person gives it in the portal: the model's endpoint and name, and the role to call it. */
async function connectToModel(stage: UiStage): Promise<{ readonly id: string; readonly url: string; readonly clientId: string }> {
    const azure = stage.azure!;
    const list = (await sendArm(azure, 'GET', `/subscriptions/${azure.subscriptionId}/providers/Microsoft.Web/sites`, '2024-04-01')) as {
        value: {
            id: string;
            properties: { defaultHostName: string };
            identity?: { userAssignedIdentities?: Record<string, { principalId: string; clientId: string }>; principalId?: string };
        }[];
    };
    const site = list.value[0]!;
    const model = (await askLocal(azure, '/slipway/local/model')) as { endpoint: string };
    const user = Object.values(site.identity?.userAssignedIdentities ?? {})[0];
    const principalId = user?.principalId ?? site.identity?.principalId;
    await sendArm(
        azure,
        'PUT',
        `/subscriptions/${azure.subscriptionId}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`,
        '2022-04-01',
        {
            properties: {
                roleDefinitionId: `/subscriptions/${azure.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${openAiUser}`,
                principalId,
                principalType: 'ServicePrincipal',
            },
        },
    );
    const before = containersOf(stage);
    await changeSettings(stage, site.id, {
        AZURE_AI_FOUNDRY_ENDPOINT: model.endpoint,
        AZURE_AI_MODEL: 'gpt-4o-mini',
        FRAGILE_SLEEP_SECONDS: '3',
        ...(user === undefined ? {} : { AZURE_CLIENT_ID: user.clientId }),
    });
    await until('the one container that has the new settings', () => isAnotherThan(before, containersOf(stage)), minuteMs);
    const hosts = ((await askLocal(azure, '/slipway/local/urls')) as { hosts: Record<string, string> }).hosts;
    const url = hosts[site.properties.defaultHostName]!;
    await until('the app with the new settings', async () => (await fetch(`${url}/health`)).ok, minuteMs);
    return { id: site.id, url, clientId: user!.clientId };
}

/** The old container serves until the new one does: both run for a while. */
function isAnotherThan(before: string, now: string): boolean {
    return now !== before && now.trim().split('\n').length === 1 && now !== '';
}

/** The running containers of this stage. */
function containersOf(stage: UiStage): string {
    return execFileSync('docker', ['ps', '-q', '--filter', `label=slipway.ui=${stage.mark}`], { encoding: 'utf8' });
}

async function changeSettings(stage: UiStage, id: string, change: Readonly<Record<string, string>>): Promise<void> {
    const { properties } = (await sendArm(stage.azure!, 'POST', `${id}/config/appsettings/list`, '2024-04-01')) as {
        properties: Record<string, string>;
    };
    await sendArm(stage.azure!, 'PUT', `${id}/config/appsettings`, '2024-04-01', { properties: { ...properties, ...change } });
}

function inContainer(stage: UiStage, ...command: readonly string[]): string {
    const [container = ''] = containersOf(stage).trim().split('\n');
    return execFileSync('docker', ['exec', container, ...command], { encoding: 'utf8' });
}

/** Ends every session of sshd, as a restarting front end does. */
function cutTunnel(stage: UiStage): void {
    inContainer(stage, 'pkill', '-f', '^sshd: root');
}

/** The app is asked on the port that it listens on now: the public address does not lead there in every mode. */
async function breakIt(stage: UiStage, mode: string, from = 8000): Promise<void> {
    const ask = (port: number, ...more: readonly string[]) => inContainer(stage, 'curl', '-s', ...more, `localhost:${port}/admin/fault`);
    if (ask(from).includes(`"mode": "${mode}"`)) {
        return;
    }
    ask(from, '-d', JSON.stringify({ mode }));
    const port = mode === 'port-mismatch' ? 9999 : 8000;
    await until(`mode ${mode}`, () => ask(port).includes(`"mode": "${mode}"`));
}

async function diagnostics(stage: UiStage): Promise<Frame> {
    if (!stage.workbench.page.frames().some((frame) => frame.url().includes('slipway.diagnose'))) {
        await stage.workbench.command('Slipway: Diagnose Deployment');
    }
    return await stage.workbench.webview('Slipway Diagnostics');
}

async function runAll(panel: Frame, request: string): Promise<void> {
    await panel.locator('#run').waitFor({ timeout: minuteMs * patience });
    await panel.locator('#request').fill(request);
    await panel.locator('#run').click();
    await panel.locator('#cancel').waitFor();
    await panel.locator('#run').waitFor({ timeout: minuteMs * patience });
    await panel.locator('#verdict').waitFor();
}
