import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { nextBuild } from './nextBuild';
import { sendArm } from './sendArm';
import { openUiStage, type UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const out = path.resolve(import.meta.dirname, '../../out/buildInAzure');
const buildMs = 120_000;
const name = 'harbour';
const registryName = 'harbourtasks';

/** Builds by ACR Tasks, asked for and fallen back to, and the way back to this machine: one window, in the order that a person would run into it. */
describe('a build in Azure', function () {
    this.timeout(180_000 * patience);
    let stage: UiStage;

    before(async () => {
        fs.mkdirSync(out, { recursive: true });
        stage = await openUiStage({ name, files: { 'index.html': '<h1>One</h1>\n' }, localAzure: 'started' });
        fs.copyFileSync('/bin/busybox', `${stage.folder}/busybox`);
        fs.chmodSync(`${stage.folder}/busybox`, 0o755);
    });
    after(() => stage.close());
    afterEach(async function () {
        if (this.currentTest?.state === 'failed') {
            await stage.workbench.shot(path.join(out, 'failed.png'));
            process.stderr.write(stage.workbench.outputText('Slipway').slice(-3000));
        }
    });

    const panelAfter = (command: () => Promise<void>): Promise<Frame> => nextBuild(stage, name, command);

    async function verdict(panel: Frame, kind: 'good' | 'bad'): Promise<string> {
        await until('the end of the build', async () => (await panel.locator('.verdict').count()) > 0, buildMs);
        const words = await panel.locator('.verdict').first().innerText();
        assert.equal(await panel.locator(`.verdict.${kind}`).count(), 1, words);
        return words;
    }

    /** The registry that this test's first build makes, as ARM has it. */
    const registryId = () =>
        `/subscriptions/${stage.azure!.subscriptionId}/resourceGroups/rg-${name}/providers/Microsoft.ContainerRegistry/registries`;
    const arm = (method: 'GET' | 'PATCH', id: string, version: string, body?: unknown) => sendArm(stage.azure!, method, id, version, body);
    const refuse = (id: string) => arm('PATCH', id, '2025-11-01', { tags: { localAzureTasks: 'notAllowed' } });

    it('is done where it is asked for, into a registry that it makes, step by step', async () => {
        stage.write({ Dockerfile: stage.dockerfile().replace('FROM scratch', 'FROM --platform=$BUILDPLATFORM scratch') });
        const { quick, workbench } = { quick: stage.workbench.quick, workbench: stage.workbench };
        const panel = await panelAfter(async () => {
            await workbench.command('Slipway: Build in Azure');
            await quick.waitFor('Slipway: Create Registry');
            await quick.type(registryName);
            await until('the question for the group', async () => (await quick.state()).value.startsWith(`rg-${name}`));
            await quick.type(`rg-${name}`);
            await quick.pick('Basic');
        });
        assert.match(await verdict(panel, 'good'), /^Built 127\.0\.0\.1:\d+\/harbour:\d{8}-\d+ \([0-9a-f]{12}\) in Azure in \d+ s\./);
        assert.ok((await panel.locator('.build-step.done, .build-step.cached').count()) >= 5);
        for (const theme of ['Light Modern', 'Default High Contrast', 'Dark Modern']) {
            await workbench.theme(theme);
            await workbench.shot(path.join(out, `built ${theme}.png`));
        }
    });

    it('is cancelled there when it is cancelled in its panel', async () => {
        stage.write({
            Dockerfile: stage.dockerfile(`RUN ["/bin/busybox", "sh", "-c", ": ${stage.mark}; echo half way; exec /bin/busybox sleep 600"]`),
        });
        const panel = await panelAfter(async () => {
            await stage.workbench.command('Slipway: Build in Azure');
            await stage.workbench.quick.pick(registryName);
        });
        await panel.locator('.build-step.running', { hasText: 'sleep 600' }).waitFor({ timeout: buildMs });
        await panel.locator('#cancel').click();
        await panel.locator('#again').waitFor();
        await until('the end of the run in Azure', async () => {
            const { value } = (await arm('GET', `${registryId()}/${registryName}/runs`, '2019-06-01-preview')) as {
                value: { properties: { status: string } }[];
            };
            return (
                value.some(({ properties }) => properties.status === 'Canceled') &&
                value.every(({ properties }) => properties.status !== 'Running')
            );
        });
        await until('no container', () => stage.containers().length === 0);
    });

    it('names the line that fails there, with the reason', async () => {
        stage.write({ Dockerfile: stage.dockerfile('RUN ["/bin/busybox", "no-such-applet"]') });
        const panel = await panelAfter(async () => {
            await stage.workbench.command('Slipway: Build in Azure');
            await stage.workbench.quick.pick(registryName);
        });
        assert.match(await verdict(panel, 'bad'), /Dockerfile, line 5: RUN failed\./);
    });

    it('is offered on this machine where Azure refuses it', async () => {
        await refuse(`${registryId()}/${registryName}`);
        stage.write({ Dockerfile: stage.dockerfile() });
        await stage.workbench.command('Slipway: Build in Azure');
        await stage.workbench.quick.pick(registryName);
        const question = stage.workbench.notifications.toast('Azure does not build images for this subscription.');
        await question.waitFor({ timeout: buildMs });
        await stage.workbench.shot(path.join(out, 'refused.png'));
        const panel = await panelAfter(() =>
            stage.workbench.notifications.answer('Azure does not build images for this subscription.', 'Build on This Machine'),
        );
        assert.match(await verdict(panel, 'good'), /^Built harbour:\d{8}-\d{4}: /);
    });

    it('is what a deploy does where the settings say so, and what it goes back from where Azure refuses', async () => {
        await stage.workbench.changeSettings({ 'slipway.build.where': 'azure' });
        const { workbench } = stage;
        await workbench.command('Slipway: Deploy');
        const panel = await workbench.webview('Slipway Plan');
        await panel.getByText('Build the image in Azure, with').waitFor({ timeout: buildMs });
        await panel.locator('#start', { hasText: 'Deploy' }).click();
        await verdict(panel, 'good');
        const address = (await panel.locator('#result').innerText()).trim();
        assert.equal(await (await fetch(address)).text(), '<h1>One</h1>\n');

        const { value } = (await arm(
            'GET',
            `/subscriptions/${stage.azure!.subscriptionId}/providers/Microsoft.ContainerRegistry/registries`,
            '2025-11-01',
        )) as {
            value: { id: string }[];
        };
        await Promise.all(value.map(({ id }) => refuse(id)));
        stage.write({ 'index.html': '<h1>Two</h1>\n' });
        await workbench.command('Slipway: Deploy');
        await until('the next deploy', async () => (await panel.locator('.verdict').count()) === 0, buildMs);
        await verdict(panel, 'good');
        assert.equal(await (await fetch(address)).text(), '<h1>Two</h1>\n');
        assert.match(workbench.outputText('Slipway'), /Azure does not build for this subscription; building on this machine\./);
        await workbench.shot(path.join(out, 'built here.png'));
    });

    it('is offered by a build where no engine answers', async () => {
        await stage.workbench.changeSettings({ 'slipway.engine.host': `unix://${stage.folder}/no.sock` });
        await until('the refusal', async () => {
            await stage.workbench.command('Slipway: Build Image');
            const toast = stage.workbench.notifications.toast(/no\.sock/);
            return await toast.waitFor({ timeout: 10_000 }).then(
                () => true,
                () => false,
            );
        });
        await stage.workbench.shot(path.join(out, 'no engine.png'));
        await stage.workbench.notifications.answer(/no\.sock/, 'Build in Azure');
        await stage.workbench.quick.row(registryName).waitFor();
        await stage.workbench.page.keyboard.press('Escape');
    });
});
