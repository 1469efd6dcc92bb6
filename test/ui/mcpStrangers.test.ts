import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { axeViolations } from './axe';
import { startModernChangingServer, tide } from '../contract/mcp/startChangingServer';
import { startSignInServer } from '../contract/mcp/startSignInServer';
import { startEntraMcpServer } from './entraMcpServer';
import { hostileName, manyTools, startStrangeMcpServer } from './strangeMcpServer';
import type { StrangeServer } from './strangeMcpServer';
import { openUiStage } from './uiStage';
import type { UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const shots = path.resolve(import.meta.dirname, '../../out/mcp');

/** Servers that nobody deployed from here: they want a sign-in, they have much, they change, and some mean no good. */
describe('MCP servers of strangers', function () {
    this.timeout(120_000 * patience);
    let stage: UiStage;
    let popups: Page[];

    before(async () => {
        fs.mkdirSync(shots, { recursive: true });
        stage = await openUiStage({ files: { 'notes.txt': 'x\n' }, settings: { 'chat.disableAIFeatures': false }, account: 'fake' });
        popups = [];
        stage.workbench.page.context().on('page', (page) => popups.push(page));
        await stage.workbench.tree('Slipway').open();
        // Rows that are scrolled out of sight are not there: the files make room for the tree.
        await stage.workbench.page.locator('.pane:has(.explorer-folders-view) > .pane-header').click();
    });
    afterEach(async function () {
        if (this.currentTest?.state === 'failed') {
            await stage.workbench.shot(path.join(shots, 'strangers-failed.png'));
            process.stderr.write(stage.workbench.outputText('Slipway').slice(-3000));
        }
    });
    after(() => stage.close());

    async function connect(url: string): Promise<void> {
        const { quick } = stage.workbench;
        await stage.workbench.command('Slipway: Connect MCP Server');
        await quick.waitFor('Slipway: Connect MCP Server');
        await quick.pick('Type an address…');
        await quick.type(url);
    }
    const panelOf = (url: string) => stage.workbench.webview(`MCP: ${new URL(url).host}`);
    async function call(panel: Frame, entry: string, answer: string): Promise<void> {
        await panel.locator(`[id="${entry}"]`).click();
        await panel.locator('#call').click();
        await panel.locator('#result', { hasText: answer }).waitFor();
    }

    describe('that want to know who calls', () => {
        it('are entered by OAuth 2.1: registered, consented to in the browser, refreshed without it', async () => {
            const server = await startSignInServer();
            try {
                const site = new URL('/', server.url).href;
                await connect(site);
                await stage.workbench.quick.waitFor('wants to know who you are');
                await stage.workbench.shot(path.join(shots, 'sign-in-ways.png'));
                await stage.workbench.quick.pick(`Sign in at ${new URL(server.url).host}`);
                const browser = await until('the browser', () => popups.at(-1));
                await browser.getByText('Signed in. You can close this page').waitFor();
                const panel = await panelOf(server.url);
                await call(panel, 'tool-secret', 'only for those who signed in');
                assert.deepEqual(server.seen, { registrations: 1, consents: 1, refreshes: 0 });
                server.revoke('access');
                await call(panel, 'tool-secret', 'only for those who signed in');
                assert.deepEqual(server.seen, { registrations: 1, consents: 1, refreshes: 1 });
                await stage.workbench.shot(path.join(shots, 'oauth.png'));
                // A click on a row unfolds it, too, and the tree may ask nobody: the panel still does.
                server.revoke('all');
                await stage.workbench.command('Slipway: Disconnect MCP Server');
                await stage.workbench.command('View: Close All Editors');
                await stage.workbench.tree('Slipway').row(new URL(server.url).host).click();
                await until('the second sign-in', () => server.seen.consents === 2);
                const forgotten = await panelOf(server.url);
                await call(forgotten, 'tool-secret', 'only for those who signed in');
                // The tokens are those of the endpoint, below the address that was typed.
                await stage.workbench.command('Slipway: Forget MCP Server');
                await connect(site);
                await stage.workbench.quick.waitFor('wants to know who you are');
                await stage.workbench.quick.pick(`Sign in at ${new URL(server.url).host}`);
                await until('the third sign-in', () => server.seen.consents === 3);
                await until('the panel of the server that was met anew', () => forgotten.isDetached());
                await call(await panelOf(server.url), 'tool-secret', 'only for those who signed in');
            } finally {
                await server.stop();
            }
        });

        it('are entered with VS Code’s Microsoft account where their metadata names Entra', async () => {
            const scopes = 'api://harbour/user_impersonation VSCODE_TENANT:11111111-2222-3333-4444-555555555555';
            const server = await startEntraMcpServer(`token for ${scopes}`);
            try {
                await connect(server.url);
                await stage.workbench.quick.waitFor('wants to know who you are');
                await stage.workbench.quick.pick('Sign in with Microsoft');
                await stage.workbench.shot(path.join(shots, 'entra-consent.png'));
                await stage.workbench.dialog.click('Allow');
                const panel = await panelOf(server.url);
                await call(panel, 'tool-whose', 'yours alone');
                await stage.workbench.shot(path.join(shots, 'entra.png'));
                assert.equal(server.authorizations[0], undefined);
                assert.deepEqual(
                    server.authorizations.filter((value) => value !== undefined && value !== `Bearer token for ${scopes}`),
                    [],
                );
            } finally {
                await server.stop();
            }
        });
    });

    describe('that want more than is theirs', () => {
        it('are given no token of another service, whatever they name', async () => {
            const server = await startEntraMcpServer('token', 'https://management.azure.com/.default');
            try {
                await connect(server.url);
                await stage.workbench.quick.waitFor('wants to know who you are');
                await stage.workbench.quick.pick('Sign in with Microsoft');
                const panel = await panelOf(server.url);
                await panel.locator('#problem', { hasText: 'https://management.azure.com/.default, which is another service' }).waitFor();
                await stage.workbench.shot(path.join(shots, 'entra-foreign.png'));
                assert.deepEqual(
                    server.authorizations.filter((value) => value !== undefined),
                    [],
                );
            } finally {
                await server.stop();
            }
        });
    });

    describe('with a resource that changes', () => {
        it('are followed: it is read again when the server says so, until one stops', async () => {
            const server = await startModernChangingServer();
            try {
                await connect(server.url);
                const panel = await panelOf(server.url);
                await panel.locator(`[id="resource-${tide}"]`).click();
                await panel.locator('#follow').click();
                await panel.locator('#result', { hasText: 'level 1' }).waitFor();
                await until('the subscription', () => server.followed.has(tide));
                server.raise();
                await panel.locator('#result', { hasText: 'level 2' }).waitFor();
                await stage.workbench.shot(path.join(shots, 'follow.png'));
                await panel.locator('#follow[aria-pressed="true"]').click();
                await until('the end of the subscription', () => !server.followed.has(tide));
            } finally {
                await server.stop();
            }
        });
    });

    describe('that are strange', () => {
        let server: StrangeServer;
        let panel: Frame;
        before(async () => {
            server = await startStrangeMcpServer();
        });
        after(() => server.stop());

        it('list two thousand tools within a second, with their names as text', async () => {
            const { page } = stage.workbench;
            await connect(server.url);
            panel = await panelOf(server.url);
            await panel.locator('#filter').fill('tool_1999');
            await panel.locator('[id="tool-tool_1999"]').waitFor();
            await panel.locator('#filter').fill('');
            const tree = stage.workbench.tree('Slipway');
            const host = new URL(server.url).host;
            await tree.expand(host);
            await tree.row('Tools').waitFor();
            // Timed by the page itself: from the key to the first of the rows.
            const ms = await page.evaluate(
                () =>
                    new Promise<number>((resolve) => {
                        const rows = [...document.querySelectorAll<HTMLElement>('.monaco-list-row')];
                        const tools = rows.find((row) => row.querySelector('.label-name')?.textContent === 'Tools');
                        const started = performance.now();
                        new MutationObserver((_, observer) => {
                            const names = [...document.querySelectorAll('.monaco-list-row .label-name')];
                            if (names.some((name) => name.textContent === 'long')) {
                                observer.disconnect();
                                resolve(performance.now() - started);
                            }
                        }).observe(document.body, { childList: true, subtree: true, characterData: true });
                        tools?.querySelector<HTMLElement>('.monaco-tl-twistie')?.click();
                    }),
            );
            process.stdout.write(`        ${manyTools} tools in the tree after ${ms.toFixed(0)} ms\n`);
            assert.ok(ms < 1000 * patience, `${ms} ms`);
            await tree.row(hostileName).waitFor();
            await stage.workbench.shot(path.join(shots, 'strange-tree.png'));
        });

        it('run nothing by their names and texts', async () => {
            await panel.locator(`[id="tool-${hostileName.replaceAll('"', '\\"')}"]`).click();
            await panel.locator('#call').click();
            await panel.locator('#result', { hasText: '[run me](command:' }).waitFor();
            assert.equal(await panel.locator('main :is(img, script, a)').count(), 0);
            assert.ok(!(await stage.workbench.page.title()).includes('owned'));
            await stage.workbench.shot(path.join(shots, 'strange-text.png'));
        });

        for (const [tool, words] of [
            ['endless', /too large|more than/i],
            ['huge', /too large|more than/i],
            ['deep', /deep|nested/i],
            ['garbage', /not valid|invalid|no JSON|cannot be read|is not/i],
            ['page', /web page|text\/html|not an MCP/i],
        ] as const) {
            it(`are bounded when a call answers with something ${tool}, and the window goes on`, async () => {
                await panel.locator(`[id="tool-${tool}"]`).click();
                await panel.locator('#call').click();
                await panel.locator('.verdict.bad', { hasText: words }).waitFor({ timeout: 60_000 * patience });
                await stage.workbench.shot(path.join(shots, `strange-${tool}.png`));
            });
        }

        it('may hang: the call is cancelled by its button', async () => {
            await panel.locator('[id="tool-hang"]').click();
            await panel.locator('#call').click();
            await panel.locator('#cancel').click();
            await panel.locator('.running').waitFor({ state: 'detached' });
        });

        it('may send a schema that unfolds without end: its form is cut', async () => {
            await panel.locator('[id="tool-bomb"]').click();
            await panel.locator('h2', { hasText: 'bomb' }).waitFor();
            assert.ok((await panel.locator('input, textarea, select').count()) < 500);
            // Chosen far down the list, a tool leaves the list where it is.
            await panel.locator('[id="tool-tool_0300"]').click();
            await panel.locator('h2', { hasText: 'tool_0300' }).waitFor();
            assert.ok(
                (await panel
                    .locator('ul.tools')
                    .first()
                    .evaluate((list) => list.scrollTop)) > 0,
            );
            await stage.workbench.shot(path.join(shots, 'strange-bomb.png'));
        });

        it('make a task of a call: its state is shown until its result is there', async () => {
            await panel.locator('[id="tool-long"]').click();
            await panel.locator('#call').click();
            await panel.locator('.running', { hasText: 'lifting' }).waitFor();
            await stage.workbench.shot(path.join(shots, 'strange-task.png'));
            const note = panel.locator('#arg-note');
            await note.fill('mind the hook');
            await note.evaluate((field) => (field as HTMLInputElement).setSelectionRange(4, 4));
            server.finishTask();
            await panel.locator('#result', { hasText: 'the crane is free' }).waitFor();
            // The answer carries its handle into the form, and leaves alone what was typed meanwhile.
            assert.equal(await panel.locator('#arg-crane_handle').inputValue(), 'crane.1.signed');
            assert.deepEqual(
                await note.evaluate((field) => {
                    const { value, selectionStart } = field as HTMLInputElement;
                    return { value, selectionStart, hasFocus: document.activeElement === field };
                }),
                { value: 'mind the hook', selectionStart: 4, hasFocus: true },
            );
        });

        it('ask in the middle of a call: the box begins with what they propose, and takes only what their schema allows', async () => {
            const { quick, dialog } = stage.workbench;
            await panel.locator('[id="tool-crew"]').click();
            await panel.locator('#call').click();
            await dialog.click('Answer');
            await quick.waitFor('Hands');
            assert.equal((await quick.state()).value, '3');
            await quick.box.fill('12');
            await until('the complaint', async () => (await quick.state()).message.includes('It is at most 9.'));
            await stage.workbench.shot(path.join(shots, 'strange-elicit.png'));
            await quick.type('4');
            await panel.locator('#result', { hasText: 'a crew of 4' }).waitFor();
        });

        it('hand out a handle: it is highlighted, and carried to the next tool that takes one of its name', async () => {
            await call(panel, 'tool-open_berth', 'berth.7.signed');
            assert.equal(await panel.locator('#result .hint .handle').innerText(), 'berth_handle=berth.7.signed');
            await panel.locator('[id="tool-load"]').click();
            assert.equal(await panel.locator('#arg-berth_handle').inputValue(), 'berth.7.signed');
            await panel.locator('#arg-crates').fill('3');
            await panel.locator('#call').click();
            await panel.locator('#result', { hasText: '3 crates in berth.7.signed' }).waitFor();
            await stage.workbench.shot(path.join(shots, 'strange-handle.png'));
        });

        it('are called again from a saved call, with its arguments, also in a panel that was opened anew', async () => {
            await panel.locator('button', { hasText: 'Save Call' }).click();
            await stage.workbench.quick.waitFor('Save Call');
            await stage.workbench.quick.type('three crates');
            await panel.locator('#saved-0', { hasText: 'three crates' }).waitFor();
            await stage.workbench.command('View: Close All Editors');
            await connect(server.url);
            panel = await panelOf(server.url);
            await panel.locator('#saved-0', { hasText: 'three crates' }).click();
            assert.equal(await panel.locator('#arg-crates').inputValue(), '3');
            await stage.workbench.shot(path.join(shots, 'strange-saved.png'));
            await panel.locator('#unsave-0').click();
            await panel.locator('#saved-0').waitFor({ state: 'detached' });
        });

        it('complete what is typed, and what comes late is not shown over what is newer', async () => {
            await panel.locator('[id="prompt-chart"]').click();
            const field = panel.locator('#arg-sea');
            await field.pressSequentially('North');
            const offered = panel.locator('datalist option');
            await until('the completion', async () => (await offered.first().getAttribute('value')) === 'North sea');
            await stage.workbench.page.waitForTimeout(2000);
            assert.deepEqual(await offered.evaluateAll((options) => options.map((option) => option.getAttribute('value'))), ['North sea']);
        });

        it('reach with a page only what was granted: without, nothing; with, the host that was shown', async () => {
            await call(panel, 'tool-dashboard', 'see the page');
            for (const [button, says] of [
                ['Run Without', 'refused'],
                ['Allow', 'data'],
            ] as const) {
                const before = server.reached();
                await panel.locator('#open-app').click();
                const asked = await stage.workbench.dialog.read();
                assert.ok(asked.detail.includes(server.otherOrigin), asked.detail);
                await stage.workbench.shot(path.join(shots, 'strange-consent.png'));
                await stage.workbench.dialog.click(button);
                const app = await until('the page', () =>
                    Promise.resolve(stage.workbench.page.frames().find((frame) => frame.url() === 'about:srcdoc')),
                );
                await app.locator('#state', { hasText: says }).waitFor();
                const host = new URL(server.url).host;
                assert.deepEqual(await axeViolations(await stage.workbench.webview(`${host}: dashboard`)), []);
                assert.equal(server.reached() > before, button === 'Allow');
                await stage.workbench.page
                    .getByRole('tab', { name: /: dashboard/ })
                    .locator('.tab-actions .action-label')
                    .click();
                await until('the page gone', () => !stage.workbench.page.frames().some((frame) => frame.url() === 'about:srcdoc'));
            }
        });

        it('are reported on in a file that is saved where one says', async () => {
            await panel.locator('#readiness').click();
            await stage.workbench.notifications.answer(/things to do for MCP 2026-07-28/, 'Save Report…', 60_000 * patience);
            await stage.workbench.shot(path.join(shots, 'strange-report.png'));
            const file = path.join(stage.folder, 'readiness.md');
            await stage.workbench.quick.typePath(file);
            const text = await until('the file', () => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined));
            assert.match(text, /^# MCP 2026-07-28 readiness\n/);
            assert.match(text, /## To do/);
        });
    });
});
