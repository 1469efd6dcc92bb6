import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { chromium } from 'playwright-core';
import { browserArguments } from './browserArguments';
import { keepCaches, takeCaches } from './browserCaches';
import { readTools } from './tools';
import type { VsCodeServer } from './vsCodeServer';

/**
 * Where its browser finds a window, whichever port the server has: what a browser keeps of scripts belongs to an address. No system gives such a port away by
 * itself, so that nothing else is looked for there.
 */
const authority = '127.0.0.1:16016';

/** Playwright's own list, which this argument takes the place of, as far as it is about pages. */
const withoutFeatures = [
    'AvoidUnnecessaryBeforeUnloadCheckSync',
    'DestroyProfileOnBrowserClose',
    'HttpsUpgrades',
    'HttpsFirstBalancedModeAutoEnable',
    'PaintHolding',
    'ThirdPartyStoragePartitioning',
    'AvoidCorsURLLoaderRestartOnRedirect',
    'OptimizationHints',
    'NetworkTimeServiceQuerying',
];

/** A headless Chromium for windows on one server, which compiles nothing of VS Code that an earlier one has compiled. */
export interface WindowBrowser {
    readonly context: BrowserContext;
    readonly origin: string;
    close(): Promise<void>;
}

export async function launchWindowBrowser(server: VsCodeServer): Promise<WindowBrowser> {
    const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-browser-'));
    const remove = () => fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    try {
        takeCaches(profile);
        const context = await chromium.launchPersistentContext(profile, {
            executablePath: readTools().browser,
            headless: true,
            args: [
                ...browserArguments,
                `--host-resolver-rules=MAP ${authority} ${server.authority}`,
                // With it, scripts are compiled while they arrive, before anything looks for what was compiled of them: 1.5 s of processor time for each window.
                `--disable-features=${[...withoutFeatures, 'BackgroundResourceFetch'].join(',')}`,
            ],
            viewport: { width: 1400, height: 900 },
            reducedMotion: 'reduce',
        });
        const close = async () => {
            await context.close();
            keepCaches(profile);
            remove();
        };
        return { context, origin: `http://${authority}`, close };
    } catch (error) {
        remove();
        throw error;
    }
}
