import type { Page } from 'playwright-core';

/**
 * Merges values into the web workbench's start-up configuration before it is read (call before `goto`): what no flag reaches. Serving a changed page by
 * Playwright's router would do the same, but Chromium then blocks the page's own loopback sockets.
 */
export async function patchWebConfig(page: Page, patch: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Promise<void> {
    await page.addInitScript((given) => {
        // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the element as `this` below
        const original = Element.prototype.getAttribute;
        Element.prototype.getAttribute = function (name: string) {
            const value = original.call(this, name);
            if (value === null || name !== 'data-settings' || this.id !== 'vscode-workbench-web-configuration') {
                return value;
            }
            const config = JSON.parse(value) as Record<string, object>;
            for (const [key, part] of Object.entries(given)) {
                config[key] = { ...config[key], ...part };
            }
            return JSON.stringify(config);
        };
    }, patch);
}
