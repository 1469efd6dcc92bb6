import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { askArm } from './askArm';
import { openUiStage } from './uiStage';
import type { UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const root = path.resolve(import.meta.dirname, '../..');
const shots = path.join(root, 'out/mcp');
const deployMs = 180_000;

/** Both samples, deployed from the window to a local Azure and run on three instances. One window, in the order of a person's day. */
describe('MCP servers that were deployed', function () {
    this.timeout(300_000 * patience);
    let stage: UiStage;
    let site: string;
    let panel: Frame;

    before(async () => {
        fs.mkdirSync(shots, { recursive: true });
        stage = await openUiStage({ files: sample('mcp-stateless'), settings: { 'chat.disableAIFeatures': false }, localAzure: 'started' });
        await deploy(stage);
        // Rows that are scrolled out of sight are not there: the files make room for the tree.
        await stage.workbench.page.locator('.pane:has(.explorer-folders-view) > .pane-header').click();
        site = await siteId(stage);
        await scaleOut(stage, site, 3);
    });
    after(async function () {
        if (this.currentTest?.state === 'failed') {
            await stage.workbench.shot(path.join(shots, 'failed.png'));
            process.stderr.write(stage.workbench.outputText('Slipway').slice(-3000));
        }
        await stage.close();
    });

    it('shows the server with its tools below its deployment', async () => {
        const tree = stage.workbench.tree('Slipway');
        await tree.open();
        const name = site.split('/').at(-1) ?? '';
        await unfold(stage, name, 2);
        await until('the server', async () =>
            (await tree.rows()).some(({ level, description }) => level === 3 && description.includes('2026-07-28 stateless')),
        );
        await unfold(stage, name, 3);
        await tree.row('tally').waitFor();
        await stage.workbench.shot(path.join(shots, 'tree.png'));
        await tree.row('tally').click();
        panel = await stage.workbench.webview(`MCP: ${name}`);
        await panel.locator('#call').waitFor();
    });

    it('keeps the total of an explicit handle right across instances', async () => {
        const served = new Set<string>();
        for (let total = 1; total <= 6 || served.size < 2; total++) {
            assert.ok(total < 60, 'one instance answers everything');
            const result = await call(panel, total);
            assert.equal(result.total, total);
            served.add(result.served_by);
        }
        await panel.locator('.subtitle', { hasText: /instances seen/ }).waitFor();
        assert.match(await panel.locator('.carried').innerText(), /taken over/);
        await stage.workbench.shot(path.join(shots, 'call.png'));
    });

    it('shows the page of a tool in a frame of its own, which calls the tool through the window', async () => {
        const turn = Number(await panel.locator('#result').getAttribute('data-turn'));
        const { total } = JSON.parse(await panel.locator('#result details pre').innerText()) as { total: number };
        assert.ok(turn > 0);
        await panel.locator('#open-app').click();
        const app = await until('the page', () => {
            const frame = stage.workbench.page.frames().find((candidate) => candidate.url() === 'about:srcdoc');
            return Promise.resolve(frame);
        });
        await app.locator('#total', { hasText: String(total) }).waitFor();
        await app.locator('#add').click();
        await app.locator('#total', { hasText: String(total + 10) }).waitFor();
        await stage.workbench.shot(path.join(shots, 'app.png'));
        // Nothing outside is reached, and the window is out of reach.
        assert.equal(
            await app.evaluate(() =>
                fetch('https://example.com').then(
                    () => 'reached',
                    () => 'refused',
                ),
            ),
            'refused',
        );
        assert.equal(
            await app.evaluate(() => {
                try {
                    return window.parent.document.title;
                } catch {
                    return 'refused';
                }
            }),
            'refused',
        );
        // Keys that are pressed inside a stranger's page stay there.
        await stage.workbench.page
            .getByRole('tab', { name: /: tally/ })
            .locator('.tab-actions .action-label')
            .click();
    });

    it('completes the raw JSON from the schema, by keyboard', async () => {
        await panel.locator('summary', { hasText: 'Arguments as JSON' }).click();
        const json = panel.locator('#json');
        await json.fill('{ }');
        await json.press('Home');
        await json.press('ArrowRight');
        await json.press('Control+Space');
        await panel.locator('#suggestions [role=option]', { hasText: 'handle' }).waitFor();
        await json.press('ArrowUp');
        await json.press('ArrowDown');
        await json.press('Enter');
        assert.deepEqual(JSON.parse(await json.inputValue()), { add: 0 });
        assert.equal(await panel.locator('#arg-add').inputValue(), '0');
    });

    it('reads a resource and gets a prompt with its argument', async () => {
        await panel.locator('[id="resource-notes://readme"]').click();
        await panel.locator('#call', { hasText: 'Read' }).click();
        await panel.locator('#result', { hasText: 'tally tool keeps its total' }).waitFor();
        await panel.locator('#prompt-explain_total').click();
        await panel.locator('#arg-total').fill('7');
        await panel.locator('#arg-total').press('Control+Enter');
        await panel.locator('#result', { hasText: 'Explain the total 7.' }).waitFor();
        await panel.locator('#to-chat').waitFor();
    });

    it('asks its user in the middle of a call', async () => {
        await panel.locator('#tool-greet').click();
        await panel.locator('#call').click();
        await stage.workbench.dialog.click('Answer');
        await stage.workbench.quick.type('Ada');
        await panel.locator('#result', { hasText: 'Hello, Ada!' }).waitFor();
    });

    it('shows progress and stops a call', async () => {
        await panel.locator('#tool-count').click();
        await panel.locator('#arg-to').fill('600');
        await panel.locator('#call').click();
        await panel.locator('.running', { hasText: /\d+ of 600/ }).waitFor();
        await panel.locator('#cancel').click();
        await panel.locator('.running').waitFor({ state: 'detached' });
        assert.equal(await panel.locator('#result.failed, #problem').count(), 0);
    });

    it('shows the wire, and copies a request as cURL', async () => {
        await panel.locator('#wire > summary').click();
        const exchange = panel.locator('.exchange', { hasText: 'tools/call' }).first();
        await exchange.locator('summary').click();
        await exchange.locator('pre', { hasText: 'mcp-method: tools/call' }).waitFor();
        await exchange.locator('button', { hasText: 'Copy as cURL' }).click();
        await stage.workbench.shot(path.join(shots, 'wire.png'));
        await panel.locator('#wire > summary').click();
    });

    it('shows equal bars for the instances without affinity', async () => {
        await panel.locator('#scale').click();
        await panel.locator('#scale-verdict.good').waitFor({ timeout: 60_000 * patience });
        assert.equal(await panel.locator('.share-row').count(), 6);
        await stage.workbench.shot(path.join(shots, 'scale-off.png'));
    });

    it('shows one bar with affinity, and turns it off by its button', async () => {
        await askArm(stage.azure!, 'PATCH', site, '2024-04-01', { properties: { clientAffinityEnabled: true } });
        await panel.locator('#scale').click();
        await panel.locator('#scale-verdict', { hasText: 'An affinity cookie pins clients' }).waitFor({ timeout: 60_000 * patience });
        assert.equal(await panel.locator('.share-row').count(), 4);
        for (const theme of ['Light Modern', 'Default High Contrast', 'Dark Modern']) {
            await stage.workbench.theme(theme);
            await stage.workbench.shot(path.join(shots, `scale-on-${theme.replaceAll(' ', '')}.png`));
        }
        await panel.locator('#fix-turn-off-affinity').click();
        await stage.workbench.dialog.click('Turn Off');
        await stage.workbench.notifications.answer(/no longer pins/, 'Check Again');
        await until(
            'even bars again',
            async () => {
                // Instances that started anew in the middle of a check are told as they are: then it is checked again.
                if ((await panel.locator('#scale-verdict.good').count()) === 0) {
                    await panel.locator('#scale').click();
                    await stage.workbench.page.waitForTimeout(5000);
                }
                return (await panel.locator('#scale-verdict.good').count()) > 0;
            },
            90_000,
        );
        const { properties } = (await askArm(stage.azure!, 'GET', site, '2024-04-01')) as {
            properties: { clientAffinityEnabled: boolean };
        };
        assert.equal(properties.clientAffinityEnabled, false);
    });

    it('writes a readiness report that finds the sample ready', async () => {
        await panel.locator('#readiness').click();
        const report = await until(
            'the report',
            async () => {
                // The window itself says the report's title, too, as soon as its tab is there.
                const frames = stage.workbench.page.frames().filter((frame) => frame !== stage.workbench.page.mainFrame());
                for (const frame of frames) {
                    const text = await frame
                        .locator('body')
                        .innerText()
                        .catch(() => '');
                    if (text.includes('MCP 2026-07-28 readiness')) {
                        return text;
                    }
                }
                return undefined;
            },
            60_000,
        );
        assert.match(report, /\*\*ready\*\*|: ready \(/);
        await stage.workbench.shot(path.join(shots, 'readiness.png'));
    });

    it('recognises that the site became a server of the older era, with sessions that one instance keeps', async () => {
        stage.write(sample('mcp-session'));
        for (const name of ['handles.py', 'tools.py']) {
            fs.rmSync(path.join(stage.folder, name));
        }
        await askArm(stage.azure!, 'PATCH', site, '2024-04-01', { properties: { clientAffinityEnabled: true } });
        await deploy(stage);
        // The deploy ended in this window: nobody has to ask for a refresh.
        const tree = stage.workbench.tree('Slipway');
        await until(
            'the older server',
            async () => (await tree.rows()).some(({ description }) => description.includes('2025-11-25 with session')),
            60_000,
        );
    });

    it('starts a program of mcp.json only after its command was shown, and asks again when it changed', async () => {
        const config = (...args: string[]) =>
            `{\n    // kept\n    "servers": { "local": ${JSON.stringify({ command: process.execPath, args: ['local.js', ...args] })}, },\n}\n`;
        fs.mkdirSync(path.join(stage.folder, '.vscode'));
        stage.write({ 'local.js': program, '.vscode/mcp.json': config() });
        await connect(stage, 'local');
        const first = await stage.workbench.dialog.read();
        assert.match(first.message, /Start the MCP server local/);
        assert.ok(first.detail.includes('local.js'), first.detail);
        await stage.workbench.dialog.click('Start');
        const local = await stage.workbench.webview('MCP: local');
        await local.locator('#tool-hello').click();
        await local.locator('#call').click();
        await local.locator('#result', { hasText: 'hello from a program' }).waitFor();
        await local.locator('#tool-media').click();
        await local.locator('#call').click();
        await until(
            'the picture',
            async () => (await local.locator('.media img').evaluate((image) => (image as HTMLImageElement).naturalWidth)) === 1,
        );
        await local.locator('.media audio').waitFor();
        await local.locator('#result', { hasText: 'embedded text' }).waitFor();
        await local.locator('#result code', { hasText: 'https://example.com/page' }).waitFor();
        // Names and texts of a server are text.
        assert.equal(await local.locator('#result b').count(), 0);
        await local.locator('#result pre', { hasText: '<b>bold</b>' }).waitFor();
        await stage.workbench.shot(path.join(shots, 'program.png'));
        // What the file no longer says does not run on.
        stage.write({ '.vscode/mcp.json': '{ "servers": {} }\n' });
        await until('the end of the program', () => Promise.resolve(fs.existsSync(path.join(stage.folder, 'ended'))));
        stage.write({ '.vscode/mcp.json': config('--other') });
        await connect(stage, 'local');
        assert.ok((await stage.workbench.dialog.read()).detail.includes('--other'));
        await stage.workbench.dialog.click('Cancel');
    });

    it('adds the deployed server to mcp.json and keeps its comments', async () => {
        await stage.workbench.tree('Slipway').pane.locator('.monaco-list-row[aria-level="3"]').first().click();
        await panel.locator('#add').click();
        const text = await until('the entry', async () => {
            const shown = await stage.workbench.editor.text().catch(() => '');
            return shown.includes('"mcpSession"') ? shown : undefined;
        });
        assert.match(text, /\/\/ kept/);
        assert.match(text, /"local"/);
    });
});

/** A server on standard streams, of the older era. */
const program = `
process.on('exit', () => require('node:fs').writeFileSync('ended', ''));
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, method, params } = JSON.parse(line);
    const answer = (result) => console.log(JSON.stringify({ jsonrpc: '2.0', id, result }));
    if (method === 'initialize') answer({ protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'local', version: '1' } });
    else if (method === 'tools/list') answer({ tools: [{ name: 'hello', inputSchema: { type: 'object' } }, { name: 'media', inputSchema: { type: 'object' } }] });
    else if (params?.name === 'media') answer({ content: [
        { type: 'image', mimeType: 'image/png', data: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==' },
        { type: 'audio', mimeType: 'audio/wav', data: 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAESsAACJWAAACABAAZGF0YQAAAAA=' },
        { type: 'resource_link', uri: 'https://example.com/page', name: 'page' },
        { type: 'resource', resource: { uri: 'x://y', mimeType: 'text/plain', text: 'embedded text' } },
        { type: 'text', text: '<b>bold</b>' },
    ] });
    else if (method === 'tools/call') answer({ content: [{ type: 'text', text: 'hello from a program' }] });
    else if (id !== undefined) console.log(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32601, message: 'unknown' } }));
});
`;

async function connect(stage: UiStage, name: string): Promise<void> {
    await stage.workbench.command('Slipway: Connect MCP Server');
    await stage.workbench.quick.waitFor('Connect MCP Server');
    await stage.workbench.quick.pick(name);
}

function sample(name: string): Record<string, string> {
    const folder = path.join(root, 'samples', name);
    const files = fs.readdirSync(folder).filter((file) => /\.(py|txt|html)$/.test(file));
    return Object.fromEntries(files.map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]));
}

/** The second deploy asks nothing, and both the page and the status bar still show the first one's end for a while: the log tells them apart. */
async function deploy(stage: UiStage): Promise<void> {
    const lives = () => stage.workbench.outputText('Slipway').match(/ is live: /g)?.length ?? 0;
    const before = lives();
    await stage.workbench.statusBar.click('slipway.deploy');
    const panel = await stage.workbench.webview('Slipway Plan');
    if (before === 0) {
        await panel.locator('#start', { hasText: 'Deploy' }).click({ timeout: deployMs });
    }
    await until('the end of the deploy', () => Promise.resolve(lives() > before), deployMs);
    await until('the status', async () => (await stage.workbench.statusBar.text('slipway.deploy')) === 'Slipway: Live');
}

async function siteId(stage: UiStage): Promise<string> {
    const azure = stage.azure!;
    const { value } = (await askArm(
        azure,
        'GET',
        `/subscriptions/${azure.subscriptionId}/providers/Microsoft.Web/sites`,
        '2024-04-01',
    )) as {
        value: readonly { id: string }[];
    };
    assert.equal(value.length, 1);
    return value[0]!.id;
}

/** Every instance signs handles with the same key, as the sample's README asks. */
async function scaleOut(stage: UiStage, site: string, instances: number): Promise<void> {
    const azure = stage.azure!;
    const settings = (await askArm(azure, 'POST', `${site}/config/appsettings/list`, '2024-04-01')) as {
        properties: Record<string, string>;
    };
    await askArm(azure, 'PUT', `${site}/config/appsettings`, '2024-04-01', {
        properties: { ...settings.properties, HANDLE_SECRET: 'the same for every instance' },
    });
    const { properties } = (await askArm(azure, 'GET', site, '2024-04-01')) as { properties: { serverFarmId: string } };
    const plan = (await askArm(azure, 'GET', properties.serverFarmId, '2024-04-01')) as { location: string; sku: object };
    await askArm(azure, 'PUT', properties.serverFarmId, '2024-04-01', { ...plan, sku: { ...plan.sku, capacity: instances } });
    await until(
        'all instances',
        async () => {
            const status = (await askArm(azure, 'GET', `${site}/siteStatus`, '2024-11-01')) as { properties: readonly { state: string }[] };
            return status.properties.filter(({ state }) => state === 'Started').length === instances;
        },
        90_000,
    );
}

/** Unfolds the row with this label on this level: a deployment and its server have the same name. */
async function unfold(stage: UiStage, label: string, level: number): Promise<void> {
    const row = stage.workbench.tree('Slipway').pane.locator(`.monaco-list-row[aria-level="${level}"]`, { hasText: label }).first();
    await row.waitFor();
    // Rows of images come and go above and below: a click may meet another row.
    await until('the row unfolded', async () => {
        if ((await row.getAttribute('aria-expanded')) === 'false') {
            await row.locator('.monaco-tl-twistie').click();
            await stage.workbench.page.waitForTimeout(500);
        }
        return (await row.getAttribute('aria-expanded')) === 'true';
    });
}

async function call(panel: Frame, turn: number): Promise<{ total: number; served_by: string }> {
    await panel.locator('#arg-add').fill('1');
    await panel.locator('#call').click();
    const result = panel.locator(`#result[data-turn="${turn}"]`);
    await result.waitFor();
    return JSON.parse(await result.locator('details pre').innerText()) as { total: number; served_by: string };
}
