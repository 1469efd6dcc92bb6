import { fork } from 'node:child_process';
import path from 'node:path';
import type { Diagnostic, ProtocolConnection } from 'vscode-languageserver/node';
import { createProtocolConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-languageserver/node';
import type { LanguageOptions, ProjectFacts } from '../../../src/language/protocol';

export interface LanguageSession {
    readonly connection: ProtocolConnection;
    readonly root: string;
    /** What the client's disk holds; change it, then tell the server with didChangeWatchedFiles. */
    readonly files: Map<string, string>;
    readonly logged: string[];
    open(path: string, languageId: string, text: string): Promise<void>;
    /** The next diagnostics for a path that satisfy `wanted`; every publication is looked at once. */
    diagnostics(path: string, wanted?: (diagnostics: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]>;
    /** Every publication so far, oldest first. */
    published(path: string): readonly (readonly Diagnostic[])[];
    end(): Promise<void>;
}

const repository = path.resolve(__dirname, '../../..');

/** The real server process on its sources, with a client that holds its files in memory. */
export async function languageSession(
    files: Readonly<Record<string, string>>,
    options: Partial<LanguageOptions['settings']> = {},
    facts: ProjectFacts = {},
): Promise<LanguageSession> {
    const child = fork(path.join(repository, 'src/language/server.ts'), ['--node-ipc'], {
        execArgv: ['--import', 'tsx'],
        cwd: repository,
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const connection = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    const root = 'file:///project';
    const disk = new Map(Object.entries(files));
    const published = new Map<string, (readonly Diagnostic[])[]>();
    const logged: string[] = [];
    const waiting = new Set<() => void>();
    connection.onRequest('slipway/listFiles', ({ uri }: { uri: string }) =>
        uri.startsWith(root) ? { root, paths: [...disk.keys()].sort() } : null,
    );
    connection.onRequest('slipway/readFile', ({ uri }: { uri: string }) => {
        const text = disk.get(decodeURIComponent(uri.slice(root.length + 1)));
        return text === undefined ? null : { text, encoding: 'utf8' };
    });
    connection.onRequest('slipway/facts', () => facts);
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
            settings: { mode: 'rules', rules: {}, codeLens: 'on', inlayHints: 'on', ...options },
        },
    });
    await connection.sendNotification('initialized', {});
    const seen = new Map<string, number>();
    const uriOf = (file: string) => (file.includes(':') ? file : `${root}/${file}`);
    return {
        connection,
        root,
        files: disk,
        logged,
        open: async (file, languageId, text) => {
            await connection.sendNotification('textDocument/didOpen', { textDocument: { uri: uriOf(file), languageId, version: 1, text } });
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
        end: async () => {
            await connection.sendRequest('shutdown');
            await connection.sendNotification('exit');
            await new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(undefined)));
            connection.dispose();
        },
    };
}
