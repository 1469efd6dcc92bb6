import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { installVsix } from './installVsix';
import { startServer } from './startServer';
import { readTools } from './tools';
import type { VsCodeServer } from './vsCodeServer';
import { launchWindowBrowser, type WindowBrowser } from './windowBrowser';
import { Workbench } from './workbench/workbench';

const root = path.resolve(import.meta.dirname, '../..');

export interface StageOptions {
    /** The files of the folder that the window opens; without any, the window has no folder. */
    readonly files?: Readonly<Record<string, string>>;
    /** Folders of the window's workspace below its own folder; without them the folder itself is opened. */
    readonly roots?: readonly string[];
    /** The window's folder is not trusted as long as nobody says so; it does not ask at start. */
    readonly trust?: 'asked';
    /** The folder's name, and so that of its images; `app` unless given, which other windows share. */
    readonly name?: string;
    /** A folder of samples/ that the window's folder begins as. */
    readonly sample?: string;
    readonly settings?: Readonly<Record<string, unknown>>;
    readonly localAzure?: 'started';
    /** What the local Azure is told beyond its defaults. */
    readonly azureArguments?: readonly string[];
    /** Another way by which the window reaches the local Azure, with the settings (of the user and of the machine) and variables that tell it. */
    readonly reachedBy?: (azure: LocalConnection) => Promise<{
        readonly url: string;
        readonly settings: Readonly<Record<string, unknown>>;
        readonly env: Readonly<Record<string, string>>;
    }>;
    readonly env?: Readonly<Record<string, string>>;
    readonly startedBy?: readonly string[];
    readonly locale?: 'de';
    /** An account of the test's in the place of VS Code's own Microsoft sign-in. */
    readonly account?: 'fake';
}

/** What a local Azure says of itself when it is ready. */
export interface LocalConnection {
    readonly url: string;
    readonly key: string;
    readonly subscriptionId: string;
}

/** A window with the packed extension on a folder of its own; `close` removes everything that was started and built. */
export interface UiStage {
    readonly workbench: Workbench;
    readonly folder: string;
    /** Every image built from `dockerfile()` bears it as the label slipway.ui, and so does every container of such a build. */
    readonly mark: string;
    /** A Dockerfile of busybox alone that serves /www on port 8000, with these lines before its command. */
    dockerfile(...lines: string[]): string;
    write(files: Readonly<Record<string, string>>): void;
    /** Ids of the containers, running or not, of this stage's images. */
    containers(): string[];
    readonly azure: LocalConnection | undefined;
    /** Ends the local Azure with its containers, in the middle of whatever it does. */
    stopAzure(): Promise<void>;
    close(): Promise<void>;
}

export async function openUiStage(options: StageOptions): Promise<UiStage> {
    const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-ui-'));
    const folder = path.join(scratch, options.name ?? 'app');
    const mark = randomUUID();
    const write = (files: Readonly<Record<string, string>>) =>
        Object.entries(files).forEach(([name, text]) => {
            fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
            fs.writeFileSync(path.join(folder, name), text);
        });
    fs.mkdirSync(folder);
    if (options.sample !== undefined) {
        fs.cpSync(path.join(root, 'samples', options.sample), folder, { recursive: true });
    }
    write(options.files ?? {});
    const labelled = (kind: 'ps' | 'images') => ids(kind, `label=slipway.ui=${mark}`);
    let azure: { readonly child: ChildProcess; readonly connection: LocalConnection } | undefined;
    let server: VsCodeServer | undefined;
    let browser: WindowBrowser | undefined;
    const stopAzure = async () => {
        if (azure?.child.exitCode === null && azure.child.signalCode === null) {
            const exited = once(azure.child, 'exit');
            azure.child.kill('SIGTERM');
            await exited;
        }
    };
    const close = async () => {
        await browser?.close();
        await server?.stop();
        await stopAzure();
        for (const [kind, remove] of [
            ['ps', ['rm', '-f']],
            ['images', ['rmi', '-f']],
        ] as const) {
            const left = labelled(kind);
            if (left.length > 0) {
                execFileSync('docker', [...remove, ...left], { stdio: 'ignore' });
            }
        }
        fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
    };
    try {
        azure = options.localAzure === undefined ? undefined : await startLocalAzure(options.azureArguments ?? []);
        const other = azure === undefined ? undefined : await options.reachedBy?.(azure.connection);
        const handedOver = azure === undefined ? undefined : JSON.stringify({ ...azure.connection, ...(other && { url: other.url }) });
        const extensionsDir = path.join(scratch, 'extensions');
        installVsix(extensionsDir, path.join(root, 'out/slipway.vsix'));
        const workspace = path.join(scratch, 'all.code-workspace');
        if (options.roots !== undefined) {
            fs.writeFileSync(workspace, JSON.stringify({ folders: options.roots.map((root) => ({ path: path.join(folder, root) })) }));
        }
        const opened = options.roots === undefined ? folder : workspace;
        server = await startServer({
            folder: options.files === undefined && options.sample === undefined ? '' : opened,
            ...(options.trust === undefined ? {} : { trust: options.trust }),
            extensionsDir,
            // Where VS Code uses the local machine's proxy, it takes the user's; elsewhere the remote machine's.
            settings: {
                ...(options.trust !== undefined && { 'security.workspace.trust.startupPrompt': 'never' }),
                ...other?.settings,
            },
            machineSettings: { 'slipway.cloud': 'local', 'slipway.deploy.openWhenLive': false, ...other?.settings, ...options.settings },
            env: { ...other?.env, ...options.env, ...(handedOver === undefined ? {} : { SLIPWAY_LOCAL_AZURE: handedOver }) },
            ...(options.startedBy === undefined ? {} : { startedBy: options.startedBy }),
            ...(options.locale === undefined ? {} : { locale: options.locale }),
            ...(options.account === undefined
                ? {}
                : { builtin: [path.join(root, 'test/host/fixtures/fakeMicrosoft')], withoutBuiltin: ['microsoft-authentication'] }),
        });
        browser = await launchWindowBrowser(server);
        const workbench = await Workbench.open(browser, server);
        const dockerfile = (...lines: string[]) =>
            [
                'FROM scratch',
                `LABEL slipway.ui=${mark}`,
                'COPY busybox /bin/busybox',
                'COPY index.html /www/index.html',
                ...lines,
                'EXPOSE 8000',
                'CMD ["/bin/busybox", "httpd", "-f", "-p", "8000", "-h", "/www"]',
                '',
            ].join('\n');
        const containers = () => labelled('ps');
        return { workbench, folder, mark, dockerfile, write, containers, azure: azure?.connection, stopAzure, close };
    } catch (error) {
        await close();
        throw error;
    }
}

function ids(kind: 'ps' | 'images', filter: string): string[] {
    // The classic builder's half-made images go with the one that they were made for.
    const text = execFileSync('docker', [kind, kind === 'ps' ? '-aq' : '-q', '--filter', filter], { encoding: 'utf8' });
    return [...new Set(text.split('\n').filter((line) => line !== ''))];
}

async function startLocalAzure(more: readonly string[]) {
    const child = spawn(readTools().node, [path.join(root, 'dist/localAzure.js'), ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
    const line = await new Promise<string>((resolve, reject) => {
        readline.createInterface({ input: child.stdout }).once('line', resolve);
        child.once('exit', () => reject(new Error('the local Azure ended before it was ready')));
    });
    return { child, connection: JSON.parse(line) as LocalConnection };
}
