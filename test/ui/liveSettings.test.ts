import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { openUiStage } from './uiStage';
import type { UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

/** Settings whose change counts from the next time that they are asked for. */
describe('settings that change', function () {
    this.timeout(120_000 * patience);
    const name = 'app';
    let stage: UiStage;

    before(async () => {
        // With a server listed no file that is there changes, so that writing asks nothing.
        stage = await openUiStage({ files: { 'requirements.txt': 'flask==3.1.2\ngunicorn==23.0.0\n' }, localAzure: 'started', name });
    });
    after(() => stage.close());

    it('writes a Dockerfile by the settings that hold when it is written', async () => {
        stage.write({
            'requirements.txt': 'flask==3.1.2\ngunicorn==23.0.0\n',
            'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
        });
        const file = path.join(stage.folder, 'Dockerfile');
        for (const [registry, cacheMounts, from, mounts] of [
            ['mcr.example.com/dockerhub', 'always', /^FROM mcr\.example\.com\/dockerhub\/python:/m, true],
            ['', 'never', /^FROM python:/m, false],
        ] as const) {
            await stage.workbench.changeSettings({
                'slipway.scaffold.baseImageRegistry': registry,
                'slipway.scaffold.cacheMounts': cacheMounts,
            });
            fs.rmSync(file, { force: true });
            await stage.workbench.command('Slipway: Containerize');
            await stage.workbench.quick.waitFor(`Slipway: Containerize ${name}`);
            await stage.workbench.quick.rows
                .filter({ hasText: /Write the (file|\d files)/ })
                .first()
                .click();
            const text = await until('the Dockerfile', () => fs.existsSync(file) && fs.readFileSync(file, 'utf8'));
            assert.match(text, from);
            assert.equal(text.includes('--mount=type=cache'), mounts, text);
        }
        await stage.workbench.changeSettings({ 'slipway.scaffold.baseImageRegistry': '', 'slipway.scaffold.cacheMounts': 'automatic' });
    });

    it('signs in by the setting that holds when Azure is asked', async () => {
        for (const [how, words] of [
            ['environment', /EnvironmentCredential/],
            ['azureCli', /Azure CLI|\baz login\b/],
        ] as const) {
            await stage.workbench.changeSettings({ 'slipway.cloud': 'azure', 'slipway.azure.signIn': how });
            await stage.workbench.command('Slipway: Select Subscriptions');
            await stage.workbench.notifications.toast(words).waitFor();
            await stage.workbench.command('Notifications: Clear All Notifications');
        }
        await stage.workbench.changeSettings({ 'slipway.cloud': 'local', 'slipway.azure.signIn': 'vscode' });
    });
});
