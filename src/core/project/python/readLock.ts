import { parse as parseJsonc } from 'jsonc-parser';
import { normalizeName } from '../../requirements/normalizeName';
import { satisfies } from '../../requirements/specifier';
import { lineAt } from '../textLines';
import type { Declared } from './declared';

/**
 * The exact versions of a lock and the Python that it was made for. Read by the lines that tools write rather than by a parser: locks have tens of thousands of
 * lines, and a half-written one still tells something.
 */
export function readLock(
    file: string,
    text: string,
): {
    readonly locked: ReadonlyMap<string, Declared>;
    /** Everything that it names, also what has no version because it comes from no index. */
    readonly names: ReadonlySet<string>;
    readonly python?: { readonly specifier: string; readonly file: string; readonly line: number };
} {
    const locked = new Map<string, Declared>();
    const add = (name: string, version: string, at: number) => {
        const key = normalizeName(name);
        locked.set(key, { name: key, specifier: `==${version}`, extras: [], file, line: lineAt(text, at) });
    };
    if (file === 'Pipfile.lock') {
        const data: unknown = parseJsonc(text);
        const installed = record(record(data).default);
        const names = new Set(Object.keys(installed).map(normalizeName));
        for (const [name, entry] of Object.entries(installed)) {
            const { version } = record(entry);
            if (typeof version === 'string') {
                add(name, version.replace(/^=+/, ''), Math.max(0, text.indexOf(`"${name}"`)));
            }
        }
        const requires = record(record(record(data)._meta).requires);
        const stated = requires.python_full_version ?? requires.python_version;
        return typeof stated === 'string'
            ? {
                  locked,
                  names,
                  python: { specifier: `==${stated}${requires.python_full_version === undefined ? '.*' : ''}`, file, line: 1 },
              }
            : { locked, names };
    }
    for (const match of text.matchAll(/^\[\[package\]\]\s*\nname = "([^"]+)"\s*\nversion = "([^"]+)"/gm)) {
        add(match[1] ?? '', match[2] ?? '', match.index);
    }
    const python = /^(?:requires-python|python-versions|requires_python) = "([^"]+)"/m.exec(text);
    const names = new Set([...text.matchAll(/^name = "([^"]+)"/gm)].map((match) => normalizeName(match[1] ?? '')));
    return python?.[1] === undefined
        ? { locked, names }
        : { locked, names, python: { specifier: python[1], file, line: lineAt(text, python.index) } };
}

/** What a pyproject.toml says that a uv.lock is made from. */
export interface LockedFrom {
    readonly name: string;
    readonly version?: string;
    readonly python?: string;
    /** The project's own requirements, without those of its groups and extras. */
    readonly requires: readonly Declared[];
}

/** What a uv.lock was made for otherwise, or not at all, so that uv refuses it when it is told to insist on it; undefined for a lock that fits. */
export function staleInUvLock(text: string, { name, version, python, requires }: LockedFrom): string | undefined {
    const own = text
        .split(/^\[\[package\]\]$/m)
        .find((part) => normalizeName(/^name = "([^"]+)"/m.exec(part)?.[1] ?? '') === normalizeName(name));
    const start = own?.indexOf('requires-dist = [') ?? -1;
    if (own === undefined || start < 0) {
        return undefined;
    }
    const line = own.slice(start, own.indexOf('\n', start));
    const list = line.endsWith(']') ? line : own.slice(start, own.indexOf('\n]', start));
    // No bounds for what comes from elsewhere than an index, as uv writes none.
    const made = new Map<string, (string | undefined)[]>();
    for (const [, entry = ''] of list.matchAll(/\{([^{}]*)\}/g)) {
        const key = normalizeName(/\bname = "([^"]+)"/.exec(entry)?.[1] ?? '');
        const isFromSource = /\b(?:git|editable|directory|path|virtual|url) = "/.test(entry);
        const specifier = isFromSource ? undefined : (/\bspecifier = "([^"]*)"/.exec(entry)?.[1] ?? '');
        made.set(key, [...(made.get(key) ?? []), specifier]);
    }
    const other = requires.find(
        (each) =>
            made.get(normalizeName(each.name))?.some((specifier) => specifier === undefined || isSame(each.specifier, specifier)) !== true,
    );
    const locked = { version: /^version = "([^"]+)"/m.exec(own)?.[1], python: /^requires-python = "([^"]+)"/m.exec(text)?.[1] };
    if (other !== undefined) {
        return `${other.name}${other.specifier}`;
    }
    if (python !== undefined && locked.python !== undefined && !takesSamePythons(python, locked.python)) {
        return `requires-python ${python}`;
    }
    return version !== undefined && locked.version !== undefined && !isSame(version, locked.version) ? `version ${version}` : undefined;
}

/** False for bounds, or versions, that differ; those with letters (`1.0-beta.1`, `1.0b1`) have many spellings, and pass for the same. */
function isSame(written: string, locked: string): boolean {
    return /[a-z]/i.test(written) || inOrder(written) === inOrder(locked);
}

/** The releases of Python that there are and may soon be, and one beyond. */
const pythons = [
    ...Array.from({ length: 25 }, (_, minor) => Array.from({ length: 30 }, (__, patch) => `3.${minor}.${patch}`)).flat(),
    '2.7.18',
    '4.0.0',
];

/** True for bounds that let the same releases of Python in: uv writes `==3.13.*` for `>=3.13,<3.14`. */
function takesSamePythons(written: string, locked: string): boolean {
    return isSame(written, locked) || pythons.every((python) => satisfies(python, written) === satisfies(python, locked));
}

/** Bounds in one order, so that `<2,>=1` and `>=1, <2` are the same. */
function inOrder(specifier: string): string {
    return specifier
        .split(',')
        .map((bound) => bound.replace(/\s+/g, ''))
        .filter((bound) => bound !== '')
        .sort()
        .join(',');
}

function record(value: unknown): Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}
