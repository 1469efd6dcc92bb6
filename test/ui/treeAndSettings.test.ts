import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from 'playwright-core';
import { openUiStage } from './uiStage';
import type { UiStage } from './uiStage';
import { contextMenu } from './workbench/contextMenu';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const shots = path.resolve(import.meta.dirname, '../../out/tree');
const docker = (...args: string[]) => execFileSync('docker', args, { encoding: 'utf8' });

describe('a tree of many rows, and settings that change', function () {
    this.timeout(120_000 * patience);
    // No other project's images have this name.
    const name = `quay${randomBytes(3).toString('hex')}`;
    let stage: UiStage;
    let image: string;

    before(async () => {
        fs.mkdirSync(shots, { recursive: true });
        stage = await openUiStage({
            files: { 'index.html': '<h1>Hello</h1>\n', '.vscode/settings.json': '{}\n' },
            localAzure: 'started',
            name,
        });
        await stage.workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
        fs.copyFileSync('/bin/busybox', `${stage.folder}/busybox`);
        fs.chmodSync(`${stage.folder}/busybox`, 0o755);
        stage.write({ Dockerfile: stage.dockerfile() });
        await stage.workbench.tree('Slipway').open();
        // Rows that are scrolled out of sight are not there: the files make room for the tree.
        await stage.workbench.page.locator('.pane:has(.explorer-folders-view) > .pane-header').click();
    });
    afterEach(async function () {
        if (this.currentTest?.state === 'failed') {
            await stage.workbench.shot(path.join(shots, 'failed.png'));
        }
    });
    after(() => stage.close());

    /** One image by many names, loaded at once: a thousand runs of `docker tag` would take minutes. */
    function load(names: number): void {
        docker(
            'load',
            '-i',
            archive(
                stage,
                Array.from({ length: names }, (_, index) => `${name}:${String(index).padStart(4, '0')}`),
            ),
        );
    }
    const tree = () => stage.workbench.tree('Slipway');
    const tags = async () => (await tree().rows()).filter(({ label }) => label.startsWith(`${name}:`)).length;

    it('says what to do next where there is no image', async () => {
        await tree().row('Deploy to the local Azure…').waitFor();
        assert.equal(await tags(), 0);
        await stage.workbench.shot(path.join(shots, 'rows-0.png'));
    });

    it('shows one image as soon as the engine has it, with its size and age in sight', async () => {
        load(1);
        image = docker('images', '-q', '--no-trunc', `${name}:0000`).trim();
        await tree().row(`${name}:0000`).waitFor();
        const [row] = (await tree().rows()).filter(({ label }) => label === `${name}:0000`);
        assert.match(row?.description ?? '', /^\d+ (bytes|kB|MB) · /);
        await stage.workbench.shot(path.join(shots, 'rows-1.png'));
    });

    it('keeps fifty below a row that is opened', async () => {
        load(50);
        await tree()
            .row('42 older')
            .waitFor({ timeout: 30_000 * patience });
        await stage.workbench.shot(path.join(shots, 'rows-50.png'));
    });

    it('shows a thousand at once when their row is opened, and finds one of them', async () => {
        load(1000);
        await tree()
            .row('992 older')
            .waitFor({ timeout: 60_000 * patience });
        const began = performance.now();
        await tree().expand('992 older');
        await until('rows to the bottom of the view', async () => (await tags()) > 12);
        process.stdout.write(`        992 rows opened in ${(performance.now() - began).toFixed(0)} ms\n`);
        await stage.workbench.shot(path.join(shots, 'rows-1000.png'));
        await stage.workbench.command('Slipway: Filter Tree');
        const find = stage.workbench.page.locator('.tree-filter-input, .monaco-tree-type-filter input').first();
        await find.waitFor();
        await find.fill('0537');
        await tree().row(`${name}:0537`).waitFor();
        await stage.workbench.shot(path.join(shots, 'filter.png'));
        await stage.workbench.page.keyboard.press('Escape');
    });

    it('copies what the chosen rows stand for, and removes them together after naming them', async () => {
        const { page, dialog } = stage.workbench;
        // In the middle of the view: what is at its edges may be covered.
        const labels = (await tree().rows())
            .map(({ label }) => label)
            .filter((label) => label.startsWith(`${name}:`))
            .slice(8, 11);
        await tree()
            .row(labels[0] ?? '')
            .click();
        await page.keyboard.press('Shift+ArrowDown');
        await page.keyboard.press('Shift+ArrowDown');
        await page.keyboard.press('Control+c');
        const copied = await until('the clipboard', () =>
            page.evaluate(() => navigator.clipboard.readText().then((text) => text !== '' && text)),
        );
        assert.deepEqual(copied.split('\n'), labels);
        await contextMenu(page, tree().row(labels[1] ?? ''), 'Remove Image…');
        const asked = await dialog.read();
        assert.match(asked.message, /Remove 3 images/);
        assert.deepEqual(asked.detail.split(/\s+/), labels);
        await stage.workbench.shot(path.join(shots, 'remove.png'));
        await dialog.click('Remove');
        await tree()
            .row('989 older')
            .waitFor({ timeout: 30_000 * patience });
        assert.equal(docker('image', 'inspect', image, '--format', '{{len .RepoTags}}').trim(), '997');
    });

    it('builds by the settings that hold when the build begins', async () => {
        const built = (reference: string) => docker('image', 'inspect', reference, '--format', '{{json .Config.Labels}} {{.Architecture}}');
        stage.write({
            'other.Dockerfile': [
                'FROM scratch AS first',
                `LABEL slipway.ui=${stage.mark}`,
                'ARG WHO=nobody',
                'LABEL who=$WHO stage=first',
                'COPY index.html /',
                'FROM first AS second',
                'LABEL stage=second',
                '',
            ].join('\n'),
        });
        for (const [settings, label] of [
            [{ 'slipway.build.dockerfile': 'other.Dockerfile', 'slipway.build.tags': [`${name}-a:1`] }, '"who":"nobody"'],
            [{ 'slipway.build.args': { WHO: 'ada' }, 'slipway.build.tags': [`${name}-b:1`] }, '"who":"ada"'],
            [{ 'slipway.build.target': 'first', 'slipway.build.tags': [`${name}-c:1`] }, '"stage":"first"'],
            [
                {
                    'slipway.build.profiles': { prod: { args: { WHO: 'prod' } } },
                    'slipway.build.platform': 'linux/arm64',
                    'slipway.build.tags': [`${name}-d:1`],
                },
                'arm64',
            ],
        ] as const) {
            const [reference] = settings['slipway.build.tags'];
            await stage.workbench.changeSettings(settings);
            // The window reads a changed file a moment later: what was built until then was built by the settings of before.
            for (let tries = 0; docker('images', '-q', reference) === '' && tries < 20; tries++) {
                await stage.workbench.command('Slipway: Build Image');
                await until('the end of the build', async () =>
                    (await stage.workbench.notifications.shown()).every(({ text }) => !text.includes('Building')),
                );
                await sleep(500);
            }
            await until(`the image ${reference}`, () => built(reference).includes(label), 20_000);
        }
        const refused = stage.workbench.notifications.toast('The build secret token has no value: there is no no-such-place.');
        await stage.workbench.changeSettings({ 'slipway.build.secrets': { token: 'file:no-such-place' } });
        await until('the secret that is missing', async () => {
            await stage.workbench.command('Slipway: Build Image');
            return await refused.waitFor({ timeout: 5000 }).then(
                () => true,
                () => false,
            );
        });
        await stage.workbench.changeSettings({
            'slipway.build.secrets': {},
            'slipway.build.profiles': {},
            'slipway.build.platform': '',
            'slipway.build.dockerfile': '',
            'slipway.build.target': '',
            'slipway.build.args': {},
            'slipway.build.tags': [],
        });
    });

    it('plans by the settings that hold when the plan is made', async () => {
        let panel: Frame | undefined;
        const plan = async (): Promise<Frame> => {
            // A plan that waits for a consent is the one that is shown; without it, its panel is gone.
            const shown = panel;
            panel = undefined;
            await shown?.locator('#cancel').click();
            await until('the panel gone', () => shown?.isDetached() ?? true);
            await stage.workbench.command('Slipway: Deploy');
            panel = await stage.workbench.webview('Slipway Plan');
            await panel.locator('#start', { hasText: 'Deploy' }).waitFor();
            return panel;
        };
        const rehearsal = (from: Frame) => from.locator('.step-title', { hasText: 'Rehearse' });
        for (const [settings, field, value] of [
            [{ 'slipway.deploy.region': 'northeurope' }, 'region', 'northeurope'],
            [{ 'slipway.deploy.sku': 'S1' }, 'sku', 'S1'],
            [{ 'slipway.deploy.target': 'containerInstances' }, 'target', 'containerInstances'],
        ] as const) {
            await stage.workbench.changeSettings(settings);
            // The window hears of a changed file a moment later.
            await until(
                `${field} of the plan`,
                async () => (await (await plan()).locator(`#field-${field}`).inputValue()) === value,
                60_000,
            );
        }
        assert.equal(await rehearsal(await plan()).count(), 1);
        await stage.workbench.changeSettings({ 'slipway.deploy.rehearse': false });
        await until('a plan without the rehearsal', async () => (await rehearsal(await plan()).count()) === 0, 60_000);
    });

    it('stands still where VS Code is told to move less', async () => {
        const { page } = stage.workbench;
        const panel = await stage.workbench.webview('Slipway Plan');
        const motion = () =>
            panel.evaluate(() => {
                const spinner = document.createElement('span');
                spinner.className = 'codicon codicon-loading codicon-modifier-spin';
                document.body.append(spinner);
                const { animationName } = getComputedStyle(spinner);
                spinner.remove();
                return animationName;
            });
        await page.emulateMedia({ reducedMotion: 'no-preference' });
        await stage.workbench.changeSettings({ 'workbench.reduceMotion': 'off' });
        await until('the spinner to spin', async () => (await motion()) === 'codicon-spin');
        await stage.workbench.changeSettings({ 'workbench.reduceMotion': 'on' });
        await until('the spinner to stand still', async () => (await motion()) === 'none');
        await stage.workbench.changeSettings({ 'workbench.reduceMotion': 'off' });
        await until('the spinner to spin again', async () => (await motion()) === 'codicon-spin');
        await page.emulateMedia({ reducedMotion: 'reduce' });
        await until('the spinner to stand still for the system', async () => (await motion()) === 'none');
    });

    it('marks what is wrong in .slipway/project.json, and says it where the folder is read', async () => {
        stage.write({ '.slipway/project.json': '{\n    "facts": { "prot": 9000 }\n}\n' });
        await stage.workbench.editor.open('project.json');
        await stage.workbench.page.locator('.squiggly-warning').first().waitFor();
        await stage.workbench.command('Slipway: Containerize');
        await stage.workbench.notifications.toast('.slipway/project.json cannot be used: line 2.').waitFor();
        await stage.workbench.shot(path.join(shots, 'projectFile.png'));
    });
});

/** An image of an empty layer by these names, as `docker save` writes one. */
function archive({ folder, mark }: UiStage, names: readonly string[]): string {
    const scratch = path.join(path.dirname(folder), 'archive');
    fs.mkdirSync(scratch, { recursive: true });
    const layer = Buffer.alloc(10_240);
    const digest = createHash('sha256').update(layer).digest('hex');
    const config = {
        architecture: 'amd64',
        os: 'linux',
        created: '2026-01-02T03:04:05Z',
        config: { Labels: { 'slipway.ui': mark }, Cmd: ['/x'] },
        rootfs: { type: 'layers', diff_ids: [`sha256:${digest}`] },
        history: [{ created_by: 'a test' }],
    };
    const file = (name: string, content: string | Buffer) => fs.writeFileSync(path.join(scratch, name), content);
    file('layer.tar', layer);
    file('config.json', JSON.stringify(config));
    file('manifest.json', JSON.stringify([{ Config: 'config.json', RepoTags: names, Layers: ['layer.tar'] }]));
    execFileSync('tar', ['-cf', '../archive.tar', 'manifest.json', 'config.json', 'layer.tar'], { cwd: scratch });
    return path.join(scratch, '../archive.tar');
}
