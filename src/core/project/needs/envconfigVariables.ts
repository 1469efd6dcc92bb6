import { lineAt } from '../textLines';
import type { SourceText } from './sourceText';
import type { ReadVariable } from './readVariable';

interface Field {
    readonly name: string;
    readonly type: string;
    readonly tag: string;
    readonly file: string;
    readonly line: number;
}

/** Go's `envconfig.Process("app", &config)`: the fields of a struct, and of the structs in it, are variables by their names. */
export function envconfigVariables(sources: readonly SourceText[]): ReadVariable[] {
    const go = sources.filter(({ file }) => file.endsWith('.go'));
    const calls = go.flatMap(({ text }) =>
        [...text.matchAll(/\benvconfig\.(?:Must)?Process\(\s*"(\w*)"\s*,\s*&?(\w+)/g)].map((match) => ({
            prefix: match[1] ?? '',
            type: typeOf(text, match[2] ?? ''),
        })),
    );
    if (calls.length === 0) {
        return [];
    }
    const structs = new Map(go.flatMap(structsIn));
    const found: ReadVariable[] = [];
    const expand = (prefix: string, type: string, depth: number): void => {
        for (const field of depth > 4 ? [] : (structs.get(type) ?? [])) {
            const set = (name: string) => new RegExp(String.raw`\b${name}:"([^"]*)"`).exec(field.tag)?.[1];
            const split = set('split_words') === 'true' ? field.name.replace(/([a-z\d])([A-Z])/g, '$1_$2') : field.name;
            const name = [prefix, set('envconfig') ?? split]
                .filter((part) => part !== '')
                .join('_')
                .toUpperCase();
            const inner = field.type.replace(/^\*/, '').split('.').at(-1) ?? '';
            const fallback = set('default');
            if (structs.has(inner)) {
                expand(name, inner, depth + 1);
            } else if (set('ignored') !== 'true') {
                found.push({
                    name,
                    how: fallback !== undefined ? 'optional' : set('required') === 'true' ? 'demanded' : 'asked',
                    ...(fallback !== undefined && { default: fallback }),
                    file: field.file,
                    line: field.line,
                });
            }
        }
    };
    for (const { prefix, type } of calls) {
        expand(prefix, type ?? '', 0);
    }
    return found;
}

function typeOf(text: string, variable: string): string | undefined {
    const match = new RegExp(String.raw`\b(?:var\s+${variable}\s+\*?|${variable}\s*:?=\s*&?(?:new\()?)([\w.]+)`).exec(text);
    return match?.[1]?.split('.').at(-1);
}

function structsIn({ file, text }: SourceText): [string, Field[]][] {
    return [...text.matchAll(/\btype\s+(\w+)\s+struct\s*\{([^}]*)\}/g)].map((match) => {
        const body = match[2] ?? '';
        const start = match.index + match[0].indexOf(body);
        const fields = [...body.matchAll(/^[ \t]*([A-Z]\w*)[ \t]+([*\w.[\]]+)[ \t]*(?:`([^`]*)`)?/gm)].map((field): Field => ({
            name: field[1] ?? '',
            type: field[2] ?? '',
            tag: field[3] ?? '',
            file,
            line: lineAt(text, start + field.index + field[0].length - field[0].trimStart().length),
        }));
        return [match[1] ?? '', fields];
    });
}
