import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { readTools } from './tools';

/** A headless Chromium that does nothing by itself. */
export async function launchBrowser(): Promise<Browser> {
    return await chromium.launch({
        executablePath: readTools().browser,
        headless: true,
        args: [
            // Root in a container has no user namespaces to build a sandbox from; the pages are our own.
            '--no-sandbox',
            '--disable-gpu',
            '--disable-quic',
            '--disable-sync',
            '--disable-dev-shm-usage',
            '--disable-component-update',
            '--disable-background-networking',
            '--force-color-profile=srgb',
            '--hide-scrollbars',
            '--no-first-run',
        ],
    });
}
