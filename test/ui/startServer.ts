import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { forwardLoopback } from '../../scripts/extension/forwardLoopback.mjs';
import { freePort } from './freePort';
import { quietSettings } from './quietSettings';
import { readTools } from './tools';
import { VsCodeServer } from './vsCodeServer';

const patienceMs = 60_000;
const germanPack = path.resolve(import.meta.dirname, 'fixtures/germanPack');

export interface ServerOptions {
    /** The folder (or .code-workspace file) that a window opens. */
    readonly folder: string;
    readonly settings?: Readonly<Record<string, unknown>>;
    /** Machine-scoped settings. */
    readonly machineSettings?: Readonly<Record<string, unknown>>;
    /** Extensions as packaged files, installed into a folder of this server's own. */
    readonly env?: Readonly<Record<string, string>>;
    readonly extensionsDir?: string;
    /** Folders of extensions that run as they are. */
    readonly extensions?: readonly string[];
    /** Names of extensions that VS Code brings along and that are left out. */
    readonly withoutBuiltin?: readonly string[];
    /** Folders of extensions that are there beside them, as if VS Code had brought them along. */
    readonly builtin?: readonly string[];
    /** A program with its arguments that the server is started by, such as one that gives it another view of the machine. */
    readonly startedBy?: readonly string[];
    /** `tests` lets a window run test code in the extension host, but it then shows no notification toasts. */
    readonly purpose?: 'person' | 'tests';
    /** A display language beside English; of a language pack, extensions need no more than that it is there. */
    readonly locale?: 'de';
    /** Workspace trust is off unless a test is about it. */
    readonly trust?: 'everything' | 'asked';
}

/** Starts a VS Code server with fresh user data and waits until it answers; `stop` removes everything again. */
export async function startServer(options: ServerOptions): Promise<VsCodeServer> {
    const tools = readTools();
    const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-vscode-'));
    const userData = path.join(scratch, 'data');
    const extensionsDir = options.extensionsDir ?? path.join(scratch, 'extensions');
    const trust = options.trust ?? 'everything';
    writeJson(path.join(userData, 'User/settings.json'), {
        ...quietSettings,
        'security.workspace.trust.enabled': trust === 'asked',
        ...options.settings,
    });
    writeJson(path.join(userData, 'Machine/settings.json'), options.machineSettings ?? {});
    fs.mkdirSync(extensionsDir, { recursive: true });
    for (const folder of [...(options.extensions ?? []), ...(options.locale === undefined ? [] : [germanPack])]) {
        const { publisher, name, version } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as Record<
            string,
            string
        >;
        fs.symlinkSync(folder, path.join(extensionsDir, `${publisher}.${name}-${version}`));
    }
    if (options.locale !== undefined) {
        // What VS Code writes when a language pack is installed.
        writeJson(path.join(userData, 'languagepacks.json'), {
            [options.locale]: {
                hash: 'slipway',
                label: 'Deutsch',
                extensions: [{ extensionIdentifier: { id: 'slipway-test.german-pack' }, version: '1.0.0' }],
                translations: { vscode: path.join(germanPack, 'main.i18n.json') },
            },
        });
    }
    const builtin = builtins(tools.codeServer.builtin, options.withoutBuiltin ?? [], options.builtin ?? [], path.join(scratch, 'builtin'));
    const port = await freePort();
    const forwarder = await forwardLoopback();
    const command = [...(options.startedBy ?? []), tools.node];
    const child = spawn(
        command[0] ?? tools.node,
        [
            ...command.slice(1),
            ...serverArguments(tools.codeServer.server, port, scratch, options.purpose ?? 'person'),
            ...[
                '--user-data-dir',
                userData,
                '--extensions-dir',
                extensionsDir,
                '--builtin-extensions-dir',
                builtin,
                '--disable-update-check',
            ],
            ...(trust === 'everything' ? ['--disable-workspace-trust'] : []),
            ...(options.locale === undefined ? [] : ['--locale', options.locale]),
        ],
        {
            stdio: ['ignore', 'pipe', 'pipe'],
            detached: true,
            env: serverEnvironment({ VSCODE_PROXY_URI: forwarder.template, ...options.env }),
        },
    );
    const server = new VsCodeServer(child, port, { scratch, userData, extensionsDir }, options.folder, forwarder);
    try {
        await answer(server);
        return server;
    } catch (error) {
        await server.stop();
        throw error;
    }
}

function builtins(all: string, left: readonly string[], added: readonly string[], made: string): string {
    if (left.length + added.length === 0) {
        return all;
    }
    fs.mkdirSync(made, { recursive: true });
    for (const name of fs.readdirSync(all).filter((each) => !left.includes(each))) {
        fs.symlinkSync(fs.realpathSync(path.join(all, name)), path.join(made, name));
    }
    for (const folder of added) {
        fs.symlinkSync(folder, path.join(made, path.basename(folder)));
    }
    return made;
}

/** The VS Code server inside code-server runs alone: it starts faster, and differs between versions by what VS Code itself does. */
function serverArguments(server: string, port: number, scratch: string, purpose: 'person' | 'tests'): string[] {
    return [
        server,
        ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token', '--accept-server-license-terms'],
        ...['--telemetry-level', 'off', '--server-data-dir', path.join(scratch, 'server')],
        ...(purpose === 'tests' ? ['--enable-smoke-test-driver'] : []),
    ];
}

function serverEnvironment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
    const env: NodeJS.ProcessEnv = { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...extra };
    // A terminal of another VS Code must not be taken for the parent, and the tools' own variables are no concern of an extension.
    for (const name of ['CODE_SERVER_PARENT_PID', 'VSCODE_IPC_HOOK_CLI', 'SLIPWAY_TOOLS']) {
        Reflect.deleteProperty(env, name);
    }
    return env;
}

async function answer(server: VsCodeServer): Promise<void> {
    for (const end = Date.now() + patienceMs; Date.now() < end;) {
        if (server.hasEnded()) {
            break;
        }
        try {
            await (await fetch(`${server.url}/version`)).text();
            return;
        } catch {
            await sleep(30);
        }
    }
    throw new Error(`the VS Code server does not answer\n${server.output()}`);
}

function writeJson(file: string, value: unknown): void {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, JSON.stringify(value, null, 1));
}
