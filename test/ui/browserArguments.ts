/** How each Chromium of the tests is started: it does nothing by itself. */
export const browserArguments: readonly string[] = [
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
];
