import type { ReadVariable } from './readVariable';
import type { SourceText } from './sourceText';

/** `NAME = os.getenv("X")` without a default, also in a class. */
const held = /^[ \t]*(?<name>\w+)(?:: ?str)? ?= ?(?:\w+\.)?(?:environ\.get|getenv)\( ?["'](?<variable>\w+)["'] ?\)[ \t]*(?:#.*)?$/gm;
const read = /^(?:\w+\.)?(?:environ\.get|getenv)\( ?["'](\w+)["'] ?\)$/;
/** The arguments of an app, up to a depth of two brackets. */
const apps = /\bFastAPI\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)/g;
const argument = /(?:^|[(,\s])(?:title|version) ?= ?((?:\w+\.)*\w+(?:\(["' \w]*\))?)[ \t]*(?:,|#|\n|$)/g;

/** The variables that are a FastAPI's title or version, without which it stops with an AssertionError while it is made: itself, or a name that one file holds. */
export function titleVariables(sources: readonly SourceText[]): ReadVariable[] {
    const python = sources.filter(({ file }) => file.endsWith('.py'));
    const used = python.flatMap(({ text }) =>
        [...text.matchAll(apps)].flatMap(([, inside = '']) =>
            /\bopenapi_url ?= ?None\b/.test(inside) ? [] : [...inside.matchAll(argument)].map(([, value = '']) => value),
        ),
    );
    if (used.length === 0) {
        return [];
    }
    const direct = new Set(used.flatMap((value) => read.exec(value)?.[1] ?? []));
    const names = new Set(used.flatMap((value) => (value.endsWith(')') ? [] : (value.split('.').at(-1) ?? []))));
    const holders = python.flatMap(({ file, text }) =>
        [...text.matchAll(held)].map((match) => ({
            name: match.groups?.name ?? '',
            variable: match.groups?.variable ?? '',
            file,
            line: text.slice(0, match.index).split('\n').length,
        })),
    );
    const given = (name: string) => python.reduce((sum, { text }) => sum + [...text.matchAll(new RegExp(String.raw`^[ \t]*${name}(?:: ?[\w[\] |.]+)? ?=(?!=)`, 'gm'))].length, 0); // prettier-ignore
    const byName = holders.filter(({ name }) => names.has(name) && given(name) === 1);
    const inPlace = python.flatMap(({ file, text }) =>
        [...direct].flatMap((variable) => {
            const at = text.search(new RegExp(String.raw`FastAPI\([^]*?["']${variable}["']`));
            return at < 0 ? [] : [{ variable, file, line: text.slice(0, at).split('\n').length }];
        }),
    );
    return [...byName, ...inPlace].map(({ variable, file, line }) => ({ name: variable, how: 'demanded' as const, file, line }));
}
