import type { CodeAction, Diagnostic, Range, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import { CodeActionKind, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver/node';
import type { Finding, FindingSeverity, Fix } from './service/finding';
import { linesOf } from './service/lines';
import type { Span } from './service/span';

const severities: Record<FindingSeverity, DiagnosticSeverity> = {
    error: DiagnosticSeverity.Error,
    warning: DiagnosticSeverity.Warning,
    info: DiagnosticSeverity.Information,
    hint: DiagnosticSeverity.Hint,
};

/** The anchor of a rule's section in docs/rules.md. */
export function ruleAnchor(code: string): string {
    return code.replace('/', '-');
}

export function rangeIn(text: string): (span: Span) => Range {
    const lines = linesOf(text);
    return (span) => ({ start: lines.placeAt(span.start), end: lines.placeAt(span.end) });
}

export function toDiagnostic(finding: Finding, range: Range, rulesPage: string | undefined): Diagnostic {
    return {
        range,
        severity: severities[finding.severity],
        source: 'slipway',
        code: finding.code,
        message: finding.message,
        ...(rulesPage !== undefined && { codeDescription: { href: `${rulesPage}#${ruleAnchor(finding.code)}` } }),
        ...(finding.tag !== undefined && { tags: [finding.tag === 'unnecessary' ? DiagnosticTag.Unnecessary : DiagnosticTag.Deprecated] }),
    };
}

/** Where edits of a fix go: the document itself and other files by path. */
export interface EditTargets {
    readonly uri: string;
    readonly version: number;
    readonly text: string;
    uriOf(path: string): string;
    /** Undefined when the file is not there yet: it is created. */
    read(path: string): string | undefined;
}

export function toCodeAction(fix: Fix, diagnostic: Diagnostic, targets: EditTargets): CodeAction {
    return {
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnostic],
        isPreferred: fix.standing === 'preferred',
        edit: toWorkspaceEdit([fix], targets),
    };
}

/** One edit of all fixes; of two that touch the same place, or that say the same, the first stays. */
export function toWorkspaceEdit(fixes: readonly Fix[], targets: EditTargets): WorkspaceEdit {
    const taken = new Map<string | undefined, { readonly span: Span; readonly newText: string }[]>();
    for (const { edits } of fixes) {
        const clashes = edits.some(({ path, span, newText }) =>
            (taken.get(path) ?? []).some(
                (other) => overlaps(other.span, span) || (other.span.start === span.start && other.newText === newText),
            ),
        );
        for (const edit of clashes ? [] : edits) {
            taken.set(edit.path, [...(taken.get(edit.path) ?? []), edit]);
        }
    }
    const documentChanges: NonNullable<WorkspaceEdit['documentChanges']> = [];
    for (const [path, edits] of taken) {
        const text = path === undefined ? targets.text : targets.read(path);
        const uri = path === undefined ? targets.uri : targets.uriOf(path);
        if (text === undefined) {
            documentChanges.push({ kind: 'create', uri, options: { ignoreIfExists: true } });
        }
        const range = rangeIn(text ?? '');
        const change: TextDocumentEdit = {
            textDocument: { uri, version: path === undefined ? targets.version : null },
            edits: edits.map(({ span, newText }) => ({ range: range(span), newText })),
        };
        documentChanges.push(change);
    }
    return { documentChanges };
}

function overlaps(a: Span, b: Span): boolean {
    return a.start < b.end && b.start < a.end;
}
