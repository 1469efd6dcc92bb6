import path from 'node:path';
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { quietOperation } from '../base/operation';
import type { Overrides } from '../core/project/factSheet';
import type {
    DeployFacts,
    DocumentParams,
    FileListing,
    FileText,
    LanguageOptions,
    LanguageSettings,
    ProjectFacts,
} from '../language/protocol';
import type { Memory } from './memory';
import { readOverrides } from './readOverrides';
import { scaffoldChoices } from './scaffoldChoices';

/** Extensions that bring a Dockerfile language server of their own: beside them Slipway gives only its rules, fixes, lenses and hovers. */
const otherServers = ['ms-azuretools.vscode-containers', 'ms-azuretools.vscode-docker', 'docker.docker'];
const schemes = ['file', 'untitled', 'vscode-remote'];
const patterns = [
    '**/*.dockerignore',
    '**/.dockerignore',
    '**/*requirements*.{txt,in}',
    '**/requirements/*.{txt,in}',
    '**/*constraints*.txt',
    '**/Containerfile*',
];
const watched = '**/{*.py,*.txt,*.in,*.toml,*.lock,Pipfile.lock,Dockerfile*,*.dockerignore,sshd_config*,package.json,.env*}';
const factFiles = /(\.(py|toml|txt|in|lock|cfg|json|ya?ml)|\/Pipfile|\/Procfile|\/\.python-version)$/i;
const largestFileBytes = 1_048_576;
const settleMs = 300;

/** Starts the language server's process and answers its requests; disposing stops both. Call when the first document of its kind is open. */
export function startLanguageClient(context: vscode.ExtensionContext, memory: Memory): vscode.Disposable {
    const parts: vscode.Disposable[] = [];
    let client: BaseLanguageClient | undefined;
    let disposed = false;
    const starting = import('vscode-languageclient/node').then(async ({ LanguageClient, TransportKind }) => {
        if (disposed) {
            return;
        }
        const module = context.asAbsolutePath(path.join('dist', 'languageServer.js'));
        const watcher = vscode.workspace.createFileSystemWatcher(watched);
        const initializationOptions: LanguageOptions = {
            rulesPage: vscode.Uri.joinPath(context.extensionUri, 'docs', 'rules.md').toString(),
            settings: readSettings(),
        };
        client = new LanguageClient(
            'slipway',
            'Slipway',
            { run: { module, transport: TransportKind.ipc }, debug: { module, transport: TransportKind.ipc } },
            {
                documentSelector: schemes.flatMap((scheme) => [
                    { scheme, language: 'dockerfile' },
                    { scheme, language: 'pip-requirements' },
                    ...patterns.map((pattern) => ({ scheme, pattern })),
                ]),
                synchronize: { fileEvents: watcher },
                initializationOptions,
                middleware: {
                    // The server knows addresses as text; commands take what the editor gives them elsewhere.
                    provideCodeLenses: async (document, token, next) =>
                        (await next(document, token))?.map((lens) => {
                            lens.command?.arguments?.splice(0, 1, document.uri);
                            return lens;
                        }),
                },
            },
        );
        parts.push(watcher, ...answer(memory, client));
        await client.start();
        await sendSettings(client);
        parts.push(
            vscode.workspace.onDidChangeConfiguration((event) => {
                if (event.affectsConfiguration('slipway.lint') && client !== undefined) {
                    void sendSettings(client);
                }
                if (event.affectsConfiguration('slipway.build')) {
                    void client?.sendNotification('slipway/factsChanged');
                }
            }),
            vscode.workspace.onDidChangeWorkspaceFolders(() => void client?.sendNotification('slipway/factsChanged')),
            // What detection reads; a deployment changes what Azure was told.
            vscode.workspace.onDidSaveTextDocument((document) => {
                if (factFiles.test(document.uri.path)) {
                    void client?.sendNotification('slipway/factsChanged');
                }
            }),
            ...whenFilesComeOrGo(() => void client?.sendNotification('slipway/factsChanged')),
            memory.onDidChange(() => void client?.sendNotification('slipway/factsChanged')),
            memory.onDidSet((name) => {
                if (/^(overrides|scaffold):/.test(name)) {
                    void client?.sendNotification('slipway/factsChanged');
                }
            }),
            vscode.extensions.onDidChange(() => {
                if (client !== undefined) {
                    void sendSettings(client);
                }
            }),
        );
    });
    starting.catch((error: unknown) => {
        const reload = vscode.l10n.t('Reload Window');
        void vscode.window
            .showErrorMessage(
                vscode.l10n.t('The language server of Slipway did not start: {0}', error instanceof Error ? error.message : String(error)),
                reload,
            )
            .then((choice) => (choice === reload ? vscode.commands.executeCommand('workbench.action.reloadWindow') : undefined));
    });
    return new vscode.Disposable(() => {
        disposed = true;
        parts.forEach((part) => void part.dispose());
        void client?.dispose().catch(() => undefined);
    });
}

/** Any file may be what a COPY names. An installation makes thousands at once: told once, when it is quiet again. */
function whenFilesComeOrGo(tell: () => void): vscode.Disposable[] {
    let timer: NodeJS.Timeout | undefined;
    const soon = () => {
        clearTimeout(timer);
        timer = setTimeout(tell, settleMs);
    };
    const watcher = vscode.workspace.createFileSystemWatcher('**/*', false, true, false);
    return [watcher, watcher.onDidCreate(soon), watcher.onDidDelete(soon), new vscode.Disposable(() => clearTimeout(timer))];
}

async function sendSettings(client: BaseLanguageClient): Promise<void> {
    await client.sendNotification('workspace/didChangeConfiguration', { settings: readSettings() });
}

/** `auto` becomes `rules` when another Dockerfile language server is in this extension host, else `full`. */
function readSettings(): LanguageSettings {
    const settings = vscode.workspace.getConfiguration('slipway.lint');
    const mode = settings.get<string>('mode', 'auto');
    const alone = !otherServers.some((id) => vscode.extensions.getExtension(id) !== undefined);
    return {
        mode: mode === 'full' || (mode !== 'rules' && alone) ? 'full' : 'rules',
        rules: settings.get<Record<string, string>>('rules', {}),
        codeLens: settings.get<boolean>('codeLens', true) ? 'on' : 'off',
        inlayHints: settings.get<boolean>('inlayHints', true) ? 'on' : 'off',
    };
}

function answer(memory: Memory, client: BaseLanguageClient): vscode.Disposable[] {
    return [
        client.onRequest('slipway/listFiles', async ({ uri }: DocumentParams) => await listFiles(vscode.Uri.parse(uri))),
        client.onRequest('slipway/readFile', async ({ uri }: DocumentParams) => await readFile(vscode.Uri.parse(uri))),
        client.onRequest('slipway/facts', async ({ uri }: DocumentParams) => await readFacts(memory, vscode.Uri.parse(uri))),
    ];
}

function folderOf(uri: vscode.Uri): vscode.Uri | undefined {
    return uri.scheme === 'untitled' ? undefined : vscode.workspace.getWorkspaceFolder(uri)?.uri;
}

async function listFiles(uri: vscode.Uri): Promise<FileListing | null> {
    const folder = folderOf(uri);
    if (folder?.scheme !== 'file') {
        return null;
    }
    const { folderFileSource } = await import(/* webpackChunkName: "fileSource" */ '../adapters/node/folderFileSource');
    return { root: folder.toString(), paths: await folderFileSource(folder.fsPath).list() };
}

/** Only inside an open folder: the server asks for paths that a document named, and a document is not trusted. */
async function readFile(uri: vscode.Uri): Promise<FileText | null> {
    if (folderOf(uri) === undefined || uri.path.includes('/../')) {
        return null;
    }
    try {
        const { size } = await vscode.workspace.fs.stat(uri);
        return size > largestFileBytes ? null : decode(await vscode.workspace.fs.readFile(uri));
    } catch {
        return null;
    }
}

function decode(bytes: Uint8Array): FileText | null {
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    if (utf16) {
        return { text: new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes), encoding: 'utf16' };
    }
    const text = new TextDecoder('utf-8').decode(bytes);
    return text.includes('\0') ? null : { text, encoding: 'utf8' };
}

async function readFacts(memory: Memory, uri: vscode.Uri): Promise<ProjectFacts | null> {
    const folder = folderOf(uri);
    if (folder?.scheme !== 'file') {
        return null;
    }
    try {
        const [{ folderFileSource }, { containerize }] = await Promise.all([
            import(/* webpackChunkName: "fileSource" */ '../adapters/node/folderFileSource'),
            import(/* webpackChunkName: "containerize" */ '../workflows/containerize'),
        ]);
        const overrides = memory.get(`overrides:${folder.toString()}`, readOverrides) ?? {};
        const { projects } = await containerize(quietOperation(), folderFileSource(folder.fsPath), { overrides });
        const profile = projects.find(({ folder: own, kind }) => own === '' && kind !== 'none') ?? projects[0];
        return { ...(profile !== undefined && { profile }), deploy: deployFacts(memory, folder, overrides) };
    } catch {
        // Without facts the rules say less; the failure is told where the user asked for the detection.
        return {};
    }
}

/** What Azure is told of this folder, and who builds its image, as far as an earlier deployment, the settings and the user's own choices say it. */
function deployFacts(memory: Memory, folder: vscode.Uri, { port, healthPath }: Overrides): DeployFacts {
    const deployment = memory.deployment(folder);
    return {
        build: vscode.workspace.getConfiguration('slipway.build', folder).get<string>('where') === 'azure' ? 'acrTasks' : 'engine',
        ...(scaffoldChoices({ memory }, { uri: folder }).sshd === 'appService' && { ssh: 'on' }),
        ...(deployment?.previous !== undefined && { target: deployment.previous.target }),
        ...(port !== undefined && /^\d{1,5}$/.test(port) && { port: Number(port) }),
        ...(healthPath !== undefined && { healthPath }),
    };
}
