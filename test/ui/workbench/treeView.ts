import type { Locator, Page } from 'playwright-core';
import { exactly } from './exactly';
import { until } from './until';

export interface ShownRow {
    readonly label: string;
    readonly description: string;
    readonly level: number;
    readonly expanded: boolean | undefined;
}

/** A tree view by the title of its pane. Rows are virtualised: what is scrolled out of sight is not there. */
export class TreeView {
    constructor(
        private readonly page: Page,
        private readonly title: string,
    ) {}

    get pane(): Locator {
        const header = this.page.locator('.pane-header h3.title', { hasText: new RegExp(exactly(this.title).source, 'i') });
        return this.page.locator('.pane').filter({ has: header });
    }

    /** Opens the pane when it is folded. */
    async open(): Promise<void> {
        const header = this.pane.locator('.pane-header');
        await header.waitFor();
        if ((await header.getAttribute('aria-expanded')) !== 'true') {
            await header.click();
        }
    }

    /** Folds the pane, so that the others of its side bar have the room. */
    async fold(): Promise<void> {
        const header = this.pane.locator('.pane-header');
        if ((await header.getAttribute('aria-expanded')) === 'true') {
            await header.click();
        }
    }

    row(label: string | RegExp): Locator {
        const name = this.page.locator('.label-name', { hasText: typeof label === 'string' ? exactly(label) : label });
        return this.pane.locator('.monaco-list-row').filter({ has: name }).first();
    }

    /** Presses one of the small buttons at the end of a row. */
    async action(label: string, action: string): Promise<void> {
        await this.row(label).hover();
        await this.row(label).locator(`.actions .action-label[aria-label="${action}"]`).click();
    }

    /** Rows come and go above it while a view fills itself: a click may meet another row, and is then made again. */
    async expand(label: string): Promise<void> {
        await until(`the row ${label} unfolded`, async () => {
            if ((await this.row(label).getAttribute('aria-expanded')) === 'false') {
                await this.row(label).locator('.monaco-tl-twistie').click();
                await this.page.waitForTimeout(500);
            }
            return (await this.row(label).getAttribute('aria-expanded')) !== 'false';
        });
    }

    async rows(): Promise<ShownRow[]> {
        return await this.pane.locator('.monaco-list-row').evaluateAll((rows) =>
            rows
                .map((row) => ({
                    index: Number(row.getAttribute('data-index')),
                    label: row.querySelector('.label-name')?.textContent ?? row.textContent,
                    description: row.querySelector('.label-description')?.textContent ?? '',
                    level: Number(row.getAttribute('aria-level')),
                    expanded: row.hasAttribute('aria-expanded') ? row.getAttribute('aria-expanded') === 'true' : undefined,
                }))
                .sort((one, other) => one.index - other.index)
                .map(({ label, description, level, expanded }) => ({ label, description, level, expanded })),
        );
    }
}
