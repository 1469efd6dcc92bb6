import type { Connection, TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { kindOfDocument } from './kindOfDocument';
import type { ProjectFiles, View } from './projectFiles';
import type { LanguageOptions } from './protocol';
import type { Finding } from './service/finding';
import { lint } from './service/lint';
import type { Snapshot } from './service/snapshot';
import { rangeIn, toDiagnostic } from './toProtocol';

export interface Linted {
    readonly version: number;
    readonly snapshot: Snapshot;
    readonly view: View;
    readonly findings: readonly Finding[];
}

/** Files that rules ask for lead to more files (an include of an include): this many times at most. */
const rounds = 8;

/**
 * Keeps every open document's diagnostics current. One document is looked at in a turn of the event loop, the one that was typed into first; its old
 * diagnostics stay until the new ones are complete, and what would say the same again is not sent: so nothing flickers.
 */
export class DiagnosticsLoop {
    readonly #linted = new Map<string, Linted>();
    readonly #broken = new Map<string, Set<string>>();
    readonly #due = new Set<string>();
    readonly #sent = new Map<string, string>();

    constructor(
        private readonly connection: Connection,
        private readonly documents: TextDocuments<TextDocument>,
        private readonly files: ProjectFiles,
        private readonly options: () => LanguageOptions,
    ) {}

    /** The newest complete result; it may be of an older version than the document. */
    linted(uri: string): Linted | undefined {
        return this.#linted.get(uri);
    }

    schedule(uri: string): void {
        if (this.#due.size === 0) {
            this.#runSoon();
        }
        this.#due.add(uri);
    }

    scheduleAll(): void {
        for (const { uri } of this.documents.all()) {
            this.schedule(uri);
        }
    }

    forget(uri: string): void {
        this.#linted.delete(uri);
        this.#broken.delete(uri);
        this.#sent.delete(uri);
        this.#due.delete(uri);
        void this.connection.sendDiagnostics({ uri, diagnostics: [] });
    }

    #runSoon(): void {
        setImmediate(() => {
            const [uri] = this.#due;
            if (uri !== undefined) {
                this.#due.delete(uri);
                this.#lint(uri).catch((error: unknown) =>
                    this.connection.console.error(`Slipway could not look at ${uri}: ${String(error)}`),
                );
            }
            if (this.#due.size > 0) {
                this.#runSoon();
            }
        });
    }

    async #lint(uri: string): Promise<void> {
        for (let round = 0; round < rounds; round += 1) {
            const document = this.documents.get(uri);
            const view = this.files.view(uri);
            if (document === undefined) {
                return;
            }
            if (view === undefined) {
                await this.files.prepare(uri);
                continue;
            }
            const kind = kindOfDocument(document.languageId, view.path);
            if (kind === undefined) {
                return;
            }
            const { version } = document;
            const snapshot: Snapshot = {
                kind,
                path: view.path,
                text: document.getText(),
                encoding: kind === 'requirements' ? view.encodingOf(view.path) : 'utf8',
                paths: view.paths,
                facts: view.facts,
                read: view.read,
            };
            const broken = this.#broken.get(uri) ?? new Set<string>();
            const { findings, faults } = lint(snapshot, { severities: this.options().settings.rules, broken });
            if (view.wanted.size > 0 && round < rounds - 1) {
                await this.files.fetch(view, uri);
                continue;
            }
            for (const { code, error } of faults) {
                broken.add(code);
                this.connection.console.error(
                    `Slipway's rule ${code} failed on ${view.path} and is off for this file until it is opened again: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
                );
            }
            this.#broken.set(uri, broken);
            this.#linted.set(uri, { version, snapshot, view, findings });
            const range = rangeIn(snapshot.text);
            const diagnostics = findings.map((finding) => toDiagnostic(finding, range(finding.span), this.options().rulesPage));
            const sent = JSON.stringify([version, diagnostics]);
            if (this.#sent.get(uri) !== sent) {
                this.#sent.set(uri, sent);
                await this.connection.sendDiagnostics({ uri, version, diagnostics });
            }
            return;
        }
    }
}
