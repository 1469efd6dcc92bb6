import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { begun, deployMs, isRunning, sleeping, verdict } from './deploying';
import { askLocal, sendArm } from './sendArm';
import { openUiStage } from './uiStage';
import type { UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const out = path.resolve(import.meta.dirname, '../../out/trouble');
const page = '<h1>Hello from the harbour</h1>\n';

/** Real deploys in a real window that go wrong on the way: one window, in the order that a person would run into it. */
describe('a deploy that goes wrong', function () {
    this.timeout(180_000 * patience);
    let stage: UiStage;

    before(async () => {
        fs.mkdirSync(out, { recursive: true });
        stage = await openUiStage({ files: { 'index.html': page }, localAzure: 'started' });
        fs.copyFileSync('/bin/busybox', `${stage.folder}/busybox`);
        fs.chmodSync(`${stage.folder}/busybox`, 0o755);
    });
    after(() => stage.close());

    it('shows the failing instruction and its line when the Dockerfile does not build, and leaves no container', async () => {
        stage.write({ Dockerfile: stage.dockerfile('RUN ["/bin/busybox", "no-such-applet"]') });
        const before = fs.readdirSync(stage.folder);
        const panel = await startDeploy(stage);
        const words = await verdict(panel, 'bad');
        assert.match(words, /Dockerfile, line 5: RUN failed\./);
        assert.match(words, /no-such-applet/);
        // That much was agreed to.
        assert.deepEqual(newFiles(stage, before), ['.dockerignore']);
        await until('no container of the build', () => stage.containers().length === 0);
        // The panel says it, with its buttons: a message beside it would stay over the next try.
        const errors = (await stage.workbench.notifications.shown()).filter(({ severity }) => severity === 'error');
        assert.deepEqual(errors, []);
        await until('the output', () => stage.workbench.outputText('Slipway').includes('Dockerfile, line 5: RUN failed.'));
    });

    it('says that the name of the registry is taken, and goes on from there the next time', async () => {
        stage.write({ Dockerfile: stage.dockerfile() });
        await askLocal(stage.azure!, '/slipway/local/faults', {
            kind: 'nameTaken',
            method: 'PUT',
            path: '*/providers/Microsoft.ContainerRegistry/registries/*',
            count: 1,
        });
        await stage.workbench.command('Slipway: Deploy');
        const panel = await reviewed(stage);
        // Nothing of how the last one ended.
        await until('the button', async () => (await stage.workbench.statusBar.text('slipway.deploy')) === 'Slipway: Review Plan');
        await panel.locator('#start').click();
        await panel.locator('#start', { hasText: 'Deploy' }).waitFor({ state: 'detached' });
        const words = await verdict(panel, 'bad');
        assert.match(words, /is (already )?(taken|in use)/);
        assert.match(words, /another name|Choose/);
        assert.equal(stage.containers().length, 0);
    });

    it('asks before it replaces a web app of that name that somebody else made', async () => {
        stage.write({ Dockerfile: stage.dockerfile() });
        await takeName(stage, 'slipway-taken');
        await stage.workbench.command('Slipway: Deploy');
        const panel = await reviewed(stage);
        await panel.locator('#field-name').fill('slipway-taken');
        await panel.locator('#field-name').press('Tab');
        await panel.getByText('Update the web app slipway-taken in place.').waitFor();
        await panel.locator('#start', { hasText: 'Deploy' }).click();
        const { message, buttons } = await stage.workbench.dialog.read();
        assert.equal(message, 'slipway-taken exists and was not made by Slipway.');
        assert.ok(buttons.includes('Replace What Runs There'), buttons.join(', '));
        await stage.workbench.dialog.click('Cancel');
        await panel.locator('#start', { hasText: 'Try Again' }).waitFor();
        assert.equal(await panel.locator('.verdict').count(), 0);
    });

    it('comes back to the run when Deploy is chosen again, and leaves no half-written file and no container when it is cancelled in the middle', async () => {
        stage.write({ Dockerfile: stage.dockerfile(sleeping(stage, 120)) });
        const before = fs.readdirSync(stage.folder);
        const panel = await startDeploy(stage);
        await until('the step of the build', () => isRunning('busybox sleep 120'), deployMs);
        await stage.workbench.editor.open('index.html');
        await stage.workbench.command('Slipway: Deploy');
        await stage.workbench.page.locator('.tab.active', { hasText: 'Slipway Plan' }).waitFor();
        assert.equal(await panel.locator('.steps li.running').count(), 1);
        await panel.locator('#cancel').click();
        await panel.locator('#start', { hasText: 'Try Again' }).waitFor();
        await until('the end of the step', () => !isRunning('busybox sleep 120'), 30_000);
        assert.equal(stage.containers().length, 0);
        assert.deepEqual(
            newFiles(stage, before).filter((name) => !['Dockerfile', '.dockerignore'].includes(name)),
            [],
        );
        assert.equal(await panel.locator('.verdict').count(), 0);
    });

    it('stops at each step where it is cancelled, leaves nothing half done, and the next try goes on from there', async () => {
        stage.write({ Dockerfile: stage.dockerfile() });
        const before = fs.readdirSync(stage.folder);
        const seen = new Set<string>();
        const panel = await stage.workbench.webview('Slipway Plan');
        // Each time it gets further than the time before: the step that is cancelled is the first that Azure leaves waiting.
        for (const { step, path: place = '', method = 'PUT' } of [
            { step: /^Rehearse / },
            { step: /^Create the container registry/, path: '*/registries/*' },
            { step: /^Create the managed identity/, path: '*/userAssignedIdentities/*' },
            { step: /^Give /, path: '*/roleAssignments/*' },
            { step: /^Push /, path: '/oauth2/exchange', method: 'POST' },
            { step: /^Create the App Service plan/, path: '*/serverfarms/*' },
            { step: /^Create the web app/, path: '*/sites/*' },
        ]) {
            // The rehearsal waits for a page that comes late; the others for Azure.
            stage.write({
                Dockerfile:
                    place === '' ? stage.dockerfile().replace(/CMD .*/, 'CMD ["/bin/busybox", "sleep", "600"]') : stage.dockerfile(),
            });
            if (place !== '') {
                await askLocal(stage.azure!, '/slipway/local/faults', { kind: 'slow', method, path: place, durationMs: 600_000, count: 1 });
            }
            await stage.workbench.command('Slipway: Deploy');
            await begun(panel);
            const running = panel.locator('.steps li.running .step-title', { hasText: step });
            await until(
                `${String(step)} or the end`,
                async () => (await running.count()) > 0 || (await panel.locator('.verdict').count()) > 0,
                deployMs,
            );
            assert.equal(await panel.locator('.verdict').count(), 0, `${String(step)} was not waited for`);
            seen.add(await running.first().innerText());
            await panel.locator('#cancel').click();
            await panel.locator('#start', { hasText: 'Try Again' }).waitFor();
            assert.equal(await panel.locator('.steps li.running').count(), 0);
            assert.equal(await panel.locator('.verdict').count(), 0);
            await until('no container', () => stage.containers().length === 0, 30_000);
            assert.deepEqual(fs.readdirSync(stage.folder), before);
            await clearFaults(stage);
        }
        assert.equal(seen.size, 7, [...seen].join(', '));
    });

    it('stops at once while it waits for an app that answers late, beside an Azure that is far away', async () => {
        // Here it answers at once, and in Azure hardly ever.
        const late =
            '["/bin/busybox", "sh", "-c", "test -z $WEBSITE_SITE_NAME || busybox sleep 600; exec busybox httpd -f -p 8000 -h /www"]';
        stage.write({
            Dockerfile: stage.dockerfile('RUN ["/bin/busybox", "ln", "-s", "busybox", "/bin/sh"]').replace(/CMD .*/, `CMD ${late}`),
        });
        await askLocal(stage.azure!, '/slipway/local/faults', { kind: 'slow', path: '*', durationMs: 300, count: 1_000_000 });
        const panel = await stage.workbench.webview('Slipway Plan');
        await stage.workbench.command('Slipway: Deploy');
        await begun(panel);
        const running = panel.locator('.steps li.running .step-title');
        const seen = new Set<string>();
        await until(
            'its verification or its end',
            async () => {
                (await running.allInnerTexts()).forEach((title) => seen.add(title));
                return (
                    [...seen].some((title) => title.startsWith('Wait until every instance')) ||
                    (await panel.locator('.verdict').count()) > 0
                );
            },
            deployMs,
        );
        assert.equal(await panel.locator('.verdict').count(), 0, 'the app was not waited for');
        assert.ok(seen.size >= 3, [...seen].join(', '));
        await until('what is waited for', async () => (await panel.locator('.steps li.running').innerText()).includes('Waiting for'));
        await stage.workbench.shot(path.join(out, 'verifying.png'));
        const toasts = (await stage.workbench.notifications.shown()).map(({ text }) => text);
        assert.ok(
            toasts.some((text) => /: Wait until every instance of \S+ runs the image and \/ answers: Waiting for/.test(text)),
            toasts.join('\n'),
        );
        const askedMs = Date.now();
        await panel.locator('#cancel').click();
        await panel.locator('#start', { hasText: 'Try Again' }).waitFor();
        const tookMs = Date.now() - askedMs;
        await stage.workbench.shot(path.join(out, 'verification cancelled.png'));
        assert.ok(tookMs < 2_000 * patience, `${tookMs} ms`);
        assert.equal(
            (await panel.locator('.stopped').innerText()).trim(),
            'Cancelled. The steps that are done stay done, and the next try goes on from there.',
        );
        assert.equal(await panel.locator('.steps li.running').count(), 0);
        assert.equal(await panel.locator('.verdict').count(), 0);
        assert.deepEqual(rehearsals(stage), []);
        await clearFaults(stage);
    });

    it('goes through the next time', async () => {
        stage.write({ Dockerfile: stage.dockerfile() });
        const panel = await stage.workbench.webview('Slipway Plan');
        await stage.workbench.command('Slipway: Deploy');
        await begun(panel);
        assert.match(await verdict(panel, 'good'), /is live/);
        const url = (await panel.locator('#result').innerText()).trim();
        assert.equal(await (await fetch(url)).text(), page);
    });

    it('says so in one sentence when the local Azure ends in the middle, and leaves no container behind', async () => {
        stage.write({ Dockerfile: stage.dockerfile(sleeping(stage, 8)) });
        await stage.workbench.command('Slipway: Deploy');
        await until('the step of the build', () => isRunning('busybox sleep 8'), deployMs);
        await stage.stopAzure();
        const words = await verdict(await stage.workbench.webview('Slipway Plan'), 'bad');
        assert.match(words, /The local Azure does not answer\.|127\.0\.0\.1:\d+ does not answer\./);
        await until('no container', () => stage.containers().length === 0, 60_000);
    });
});

/** Presses Deploy, agrees to the plan if there is one to agree to, and answers the panel. */
async function startDeploy(stage: UiStage): Promise<Frame> {
    await stage.workbench.command('Slipway: Deploy');
    const panel = await reviewed(stage);
    await panel.locator('#start').click();
    await panel.locator('#start', { hasText: 'Deploy' }).waitFor({ state: 'detached' });
    return panel;
}

async function clearFaults({ azure }: UiStage): Promise<void> {
    const answer = await fetch(`${azure!.url}/slipway/local/faults`, { method: 'DELETE', headers: { 'x-slipway-key': azure!.key } });
    assert.ok(answer.ok, String(answer.status));
}

async function reviewed(stage: UiStage): Promise<Frame> {
    const panel = await stage.workbench.webview('Slipway Plan');
    await panel.locator('#start', { hasText: 'Deploy' }).waitFor();
    return panel;
}

/** Containers of this stage that a rehearsal left. */
function rehearsals({ mark }: UiStage): string[] {
    const filters = ['--filter', `label=slipway.ui=${mark}`, '--filter', 'label=slipway.rehearsal'];
    return execFileSync('docker', ['ps', '-aq', ...filters], { encoding: 'utf8' })
        .split('\n')
        .filter((id) => id !== '');
}

function newFiles(stage: UiStage, before: readonly string[]): string[] {
    return fs.readdirSync(stage.folder).filter((name) => !before.includes(name));
}

/** Another web app of that name, made by somebody else in another group. */
async function takeName(stage: UiStage, name: string): Promise<void> {
    const azure = stage.azure!;
    const group = `/subscriptions/${azure.subscriptionId}/resourceGroups/other`;
    const plan = `${group}/providers/Microsoft.Web/serverfarms/other`;
    await sendArm(azure, 'POST', `/subscriptions/${azure.subscriptionId}/providers/Microsoft.Web/register`, '2025-04-01');
    for (const [id, version, body] of [
        [group, '2025-04-01', { location: 'westeurope' }],
        [plan, '2024-04-01', { location: 'westeurope', kind: 'linux', sku: { name: 'B1' }, properties: { reserved: true } }],
        [
            `${group}/providers/Microsoft.Web/sites/${name}`,
            '2024-04-01',
            {
                location: 'westeurope',
                kind: 'app,linux,container',
                properties: { serverFarmId: plan, siteConfig: { linuxFxVersion: 'DOCKER|mcr.microsoft.com/appsvc/staticsite:latest' } },
            },
        ],
    ] as const) {
        await sendArm(azure, 'PUT', id, version, body);
    }
}
