import type { Span } from './span';

export type FindingSeverity = 'error' | 'warning' | 'info' | 'hint';

/** One replaced piece of a file. `path` is relative to the project's root; without it, the edit is in the document that was looked at. */
export interface FileEdit {
    readonly path?: string;
    readonly span: Span;
    readonly newText: string;
}

export interface Fix {
    readonly title: string;
    readonly edits: readonly FileEdit[];
    /** `preferred` fixes are safe enough for "fix all"; `offered` ones change behaviour and are taken one at a time. */
    readonly standing: 'preferred' | 'offered';
}

/** What a rule says: where, in one sentence, and what would mend it. */
export interface Problem {
    readonly span: Span;
    readonly message: string;
    readonly fixes?: readonly Fix[];
    /** Shown struck or faded where the editor can. */
    readonly tag?: 'unnecessary' | 'deprecated';
}

export interface Finding extends Problem {
    /** `'area/problem'`, the anchor of its section in docs/rules.md. */
    readonly code: string;
    readonly severity: FindingSeverity;
}
