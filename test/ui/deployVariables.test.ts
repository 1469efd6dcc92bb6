import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { Frame } from 'playwright-core';
import { sendArm } from './sendArm';
import { openUiStage, type UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const secret = 'swordfish-in-the-harbour';

/** What the code needs is asked for in the plan and ends in the app's settings, and nowhere else. */
describe('a deploy of an app that needs variables', function () {
    this.timeout(180_000 * patience);
    let stage: UiStage;

    before(async () => {
        const app =
            'import os, sqlite3\nfrom flask import Flask\napp = Flask(__name__)\nTOKEN = os.environ["API_TOKEN"]\nHELLO = os.environ.get("GREETING", "ahoy")\nstore = sqlite3.connect("notes.db")\n';
        stage = await openUiStage({
            files: { 'index.html': '<h1>notes</h1>\n', 'app.py': app, 'requirements.txt': 'flask\ngunicorn\n' },
            localAzure: 'started',
        });
        fs.copyFileSync('/bin/busybox', `${stage.folder}/busybox`);
        fs.chmodSync(`${stage.folder}/busybox`, 0o755);
        const needing =
            'CMD ["/bin/busybox", "sh", "-c", "test -n \\"$API_TOKEN\\" && exec /bin/busybox httpd -f -p 8000 -h /www; exit 7"]';
        stage.write({ Dockerfile: `${stage.dockerfile().split('\n').slice(0, -2).join('\n')}\n${needing}\n` });
    });
    after(() => stage.close());

    it('warns with file and line of what is missing and of what would be lost', async () => {
        await stage.workbench.command('Slipway: Deploy');
        const panel = await reviewed(stage);
        const warnings = (await panel.locator('.warning').allInnerTexts()).join('\n');
        assert.match(warnings, /requires API_TOKEN \(app\.py:4\)/);
        assert.match(warnings, /notes\.db \(SQLite database, app\.py:6\)/);
        assert.equal(await panel.locator('#variable-API_TOKEN').getAttribute('type'), 'password');
        await stage.workbench.shot('out/deploy-variables.png');
    });

    it('asks before it deploys without', async () => {
        const panel = await reviewed(stage);
        await panel.locator('#start').click();
        const { message, buttons } = await stage.workbench.dialog.read();
        assert.equal(message, 'API_TOKEN has no value.');
        assert.ok(buttons.includes('Deploy Anyway'), buttons.join(', '));
        await stage.workbench.dialog.click('Cancel');
        await panel.locator('#start', { hasText: 'Deploy' }).waitFor();
    });

    it('rehearses with it, sets it in Azure and shows it nowhere', async () => {
        const panel = await reviewed(stage);
        await panel.locator('#variable-API_TOKEN').fill(secret);
        await panel.locator('#variable-API_TOKEN').press('Tab');
        await panel.locator('#variable-API_TOKEN[placeholder="Set, not shown"]').waitFor();
        await panel.locator('#start').click();
        await until('the end of the deploy', async () => (await panel.locator('.verdict').count()) > 0, 120_000);
        assert.equal(await panel.locator('.verdict.good').count(), 1, await panel.locator('.verdict').first().innerText());
        assert.equal((await settings(stage)).API_TOKEN, secret);
        assert.doesNotMatch(await panel.content(), new RegExp(secret));
        assert.doesNotMatch(stage.workbench.outputText('Slipway'), new RegExp(secret));
        assert.doesNotMatch(stage.workbench.extensionHostLog(), new RegExp(secret));
    });

    it('asks nothing the next time, and leaves what Azure has', async () => {
        await stage.workbench.command('Slipway: Deploy');
        const panel = await stage.workbench.webview('Slipway Plan');
        await until('the second deploy', async () => (await panel.locator('.verdict').count()) === 0, 60_000);
        await until('its end', async () => (await panel.locator('.verdict.good').count()) === 1, 120_000);
        assert.equal((await settings(stage)).API_TOKEN, secret);
    });
});

async function reviewed(stage: UiStage): Promise<Frame> {
    const panel = await stage.workbench.webview('Slipway Plan');
    await panel.locator('#start', { hasText: 'Deploy' }).waitFor();
    return panel;
}

async function settings(stage: UiStage): Promise<Record<string, string>> {
    const azure = stage.azure!;
    const list = (await sendArm(azure, 'GET', `/subscriptions/${azure.subscriptionId}/providers/Microsoft.Web/sites`, '2024-04-01')) as {
        value: { id: string }[];
    };
    const answer = (await sendArm(azure, 'POST', `${list.value[0]!.id}/config/appsettings/list`, '2024-04-01')) as {
        properties: Record<string, string>;
    };
    return answer.properties;
}
