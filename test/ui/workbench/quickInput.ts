import type { Locator, Page } from 'playwright-core';
import { exactly } from './exactly';
import { patience } from './patience';
import { until } from './until';

export interface QuickRow {
    readonly label: string;
    readonly description: string;
    readonly checked: boolean | undefined;
}

export interface QuickState {
    readonly title: string;
    readonly placeholder: string;
    readonly value: string;
    readonly message: string;
    readonly rows: readonly QuickRow[];
}

/** The command palette, quick picks and input boxes: one widget in VS Code. */
export class QuickInput {
    constructor(private readonly page: Page) {}

    get widget(): Locator {
        return this.page.locator('.quick-input-widget:visible');
    }

    get box(): Locator {
        return this.widget.locator('.quick-input-box input');
    }

    /** Runs a command by its full title in the palette, e.g. "Slipway: Deploy". */
    async command(title: string): Promise<void> {
        const row = this.rows
            .filter({ has: this.page.locator('.quick-input-list-label .label-name', { hasText: exactly(title) }) })
            .first();
        // A window that still starts takes the focus back, and the palette goes with it.
        await until('the command in the palette', async () => (await this.opensPalette()) && (await this.takes(title, row)), 45_000);
    }

    /** Enter would run whatever is first while the list is still being filtered: it is the row itself that is waited for. */
    private async takes(title: string, row: Locator): Promise<boolean> {
        try {
            await this.box.fill(`>${title}`, { timeout: 3_000 });
            await row.waitFor({ timeout: 5_000 * patience });
            await row.click({ timeout: 5_000 * patience });
            return true;
        } catch {
            return false;
        }
    }

    /** F1 is not heard while a page in a frame has the focus: then the frame loses it first. */
    private async opensPalette(): Promise<boolean> {
        await this.page.keyboard.press('F1');
        const isOpen = await this.box
            .waitFor({ timeout: 3_000 })
            .then(() => true)
            .catch(() => false);
        if (!isOpen) {
            await this.page.evaluate(() => {
                if (document.activeElement instanceof HTMLElement) {
                    document.activeElement.blur();
                }
            });
        }
        return isOpen;
    }

    private get list(): Locator {
        return this.page.locator('.quick-input-widget .quick-input-list');
    }

    get rows(): Locator {
        return this.widget.locator('.quick-input-list .monaco-list-row');
    }

    /** The row with this label; icons in front of it do not count. */
    row(label: string): Locator {
        return this.rows.filter({ has: this.page.locator('.label-name', { hasText: new RegExp(exactly(label).source.slice(1)) }) }).first();
    }

    async pick(label: string): Promise<void> {
        await this.row(label).waitFor();
        await this.row(label).click();
    }

    async pickMany(labels: readonly string[]): Promise<void> {
        for (const label of labels) {
            await this.row(label).locator('[role=checkbox]').click();
        }
        await this.widget.getByRole('button', { name: 'OK' }).click();
    }

    /** Answers an input box. A list that was answered just before is still there for a while, and would take the text as its filter: it is waited for. */
    async type(text: string): Promise<void> {
        await this.list.waitFor({ state: 'hidden' });
        await this.box.fill(text);
        await this.box.press('Enter');
    }

    /** Answers VS Code's own file dialog: it starts with a folder, and lists what is in it. While it reads, it passes over an Enter and may write its own path again. */
    async typePath(file: string): Promise<void> {
        const path = async () => ((await this.widget.count()) > 0 ? await this.box.inputValue({ timeout: 1_000 }).catch(() => '') : '');
        await until('the file dialog', async () => (await path()).startsWith('/'), 60_000);
        const isAnswered = async () => {
            const now = await path();
            if (!now.startsWith('/')) {
                return true;
            }
            if (now !== file) {
                await this.box.fill(file);
            }
            await this.box.press('Enter');
            await this.widget.waitFor({ state: 'hidden', timeout: 2_000 }).catch(() => undefined);
            return false;
        };
        await until('the end of the file dialog', isAnswered, 60_000);
    }

    /** Enter in the box itself: a page that opens beside it (Simple Browser) takes the focus when it is loaded, and a key that is pressed then is the page's. */
    async accept(): Promise<void> {
        await this.box.press('Enter');
    }

    async waitFor(title: string): Promise<void> {
        await this.widget.locator('.quick-input-title', { hasText: title }).waitFor();
    }

    async state(): Promise<QuickState> {
        await this.widget.waitFor();
        return await this.widget.evaluate((widget) => {
            // No function of our own in here: tsx would wrap it in a helper that the page does not have.
            const input = widget.querySelector<HTMLInputElement>('.quick-input-box input');
            return {
                title: widget.querySelector('.quick-input-title')?.textContent ?? '',
                placeholder: input?.placeholder ?? '',
                value: input?.value ?? '',
                message: widget.querySelector('.quick-input-message')?.textContent ?? '',
                rows: [...widget.querySelectorAll('.quick-input-list .monaco-list-row')].map((row) => ({
                    label: row.querySelector('.label-name')?.textContent ?? '',
                    description: row.querySelector('.label-description')?.textContent ?? '',
                    checked:
                        row.querySelector('[role=checkbox]') === null
                            ? undefined
                            : row.querySelector('[role=checkbox]')?.ariaChecked === 'true',
                })),
            };
        });
    }
}
