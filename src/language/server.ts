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
import { ProjectFiles } from './projectFiles';
import type { LanguageOptions, LanguageSettings } from './protocol';
import type { EditTargets } from './toProtocol';
import { rangeIn, toCodeAction, toDiagnostic, toWorkspaceEdit } from './toProtocol';

const fixAllKind = `${CodeActionKind.SourceFixAll}.slipway`;

const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);
const files = new ProjectFiles(connection, documents);
let options: LanguageOptions = { settings: { mode: 'rules', rules: {}, codeLens: 'on', inlayHints: 'on' } };
const loop = new DiagnosticsLoop(connection, documents, files, () => options);

connection.onInitialize((params): InitializeResult => {
    options = { ...options, ...(params.initializationOptions as Partial<LanguageOptions> | undefined) };
    return {
        serverInfo: { name: 'slipway' },
        capabilities: {
            textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false },
            codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
        },
    };
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

documents.listen(connection);
connection.listen();
