import { lineAt } from '../textLines';
import type { SourceText } from './sourceText';
import type { ReadVariable } from './readVariable';

/** The files that Dynaconf reads beside the variables. */
export const dynaconfFile = /(^|\/)\.?(settings|secrets|config)(\.\w+)?\.(toml|ya?ml|json)$/;

/** What Dynaconf's objects have that is no setting. */
const methods =
    /^(get|get_fresh|exists|exists_in_env|as_dict|to_dict|as_bool|as_int|as_float|as_json|set|setdefault|update|reload|load_file|configure|validators|validate|from_env|using_env|setenv|current_env|env_for_dynaconf|namespace|fresh|items|keys|values|populate_obj|unset|clean|find_file|path_for|settings_file|settings_module|loaded_files|is_overridden)$/i;

/**
 * Variables of settings objects that fill themselves from all variables of one prefix: Dynaconf's, Sanic's configuration and `from_prefixed_env` of Flask
 * and Quart. A name that a file of settings or the code gives a value is optional. `files` are the settings files of Dynaconf.
 */
export function prefixedConfig(sources: readonly SourceText[], files: readonly SourceText[]): ReadVariable[] {
    const python = sources.filter(({ file }) => file.endsWith('.py')).map(({ file, text }) => ({ file, text: withoutComments(text) }));
    return [...dynaconf(python, files), ...webConfig(python)];
}

function withoutComments(text: string): string {
    return text.replace(/^[ \t]*#.*$/gm, (line) => ' '.repeat(line.length));
}

function dynaconf(python: readonly SourceText[], files: readonly SourceText[]): ReadVariable[] {
    const users = python.filter(({ text }) => /^[ \t]*(from\s+dynaconf\s+import|import\s+dynaconf)\b/m.test(text));
    if (users.length === 0) {
        return [];
    }
    const names = new Set<string>();
    let prefix = 'DYNACONF_';
    for (const { text } of users) {
        for (const match of text.matchAll(/^(\w+)\s*(?::[^=\n]+)?=\s*(?:dynaconf\.)?(?:Dynaconf|LazySettings)\(/gm)) {
            names.add(match[1] ?? '');
        }
        for (const match of text.matchAll(/from\s+dynaconf\s+import[^\n]*\bsettings\b(?:\s+as\s+(\w+))?/g)) {
            names.add(match[1] ?? 'settings');
        }
        const stated = /\b(?:envvar_prefix|ENVVAR_PREFIX_FOR_DYNACONF)\s*=\s*(?:["'](\w*)["']|(False|None)\b)/.exec(text);
        prefix = stated === null ? prefix : stated[2] === 'False' || stated[1] === '' ? '' : `${stated[1] ?? 'DYNACONF'}_`;
    }
    const found: ReadVariable[] = [];
    for (const { file, text } of python) {
        for (const name of names) {
            const known = new RegExp(String.raw`^[ \t]*from\s+[\w.]+\s+import\s[^\n]*\b${name}\b|^${name}\s*(?::[^=\n]+)?=\s*(?:dynaconf\.)?(?:Dynaconf|LazySettings)\(`, 'm'); // prettier-ignore
            if (!known.test(text)) {
                continue;
            }
            const read = new RegExp(
                String.raw`(?<![\w."'/])${name}(?:\.(?:get|get_fresh)\(\s*["'](\w+)["']|\[["'](\w+)["']\]|((?:\.[A-Za-z]\w*)+)(\s*\()?)(?!\s*=[^=])`,
                'g',
            );
            for (const match of text.matchAll(read)) {
                const dotted = (match[3] ?? '').split('.').filter((part) => part !== '');
                const parts = match[1] !== undefined || match[2] !== undefined ? [match[1] ?? match[2] ?? ''] : match[4] === undefined ? dotted : dotted.slice(0, -1); // prettier-ignore
                if (parts.length === 0 || parts.some((part) => methods.test(part))) {
                    continue;
                }
                const key = parts.at(-1) ?? '';
                const given = files.some(({ text: settings }) =>
                    new RegExp(String.raw`^[ \t]*["']?${key}["']?\s*[=:]`, 'im').test(settings),
                );
                found.push({
                    name: `${prefix}${parts.join('__').toUpperCase()}`,
                    how: given || match[1] !== undefined ? 'optional' : 'demanded',
                    file,
                    line: lineAt(text, match.index),
                });
            }
        }
    }
    const [first] = found;
    return first !== undefined && files.some(({ text }) => /^[ \t]*(\[production\]|production\s*:)/m.test(text))
        ? [...found, { name: 'ENV_FOR_DYNACONF', how: 'optional', default: 'development', file: first.file, line: first.line }]
        : found;
}

const ownPrefix =
    /(?:\bload_environment_vars\(\s*(?:prefix\s*=\s*)?|\benv_prefix\s*=\s*)(?:["'](\w+)["']|([A-Z_]+)\b)|\.from_prefixed_env\(\s*(?:prefix\s*=\s*)?(?:["'](\w+)["'])?/;

function webConfig(python: readonly SourceText[]): ReadVariable[] {
    let prefix: string | undefined;
    for (const { text } of python) {
        const match = /\bsanic\b|from_prefixed_env/.test(text) ? ownPrefix.exec(text) : null;
        if (match !== null) {
            const constant = match[2];
            const value = constant === undefined ? undefined : python.map((each) => new RegExp(String.raw`^${constant}\s*=\s*["'](\w+)["']`, 'm').exec(each.text)?.[1]).find((each) => each !== undefined); // prettier-ignore
            prefix = match[1] ?? value ?? (match[0].includes('from_prefixed_env') ? `${match[3] ?? (/\bquart\b/i.test(text) ? 'QUART' : 'FLASK')}_` : undefined); // prettier-ignore
        }
    }
    if (prefix === undefined) {
        return [];
    }
    const found: ReadVariable[] = [];
    for (const { file, text } of python) {
        found.push(...configFields(file, text, prefix));
        for (const match of text.matchAll(
            /\bconfig(?:\.([A-Z][A-Z0-9_]+)\b|\[["']([A-Z][A-Z0-9_]+)["']\]|\.get\(\s*["']([A-Z][A-Z0-9_]+)["'])(?!\s*=[^=])/g,
        )) {
            // prettier-ignore
            const key = match[1] ?? match[2] ?? match[3] ?? '';
            const given = python
                .map((each) =>
                    new RegExp(
                        String.raw`^[ \t]*(?:[\w.]*config\[["'])?${key}(?:["']\])?\s*(?::[^=\n]+)?=\s*(?:["']([^"'\n]*)["']|(\d+|True|False)\s*$|\S)`,
                        'm',
                    ).exec(each.text),
                ) // prettier-ignore
                .find((each) => each !== null) as readonly (string | undefined)[] | undefined;
            found.push({
                name: `${prefix}${key}`,
                how: given !== undefined || match[3] !== undefined ? 'optional' : 'demanded',
                ...(given !== undefined && { default: given[1] ?? given[2] ?? '' }),
                file,
                line: lineAt(text, match.index),
            });
        }
    }
    return found;
}

/** The fields of a class of the project's own on Sanic's configuration: variables, demanded where they have no value. */
function configFields(file: string, text: string, prefix: string): ReadVariable[] {
    const base = /from\s+sanic\.config\s+import\s+Config(?:\s+as\s+(\w+))?/.exec(text);
    const head = base === null ? undefined : new RegExp(String.raw`^class\s+\w+\(${base[1] ?? 'Config'}\):[^\n]*\n`, 'm').exec(text);
    if (head === undefined || head === null) {
        return [];
    }
    const start = head.index + head[0].length;
    const body = /^(?:[ \t][^\n]*\n?|\n)*/.exec(text.slice(start))?.[0] ?? '';
    return [...body.matchAll(/^[ \t]{1,4}([A-Z][A-Z0-9_]+)[ \t]*:[^=\n]+(?:=[ \t]*(?:["']([^"'\n]*)["']|([^ \t\n][^\n]*)))?$/gm)].map(
        (field) => {
            const given = field[2] ?? field[3];
            return {
                name: `${prefix}${field[1] ?? ''}`,
                how: given === undefined ? ('demanded' as const) : ('optional' as const),
                ...(given !== undefined && { default: given }),
                file,
                line: lineAt(text, start + field.index),
            };
        },
    );
}
