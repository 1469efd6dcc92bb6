import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { carryFiles } from './carryFiles';
import { cutTunnel, deployFolder, diagnostics, failed, runAll } from './diagnosticsPanel';
import { changeSettings, containersOf, onlySite } from './fragileApp';
import { sendArm } from './sendArm';
import { openUiStage } from './uiStage';
import type { UiStage } from './uiStage';
import { contextMenu } from './workbench/contextMenu';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const root = path.resolve(import.meta.dirname, '../..');
const pictures = path.join(root, 'out/ui/sshTerminals');
const minuteMs = 60_000;

/** Shells in the containers of a web app, as a person uses them: one, several at once, and one for each instance; and the panel of an instance. */
describe('SSH terminals and instances of a deployed app', function () {
    this.timeout(4 * minuteMs * patience);
    let stage: UiStage;
    let name: string;
    let instances: readonly string[];

    before(async () => {
        fs.mkdirSync(pictures, { recursive: true });
        stage = await openUiStage({
            sample: 'fragile',
            localAzure: 'started',
            settings: { 'files.simpleDialog.enable': true, 'terminal.integrated.tabs.hideCondition': 'never' },
        });
        fs.appendFileSync(path.join(stage.folder, 'Dockerfile'), `LABEL slipway.ui=${stage.mark}\n`);
        await stage.workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
        await deployFolder(stage);
        const site = await onlySite(stage.azure!);
        ({ name } = site);
        await changeSettings(stage, site.id, {
            NOTE: `<img src=x onerror="document.title='owned'">\u001b]0;owned\u0007root@azure:~# ok`,
            DB_PASSWORD: 'hunter22',
        });
    });
    afterEach(failed(() => stage, 'sshTerminals'));
    after(() => stage.close());

    const shot = (title: string) => stage.workbench.shot(path.join(pictures, `${title}.png`));
    const tabs = () => stage.workbench.page.locator('.tabs-list .terminal-tabs-entry');

    /** Opens one more terminal; of several instances the one with this number is taken. */
    async function open(instance?: number): Promise<void> {
        const before = await tabs().count();
        await stage.workbench.command('Slipway: Open SSH Terminal');
        if (instance !== undefined) {
            await stage.workbench.quick.waitFor('Slipway: Choose Instance');
            await stage.workbench.quick.pick(`Instance ${instance.toString()}`);
        }
        await until('one more terminal', async () => (await tabs().count()) === before + 1, minuteMs);
        await until('the prompt', async () => /# ?$/.test((await stage.workbench.terminal.text()).trimEnd()), minuteMs);
    }

    it('opens a shell that is typed into and read back, in colours, with all that it printed', async () => {
        const { terminal } = stage.workbench;
        await open();
        await terminal.type('echo answer $((6 * 7)); seq 1 300\r');
        await terminal.waitFor(/^answer 42$[^]*^1$[^]*^300$/m);
        await terminal.type("printf '\\033[31mred\\033[0m and plain\\n'\r");
        await terminal.waitFor(/^red and plain$/m);
        const [first, last] = await terminal.coloursOf('red and plain');
        assert.equal(first, 1);
        assert.equal(last, undefined);
        await shot('terminal');
    });

    it('ends what runs by Ctrl-C, takes what is pasted, and follows the size of the window', async () => {
        const { terminal, page } = stage.workbench;
        await terminal.type('echo begun; sleep 100\r');
        await terminal.waitFor(/^begun$/m);
        await terminal.type('\u0003');
        await terminal.type('echo ended by $?\r');
        await terminal.waitFor(/^ended by 130$/m);
        await page.evaluate((text) => navigator.clipboard.writeText(text), 'echo pasted $((40 + 2))');
        await stage.workbench.command('Terminal: Paste into Active Terminal');
        await terminal.waitFor(/echo pasted \$\(\(40 \+ 2\)\)/);
        await terminal.type('\r');
        await terminal.waitFor(/^pasted 42$/m);
        // The window tells a terminal its size a moment after it has changed: what was said before that is asked again.
        const sizeSaid = async () =>
            await until('the size in the shell', async () => {
                const { columns, rows } = await terminal.size();
                await terminal.type('clear; stty size\r');
                await page.waitForTimeout(300);
                return new RegExp(`^${rows.toString()} ${columns.toString()}$`, 'm').test(await terminal.text()) ? columns : undefined;
            });
        const wide = await sizeSaid();
        await page.setViewportSize({ width: 1000, height: 900 });
        await until('a narrower terminal', async () => (await terminal.size()).columns < wide);
        assert.ok((await sizeSaid()) < wide);
        await page.setViewportSize({ width: 1400, height: 900 });
    });

    it('keeps a second one apart from the first, which goes on', async () => {
        const { terminal } = stage.workbench;
        await terminal.type('mine=first; clear\r');
        await open();
        await terminal.type('echo "of the first: <$mine>"\r');
        await terminal.waitFor(/^of the first: <>$/m);
        await tabs().nth(0).click();
        await until('the first terminal', async () => !(await terminal.text()).includes('of the first'));
        await terminal.type('echo "mine: <$mine>"\r');
        await terminal.waitFor(/^mine: <first>$/m);
        await shot('two');
    });

    it('connects again in the same terminal after the tunnel was cut', async () => {
        const { terminal } = stage.workbench;
        await cutTunnel(stage);
        await terminal.waitFor(/The connection was cut\. .*Press Enter to connect again\./s, minuteMs);
        await terminal.type('\r');
        await until('a prompt after it', async () => /to connect again\.[^]*# ?$/.test((await terminal.text()).trimEnd()), minuteMs);
        await terminal.type('echo again $((6 * 7))\r');
        await terminal.waitFor(/^again 42$/m);
        await shot('again');
    });

    it('carries a file there and back by SFTP', async () => {
        await carryFiles(stage);
    });

    it('opens one in each instance', async () => {
        const azure = stage.azure!;
        const { id } = await onlySite(azure);
        const { properties } = (await sendArm(azure, 'GET', id, '2024-04-01')) as { properties: { serverFarmId: string } };
        await sendArm(azure, 'PATCH', properties.serverFarmId, '2024-04-01', { sku: { capacity: 2 } });
        await until('two containers', () => containersOf(stage).length === 2, minuteMs);
        const list = (await sendArm(azure, 'GET', `${id}/instances`, '2024-04-01')) as { value: { name: string }[] };
        instances = list.value.map((one) => one.name);
        assert.equal(instances.length, 2);
        const seen: string[] = [];
        for (const number of [1, 2]) {
            await open(number);
            await stage.workbench.terminal.type("tr '\\0' '\\n' </proc/1/environ | grep ^WEBSITE_INSTANCE_ID= | cut -c1-32\r");
            const text = await stage.workbench.terminal.waitFor(/^WEBSITE_INSTANCE_ID=[0-9a-f]{12}$/m);
            seen.push(/^WEBSITE_INSTANCE_ID=([0-9a-f]{12})$/m.exec(text)![1]!);
        }
        assert.deepEqual(seen.sort(), instances.map((one) => one.slice(0, 12)).sort());
        const labels = await tabs().allInnerTexts();
        seen.forEach((instance) =>
            assert.ok(
                labels.some((label) => label.includes(instance)),
                `${instance}: ${labels.join()}`,
            ),
        );
        await shot('instances');
    });

    it('diagnoses the instance that is chosen in the panel, which is opened from the row of the deployment in Azure', async () => {
        const tree = stage.workbench.tree('Slipway');
        await tree.open();
        // Rows that are out of sight are not there, and those of Azure come after the folder's own.
        await stage.workbench.tree('app').fold();
        await tree.expand('Deployments in the local Azure');
        // The project's own row has the same name; that of Azure tells the target.
        const row = tree.pane.locator('.monaco-list-row').filter({ hasText: new RegExp(`${name}.*App Service · `) });
        await row.waitFor();
        const labels = await contextMenu(stage.workbench.page, row, 'Diagnose Deployment');
        assert.ok(labels.includes('Open SSH Terminal') && labels.includes('Download File from Deployment'), labels.join());
        const panel = await stage.workbench.webview('Slipway Diagnostics');
        await panel.locator('#run').waitFor({ timeout: minuteMs * patience });
        const second = instances[1]!;
        await panel.locator('#instance').selectOption(second);
        await runAll(panel, '');
        assert.equal(await panel.locator('.subtitle').innerText(), `Instance ${second.slice(0, 12)}`);
        await panel.locator('#check-environment summary').click();
        assert.match(await panel.locator('#check-environment').innerText(), new RegExp(`WEBSITE_INSTANCE_ID=${second}`));
        await shot('instance');
    });

    it('shows as text what a setting holds of markup and escape sequences, and masks what looks like a secret', async () => {
        const panel = await diagnostics(stage);
        const text = await panel.locator('#check-environment').innerText();
        assert.match(text, /^NOTE=<img src=x onerror="document\.title='owned'">root@azure:~# ok$/m);
        assert.match(text, /^DB_PASSWORD=\*+$/m);
        assert.equal(await panel.locator('img').count(), 0);
        assert.notEqual(await panel.evaluate(() => document.title), 'owned');
        assert.doesNotMatch(text, /hunter22/);
    });
});
