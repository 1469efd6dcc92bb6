import assert from 'node:assert/strict';
import fs from 'node:fs';
import { openUiStage, type UiStage } from './uiStage';
import { contextMenu } from './workbench/contextMenu';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const pane = 'Slipway Registries';

/** A registry from nothing to an image that cannot be deleted, in the tree. */
describe('the registries of a window', function () {
    this.timeout(180_000 * patience);
    let stage: UiStage;

    before(async () => {
        stage = await openUiStage({ files: { 'index.html': '<h1>Harbour</h1>\n' }, localAzure: 'started' });
        fs.copyFileSync('/bin/busybox', `${stage.folder}/busybox`);
        fs.chmodSync(`${stage.folder}/busybox`, 0o755);
        stage.write({ Dockerfile: stage.dockerfile() });
    });
    after(() => stage.close());

    it('say that there is none, and offer to create one', async () => {
        await stage.workbench.tree(pane).open();
        await stage.workbench.tree(pane).row('No registry yet').waitFor();
        await stage.workbench.tree(pane).row('Create a registry…').waitFor();
    });

    it('get one by name, group and size', async () => {
        const { quick } = stage.workbench;
        await stage.workbench.tree(pane).row('Create a registry…').click();
        await quick.waitFor('Slipway: Create Registry');
        await quick.box.fill('no');
        await until('the complaint', async () => (await quick.state()).message.includes('5 to 50'));
        await quick.type('harbourui');
        await until('the question for the group', async () => (await quick.state()).value.startsWith('rg-'));
        await quick.accept();
        await quick.row('Basic').waitFor();
        assert.match((await quick.state()).rows[0]?.description ?? '', /about \$5 a month/);
        await quick.pick('Basic');
        await stage.workbench.notifications.toast(/The registry harbourui is ready/).waitFor();
        await stage.workbench.tree(pane).row('harbourui').waitFor();
        assert.match((await stage.workbench.tree(pane).rows())[0]?.description ?? '', /^Basic · westeurope · /);
    });

    it('show what a deploy pushed, with tag and size', async () => {
        await stage.workbench.command('Slipway: Deploy');
        const panel = await stage.workbench.webview('Slipway Plan');
        await panel.locator('#start', { hasText: 'Deploy' }).click();
        await until('the end of the deploy', async () => (await panel.locator('.verdict').count()) > 0, 120_000);
        assert.equal(await panel.locator('.verdict.good').count(), 1, await panel.locator('.verdict').first().innerText());
        const tree = stage.workbench.tree(pane);
        await tree.expand('harbourui');
        await tree.row('app').waitFor();
        await tree.expand('app');
        await tree.row(/^\d{8}-\d{6}$/).waitFor();
        const image = (await tree.rows()).find(({ level }) => level === 3);
        assert.match(image?.description ?? '', /^[0-9a-f]{12} · [\d.]+ (kB|MB) · /);
        // A narrow view cuts the description off: it is read where the pointer rests.
        await tree.row(/^\d{8}-\d{6}$/).hover();
        await stage.workbench.page.locator('.monaco-hover', { hasText: image?.description ?? '-' }).waitFor();
        await stage.workbench.shot('out/registries.png');
    });

    it('keep an image that is deployed', async () => {
        const image = stage.workbench.tree(pane).row(/^\d{8}-\d{6}$/);
        const entries = await contextMenu(stage.workbench.page, image, 'Delete Image from Registry');
        assert.ok(entries.includes('Untag Image'), entries.join(', '));
        await stage.workbench.dialog.click('Delete');
        await stage.workbench.notifications.toast(/is deployed and stays\. app-\w+ runs it\./).waitFor();
        await image.waitFor();
        await stage.workbench.command('Notifications: Clear All Notifications');
    });

    it('delete several images at once after naming them, and keep the one that is deployed', async () => {
        const panel = await stage.workbench.webview('Slipway Plan');
        for (const words of ['Second', 'Third']) {
            stage.write({ 'index.html': `<h1>${words}</h1>\n` });
            await stage.workbench.command('Slipway: Deploy');
            await until(`the ${words} deploy`, async () => (await panel.locator('.verdict').count()) === 0, 60_000);
            await until('its end', async () => (await panel.locator('.verdict.good').count()) === 1, 120_000);
        }
        const tree = stage.workbench.tree(pane);
        const tags = async () => (await tree.rows()).filter(({ label }) => /^\d{8}-\d{6}$/.test(label)).map(({ label }) => label);
        await stage.workbench.command('Slipway: Refresh Registries');
        const labels = await until('three images', async () => {
            const found = await tags();
            return found.length === 3 ? found : undefined;
        });
        await tree.row(labels[0] ?? '').click();
        await stage.workbench.page.keyboard.press('Shift+ArrowDown');
        await stage.workbench.page.keyboard.press('Shift+ArrowDown');
        await contextMenu(stage.workbench.page, tree.row(labels[1] ?? ''), 'Delete Image from Registry');
        const asked = await stage.workbench.dialog.read();
        assert.equal(asked.message, 'Delete 3 images with all their tags?');
        assert.ok(
            labels.every((label) => asked.detail.includes(label)),
            asked.detail,
        );
        await stage.workbench.shot('out/registries-delete.png');
        await stage.workbench.dialog.click('Delete');
        await stage.workbench.notifications.toast(/is deployed and stays\. app-\w+ runs it\./).waitFor();
        const left = await until('the one that stays', async () => {
            const found = await tags();
            return found.length === 1 ? found : undefined;
        });
        assert.deepEqual(left, [labels.toSorted().at(-1)]);
    });
});
