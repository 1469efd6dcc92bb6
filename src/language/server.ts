import type { CodeAction, CodeActionParams, InitializeResult } from 'vscode-languageserver/node';
import {
    CodeActionKind,
    createConnection,
    FileChangeType,
    ProposedFeatures,
    TextDocuments,
    TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { DiagnosticsLoop } from './diagnosticsLoop';
import { FullMode } from './fullMode';
import { kindOfDocument } from './kindOfDocument';
import { ProjectFiles } from './projectFiles';
import type { LanguageOptions, LanguageSettings } from './protocol';
import { codeLenses } from './service/codeLenses';
import type { DockerfileDocument } from './service/dockerfile/openDockerfile';
import { openDockerfile } from './service/dockerfile/openDockerfile';
import { hoverBase } from './service/hoverBase';
import { portHints } from './service/portHints';
import type { EditTargets } from './toProtocol';
import { rangeIn, toCodeAction, toDiagnostic, toWorkspaceEdit } from './toProtocol';

const fixAllKind = `${CodeActionKind.SourceFixAll}.slipway`;

const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);
const files = new ProjectFiles(connection, documents);
let options: LanguageOptions = { settings: { mode: 'rules', rules: {}, codeLens: 'on', inlayHints: 'on' } };
const loop = new DiagnosticsLoop(connection, documents, files, () => options);
const fullMode = new FullMode(connection, documents);

connection.onInitialize((params): InitializeResult => {
    options = { ...options, ...(params.initializationOptions as Partial<LanguageOptions> | undefined) };
    return {
        serverInfo: { name: 'slipway' },
        capabilities: {
            textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false },
            codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
            codeLensProvider: {},
            hoverProvider: true,
            inlayHintProvider: {},
        },
    };
});

connection.onInitialized(() => {
    fullMode.set(options.settings.mode);
});
documents.onDidChangeContent(({ document }) => {
    // Another document's rules may have read this one: all open ones are looked at again, which costs a few milliseconds each.
    loop.schedule(document.uri);
    loop.scheduleAll();
});
documents.onDidClose(({ document }) => {
    files.forgetDocument(document.uri);
    loop.forget(document.uri);
    loop.scheduleAll();
});
connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri, type } of changes) {
        files.forget(uri, type === FileChangeType.Changed ? 'text' : 'listing');
    }
    loop.scheduleAll();
});
connection.onDidChangeConfiguration(({ settings }) => {
    options = { ...options, settings: settings as LanguageSettings };
    fullMode.set(options.settings.mode);
    // A client that cannot refresh asks again with the next change.
    connection.languages.inlayHint.refresh().catch(() => undefined);
    connection.sendRequest('workspace/codeLens/refresh').catch(() => undefined);
    loop.scheduleAll();
});
connection.onNotification('slipway/factsChanged', () => {
    files.forgetFacts();
    loop.scheduleAll();
});

connection.onCodeAction((params) => codeActions(params));

function codeActions({ textDocument: { uri }, range, context }: CodeActionParams): CodeAction[] {
    const linted = loop.linted(uri);
    const document = documents.get(uri);
    if (linted === undefined || document?.version !== linted.version) {
        return [];
    }
    const { snapshot, view, findings, version } = linted;
    const targets: EditTargets = { uri, version, text: snapshot.text, uriOf: view.uriOf, read: view.read };
    const toRange = rangeIn(snapshot.text);
    const start = document.offsetAt(range.start);
    const end = document.offsetAt(range.end);
    const wants = (kind: string) =>
        context.only === undefined || context.only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
    const actions: CodeAction[] = [];
    if (wants(CodeActionKind.QuickFix)) {
        for (const finding of findings.filter(({ span }) => span.start <= end && start <= span.end)) {
            const diagnostic = toDiagnostic(finding, toRange(finding.span), options.rulesPage);
            actions.push(...(finding.fixes ?? []).map((fix) => toCodeAction(fix, diagnostic, targets)));
        }
    }
    const safe = findings.flatMap((finding) => (finding.fixes ?? []).filter((fix) => fix.standing === 'preferred').slice(0, 1));
    if (context.only !== undefined && wants(fixAllKind) && safe.length > 0) {
        actions.push({ title: 'Fix all that Slipway can fix safely', kind: fixAllKind, edit: toWorkspaceEdit(safe, targets) });
    }
    return actions;
}

connection.onCodeLens(({ textDocument: { uri } }) => {
    const dockerfile = options.settings.codeLens === 'on' ? dockerfileAt(uri) : undefined;
    const range = rangeIn(dockerfile?.text ?? '');
    return dockerfile === undefined
        ? []
        : codeLenses(dockerfile).map(({ span, title, command }) => ({ range: range(span), command: { title, command, arguments: [uri] } }));
});
connection.onHover(({ textDocument: { uri }, position }) => {
    const dockerfile = dockerfileAt(uri);
    const hover = dockerfile === undefined ? undefined : hoverBase(dockerfile, documents.get(uri)?.offsetAt(position) ?? 0);
    return dockerfile === undefined || hover === undefined
        ? null
        : { range: rangeIn(dockerfile.text)(hover.span), contents: { kind: 'markdown', value: hover.markdown } };
});
connection.languages.inlayHint.on(({ textDocument: { uri } }) => {
    const dockerfile = options.settings.inlayHints === 'on' ? dockerfileAt(uri) : undefined;
    const range = rangeIn(dockerfile?.text ?? '');
    return dockerfile === undefined
        ? []
        : portHints(dockerfile).map(({ at, label, tooltip }) => ({
              position: range({ start: at, end: at }).start,
              label,
              tooltip,
              paddingLeft: true,
          }));
});

/** Read with what is known of its folder right now; undefined for another kind of document. */
function dockerfileAt(uri: string): DockerfileDocument | undefined {
    const document = documents.get(uri);
    const view = files.view(uri);
    const isDockerfile = document !== undefined && kindOfDocument(document.languageId, view?.path ?? uri) === 'dockerfile';
    return isDockerfile
        ? openDockerfile({
              kind: 'dockerfile',
              path: view?.path ?? uri,
              text: document.getText(),
              encoding: 'utf8',
              paths: view?.paths,
              facts: view?.facts ?? {},
              read: view?.read ?? (() => undefined),
          })
        : undefined;
}

documents.listen(connection);
connection.listen();
