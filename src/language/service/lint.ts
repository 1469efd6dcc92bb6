import { never } from '../../base/never';
import { openDockerfile } from './dockerfile/openDockerfile';
import { dockerfileRules } from './dockerfileRules';
import type { Finding, FindingSeverity } from './finding';
import { openIgnore } from './ignore/openIgnore';
import { ignoreRules } from './ignoreRules';
import { openRequirements } from './requirements/openRequirements';
import { requirementsRules } from './requirementsRules';
import type { Rule } from './rule';
import type { Snapshot } from './snapshot';

/** A rule that threw, by its code. */
export interface RuleFault {
    readonly code: string;
    readonly error: unknown;
}

export interface LintOptions {
    /** By rule code; `off` switches a rule off, an unknown word is ignored. */
    readonly severities: Readonly<Record<string, string>>;
    /** Rules that threw on this file before; they stay off for it. */
    readonly broken: ReadonlySet<string>;
}

export interface LintResult {
    /** In the order of the text. */
    readonly findings: readonly Finding[];
    readonly faults: readonly RuleFault[];
}

/** Everything that the rules say about one document. Never throws: what a rule or a parser throws is a fault in the result. */
export function lint(snapshot: Snapshot, options: LintOptions): LintResult {
    try {
        return lintKind(snapshot, options);
    } catch (error) {
        return { findings: [], faults: [{ code: `${snapshot.kind}/*`, error }] };
    }
}

function lintKind(snapshot: Snapshot, options: LintOptions): LintResult {
    switch (snapshot.kind) {
        case 'dockerfile':
            return run(dockerfileRules, openDockerfile(snapshot), options);
        case 'requirements':
            return run(requirementsRules, openRequirements(snapshot), options);
        case 'dockerignore':
            return run(ignoreRules, openIgnore(snapshot), options);
        default:
            return never(snapshot.kind);
    }
}

function run<Subject>(rules: readonly Rule<Subject>[], subject: Subject, { severities, broken }: LintOptions): LintResult {
    const findings: Finding[] = [];
    const faults: RuleFault[] = [];
    for (const rule of rules) {
        const severity = severityOf(severities[rule.code], rule.severity);
        if (severity === 'off' || broken.has(rule.code)) {
            continue;
        }
        try {
            for (const problem of rule.check(subject)) {
                findings.push({ ...problem, code: rule.code, severity });
            }
        } catch (error) {
            faults.push({ code: rule.code, error });
        }
    }
    return { findings: findings.toSorted((a, b) => a.span.start - b.span.start || a.code.localeCompare(b.code)), faults };
}

function severityOf(wanted: string | undefined, usual: FindingSeverity): FindingSeverity | 'off' {
    switch (wanted) {
        case 'error':
        case 'warning':
        case 'info':
        case 'hint':
        case 'off':
            return wanted;
        default:
            return usual;
    }
}
