import type { Locator, Page } from 'playwright-core';
import { visibleText } from './visibleText';

/** Items of the status bar by the id the extension gave them. */
export class StatusBar {
    constructor(
        private readonly page: Page,
        private readonly extensionId: string,
    ) {}

    item(id: string): Locator {
        return this.page.locator(`.statusbar-item[id="${this.extensionId}.${id}"]`);
    }

    async text(id: string): Promise<string> {
        return visibleText(await this.item(id).innerText());
    }

    async click(id: string): Promise<void> {
        await this.item(id).locator('a').click();
    }
}
