import { parse as parseJsonc } from 'jsonc-parser';
import { normalizeName } from '../../requirements/normalizeName';
import { lineAt } from '../textLines';
import type { Declared } from './declared';

/**
 * The exact versions of a lock and the Python that it was made for. Read by the lines that tools write rather than by a parser: locks have tens of thousands of
 * lines, and a half-written one still tells something.
 */
export function readLock(
    file: string,
    text: string,
): { locked: ReadonlyMap<string, Declared>; python?: { readonly specifier: string; readonly file: string; readonly line: number } } {
    const locked = new Map<string, Declared>();
    const add = (name: string, version: string, at: number) => {
        const key = normalizeName(name);
        locked.set(key, { name: key, specifier: `==${version}`, extras: [], file, line: lineAt(text, at) });
    };
    if (file === 'Pipfile.lock') {
        const data: unknown = parseJsonc(text);
        for (const [name, entry] of Object.entries(record(record(data).default))) {
            const { version } = record(entry);
            if (typeof version === 'string') {
                add(name, version.replace(/^=+/, ''), Math.max(0, text.indexOf(`"${name}"`)));
            }
        }
        const requires = record(record(record(data)._meta).requires);
        const stated = requires.python_full_version ?? requires.python_version;
        return typeof stated === 'string'
            ? { locked, python: { specifier: `==${stated}${requires.python_full_version === undefined ? '.*' : ''}`, file, line: 1 } }
            : { locked };
    }
    for (const match of text.matchAll(/^\[\[package\]\]\s*\nname = "([^"]+)"\s*\nversion = "([^"]+)"/gm)) {
        add(match[1] ?? '', match[2] ?? '', match.index);
    }
    const python = /^(?:requires-python|python-versions|requires_python) = "([^"]+)"/m.exec(text);
    return python?.[1] === undefined ? { locked } : { locked, python: { specifier: python[1], file, line: lineAt(text, python.index) } };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}
