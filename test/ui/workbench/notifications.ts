import type { Locator, Page } from 'playwright-core';
import { exactly } from './exactly';

export interface Toast {
    readonly text: string;
    readonly severity: 'info' | 'warning' | 'error' | undefined;
    readonly buttons: readonly string[];
}

/** Notification toasts. An information toast leaves by itself after about ten seconds, so ask at once. */
export class Notifications {
    constructor(private readonly page: Page) {}

    private get all(): Locator {
        return this.page.locator('.notifications-toasts .notification-toast');
    }

    toast(text: string | RegExp): Locator {
        return this.all.filter({ has: this.page.locator('.notification-list-item-message', { hasText: text }) }).first();
    }

    async answer(text: string | RegExp, button: string, timeoutMs?: number): Promise<void> {
        await this.toast(text).waitFor(timeoutMs === undefined ? {} : { timeout: timeoutMs });
        await this.toast(text)
            .locator('.notification-list-item-buttons-container .monaco-button', { hasText: exactly(button) })
            .click();
    }

    async shown(): Promise<Toast[]> {
        return await this.all.evaluateAll((toasts) =>
            toasts.map((toast) => {
                const severity = /codicon-(info|warning|error)/.exec(
                    toast.querySelector('.notification-list-item-icon')?.className ?? '',
                )?.[1];
                return {
                    text: toast.querySelector('.notification-list-item-message')?.textContent ?? '',
                    severity: severity as Toast['severity'],
                    buttons: [...toast.querySelectorAll('.notification-list-item-buttons-container .monaco-button')].map((button) =>
                        button.textContent.trim(),
                    ),
                };
            }),
        );
    }
}
