import { BadPattern, compileIgnoreGlob, type PathTest } from './ignoreGlob';

/** One line of a .dockerignore file. */
export interface IgnoreRule {
    /** 1-based. */
    readonly line: number;
    /** As it was written, trimmed. */
    readonly text: string;
    /** A `!` rule: brings back what earlier rules ignored. */
    readonly negated: boolean;
    /** Cleaned, without `!`. */
    readonly pattern: string;
    readonly matches: PathTest;
}

export interface IgnoreVerdict {
    readonly ignored: boolean;
    /** The rule that decided; undefined when none applied. */
    readonly rule?: IgnoreRule;
    /** Which rules are in force here, by index: what judge() wants to know about the parent. */
    readonly inForce: readonly boolean[];
}

/** Everything that Go's unicode.IsSpace takes for a space; JavaScript's trim differs in U+0085 and U+FEFF. */
const outerSpace =
    /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;

/** Reads a .dockerignore file as BuildKit does. Throws BadPattern where BuildKit fails the build. */
export function parseIgnore(content: string): readonly IgnoreRule[] {
    const rules: IgnoreRule[] = [];
    content
        .replace(/^\ufeff/, '')
        .split('\n')
        .forEach((raw, index) => {
            // Only a # in the very first column makes a comment.
            const text = raw.replace(outerSpace, '');
            if (raw.startsWith('#') || text === '') {
                return;
            }
            const negated = text.startsWith('!');
            const body = negated ? text.slice(1).replace(outerSpace, '') : text;
            if (body === '') {
                throw new BadPattern(text);
            }
            const pattern = cleanPattern(body);
            rules.push({ line: index + 1, text, negated, pattern, matches: compileIgnoreGlob(pattern) });
        });
    return rules;
}

/**
 * Decides about one path, given what was in force for its parent directory (undefined at the top). A rule is in force when it was for the parent, or when it
 * would change the verdict so far and names this very path; the last rule in force decides.
 */
export function judge(rules: readonly IgnoreRule[], path: string, parent: readonly boolean[] | undefined): IgnoreVerdict {
    let ignored = false;
    let deciding: IgnoreRule | undefined;
    const inForce = rules.map((rule, index) => {
        const holds = parent?.[index] === true || (rule.negated === ignored && rule.matches(path));
        if (holds) {
            ignored = !rule.negated;
            deciding = rule;
        }
        return holds;
    });
    return deciding === undefined ? { ignored, inForce } : { ignored, rule: deciding, inForce };
}

/** What judge() says about being ignored, for the many paths of which nothing else is asked. */
export function isIgnored(rules: readonly IgnoreRule[], path: string, parent: readonly boolean[] | undefined): boolean {
    let ignored = false;
    for (const [index, rule] of rules.entries()) {
        if (parent?.[index] === true || (rule.negated === ignored && rule.matches(path))) {
            ignored = !rule.negated;
        }
    }
    return ignored;
}

/** The verdict on a path of any depth. */
export function judgePath(rules: readonly IgnoreRule[], path: string): IgnoreVerdict {
    const parts = path.split('/');
    let verdict: IgnoreVerdict = { ignored: false, inForce: rules.map(() => false) };
    parts.forEach((_, index) => {
        verdict = judge(rules, parts.slice(0, index + 1).join('/'), index === 0 ? undefined : verdict.inForce);
    });
    return verdict;
}

/** True when nothing below an ignored directory can come back, so that it need not be read. */
export function isPrunable(rules: readonly IgnoreRule[], directory: string): boolean {
    const below = `${directory}/`;
    return !rules.some((rule) => {
        if (!rule.negated) {
            return false;
        }
        const stem = rule.pattern.split(/[*?[\\]/, 1)[0] ?? '';
        return stem === rule.pattern ? `${stem}/`.startsWith(below) : stem.startsWith(below) || below.startsWith(stem);
    });
}

/** Path cleaning of Go's filepath.Clean, then without its leading slash. */
function cleanPattern(pattern: string): string {
    const rooted = pattern.startsWith('/');
    const parts: string[] = [];
    for (const part of pattern.split('/')) {
        if (part === '' || part === '.') {
            continue;
        }
        if (part === '..') {
            if (parts.length > 0 && parts[parts.length - 1] !== '..') {
                parts.pop();
                continue;
            }
            if (rooted) {
                continue;
            }
        }
        parts.push(part);
    }
    return parts.join('/') || (rooted ? '/' : '.');
}
