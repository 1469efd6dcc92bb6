import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { browserArguments } from './browserArguments';
import { readTools } from './tools';

/** A headless Chromium that does nothing by itself. */
export async function launchBrowser(): Promise<Browser> {
    return await chromium.launch({ executablePath: readTools().browser, headless: true, args: [...browserArguments] });
}
