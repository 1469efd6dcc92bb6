import fs from 'node:fs';
import path from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import type { VsCodeServer } from '../vsCodeServer';
import type { WindowBrowser } from '../windowBrowser';
import { workbenchUrl } from '../workbenchUrl';
import { Dialog } from './dialog';
import { Editor } from './editor';
import { exactly } from './exactly';
import { Notifications } from './notifications';
import { patience } from './patience';
import { QuickInput } from './quickInput';
import { StatusBar } from './statusBar';
import { Terminal } from './terminal';
import { TreeView } from './treeView';
import { until } from './until';

const extensionId = 'slipway-dev.slipway';
const startupMs = 90_000;

/**
 * VS Code's progress bar and spinning icons move for as long as something runs, also where it is told to move less. Every frame of them is drawn by the
 * processor: a third of a core for nothing that a test looks at. Panels keep theirs. No style element: the page's policy would have to admit it.
 */
function standStill(): void {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.monaco-workbench :is(.progress-bit, .codicon-modifier-spin) { animation: none !important }');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** A window on the server's folder, driven as a person does. Waits are for states, not for times. */
export class Workbench {
    readonly quick: QuickInput;
    readonly notifications: Notifications;
    readonly dialog: Dialog;
    readonly editor: Editor;
    readonly terminal: Terminal;
    readonly statusBar: StatusBar;
    /** Errors in the window's console; a test ends with none. */
    readonly errors: string[] = [];

    private settingsRead = 0;

    private constructor(
        readonly page: Page,
        readonly server: VsCodeServer,
    ) {
        this.quick = new QuickInput(page);
        this.notifications = new Notifications(page);
        this.dialog = new Dialog(page);
        this.editor = new Editor(page, this.quick);
        this.terminal = new Terminal(page);
        this.statusBar = new StatusBar(page, extensionId);
    }

    /** Opens a window and waits until its extension host has started. */
    static async open({ context, origin }: WindowBrowser, server: VsCodeServer): Promise<Workbench> {
        await context.addInitScript(standStill);
        const page = await context.newPage();
        page.setDefaultTimeout(20_000 * patience);
        const workbench = new Workbench(page, server);
        workbench.listen();
        // The server says where it listens a moment before it serves.
        await until(
            'the page',
            async () => (await page.goto(workbenchUrl(server, {}, origin), { waitUntil: 'commit' })) !== null,
            startupMs,
        );
        await workbench.ready();
        return workbench;
    }

    private listen(): void {
        this.page.on('console', (message) => {
            // vsda.js is a part that only Microsoft's build has; every code-server asks for it in vain.
            if (message.type() === 'error' && !/vsda|404 \(Not Found\)/.test(message.text())) {
                this.errors.push(message.text().replaceAll('%c', '').slice(0, 500));
            }
        });
        this.page.on('pageerror', (error) => this.errors.push(`uncaught: ${error.message}`));
    }

    private async ready(): Promise<void> {
        const started = () =>
            performance.getEntriesByName('code/didStartWorkbench').length > 0 &&
            document.querySelector('.part.statusbar .statusbar-item') !== null;
        await this.page.waitForFunction(started, null, { timeout: startupMs * patience });
        await until('the extension host', () => this.extensionHostLog().includes('Eager extensions activated'), startupMs);
    }

    /** Waits until the extension is activated, which its first use does. */
    async activated(): Promise<void> {
        await until('the activated extension', () => this.extensionHostLog().includes(`_doActivateExtension ${extensionId},`), startupMs);
    }

    extensionHostLog(): string {
        return this.logText((file) => path.basename(file) === 'remoteexthost.log');
    }

    /** The text of an output channel; needs no panel. */
    outputText(channel: string): string {
        return this.logText((file) => path.basename(file).endsWith(`${channel}.log`));
    }

    private logText(matches: (file: string) => boolean): string {
        return this.server
            .logFiles()
            .filter(matches)
            .map((file) => fs.readFileSync(file, 'utf8'))
            .join('\n');
    }

    async command(title: string): Promise<void> {
        await this.quick.command(title);
    }

    tree(title: string): TreeView {
        return new TreeView(this.page, title);
    }

    explorerRow(name: string): Locator {
        const label = this.page.locator('.label-name', { hasText: exactly(name) });
        return this.page.locator('.explorer-folders-view .monaco-list-row').filter({ has: label });
    }

    /** The document that an extension put into the webview panel with this title; several panels may be open. */
    async webview(title: string): Promise<Frame> {
        return await until(`the panel ${title}`, async () => {
            for (const frame of this.page.frames()) {
                const element = frame.parentFrame() === null ? undefined : await frame.frameElement().catch(() => undefined);
                const isPanel = (await element?.getAttribute('id').catch(() => null)) === 'active-frame';
                if (isPanel && (await element?.getAttribute('title').catch(() => null)) === title) {
                    return frame;
                }
            }
            return undefined;
        });
    }

    /** Changes settings of a live window, and waits until it has read them: its title says so. The machine’s file is watched and beats the user’s. */
    async changeSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
        const file = path.join(this.server.userData, 'Machine/settings.json');
        const before = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
        const title = `settings ${++this.settingsRead}`;
        await until('a window that has read its settings', async () => {
            // Its watcher now and then misses a file that is written twice in a moment.
            fs.writeFileSync(file, JSON.stringify({ ...before, ...settings, 'window.title': title }, null, 1));
            return await this.page
                .waitForFunction((text) => document.title === text, title, { timeout: 2000 })
                .then(
                    () => true,
                    () => false,
                );
        });
    }

    /** 'Dark Modern', 'Light Modern', 'Default High Contrast', 'Default High Contrast Light' … */
    async theme(name: string): Promise<void> {
        await this.changeSettings({ 'workbench.colorTheme': name });
        const highContrast = name.includes('High Contrast');
        const kind = name.includes('Light') ? (highContrast ? 'hc-light' : 'vs') : highContrast ? 'hc-black' : 'vs-dark';
        await this.page.locator(`.monaco-workbench.${kind}`).waitFor();
    }

    /** Milliseconds that VS Code itself measured for the extension's activation (load and call together). */
    async activationMs(): Promise<number> {
        await this.command('Developer: Show Running Extensions');
        const row = this.page
            .locator('.runtime-extensions-editor .monaco-list-row')
            .filter({ hasText: /slipway/i })
            .first();
        return await until('the activation time', async () => {
            const ms = /Activation: (\d+)ms/.exec(await row.innerText())?.[1];
            return ms === undefined ? undefined : Number(ms);
        });
    }

    async shot(file: string): Promise<void> {
        await this.page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
    }
}
