import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { openLink } from './openLink';
import { openUiStage } from './uiStage';
import type { UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const themes = { dark: 'Dark Modern', light: 'Light Modern', hc: 'Default High Contrast' };
const pictures = path.resolve(import.meta.dirname, '../../out/pictures');
const deployMs = 120_000;

/**
 * The first five minutes with the keyboard alone, from a window without an account to a live page in the local Azure. The pictures of walkthrough, README and
 * docs are taken here; `npm run pictures` puts them in their places.
 */
describe('the first five minutes, by keyboard alone', function () {
    this.timeout(180_000 * patience);
    let stage: UiStage;

    before(async () => {
        fs.mkdirSync(pictures, { recursive: true });
        stage = await openUiStage({
            files: { 'index.html': '<h1>Hello from the harbour</h1>\n' },
            localAzure: 'started',
            settings: { 'slipway.cloud': 'azure' },
            // The pictures show the images of this window alone.
            name: 'harbour',
        });
        // The pictures are shown 1,000 pixels wide: what is larger has letters that nobody can read.
        await stage.workbench.page.setViewportSize({ width: 1120, height: 720 });
        fs.copyFileSync('/bin/busybox', `${stage.folder}/busybox`);
        fs.chmodSync(`${stage.folder}/busybox`, 0o755);
    });
    after(() => stage.close());

    /** In three themes; without the messages of what was done before, unless they are what it is about. */
    async function picture(name: string, messages: 'hidden' | 'shown' = 'hidden'): Promise<void> {
        await until('an end of what VS Code and Azure are asked', async () => {
            const starting = stage.workbench.page.locator('.statusbar-item', { hasText: 'Activating Extensions' });
            const rows = await stage.workbench.tree('Slipway').rows();
            return (await starting.count()) === 0 && !rows.some(({ description }) => description.includes('asking Azure'));
        });
        if (messages === 'hidden') {
            await clearMessages();
        }
        for (const [suffix, theme] of Object.entries(themes)) {
            await stage.workbench.theme(theme);
            await stage.workbench.shot(path.join(pictures, `${name}-${suffix}.png`));
        }
        await stage.workbench.theme(themes.dark);
    }

    async function clearMessages(): Promise<void> {
        const close = stage.workbench.page.locator('.notifications-toasts .codicon-notifications-clear:visible');
        for (let left = await close.count(); left > 0; left--) {
            await close
                .first()
                .click({ timeout: 2000 })
                .catch(() => undefined);
        }
    }

    /** A command as a keyboard user runs it: F1, its title, Enter on the row that is chosen. */
    async function command(title: string): Promise<void> {
        const { page, quick } = stage.workbench;
        await page.keyboard.press('F1');
        await quick.box.waitFor();
        await page.keyboard.insertText(title);
        // The row that was used last comes first; the arrow leads to the one that is meant.
        const at = await until(`the row ${title}`, async () => {
            const index = (await quick.state()).rows.findIndex(({ label }) => label === title);
            return index < 0 ? undefined : { index };
        });
        for (let step = 0; step < at.index; step++) {
            await page.keyboard.press('ArrowDown');
        }
        await page.keyboard.press('Enter');
    }

    const steps = () => stage.workbench.page.locator('.getting-started-step');
    async function done(step: string): Promise<boolean> {
        const box = steps().filter({ hasText: step }).locator('.codicon').first();
        return ((await box.getAttribute('class')) ?? '').includes('getting-started-step-checked');
    }

    it('begins with the walkthrough, where nothing is done yet', async () => {
        await command('Slipway: Open Walkthrough');
        await until('its six steps', async () => (await steps().count()) === 6);
        assert.equal(await done('Check My Setup'), false);
        await picture('walkthrough');
    });

    it('checks the setup; the step is done because nothing stands in the way', async () => {
        await command('Slipway: Check My Setup');
        await stage.workbench.quick.waitFor('Slipway: Check My Setup');
        await picture('setup');
        await stage.workbench.page.keyboard.press('Escape');
        await until('the step', () => done('Check My Setup'));
    });

    it('containerizes; looking at it alone does not do the step', async () => {
        await command('Slipway: Containerize');
        await stage.workbench.quick.waitFor('Slipway: Containerize harbour');
        await picture('containerize');
        await stage.workbench.page.keyboard.press('Escape');
        assert.equal(await done('Containerize Your Folder'), false);
        await command('Slipway: Containerize');
        await stage.workbench.quick.waitFor('Slipway: Containerize harbour');
        await stage.workbench.page.keyboard.press('ArrowDown');
        await stage.workbench.page.keyboard.press('Enter');
        // The first file opens when all are written; a palette that was open by then would be closed by it.
        await stage.workbench.page.locator('.tab.active[data-resource-name="Dockerfile"]').waitFor();
        await stage.workbench.notifications.toast('Wrote').waitFor();
        // The base image of a static site is not on every test machine; this one needs none.
        stage.write({ Dockerfile: stage.dockerfile() });
        await command('Slipway: Open Walkthrough');
        await until('the step', () => done('Containerize Your Folder'));
    });

    it('rehearses with its key', async () => {
        await stage.workbench.page.keyboard.press('Control+Alt+r');
        const toast = stage.workbench.notifications.toast(/answers|answered/);
        await toast.waitFor({ timeout: deployMs });
        await picture('rehearse', 'shown');
        await until('the step', () => done('Rehearse It Here'));
    });

    it('offers a local Azure in the tree where there is an engine but no account', async () => {
        await command('Explorer: Focus on Slipway View');
        const tree = stage.workbench.tree('Slipway');
        await tree.row('Try with a local Azure…').waitFor();
        await tree.row('Deploy to Azure…').waitFor();
        // The files make room for the tree.
        await stage.workbench.page.locator('.pane:has(.explorer-folders-view) > .pane-header').click();
        await picture('signIn');
        await command('Slipway: Try with a Local Azure');
        await tree.row('Deploy to the local Azure…').waitFor({ timeout: 60_000 * patience });
    });

    it('deploys with its key and Enter, and everything is marked as local', async () => {
        await stage.workbench.page.keyboard.press('Control+Alt+d');
        const panel = await stage.workbench.webview('Slipway Plan');
        await panel.locator('#start', { hasText: 'Deploy' }).waitFor();
        assert.equal(await panel.locator('.badge.local').innerText(), 'local');
        await picture('plan');
        await until('the focus on Deploy', () => panel.evaluate(() => document.activeElement?.id === 'start'));
        await stage.workbench.page.keyboard.press('Enter');
        await until('the end of the deploy', async () => (await panel.locator('.verdict').count()) > 0, deployMs);
        assert.match(await panel.locator('.verdict').innerText(), /is live/);
        assert.equal(await stage.workbench.statusBar.text('slipway.deploy'), 'Slipway: Live');
        await until('the picture of Azure', async () => (await panel.locator('.picture.shown').count()) === 1, 60_000);
        await picture('deploy');
        await panel.locator('.picture').scrollIntoViewIfNeeded();
        await picture('azure');
        await picture('tree');
        const rows = await stage.workbench.tree('Slipway').rows();
        assert.ok(
            rows.some((row) => row.description.includes('local Azure')),
            JSON.stringify(rows),
        );
    });

    it('turns to Changed when a file of the image is saved, and not for one that the image does not have', async () => {
        const { workbench } = stage;
        stage.write({ 'notes.md': 'x\n' });
        fs.appendFileSync(path.join(stage.folder, '.dockerignore'), '\nnotes.md\n');
        for (const [file, text] of [
            ['notes.md', 'Slipway: Live'],
            ['index.html', 'Slipway: Changed'],
        ] as const) {
            await workbench.editor.open(file);
            await workbench.page.keyboard.press('End');
            await workbench.page.keyboard.insertText(' ');
            await workbench.page.keyboard.press('Control+s');
            await workbench.page.locator('.tab.active:not(.dirty)').waitFor();
            await until(`the button after ${file}`, async () => (await workbench.statusBar.text('slipway.deploy')) === text);
        }
        await picture('statusBar');
    });

    it('is shown by a link, which only chooses its row', async () => {
        const tree = stage.workbench.tree('Slipway');
        const deployed = (await tree.rows()).find(({ label }) => /^harbour-[a-z0-9]+$/.test(label))?.label ?? '';
        await openLink(stage.workbench, `/deployment/${deployed}`);
        await until('the row', async () => {
            const focused = stage.workbench.page.locator('.monaco-list:focus-within .monaco-list-row.focused .label-name');
            return (await focused.count()) > 0 && (await focused.first().innerText()).trim() === deployed;
        });
        assert.equal(await stage.workbench.statusBar.text('slipway.deploy'), 'Slipway: Changed');
    });

    it('connects to the log of what runs, and the walkthrough is done', async () => {
        await command('Slipway: Show Deployment Logs');
        await until('its channel', () => stage.workbench.server.logFiles().some((file) => /Slipway.+harbour-/.test(path.basename(file))));
        await picture('connect');
        await command('Slipway: Open Walkthrough');
        await until('every step', async () => {
            const titles = ['Check My Setup', 'Containerize Your Folder', 'Rehearse It Here', 'Sign In', 'Deploy', 'Connect'];
            return (await Promise.all(titles.map(done))).every(Boolean);
        });
        await picture('walkthroughDone');
    });

    it('switches to another profile, where nothing was deployed yet', async () => {
        const { workbench } = stage;
        await workbench.notifications.answer(/Show Deployment Logs/, 'Cancel');
        await command('View: Hide Panel');
        await command('Slipway: Switch Profile');
        await workbench.quick.waitFor('Slipway: Switch Profile');
        await workbench.page.keyboard.press('ArrowDown');
        await picture('profiles');
        await workbench.page.keyboard.press('Enter');
        await workbench.quick.waitFor('Slipway: New Profile');
        await workbench.quick.type('prod');
        await until('the button', async () => (await workbench.statusBar.text('slipway.deploy')) === 'Slipway: Deploy (prod)');
    });
});
