import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { sendArm } from './sendArm';
import { openUiStage, type UiStage } from './uiStage';
import { contextMenu } from './workbench/contextMenu';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const sample = path.resolve(import.meta.dirname, '../../samples/flask');
const deployMs = 240_000;

export interface FlaskTarget {
    /** The value of the setting `slipway.deploy.target`. */
    readonly name: 'containerApps' | 'containerInstances';
    readonly title: string;
    readonly file: string;
    /** Of its apps, below a subscription. */
    readonly type: string;
    readonly apiVersion: string;
    /** What the list of a removal names, each once. */
    readonly removed: readonly RegExp[];
}

/** The Flask sample to one target in a real window: deployed, updated, broken, mended by a button, rolled back, removed. */
export function deployFlask(target: FlaskTarget): (this: Mocha.Suite) => void {
    return function () {
        this.timeout(300_000 * patience);
        let stage: UiStage;
        let panel: Frame;
        let page: string;

        before(async () => {
            stage = await openUiStage({
                files: { 'requirements.txt': fs.readFileSync(path.join(sample, 'requirements.txt'), 'utf8') },
                localAzure: 'started',
            });
            fs.cpSync(sample, stage.folder, { recursive: true });
        });
        after(async () => {
            const server = await registryOf(stage)
                .then(({ loginServer }) => loginServer)
                .catch(() => undefined);
            await stage.close();
            removeImages(server);
        });

        afterEach(async function () {
            if (this.currentTest?.state === 'failed') {
                await shot('failed');
            }
        });

        const shot = (name: string) => stage.workbench.shot(`out/${target.file}-${name}.png`);
        const write = (greeting: string) => {
            const text = fs.readFileSync(path.join(sample, 'templates/index.html'), 'utf8');
            fs.writeFileSync(path.join(stage.folder, 'templates/index.html'), text.replace('<form', `<p>${greeting}</p>\n<form`));
        };
        const shows = async (greeting: string) => (await (await fetch(page)).text()).includes(`<p>${greeting}</p>`);

        it(`goes to ${target.title} when that is chosen in the plan`, async () => {
            write('one');
            await stage.workbench.command('Slipway: Deploy');
            panel = await stage.workbench.webview('Slipway Plan');
            await panel.locator('#start', { hasText: 'Deploy' }).waitFor();
            await panel.locator('#field-target').selectOption(target.name);
            await panel.locator('h1', { hasText: `Deploy app to ${target.title}` }).waitFor();
            await shot('plan');
            await panel.locator('#start').click();
            await verdict(panel, 'good');
            page = (await panel.locator('#result').innerText()).trim();
            assert.ok(await shows('one'));
            await shot('live');
        });

        it('updates in place and asks nothing', async () => {
            write('two');
            await stage.workbench.command('Slipway: Deploy');
            await until('the new page', () => shows('two'), deployMs);
            await verdict(panel, 'good');
        });

        it('explains a crash before anything is pushed', async () => {
            const app = path.join(stage.folder, 'app.py');
            const code = fs.readFileSync(app, 'utf8');
            fs.writeFileSync(app, `${code}\nraise SystemExit("no harbour in sight")\n`);
            await stage.workbench.command('Slipway: Deploy');
            assert.match(await verdict(panel, 'bad'), /ended with exit code/);
            await shot('crash');
            fs.writeFileSync(app, code);
            assert.ok(await shows('two'));
        });

        it('explains that its identity may not pull, and its button gives the role again', async () => {
            // After a failure everything is looked at again: only a deploy that follows a good one meets the missing role in the middle.
            write('three');
            await stage.workbench.command('Slipway: Deploy');
            await until('the new page', () => shows('three'), deployMs);
            await verdict(panel, 'good');
            await takeRole(stage);
            write('four');
            await stage.workbench.command('Slipway: Deploy');
            assert.match(await verdict(panel, 'bad'), /pull/i);
            await shot('no-role');
            assert.ok(await shows('three'));
            await panel.locator('.verdict.bad button', { hasText: 'Try Again' }).click();
            await until('the new page', () => shows('four'), deployMs);
            await verdict(panel, 'good');
        });

        it('rolls back from the tree', async () => {
            const tree = stage.workbench.tree('Slipway');
            await tree.open();
            const name = await appName(stage, target);
            await tree.row(name).waitFor();
            const entries = await contextMenu(stage.workbench.page, tree.row(name), 'Roll Back');
            assert.ok(
                ['Restart', 'Stop', 'Open in Portal', 'Scale', 'Remove Deployment'].every((entry) => entries.includes(entry)),
                entries.join(),
            );
            await stage.workbench.quick.waitFor(`Roll Back ${name}`);
            await shot('history');
            await stage.workbench.quick.accept();
            await until('the page of before', () => shows('three'), deployMs);
            await stage.workbench.notifications.toast(/runs \w+ again/).waitFor();
        });

        it('is in the list of what Azure has', async () => {
            const tree = stage.workbench.tree('Slipway');
            const root = 'Deployments in the local Azure';
            await tree.row(root).waitFor();
            await tree.expand(root);
            await until('its state', async () => {
                const rows = await tree.rows();
                const below = rows.slice(rows.findIndex(({ label }) => label === root) + 1);
                return below.some(({ description }) => description.startsWith(`${target.title} · running`));
            });
            await shot('tree');
        });

        it('is removed with what was made for it, listed first', async () => {
            const tree = stage.workbench.tree('Slipway');
            const name = await appName(stage, target);
            await contextMenu(stage.workbench.page, tree.row(name), 'Remove Deployment');
            const { message, detail } = await stage.workbench.dialog.read();
            assert.equal(message, `Remove ${name}? This cannot be undone.`);
            assert.deepEqual(
                target.removed.filter((line) => !line.test(detail)),
                [],
                detail,
            );
            await shot('removal');
            await stage.workbench.dialog.click('Delete');
            await stage.workbench.notifications.toast(`${name} was removed`).waitFor({ timeout: 120_000 * patience });
            assert.deepEqual(await apps(stage, target), []);
            await tree.row('Deploy to the local Azure…').waitFor();
            assert.deepEqual(stage.workbench.errors, []);
        });
    };
}

/** Waits for the end of the run that was started last: an earlier one's words leave when the new one begins. */
async function verdict(panel: Frame, kind: 'good' | 'bad'): Promise<string> {
    const cancel = panel.locator('#cancel');
    await cancel.waitFor({ timeout: 10_000 }).catch(() => undefined);
    await until(
        'the end of the deploy',
        async () => (await cancel.count()) === 0 && (await panel.locator('.verdict').count()) > 0,
        deployMs,
    );
    const words = await panel.locator('.verdict').first().innerText();
    assert.equal(await panel.locator(`.verdict.${kind}`).count(), 1, words);
    return words;
}

async function apps({ azure }: UiStage, { type, apiVersion }: FlaskTarget): Promise<readonly { readonly name: string }[]> {
    const answer = await sendArm(azure!, 'GET', `/subscriptions/${azure!.subscriptionId}/providers/${type}`, apiVersion);
    return (answer as { value: readonly { name: string }[] }).value;
}

async function appName(stage: UiStage, target: FlaskTarget): Promise<string> {
    const [app] = await apps(stage, target);
    assert.ok(app !== undefined);
    return app.name;
}

async function registryOf({ azure }: UiStage): Promise<{ readonly id: string; readonly loginServer: string }> {
    const id = `/subscriptions/${azure!.subscriptionId}/providers/Microsoft.ContainerRegistry/registries`;
    const { value } = (await sendArm(azure!, 'GET', id, '2025-11-01')) as {
        value: readonly { id: string; properties: { loginServer: string } }[];
    };
    const [registry] = value;
    assert.ok(registry !== undefined);
    return { id: registry.id, loginServer: registry.properties.loginServer };
}

/** Takes the right to pull from the app's identity, as somebody in the portal may. */
async function takeRole(stage: UiStage): Promise<void> {
    const { id } = await registryOf(stage);
    const list = `${id}/providers/Microsoft.Authorization/roleAssignments`;
    const { value } = (await sendArm(stage.azure!, 'GET', list, '2022-04-01')) as {
        value: readonly { id: string; properties: { principalType: string; roleDefinitionId: string } }[];
    };
    const pulls = value.filter(({ properties }) => properties.roleDefinitionId.endsWith('7f951dda-4ed3-4680-a7ca-43fe172d538d'));
    assert.ok(pulls.length > 0);
    for (const one of pulls) {
        await sendArm(stage.azure!, 'DELETE', one.id, '2022-04-01');
    }
}

/** The images that were pushed to a registry that is gone. */
function removeImages(server: string | undefined): void {
    if (server === undefined) {
        return;
    }
    const tags = execFileSync('docker', ['images', '--format', '{{.Repository}}:{{.Tag}}'], { encoding: 'utf8' })
        .split('\n')
        .filter((tag) => tag.startsWith(`${server}/`));
    if (tags.length > 0) {
        execFileSync('docker', ['rmi', '-f', ...tags], { stdio: 'ignore' });
    }
}
