// node scripts/withTools.mjs [--oldest] test/ui/runInHost.ts [--packed] [workspace]: runs mocha (out/test/host) inside the real extension host of a real
// window, on this folder or, with --packed, on what installing out/slipway.vsix leaves.
// Exit code 0: all passed; 1: a test failed; 2: the tests did not run to their end.
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { hasPython, startSample } from '../contract/mcp/startSample';
import { installVsix } from './installVsix';
import { launchBrowser } from './launchBrowser';
import { patchWebConfig } from './patchWebConfig';
import { startServer } from './startServer';
import type { VsCodeServer } from './vsCodeServer';
import { workbenchUrl } from './workbenchUrl';

const limitMs = Number(process.env.SLIPWAY_HOST_LIMIT_MS ?? 300_000);
const root = path.resolve(import.meta.dirname, '../..');
const index = path.join(root, 'out/test/host/index.js');

/** How VS Code said that the run ended. */
interface End {
    readonly code: number;
    readonly why?: string;
}

const given = process.argv.slice(2);
const isPacked = given[0] === '--packed';
void main(given[isPacked ? 1 : 0]).then((code) => (process.exitCode = code));

async function main(givenWorkspace: string | undefined): Promise<number> {
    const workspace = givenWorkspace ?? copyOfSample();
    const results = process.env.SLIPWAY_RESULTS ?? path.join(os.tmpdir(), `slipway-host-${process.pid}.json`);
    fs.rmSync(results, { force: true });
    const console = await listenForConsole();
    const installed = isPacked ? fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-packed-')) : undefined;
    // What the tests of the bridge connect to.
    const sample = hasPython() ? await startSample('mcp-stateless', 'host').catch(() => undefined) : undefined;
    let server: VsCodeServer | undefined;
    try {
        // The extension runs from the folder it was installed to; the server itself gets another one, or it would be there twice.
        const extension = installed === undefined ? root : installedInto(installed);
        server = await startServer({
            folder: workspace,
            purpose: 'tests',
            extensions: [path.join(root, 'test/host/fixtures/fakeMicrosoft')],
            withoutBuiltin: ['microsoft-authentication'],
            env: {
                SLIPWAY_RESULTS: results,
                ...(sample === undefined ? {} : { SLIPWAY_TEST_MCP: sample.url }),
                SLIPWAY_HOST_TESTS: JSON.stringify({
                    consolePort: console.port,
                    reporter: path.join(root, 'scripts/test/failuresAndCounts.cjs'),
                    ...(process.env.MOCHA_GREP === undefined ? {} : { grep: process.env.MOCHA_GREP }),
                }),
            },
        });
        const end = await runWindow(server, extension);
        return judge(end, results, server);
    } finally {
        await server?.stop();
        await sample?.stop();
        console.server.close();
        if (installed !== undefined) {
            fs.rmSync(installed, { recursive: true, force: true });
        }
        if (process.env.SLIPWAY_RESULTS === undefined) {
            fs.rmSync(results, { force: true });
        }
        if (givenWorkspace === undefined) {
            fs.rmSync(workspace, { recursive: true, force: true });
        }
    }
}

/** Success needs VS Code's exit code, the reporter's file and at least one test in it. */
function judge(end: End, results: string, server: VsCodeServer): number {
    const counts = fs.existsSync(results)
        ? (JSON.parse(fs.readFileSync(results, 'utf8')) as { passed: number; failed: string[] })
        : undefined;
    if (counts !== undefined && counts.failed.length + counts.passed > 0) {
        return counts.failed.length > 0 || end.code !== 0 ? 1 : 0;
    }
    process.stderr.write(`the tests did not run to their end: ${end.why ?? `exit code ${end.code}`}\n${server.output().slice(-3000)}\n`);
    for (const file of server.logFiles().filter((name) => name.endsWith('remoteexthost.log'))) {
        process.stderr.write(`${fs.readFileSync(file, 'utf8').slice(-3000)}\n`);
    }
    return 2;
}

async function runWindow(server: VsCodeServer, extension: string): Promise<End> {
    const browser = await launchBrowser();
    let timer: NodeJS.Timeout | undefined;
    let watch: NodeJS.Timeout | undefined;
    try {
        const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
        const ended = new Promise<End>((resolve, reject) => {
            page.exposeFunction('codeAutomationExit', (code: number) => resolve({ code })).catch(reject);
            page.on('crash', () => resolve({ code: 2, why: 'the page crashed' }));
            timer = setTimeout(() => resolve({ code: 2, why: `no result after ${limitMs} ms` }), limitMs);
            watch = setInterval(() => {
                if (/Extension Host Process exited with code: ([^0n]|null, signal: SIG)/.test(server.output())) {
                    resolve({ code: 2, why: 'the extension host ended' });
                }
            }, 500);
        });
        await openTestWindow(page, server, extension);
        return await ended;
    } finally {
        clearTimeout(timer);
        clearInterval(watch);
        await browser.close();
    }
}

async function openTestWindow(page: Page, server: VsCodeServer, extension: string): Promise<void> {
    const remote = (file: string) => `vscode-remote://${server.authority}${file}`;
    // A test file beside the installed extension belongs to no extension, which VS Code calls its null extension.
    // Dialogs are refused in test runs, the one that asks whether an extension may use a sign-in too.
    await patchWebConfig(page, {
        productConfiguration: {
            trustedExtensionAuthAccess: ['slipway-dev.slipway', 'nullExtensionDescription', 'nullextensiondescription'],
        },
    });
    await page.goto(workbenchUrl(server, { extensionDevelopmentPath: remote(extension), extensionTestsPath: remote(index) }), {
        waitUntil: 'commit',
    });
}

async function listenForConsole(): Promise<{ server: net.Server; port: number }> {
    const server = net.createServer((socket) => socket.pipe(process.stdout, { end: false }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { server, port: (server.address() as net.AddressInfo).port };
}

function installedInto(folder: string): string {
    installVsix(folder, path.join(root, 'out/slipway.vsix'));
    const name = fs.readdirSync(folder).find((entry) => entry.startsWith('slipway-dev.slipway-'));
    if (name === undefined) {
        throw new Error('out/slipway.vsix was installed, but left no folder');
    }
    return path.join(folder, name);
}

function copyOfSample(): string {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-host-'));
    fs.cpSync(path.join(root, 'samples/flask'), folder, { recursive: true });
    return folder;
}
