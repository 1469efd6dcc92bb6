import type { Locator, Page } from 'playwright-core';
import { exactly } from './exactly';

/** A modal dialog. */
export class Dialog {
    constructor(private readonly page: Page) {}

    get box(): Locator {
        return this.page.locator('.monaco-dialog-box');
    }

    async read(): Promise<{ message: string; detail: string; buttons: string[] }> {
        await this.box.waitFor();
        const texts = async (selector: string) => (await this.box.locator(selector).allInnerTexts()).map((text) => text.trim());
        const message = (await texts('.dialog-message-text')).join(' ');
        const detail = (await texts('.dialog-message-detail')).join(' ');
        return {
            // A message without a detail stands where details do.
            ...(message === '' ? { message: detail, detail: '' } : { message, detail }),
            buttons: await texts('.dialog-buttons .monaco-button'),
        };
    }

    async click(button: string): Promise<void> {
        await this.box.locator('.dialog-buttons .monaco-button', { hasText: exactly(button) }).click();
        await this.box.waitFor({ state: 'detached' });
    }
}
