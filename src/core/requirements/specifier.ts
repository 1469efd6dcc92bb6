import { compareVersions, parseVersion } from './version';
import type { Version } from './version';

/** True when a version satisfies a PEP 440 specifier set such as `>=3.9,<4`; also Poetry's `^` and `~`, and a bare version. Unreadable parts hold. */
export function satisfies(version: string, specifier: string): boolean {
    const candidate = parseVersion(version);
    if (candidate === undefined) {
        return true;
    }
    return specifier
        .split('||')
        .some((alternative) => alternative.split(/,|\s+(?=[<>=~!^])/).every((part) => clauseHolds(candidate, part.trim())));
}

function clauseHolds(candidate: Version, clause: string): boolean {
    const match = /^(===|~=|==|!=|<=|>=|<|>|\^|~)?\s*(\S.*)$/.exec(clause);
    const operator = match?.[1] ?? '==';
    const text = (match?.[2] ?? '*').trim();
    if (text === '*' || text === '') {
        return true;
    }
    const wildcard = text.endsWith('.*');
    const wanted = parseVersion(wildcard ? text.slice(0, -2) : text);
    if (wanted === undefined) {
        return true;
    }
    const order = compareVersions(candidate, wanted);
    const starts = wanted.release.every((part, at) => (candidate.release[at] ?? 0) === part);
    switch (operator) {
        case '==':
        case '===':
            return wildcard || match?.[1] === undefined ? starts : order === 0;
        case '!=':
            return wildcard ? !starts : order !== 0;
        case '<':
            return order < 0;
        case '<=':
            return order <= 0;
        case '>':
            return order > 0;
        case '>=':
            return order >= 0;
        case '~=':
            return order >= 0 && wanted.release.slice(0, -1).every((part, at) => (candidate.release[at] ?? 0) === part);
        case '~':
            return (
                order >= 0 &&
                wanted.release
                    .slice(0, Math.max(1, Math.min(2, wanted.release.length)))
                    .every((part, at) => (candidate.release[at] ?? 0) === part)
            );
        case '^': {
            const firstSet = wanted.release.findIndex((part) => part !== 0);
            const fixed = firstSet < 0 ? wanted.release.length : firstSet + 1;
            return order >= 0 && wanted.release.slice(0, fixed).every((part, at) => (candidate.release[at] ?? 0) === part);
        }
        default:
            return true;
    }
}

/** The one version that a specifier pins (`==1.2.3`), or undefined. */
export function pinnedVersion(specifier: string): string | undefined {
    return /^={2,3}\s*([^,*\s]+)$/.exec(specifier.trim())?.[1];
}

/** The highest version that a specifier's upper bound still names: for `<3`, `~=2.1`, `==2.*` the bound's own digits; undefined when open above. */
export function upperBound(specifier: string): string | undefined {
    return pinnedVersion(specifier) ?? /<=?\s*([\d.]+)/.exec(specifier)?.[1] ?? /==\s*([\d.]+)\.\*/.exec(specifier)?.[1];
}
