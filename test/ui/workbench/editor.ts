import type { Locator, Page } from 'playwright-core';
import type { QuickInput } from './quickInput';
import { until } from './until';
import { visibleText } from './visibleText';

/** The active text editor. Lines are virtualised: read the saved file for all of a long text. */
export class Editor {
    constructor(
        private readonly page: Page,
        private readonly quick: QuickInput,
    ) {}

    get widget(): Locator {
        const group = '.editor-group-container.active';
        return this.page.locator(`${group} .monaco-editor[role="code"], ${group} .editor-instance .monaco-editor`).first();
    }

    /** Opens a workspace file by its path and puts the cursor there. */
    async open(path: string, line = 1, column = 1): Promise<void> {
        const name = path.split('/').at(-1) ?? path;
        await this.page.keyboard.press('ControlOrMeta+p');
        await this.quick.box.waitFor();
        await this.quick.box.fill(path);
        await this.quick.pick(name);
        await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
        await this.widget.locator('.view-lines').waitFor();
        await this.goTo(line, column);
    }

    async goTo(line: number, column = 1): Promise<void> {
        await this.page.keyboard.press('Control+g');
        await this.quick.box.waitFor();
        await this.quick.box.fill(`:${line}:${column}`);
        await this.page.keyboard.press('Enter');
        await this.quick.widget.waitFor({ state: 'hidden' });
    }

    async tabs(): Promise<string[]> {
        return (await this.page.locator('.tabs-container .tab .label-name').allTextContents()).map(visibleText);
    }

    async text(): Promise<string> {
        return await this.widget.locator('.view-lines .view-line').evaluateAll((lines) =>
            lines
                .map((line) => ({ top: parseInt((line as HTMLElement).style.top), text: line.textContent.replace(/\u00a0/g, ' ') }))
                .sort((one, other) => one.top - other.top)
                .map((line) => line.text)
                .join('\n'),
        );
    }

    /** The kinds of squiggle in sight: 'squiggly-error', 'squiggly-warning' … */
    async squiggles(): Promise<string[]> {
        const classes = await this.widget
            .locator('.view-overlays [class*=squiggly-]')
            .evaluateAll((marks) => marks.map((mark) => mark.getAttribute('class') ?? ''));
        return classes.flatMap((name) => /squiggly-\w+/.exec(name) ?? []);
    }

    /** Opens the quick fixes at the cursor, and chooses the first whose title contains `choose`. Returns the titles. */
    async quickFixes(choose?: string): Promise<string[]> {
        const rows = this.page.locator('.action-widget .monaco-list-row.action');
        await until('the quick fixes', async () => {
            // A window that is busy drops the key now and then.
            await this.page.keyboard.press('Control+.');
            return await rows
                .first()
                .waitFor({ timeout: 4000 })
                .then(() => true)
                .catch(() => false);
        });
        const titles = (await rows.allInnerTexts()).map(visibleText);
        if (choose === undefined) {
            await this.page.keyboard.press('Escape');
        } else {
            await rows.filter({ hasText: choose }).first().click();
        }
        return titles;
    }

    /** The hover at the cursor, once its parts have all arrived. */
    async hover(): Promise<string[]> {
        await this.quick.command('Show or Focus Hover');
        const rows = this.page.locator('.monaco-hover:not(.hidden) .hover-row');
        await rows.first().waitFor();
        let before = '';
        const texts = await until('a hover that has settled', async () => {
            const now = (await rows.allInnerTexts()).map(visibleText);
            const same = now.join('\n') === before;
            before = now.join('\n');
            await this.page.waitForTimeout(200);
            return same ? now : undefined;
        });
        await this.page.keyboard.press('Escape');
        return texts;
    }

    async problems(): Promise<string[]> {
        await this.quick.command('Problems: Focus on Problems View');
        const rows = this.page.locator('.markers-panel .monaco-list-row');
        await rows.first().waitFor();
        return await rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? row.textContent));
    }
}
