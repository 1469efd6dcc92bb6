import type { Locator, Page } from 'playwright-core';
import { exactly } from './exactly';
import { visibleText } from './visibleText';

// Menus take no mouse-up in their first 100 ms, and nothing on the page tells when that time is over.
const menuDeafMs = 200;

/** Right-clicks something, reads the entries and chooses one of them, or closes the menu when none is named. */
export async function contextMenu(page: Page, target: Locator, choose?: string): Promise<string[]> {
    await target.click({ button: 'right' });
    const menu = page.locator('.monaco-menu-container .monaco-menu');
    await menu.first().waitFor();
    const labels = await menu.locator('.action-item:not(.disabled) .action-label').allTextContents();
    if (choose === undefined) {
        await page.keyboard.press('Escape');
    } else {
        const entry = menu.locator('.action-item').filter({ has: page.locator('.action-label', { hasText: exactly(choose) }) });
        await entry.hover();
        await page.waitForTimeout(menuDeafMs);
        await entry.click();
    }
    await menu.first().waitFor({ state: 'detached' });
    return labels.map(visibleText).filter((label) => label !== '');
}
