import { browser } from './browser.mjs';
import { codeServer } from './codeServer.mjs';
import { node24 } from './node24.mjs';

/** What the UI harness needs (test/ui/tools.ts), installed where it is missing. `which` chooses the code-server: 'today' or 'oldest'. */
export async function tools(which = 'today') {
    // One after the other: two npm installs at a time are not faster on two cores.
    const node = await node24();
    const server = await codeServer(which);
    const chromium = await browser();
    if (!chromium) {
        throw new Error('No Chromium was found: install Chromium or Chrome (or set CHROMIUM to its path), then run this again.');
    }
    return { node, browser: chromium, codeServer: server };
}
