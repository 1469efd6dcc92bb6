import type { FindingSeverity, Problem } from './finding';
import type { DocumentKind } from './snapshot';

/** One check over one kind of document. `check` is pure and may throw: lint.ts then switches the rule off for that file. */
export interface Rule<Subject> {
    /** `'area/problem'`. */
    readonly code: string;
    readonly title: string;
    readonly severity: FindingSeverity;
    /** Why it matters in Azure, for docs/rules.md: one or two sentences. */
    readonly why: string;
    readonly fix: 'automatic' | 'offered' | 'none';
    check(subject: Subject): Iterable<Problem>;
}

/** A rule without its check, for settings and pages. */
export interface RuleFact extends Omit<Rule<never>, 'check'> {
    readonly kind: DocumentKind;
}
