import { withoutComments } from '../node/nodePorts';
import { lineAt } from '../textLines';
import { deployedSections } from './deployedSections';
import { importsEnv } from './importsEnv';
import type { ReadVariable } from './readVariable';

interface Pattern {
    readonly files: RegExp;
    /** Group 1 is the name, group 2 a default. */
    readonly pattern: RegExp;
    readonly bare: ReadVariable['how'];
}

const quoted = String.raw`["'\x60]([^"'\x60\n]*)["'\x60]`;
const script = /\.(m|c)?(j|t)sx?$|\.(vue|svelte|astro)$/;
const name = String.raw`([A-Za-z_]\w*)`;

/** `env.NAME` and `env['NAME']` of what is written in front, the default in group 4 or 5. */
function nameOf(before: string): RegExp {
    return new RegExp(String.raw`${before}(?:\.${name}|\[["']${name}["']\])(!?)\s*\)?\s*(?:(?:\|\||\?\?)\s*(?:${quoted}|(\d[\w.]*|true|false)|(?=[^\s;])))?`, 'g'); // prettier-ignore
}

/** What Node calls the environment where code imports it by its name. */
const imported: Pattern = { files: script, pattern: nameOf(String.raw`(?<![\w.$])env`), bare: 'asked' };

/** How code of each language asks for a variable. The first pattern that matches at a place counts. */
const patterns: readonly Pattern[] = [
    { files: script, pattern: nameOf(String.raw`(?:process\.env|Bun\.env|Deno\.env)`), bare: 'asked' },
    { files: script, pattern: /import\.meta\.env\.(?!BASE_URL\b)([A-Z][A-Z0-9]*_[A-Z0-9_]+)()(!?)\s*(?:(?:\|\||\?\?)\s*["'\x60]([^"'\x60\n]*)["'\x60])?/g, bare: 'asked' },
    { files: script, pattern: /\b(?:get|require|must|load|read|assert|check)?_?[eE]nv(?:Var|Variable|OrThrow|Required)?\w*\(\s*["']([A-Z][A-Z0-9]*_[A-Z0-9_]+)["']()()(?:\s*,\s*(?:["'\x60]([^"'\x60\n]*)["'\x60]|(\d[\w.]*)))?/g, bare: 'asked' },
    { files: script, pattern: new RegExp(String.raw`\b(?:config(?:Service)?|this\.config(?:Service)?)\.(?:get|getOrThrow)(?:<[^>\n]{1,80}>)?\(\s*["']([A-Z][A-Z0-9_]+)["']()()(?:\s*,\s*(?:${quoted}|([\w.]+)))?\s*\)`, 'g'), bare: 'asked' },
    { files: script, pattern: /\b_?[eE]nv(?:ironment)?\w*\.(?:mandatory|require|must|getMandatory|getRequired|getOrThrow)\w*(?:<[^>()\n]{1,80}>)?\(\s*["']([A-Z][A-Z0-9_]+)["']/g, bare: 'demanded' },
    { files: script, pattern: /\b_?[eE]nv(?:ironment)?\w*\.(?:get(?!Mandatory|Required|OrThrow)|read|optional|string|number|int|float|bool|url|array|json|date)\w*(?:<[^>()\n]{1,80}>)?\(\s*["']([A-Z][A-Z0-9_]+)["']()()(?:\s*,\s*(?:["'\x60]([^"'\x60\n]*)["'\x60]|(\d[\w.]*|true|false)))?/g, bare: 'asked' },
    { files: /(^|\/)config\/[\w/.-]+\.(m|c)?[jt]s$/, pattern: /(?<![.\w])env\(\s*["']([A-Z][A-Z0-9]+)["']()()(?:\s*,\s*(?:["'\x60]([^"'\x60\n]*)["'\x60]|([\w.]+)))?\s*\)/g, bare: 'asked' },
    { files: script, pattern: /\bthis\.(?:get|read)(?:String|Number|Int|Bool(?:ean)?|Array|Value|Optional|Required)\(\s*["']([A-Z][A-Z0-9]*_[A-Z0-9_]+)["']/g, bare: 'asked' },
    { files: /(^|\/)[\w-]*env\.d\.ts$/, pattern: /^[ \t]*readonly[ \t]+([A-Z][A-Z0-9]*_[A-Z0-9_]+)\??[ \t]*:/gm, bare: 'asked' },
    { files: /\.go$/, pattern: /os\.(?:Getenv|LookupEnv)\(\s*"(\w+)"/g, bare: 'asked' },
    { files: /\.go$/, pattern: /(?:[gG]et[eE]nv\w{0,40}|envOr\w{0,40}|EnvOrDefault)\(\s*"(\w+)"()()\s*,\s*"([^"]*)"/g, bare: 'asked' },
    { files: /\.go$/, pattern: /\x60(?=[^\x60]*\brequired:"true")(?![^\x60]*\bdefault:)[^\x60]*\benvconfig:"(\w+)"/g, bare: 'demanded' },
    { files: /\.go$/, pattern: /\x60[^\x60]*\benvconfig:"(\w+)"(?:[^\x60]*()()\bdefault:"([^"]*)")?/g, bare: 'asked' },
    { files: /\.go$/, pattern: /\b\w+\.(?:Get(?:String|Bool|Int\w*|Float64|Duration|Time)?|BindEnv|MustBindEnv)\(\s*"([A-Z][A-Z0-9]*_[A-Z0-9_]+)"/g, bare: 'asked' },
    { files: /\.go$/, pattern: /\.SetDefault\(\s*"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)"()()\s*,\s*(?:"([^"\n]+)"|(\d[\w.]*|true|false))\s*\)/g, bare: 'optional' },
    { files: /\.go$/, pattern: /\x60[^\x60]*\bmapstructure:"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)"/g, bare: 'asked' },
    { files: /\.go$/, pattern: /\x60[^\x60]*\benv:"(\w+)(?:,required)?"(?:[^\x60]*()()envDefault:"([^"]*)")?/g, bare: 'asked' },
    { files: /\.(rb|ru|erb|rake)$|^config\/.*\.yml$/, pattern: new RegExp(String.raw`ENV\[${quoted}\]()()\s*(?:\|\|\s*(?:${quoted}|(\d+)))?`, 'g'), bare: 'asked' },
    { files: /\.(rb|ru|erb|rake)$|^config\/.*\.yml$/, pattern: new RegExp(String.raw`ENV\.fetch\(?\s*${quoted}\s*\)?()()\s*(?:(?:,|\{)\s*(?:${quoted}|([^\s})]+)))?`, 'g'), bare: 'demanded' },
    { files: /\.php$/, pattern: new RegExp(String.raw`\b(?:env|getenv)\(\s*["'](\w+)["']()()\s*(?:,\s*(?:["']([^"'\n]*)["']|([^\s)]+)))?`, 'g'), bare: 'optional' },
    { files: /\.php$/, pattern: /\$_(?:ENV\[["']|SERVER\[["'](?!(?:REQUEST|REMOTE|SERVER|HTTP|CONTENT|SCRIPT|PATH|ORIG_PATH|REDIRECT|DOCUMENT|CONTEXT|GATEWAY|SSL|PHP)_|(?:HTTPS|QUERY_STRING|PHP_SELF|AUTH_TYPE)["']))([A-Z][A-Z0-9_]+)["']\]/g, bare: 'asked' },
    { files: /\.rs$/, pattern: /env::var(?:_os)?\(\s*"([\w.]+)"()()(?:\s*\)\s*(?:\.ok\(\)\s*)?\.unwrap_or\w*\(\s*(?:\|\w*\|\s*)?(?:"([^"\n]*)"|(?=\S)))?/g, bare: 'asked' },
    { files: /\.rs$/, pattern: /\b\w{0,40}env\w{0,40}\(\s*"([A-Z][A-Z0-9]*_[A-Z0-9_]+)"/g, bare: 'asked' },
    { files: /\.rs$/, pattern: /\benv!\(\s*"(\w+)"/g, bare: 'demanded' },
    { files: /\.(java|kt)$/, pattern: /System\.getenv\(\s*"(\w+)"/g, bare: 'asked' },
    { files: /(^|\/)(application|bootstrap)[\w-]*\.(properties|ya?ml|conf)$|\.(java|kt)$/, pattern: /\$\{([A-Z][A-Z0-9_]*)()()(?::([^}\n]*))?\}/g, bare: 'demanded' },
    { files: /\.(cs|fs|vb)$/, pattern: /Environment\.GetEnvironmentVariable\(\s*"(\w+)"()()(?:\s*\)\s*\?\?\s*(?:"([^"\n]*)"|(?!throw\b)(?=\S)))?/g, bare: 'asked' },
    { files: /\.(cs|fs|vb)$/, pattern: /GetConnectionString\(\s*"([\w:.-]+)"()()(?:\s*\)\s*\?\?\s*(?:"([^"\n]*)"|(?!throw\b)(?=\S)))?/g, bare: 'demanded' },
    { files: /\.(cs|fs|vb)$/, pattern: /[cC]onfig(?:uration)?\[\s*"([\w:.-]+)"\s*\](!?)()(?:\s*\?\?\s*(?:"([^"\n]*)"|(?!throw\b)(?=\S)))?/g, bare: 'asked' },
    { files: /\.(cs|fs|vb)$/, pattern: /\b(?!\w*[cC]onfig(?:uration)?\b)\w+\[\s*"([A-Z][\w.-]*(?::[\w.-]+)+)"\s*\](!?)/g, bare: 'asked' },
    { files: /\.(cs|fs|vb)$/, pattern: /\.GetValue<[^>\n]{1,80}>\(\s*"([A-Z][\w.-]*(?::[\w.-]+)+)"/g, bare: 'asked' },
    { files: /\.(cs|fs|vb)$/, pattern: /[cC]onfig(?:uration)?\.GetValue<[^>\n]{1,80}>\(\s*"(?!AllowedHosts")([A-Z][\w.-]*)"()()(?:\s*,\s*(?:"([^"\n]*)"|([\w.]+)))?/g, bare: 'asked' },
    { files: /(^|\/)config\/[\w/.-]+\.ya?ml$/, pattern: /%env\((?:[\w.-]+:)*([A-Z][A-Z0-9_]*)\)%/g, bare: 'asked' },
    { files: /\.prisma$/, pattern: /env\(\s*"(\w+)"/g, bare: 'demanded' },
]; // prettier-ignore

/** Every environment variable that source of a language other than Python reads, by the forms that its users write. */
export function textVariables(file: string, text: string): ReadVariable[] {
    const applicable = patterns.filter(({ files }) => files.test(file));
    if (applicable.length === 0) {
        return [];
    }
    const code = /\.(properties|ya?ml|conf|rb|ru)$/.test(file)
        ? (/(^|\/)config\/\w+\.yml$/.test(file) ? deployedSections(text) : text).replace(/^[ \t]*#.*$/gm, (line) => ' '.repeat(line.length))
        : withoutComments(text);
    const isDotnet = /\.(cs|fs|vb)$/.test(file);
    const isRuby = file.endsWith('.rb');
    const tested = isDotnet ? testedNames(code) : isRuby ? testedInRuby(code) : new Set<string>();
    const found: ReadVariable[] = [];
    const own = script.test(file) && importsEnv.test(code) ? [imported] : [];
    for (const { pattern, bare } of [...applicable, ...own]) {
        for (const match of code.matchAll(pattern)) {
            const groups = match.slice(1) as readonly (string | undefined)[];
            const isScript = script.test(file) && (match[0].includes('.env') || pattern === imported.pattern);
            const [first, second, bang] = groups;
            const read = isScript ? (first ?? second ?? '') : (first ?? '');
            const sure = isScript ? bang === '!' : second === '!';
            const fallback = isScript || groups.length > 3 ? (groups[3] ?? groups[4]) : undefined;
            const computed =
                (isScript || isDotnet || file.endsWith('.rs')) && fallback === undefined && /(\|\||\?\?|\.unwrap_or)/.test(match[0]);
            const key = match[0].startsWith('GetConnectionString') ? `ConnectionStrings__${read}` : read.replaceAll(':', '__');
            if (isScript && isGivenValue(code, match.index, match.index + match[0].length)) {
                continue;
            }
            const place = { name: key, file, line: lineAt(code, match.index) };
            if (
                (((isDotnet && bare === 'demanded') || (isRuby && bare === 'asked' && fallback === undefined)) &&
                    goesOnWithout(code, match.index, tested)) ||
                (isScript && isOnlyTested(code, match.index, match.index + match[0].length))
            ) {
                found.push({ ...place, how: 'optional' });
            } else if (fallback !== undefined || computed) {
                found.push({ ...place, how: 'optional', ...((fallback ?? '') !== 'null' && { default: clean(fallback ?? '') }) });
            } else {
                const stops = sure || match[0].includes('getOrThrow') || throwsWithout(file, code, match.index + match[0].length, bare);
                found.push({ ...place, how: stops ? 'demanded' : bare, ...(isDatasource(file, code, match.index) && { secret: true }) });
            }
        }
    }
    return [
        ...found,
        ...(script.test(file) ? [...schemaVariables(file, code), ...validatedFields(file, code), ...destructured(file, code)] : []),
        ...(file.endsWith('.rs') ? clapVariables(file, code) : []),
    ];
}

/** True for the address of a database in Prisma's schema, which holds a password but for a file's. */
function isDatasource(file: string, code: string, at: number): boolean {
    return file.endsWith('.prisma') && /url\s*=\s*$/i.test(code.slice(Math.max(at - 60, 0), at)) && !/\bprovider\s*=\s*"sqlite"/.test(code);
}

function clean(text: string): string {
    return text.includes('(') ? '' : text.replace(/^["']|["']$/g, '');
}

/** `process.env.X = "1"` and `delete process.env.X` set what something else reads. */
function isGivenValue(code: string, start: number, end: number): boolean {
    return /^\s{0,4}=(?![=>])/.test(code.slice(end, end + 8)) || /\bdelete\s{1,4}$/.test(code.slice(Math.max(0, start - 12), start));
}

/** `process.env.X ? a : b`, `process.env.X && a` and `if (process.env.X)`: the code has something to do without it. */
function isOnlyTested(code: string, start: number, end: number): boolean {
    return (
        /^\s*(?:\?(?![.?:])|&&)/.test(code.slice(end, end + 20)) ||
        (/\bif\s?\($/.test(code.slice(Math.max(0, start - 5), start)) && code.slice(start, end + 1).includes(')'))
    );
}

/** Rust's `env::var("X").expect(…)`, `?`, `unwrap()`, and C#'s `?? throw`. */
function throwsWithout(file: string, code: string, end: number, bare: ReadVariable['how']): boolean {
    const after = code.slice(end, end + 60);
    return (
        bare === 'asked' &&
        (file.endsWith('.rs')
            ? /^\s*\)\s*(\.expect\(|\.unwrap\(\)|\?|\.context\(|\.with_context\()/.test(after)
            : /^\s*(?:\)\s*)?\?\?\s*throw\b/.test(after))
    );
}

/** The names of which C# asks whether there is something in them: `if (!string.IsNullOrEmpty(kept))`. */
function testedNames(code: string): ReadonlySet<string> {
    return new Set(
        [...code.matchAll(/!\s{0,9}string\.IsNullOr(?:Empty|WhiteSpace)\(\s{0,9}(\w{1,60})\s{0,9}\)/gi)].map(([, name = '']) => name),
    );
}

/** The names of which Ruby asks whether they are there: `if kept`, `if kept && …`. */
function testedInRuby(code: string): ReadonlySet<string> {
    return new Set([...code.matchAll(/\bif[ \t]{1,9}(\w{1,60})[ \t]{0,9}(?:$|&&|and\b)/gm)].map(([, name = '']) => name));
}

/** True where code keeps what it read and uses it only when it is there. */
function goesOnWithout(code: string, start: number, tested: ReadonlySet<string>): boolean {
    const kept = /\b(\w{1,60})\s{0,9}=\s{0,9}[\w.!?]{0,80}$/.exec(code.slice(Math.max(0, start - 160), start))?.[1];
    return kept !== undefined && tested.has(kept);
}

/** zod, envalid, envsafe, joi, TypeBox and @fastify/env: a schema that is applied to process.env, field by field. */
function schemaVariables(file: string, code: string): ReadVariable[] {
    if (
        !/process\.env|cleanEnv|envsafe|createEnv|@fastify\/env|fastify\.config|validationSchema|dotenv|envField|from\s+['"]joi['"]|require\(['"]joi['"]\)/.test(
            code,
        ) &&
        // What Nest gives the variables to is only a function of settings.
        !(/(^|\/)(env|config(uration)?|environment)\b[^/]*(\/[^/]+)?$/i.test(file) && /(?:from\s+|require\()['"]zod(\/\w+)?['"]/.test(code))
    ) {
        return [];
    }
    const found: ReadVariable[] = [];
    const field =
        /^[ \t]*["']?([A-Z][A-Z0-9_]{2,})["']?\s*:\s*((?:z|Joi|joi|v|str|num|bool|url|port|host|email|json|envalid|Type|t|envField)\b(?:[.(][^\n]*|[ \t]*\n[ \t]+\.[^\n]*)(?:\n[ \t]+(?:\.|["'`)])[^\n]*)*|\{[^{}]*\btype\s*:[^{}]*\})/gm;
    for (const match of code.matchAll(field)) {
        const rules = match[2] ?? '';
        const fallback = /(?:\.default\(\s*|\bdefault\s*:\s*|devDefault\s*:\s*)(?:["'`]([^"'`]*)["'`]|([\w.]+))/.exec(rules);
        const optional = /\.optional\(|\boptional\s*:\s*true|\.nullish\(|Optional\(|\.allow\(\s*["']{2}/.test(rules);
        const at = { name: match[1] ?? '', file, line: lineAt(code, match.index + match[0].indexOf(match[1] ?? '')) };
        found.push(
            fallback !== null
                ? { ...at, how: 'optional', default: fallback[1] ?? fallback[2] ?? '' }
                : { ...at, how: optional ? 'optional' : rules.startsWith('{') ? 'asked' : 'demanded' },
        );
    }
    return found;
}

/** The fields of a class that the variables are checked against: `validateSync(plainToInstance(Environment, config))`, as Nest's documentation does it. */
function validatedFields(file: string, code: string): ReadVariable[] {
    if (!/\bplainTo(?:Instance|Class)\(/.test(code) || !/\bvalidateSync\(/.test(code)) {
        return [];
    }
    const found: ReadVariable[] = [];
    let rules = '';
    for (const [at, line] of code.split('\n').entries()) {
        const [, before = '', name, mark, rest = ''] =
            /^((?:\s*@\w+\(.*\))?)\s*(?:readonly )?([A-Z][A-Z0-9_]{2,})([!?]?)(?=[ :=;])(.*)$/.exec(line) ?? [];
        rules += before || (/^\s*@/.test(line) ? line : '');
        if (name !== undefined && rules !== '') {
            const fallback = /=\s*["'`]?([^"'`;]*)/.exec(rest)?.[1]?.trim();
            const optional = fallback !== undefined || mark === '?' || rules.includes('@IsOptional(');
            const how = optional ? 'optional' : 'demanded';
            found.push({ name, how, ...(fallback !== undefined && { default: clean(fallback) }), file, line: at + 1 });
        }
        rules = name === undefined && /^\s*@/.test(line) ? rules : '';
    }
    return found;
}

/** `const { A, B = 'b' } = process.env`, and SvelteKit's imports from `$env/static/private`. */
function destructured(file: string, code: string): ReadVariable[] {
    const found: ReadVariable[] = [];
    const taking =
        /\b(?:const|let|var)\s*\{([^{}]*)\}\s*=\s*(?:(?:process\.env|Bun\.env|import\.meta\.env)\b|env(?:<[^>]{0,400}>)?\(c(?:tx|ontext)?\))|\bimport\s*\{([^{}]*)\}\s*from\s*["']\$env\/static\/(?:private|public)["']/g;
    for (const match of code.matchAll(taking)) {
        const inner = match[1] ?? match[2] ?? '';
        const start = match.index + match[0].indexOf(inner);
        for (const part of inner.matchAll(
            /([A-Za-z_]\w*)\s*(?:(?::|\bas\b)\s*\w+\s*)?(?:=(?:\s*["'`]([^"'`]*)["'`][^,]*|([^,]+)))?(?:,|$)/g,
        )) {
            // prettier-ignore
            const at = { name: part[1] ?? '', file, line: lineAt(code, start + part.index) };
            if (match[0].includes('import.meta') && /^(MODE|DEV|PROD|SSR|BASE_URL)$/.test(at.name)) {
                continue;
            }
            const fallback = part[2] ?? part[3]?.trim();
            found.push(
                fallback !== undefined
                    ? { ...at, how: 'optional', default: clean(fallback) }
                    : { ...at, how: match[2] === undefined ? 'asked' : 'demanded' },
            );
        }
    }
    for (const match of code.includes('$env/dynamic/') ? code.matchAll(/\benv\.([A-Z][A-Z0-9_]+)/g) : []) {
        found.push({ name: match[1] ?? '', how: 'asked', file, line: lineAt(code, match.index) });
    }
    return found;
}

/** clap's `#[clap(long, env)]` above a field. */
function clapVariables(file: string, code: string): ReadVariable[] {
    return [...code.matchAll(/#\[(?:clap|arg)\(([^\]]*\benv\b[^\]]*)\)\]\s*(?:pub\s+)?(\w+)\s*:\s*(Option<)?/g)].map((match) => {
        const rules = match[1] ?? '';
        const fallback = /default_value(?:_t)?\s*=\s*"?([^",)]+)/.exec(rules)?.[1];
        return {
            name: /env\s*=\s*"(\w+)"/.exec(rules)?.[1] ?? (match[2] ?? '').toUpperCase(),
            how: fallback !== undefined || match[3] !== undefined ? ('optional' as const) : ('demanded' as const),
            ...(fallback !== undefined && { default: fallback }),
            file,
            line: lineAt(code, match.index),
        };
    });
}
