import { fork } from 'node:child_process';
import path from 'node:path';
import type { Diagnostic, ProtocolConnection } from 'vscode-languageserver/node';
import { createProtocolConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-languageserver/node';
import type { LanguageSettings, ProjectFacts } from '../../../src/language/protocol';

export interface LanguageSession {
    readonly connection: ProtocolConnection;
    readonly root: string;
    readonly pid: number;
    /** What the client's disk holds below `root`; change it, then tell the server with didChangeWatchedFiles. */
    readonly files: Map<string, string>;
    /** Every workspace folder's files by its address; set one, then tell the server. */
    readonly folders: Map<string, Map<string, string>>;
    readonly logged: string[];
    /** What the server registered with the client while it ran, by method. */
    readonly registered: Set<string>;
    /** `file` is a path below `root`, or an address. */
    open(file: string, languageId: string, text: string): Promise<void>;
    /** Replaces the whole text. */
    change(file: string, version: number, text: string): Promise<void>;
    /** The next diagnostics for a file that satisfy `wanted`; every publication is looked at once. */
    diagnostics(file: string, wanted?: (diagnostics: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]>;
    /** Every publication so far, oldest first. */
    published(file: string): readonly (readonly Diagnostic[])[];
    ask<Result>(method: string, params: object): Promise<Result>;
    end(): Promise<void>;
}

export interface SessionSetup {
    /** The workspace folder `file:///project`. */
    readonly files?: Readonly<Record<string, string>>;
    /** Which of `files` are UTF-16 on the disk. */
    readonly utf16?: readonly string[];
    /** More workspace folders, by address. */
    readonly folders?: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly settings?: Partial<LanguageSettings>;
    readonly facts?: () => ProjectFacts;
    /** The server from its sources, as webpack made it, or another one's main file. */
    readonly server?: 'sources' | 'bundle' | { readonly module: string };
}

const repository = path.resolve(__dirname, '../../..');
export const bundle = path.join(repository, 'dist/languageServer.js');

/** A real server process, with a client that holds its files in memory. */
export async function languageSession(setup: SessionSetup = {}): Promise<LanguageSession> {
    const child = startServer(setup.server ?? 'sources');
    const connection = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    const root = 'file:///project';
    const folders = new Map(
        Object.entries({ [root]: setup.files ?? {}, ...setup.folders }).map(([uri, files]) => [uri, new Map(Object.entries(files))]),
    );
    const folderAt = (uri: string) => [...folders].find(([folder]) => uri.startsWith(`${folder}/`));
    const published = new Map<string, (readonly Diagnostic[])[]>();
    const logged: string[] = [];
    const registered = new Set<string>();
    const waiting = new Set<() => void>();
    connection.onRequest('slipway/listFiles', ({ uri }: { uri: string }) => {
        const found = folderAt(uri);
        return found === undefined ? null : { root: found[0], paths: [...found[1].keys()].sort() };
    });
    connection.onRequest('slipway/readFile', ({ uri }: { uri: string }) => {
        const [folder = '', files] = folderAt(uri) ?? [];
        const text = files?.get(decodeURIComponent(uri.slice(folder.length + 1)));
        return text === undefined ? null : { text, encoding: setup.utf16?.some((path) => uri === `${root}/${path}`) ? 'utf16' : 'utf8' };
    });
    connection.onRequest('slipway/facts', () => setup.facts?.() ?? {});
    connection.onRequest('client/registerCapability', ({ registrations }: { registrations: { id: string; method: string }[] }) => {
        registrations.forEach(({ method }) => registered.add(method));
        return null;
    });
    connection.onRequest('client/unregisterCapability', ({ unregisterations }: { unregisterations: { id: string; method: string }[] }) => {
        unregisterations.forEach(({ method }) => registered.delete(method));
        return null;
    });
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => void logged.push(message));
    connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }: { uri: string; diagnostics: Diagnostic[] }) => {
        published.set(uri, [...(published.get(uri) ?? []), diagnostics]);
        [...waiting].forEach((look) => look());
    });
    connection.listen();
    await connection.sendRequest('initialize', {
        processId: process.pid,
        rootUri: root,
        capabilities: {},
        initializationOptions: {
            rulesPage: 'file:///rules.md',
            settings: { mode: 'rules', rules: {}, codeLens: 'on', inlayHints: 'on', ...setup.settings },
        },
    });
    await connection.sendNotification('initialized', {});
    const seen = new Map<string, number>();
    const uriOf = (file: string) => (file.includes(':') ? file : `${root}/${file}`);
    return {
        connection,
        root,
        pid: child.pid!,
        files: folders.get(root)!,
        folders,
        logged,
        registered,
        open: async (file, languageId, text) => {
            await connection.sendNotification('textDocument/didOpen', { textDocument: { uri: uriOf(file), languageId, version: 1, text } });
        },
        change: async (file, version, text) => {
            await connection.sendNotification('textDocument/didChange', {
                textDocument: { uri: uriOf(file), version },
                contentChanges: [{ text }],
            });
        },
        diagnostics: async (file, wanted = () => true) =>
            await new Promise((resolve) => {
                const look = () => {
                    const all = published.get(uriOf(file)) ?? [];
                    for (let at = seen.get(uriOf(file)) ?? 0; at < all.length; at += 1) {
                        seen.set(uriOf(file), at + 1);
                        if (wanted(all[at]!)) {
                            waiting.delete(look);
                            resolve(all[at]!);
                            return;
                        }
                    }
                };
                waiting.add(look);
                look();
            }),
        published: (file) => published.get(uriOf(file)) ?? [],
        ask: async (method, params) => await connection.sendRequest(method, params),
        end: async () => {
            await connection.sendRequest('shutdown');
            await connection.sendNotification('exit');
            await new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(undefined)));
            connection.dispose();
        },
    };
}

function startServer(server: NonNullable<SessionSetup['server']>): ReturnType<typeof fork> {
    const module =
        typeof server === 'object' ? server.module : server === 'bundle' ? bundle : path.join(repository, 'src/language/server.ts');
    return fork(module, ['--node-ipc'], {
        execArgv: server === 'sources' ? ['--import', 'tsx'] : [],
        cwd: repository,
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
}
