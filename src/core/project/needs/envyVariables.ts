import { withoutComments } from '../node/nodePorts';
import { lineAt } from '../textLines';
import type { ReadVariable } from './readVariable';
import type { SourceText } from './sourceText';

/** More structs than a program is told its settings by; each is looked for in all of the code. */
const mostStructs = 20;

/** Rust's `envy::from_env::<Config>()` and `envy::prefixed("APP_").from_env::<Config>()`: the fields of the struct are variables by their names. */
export function envyVariables(sources: readonly SourceText[]): ReadVariable[] {
    const rust = sources.filter(({ file }) => file.endsWith('.rs'));
    const calls = rust.flatMap(({ text }) =>
        text.includes('envy::')
            ? [...text.matchAll(/\benvy::(?:prefixed\(\s*"(\w*)"\s*\)\s*\.)?from_env(?:::<\s*(?:\w+::)*(\w+)\s*>)?\(\s*\)/g)].map(
                  (match) => ({
                      prefix: match[1] ?? '',
                      // A type that is left to be found out is that of the function or of the variable around.
                      type:
                          match[2] ??
                          /(?:->|:)\s*(?:Result<)?(?:\w+::)*(\w+)[^;{]{0,80}[{=][^{}]{0,120}$/.exec(
                              text.slice(Math.max(0, match.index - 240), match.index),
                          )?.[1],
                  }),
              )
            : [],
    );
    const structs = new Map(calls.map((call) => [`${call.prefix} ${call.type ?? ''}`, call]));
    const codes = structs.size === 0 ? [] : rust.map(({ file, text }) => ({ file, code: withoutComments(text) }));
    return [...structs.values()].slice(0, mostStructs).flatMap(({ prefix, type }) =>
        codes.flatMap(({ file, code }) => {
            const head = type === undefined ? null : new RegExp(String.raw`\bstruct\s+${type}\s*\{`).exec(code);
            const start = head === null ? -1 : head.index + head[0].length;
            return start < 0 ? [] : fieldsOf(file, code, start, prefix);
        }),
    );
}

function fieldsOf(file: string, code: string, start: number, prefix: string): ReadVariable[] {
    const end = code.indexOf('}', start);
    const body = code.slice(start, end < 0 ? code.length : end);
    return [...body.matchAll(/((?:#\[[^\]]*\]\s*)*)(?:pub(?:\([^)]*\))?\s+)?([a-z_]\w*)\s*:\s*(Option\s*<)?/g)].flatMap((match) => {
        const [whole, rules = '', field = '', option] = match;
        const name = /\brename\s*=\s*"(\w+)"/.exec(rules)?.[1] ?? field;
        const isLeftOut = /\bskip\b/.test(rules);
        const goesOn = option !== undefined || /\bdefault\b/.test(rules);
        return isLeftOut || body[match.index + whole.length] === ':'
            ? []
            : [
                  {
                      name: `${prefix}${name}`.toUpperCase(),
                      how: goesOn ? ('optional' as const) : ('demanded' as const),
                      file,
                      line: lineAt(code, start + match.index + whole.lastIndexOf(field)),
                  },
              ];
    });
}
