import { calleeName, expressionsOf, positional, walkExpression, walkStatements } from './expressions';
import { parsePython } from './parsePython';
import type { PyExpression } from './syntax';

/** One secret that code takes from Streamlit's `secrets.toml`: a key of the file, or of one of its tables. */
export interface StreamlitSecret {
    /** The variable that the image makes it from: `KEY`, or `table__key`. */
    readonly variable: string;
    readonly path: readonly string[];
    /** table: the code takes the whole table, as for a service account's key. */
    readonly form: 'value' | 'table';
    /** True when the code asks first whether it is there. */
    readonly optional: boolean;
    readonly file: string;
    readonly line: number;
}

/** `st.secrets["KEY"]`, `st.secrets.table.key`, `st.secrets["table"].get("key")`: what Streamlit reads from a file that is never in an image. */
export function streamlitSecrets(sources: readonly { readonly file: string; readonly text: string }[]): StreamlitSecret[] {
    const found = new Map<string, StreamlitSecret>();
    // What names a key of a table names the table on the way.
    const tables = new Set<string>();
    for (const { file, text } of sources) {
        if (!/\bsecrets\b/.test(text) || !/\bstreamlit\b/.test(text)) {
            continue;
        }
        const bare = /^[ \t]*from[ \t]+streamlit[ \t]+import[ \t][^\n]*\bsecrets\b/m.test(text);
        for (const statement of walkStatements(parsePython(text))) {
            const parts = expressionsOf(statement).flatMap((expression) => [...walkExpression(expression)]);
            const called = new Set(parts.map((part) => (part.kind === 'call' ? part.callee : undefined)));
            for (const part of parts) {
                const asked = askedFor(part, bare);
                const { path, optional } = asked ?? {
                    path: called.has(part) ? calledOn(part, bare) : pathOf(part, bare),
                    optional: false,
                };
                path?.forEach((_, at) => tables.add(path.slice(0, at).join('__')));
                if (path === undefined || path.length === 0 || path.length > 2 || !path.every((key) => /^[A-Za-z_]\w*$/.test(key))) {
                    continue;
                }
                const variable = path.join('__');
                const before = found.get(variable);
                found.set(variable, {
                    variable,
                    path,
                    form: before?.form === 'table' || (path.length === 1 && isWholeTable(text, path[0] ?? '')) ? 'table' : 'value',
                    optional: optional || before?.optional === true,
                    file: before?.file ?? file,
                    line: before?.line ?? part.line,
                });
            }
        }
    }
    const isTaken = (key: string | undefined) => found.get(key ?? '')?.form === 'table';
    return [...found.values()].filter(({ path, variable }) => isTaken(variable) || !(tables.has(variable) || isTaken(path[0])));
}

/** The keys that lead to what an expression reads; undefined for what has nothing to do with the secrets. */
function pathOf(expression: PyExpression, bare: boolean): readonly string[] | undefined {
    switch (expression.kind) {
        case 'name': {
            const match = (bare ? /^(?:(?:st|streamlit)\.)?secrets(?:\.(.+))?$/ : /^(?:st|streamlit)\.secrets(?:\.(.+))?$/).exec(
                expression.name,
            );
            return match === null ? undefined : (match[1] ?? '').split('.').filter((key) => key !== '' && !methods.test(key));
        }
        case 'subscript': {
            const holder = pathOf(expression.object, bare);
            return holder !== undefined && expression.index?.kind === 'string' ? [...holder, expression.index.value] : undefined;
        }
        case 'attribute': {
            const holder = pathOf(expression.object, bare);
            return holder === undefined || methods.test(expression.name) ? holder : [...holder, expression.name];
        }
        default:
            return undefined;
    }
}

/** The keys that lead to what a method is called on: the method's name, as in `st.secrets.KEY.strip()`, is no key. */
function calledOn(callee: PyExpression, bare: boolean): readonly string[] | undefined {
    const path = pathOf(callee, bare);
    const name = callee.kind === 'name' || callee.kind === 'attribute' ? callee.name.split('.').at(-1) : undefined;
    return name === undefined || methods.test(name) ? path : path?.slice(0, -1);
}

const methods = /^(get|keys|items|values|to_dict|has_key|load_if_toml_exists)$/;

/** `st.secrets.get("KEY")` and `"KEY" in st.secrets`: it goes on without. */
function askedFor(expression: PyExpression, bare: boolean): { path: readonly string[]; optional: boolean } | undefined {
    if (expression.kind === 'binary' && /^(not )?in$/.test(expression.operator) && expression.left.kind === 'string') {
        const holder = pathOf(expression.right, bare);
        return holder === undefined ? undefined : { path: [...holder, expression.left.value], optional: true };
    }
    if (expression.kind !== 'call') {
        return undefined;
    }
    const [key] = [positional(expression, 0)];
    const isGet = (calleeName(expression) ?? '').endsWith('.get') || (expression.callee.kind === 'attribute' && expression.callee.name === 'get'); // prettier-ignore
    const holder = isGet ? pathOf(expression.callee, bare) : undefined;
    return holder !== undefined && key?.kind === 'string' ? { path: [...holder, key.value], optional: true } : undefined;
}

/** True when the code takes the table as a whole: unpacked, copied, or handed to what reads a service account's key. */
function isWholeTable(text: string, key: string): boolean {
    const table = String.raw`(?:st|streamlit)\.secrets(?:\.${key}\b|\[\s*["']${key}["']\s*\])`;
    return new RegExp(
        String.raw`(?:\*\*|\bdict\(\s*|service_account\w*\(\s*|\binfo\s*=\s*|Certificate\(\s*)${table}(?!\s*[.[])|${table}\s*\.(?:to_dict|items)\(`,
    ).test(text);
}

/**
 * What a shell runs before Streamlit starts: it makes `secrets.toml` of the variables that are set; undefined when the app reads no secrets. Streamlit fails
 * without any such file, even where the app gives a default: there is one also when nothing is set. One that is mounted then stays as it is.
 */
export function secretsFromVariables(secrets: readonly StreamlitSecret[]): string | undefined {
    if (secrets.length === 0) {
        return undefined;
    }
    // A string of one line, in which quotes, backslashes and ends of lines are escaped.
    const quote = String.raw`quoted() { printf '%s\n' "$1" | sed -e 's/["\\]/\\&/g' -e '$!s/$/\\n/' | tr -d '\r\n'; }`;
    const given = (name: string, key: string) => `[ -z "$${name}" ] || printf '${key} = "%s"\\n' "$(quoted "$${name}")"`;
    const plain = secrets.filter(({ path, form }) => path.length === 1 && form === 'value');
    const whole = secrets.filter(({ form }) => form === 'table');
    const tables = new Map<string, StreamlitSecret[]>();
    for (const each of secrets.filter(({ path }) => path.length > 1)) {
        tables.set(each.path[0] ?? '', [...(tables.get(each.path[0] ?? '') ?? []), each]);
    }
    const lines = [
        ...(plain.length + tables.size > 0 ? [quote] : []),
        ...plain.map(({ variable, path }) => given(variable, path[0] ?? '')),
        ...whole.map(({ variable, path }) => `[ -z "$${variable}" ] || printf '[${path[0] ?? ''}]\\n%s\\n' "$${variable}"`),
        ...[...tables].flatMap(([table, inner]) => [
            `printf '[${table}]\\n'`,
            ...inner.map(({ variable, path }) => given(variable, path[1] ?? '')),
        ]),
    ];
    const any = secrets.map(({ variable }) => `$${variable}`).join('');
    const file = '.streamlit/secrets.toml';
    return `if [ -n "${any}" ] || [ ! -e ${file} ]; then mkdir -p .streamlit; { ${lines.join('; ')}; } > ${file}; fi`;
}
