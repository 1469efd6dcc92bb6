import type { Folder } from '../folder';
import { pathInside } from '../normalPath';
import { lineAt } from '../textLines';
import { foreignPorts, settingsPort } from './settingsPort';

export interface NodePort {
    readonly port: number;
    readonly file: string;
    readonly line: number;
    readonly confidence: 'certain' | 'likely';
    /** The variable that wins over it, when it is another one than PORT. */
    readonly variable?: string;
}

/**
 * How code says which port it opens, the surest way first. Comments are blanked before. No part of a pattern goes on without a bound where another one
 * may begin: what nobody closes would be read to its end from each of its beginnings.
 */
const patterns: readonly (readonly [RegExp, NodePort['confidence']])[] = [
    [/(?:process\.env|Bun\.env|Deno\.env|import\.meta\.env|\benv)(?:\.|\[['"])(?:\w{0,40}_)?PORT(?:['"]\])?(?:\s*,\s*10)?(?:\s*\))?(?:\s*as\s+\w+)?(?:\s*\))?\s*(?:\|\||\?\?)\s*(?:Number\(|parseInt\()?['"`]?(\d{2,5})/, 'certain'],
    [/\bPORT\s*=\s*['"]?(\d{2,5})['"]?\s*[,}][^;]{0,800}=\s*process\.env/, 'certain'],
    [/process\.env\.(?:\w{0,40}_)?PORT\s*(?:!==?\s*(?:null|undefined|['"]{2})\s*)?\?[^:]{1,200}:\s*['"]?(\d{2,5})/, 'certain'],
    [/(?<![\w.])PORT\s*(?:\|\||\?\?)\s*['"]?(\d{2,5})/, 'certain'],
    [/(?:getEnv|env|get|getOrThrow|num|port)\w{0,40}\s*(?:<\w+>)?\(\s*['"](?:\w{0,40}_)?PORT['"]\s*,\s*(?:[\w.?]{1,60}\s*(?:\|\||\?\?)\s*)?['"]?(\d{2,5})/i, 'certain'],
    [/\.listen\(\s*\{[^}]{0,300}?\bport\s*:\s*(?:[\w.]{1,60}\s*(?:\|\||\?\?)\s*)?['"]?(\d{2,5})/, 'certain'],
    [/\.listen\(\s*['"]?(\d{2,5})['"]?\s*[,)]/, 'certain'],
    [/\b(?:const|let|var)\s+\w{0,40}port\s*(?::[\w\s|]{1,60})?=\s*['"]?(\d{2,5})['"]?\s*(?:;|,|\n|$)/i, 'likely'],
    [/\b(?:const|let|var)\s+\w{0,40}port\s*(?::[\w\s|]{1,60})?=[^;\n]{0,200}?(?:\|\||\?\?)\s*['"]?(\d{2,5})/i, 'likely'],
    [/\b(?:const|let|var)\s+\w{0,40}port\s*(?::[\w\s|]{1,60})?=[^;\n?]{0,200}\?[^:;\n?]{1,200}:\s*['"]?(\d{2,5})/i, 'likely'],
    [/(?:serve|createServer|Server|server|app\.config|opts|options|config)\s*[(=:]\s*\(?\{[^}]{0,300}?\bport\s*:\s*['"]?(\d{2,5})/, 'likely'],
    [/^[ \t]*port\s*:\s*(?:process\.env\.\w+\s*(?:\|\||\?\?)\s*)?['"]?(\d{2,5})['"]?\s*(?:,\s*)?$/m, 'likely'],
    [/^[ \t]*(?:(?:APP|HTTP|SERVER|API|LISTEN)_)?PORT\s*:\s*['"]?(\d{2,5})['"]?\s*(?:,\s*)?$/m, 'likely'],
    [/\b(?:(?:start|listen|boot(?:strap)?)(?:Server|App|Http|Web)|(?:server|app)\.(?:start|run))\(\s*(\d{4,5})\s*[,)]/, 'likely'],
    [/^[ \t]*\w{0,20}port\s*=\s*['"]?(\d{4,5})['"]?\s*[,;]/im, 'likely'],
    [/default\s*:\s*['"]?(\d{4,5})['"]?[\s\S]{0,80}?env\s*:\s*['"]PORT['"]/, 'likely'],
    [/^[ \t]*["']?(?:(?:APP|API|HTTP|SERVER|WEB|BIND|LISTEN)_)?PORT["']?\s*:\s*\{[^{}]{0,600}?\bdefault\s*:\s*['"]?(\d{2,5})/m, 'certain'],
    [/\b(?:(?:APP|API|HTTP|SERVER|WEB)_)?PORT\b[^\n]{0,60}?(?:default|\.default)\(?(?:\s*:)?\s*['"]?(\d{2,5})/, 'likely'],
]; // prettier-ignore

/** The name of the variable that a matched place reads the port from. */
const portName = /(?:\.|\[['"]|\(\s*['"]|^\s*["']?)([A-Z][A-Z0-9_]*_PORT)\b/;

/** The name of a variable that is given a port, as one of the environment would be written: `dbPort = 5433` is DB_PORT. */
function ownName(place: string): string {
    const name = /^\s*(\w{0,20}?)_?port\s*=/i.exec(place)?.[1] ?? '';
    return `${name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}_PORT`;
}

/** The port that code opens, comments aside. */
export function portIn(code: string): Omit<NodePort, 'file'> | undefined {
    for (const [pattern, confidence] of patterns) {
        const match = [...code.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))].find(
            ([whole, number = '']) =>
                !foreignPort.test(portName.exec(whole)?.[1] ?? ownName(whole)) && !(confidence === 'likely' && foreignPorts.has(number)),
        );
        const port = Number(match?.[1]);
        if (match !== undefined && port > 0 && port < 65536) {
            const variable = portName.exec(match[0])?.[1];
            const line = lineAt(code, match.index + match[0].length);
            return { port, line, confidence, ...(variable !== undefined && { variable }) };
        }
    }
    return undefined;
}

/** The port that a script and what it imports from the project open; imports are followed three deep. */
export async function findNodePort(folder: Folder, entry: string): Promise<NodePort | undefined> {
    const seen = new Set<string>();
    let level = [entry];
    let likely: NodePort | undefined;
    for (let depth = 0; depth < 4 && level.length > 0; depth += 1) {
        const next: string[] = [];
        for (const file of level.slice(0, 40)) {
            if (seen.has(file)) {
                continue;
            }
            seen.add(file);
            const text = await folder.text(file);
            if (text === undefined) {
                continue;
            }
            const code = withoutComments(text);
            const found = portIn(code);
            if (found?.confidence === 'certain') {
                return { ...found, file };
            }
            likely ??= found === undefined ? undefined : { ...found, file };
            for (const settings of likely === undefined && /port/i.test(code) ? localSettings(folder, file, code) : []) {
                likely ??= await settingsPort(folder, settings);
            }
            next.push(...localImports(folder, file, code), ...settingsFiles(folder, code));
        }
        level = next;
    }
    return likely;
}

/** What the package `config` reads when code asks it: the settings for production before those that always hold. */
function settingsFiles(folder: Folder, code: string): string[] {
    return /(?:from\s+|require\()['"]config['"]/.test(code)
        ? folder.files
              .filter((file) => /^config\/(production|default)\.(m|c)?[jt]s$/.test(file))
              .sort((a, b) => Number(b.includes('production')) - Number(a.includes('production')))
        : [];
}

/** Settings in JSON that code takes in, by path or through the package `config`. */
function localSettings(folder: Folder, file: string, code: string): string[] {
    const directory = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
    const named = [...code.matchAll(/(?:from|require\()\s*['"](\.{1,2}\/[^'"\n]{1,200})['"]/g)].flatMap(([, target = '']) => {
        const path = pathInside(directory, target);
        return path === undefined || resolveModule(folder, path)?.endsWith('.json') === false
            ? []
            : [path, `${path}.json`].filter((each) => each.endsWith('.json') && each !== 'package.json' && folder.has(each));
    });
    const ofPackage = /(?:from\s+|require\()['"]config['"]/.test(code)
        ? ['config/production.json', 'config/default.json'].filter((each) => folder.has(each))
        : [];
    return [...named, ...ofPackage];
}

/** Names that ports of other services than the app's own have. */
const foreignPort =
    /(^|_)(DB|DATABASE|SQL|PG|POSTGRES(QL)?|MYSQL|MARIADB|MONGO(DB)?|REDIS|SMTP|MAIL(ER)?|EMAIL|AMQP|RABBIT(MQ)?|KAFKA|ELASTIC(SEARCH)?|CACHE|QUEUE|DEBUG|ADMIN|WS|SOCKET|METRICS|PROXY|FTP|SSH|LDAP|MQTT)_/;

/** How code takes the port from a variable without a default of its own. */
const variables: readonly RegExp[] = [
    /\.listen\(\s*(?:Number\(|\+)?\w{0,40}?[cC]onfig\w{0,40}\.get(?:OrThrow)?(?:<\w+>)?\(\s*['"](\w+)['"]/,
    /\.listen\((?:\s*\{[^}]{0,300}?\bport\s*:)?(?:\s*(?:Number\(|parseInt\(|\+))?\s*process\.env(?:\.|\[['"])(\w+)/,
    /\bport\w{0,40}\s*(?::[\w\s|]{1,60})?[=:](?:\s*(?:Number\(|parseInt\(|\+))?\s*process\.env(?:\.|\[['"])(\w*PORT\w*)/i,
    /\bport\s*[=:](?:\s*(?:Number\(|parseInt\(|\+))?\s*\w{0,40}[eE]nv\w{0,40}\(\s*['"](\w*PORT)['"]\s*\)/i,
];

/** The variable that gives a script the port that it opens, when the code has no default for it; imports are followed three deep. */
export async function findPortVariable(folder: Folder, entry: string): Promise<string | undefined> {
    const seen = new Set<string>();
    let level = [entry];
    for (let depth = 0; depth < 4 && level.length > 0; depth += 1) {
        const next: string[] = [];
        for (const file of level.filter((path) => !seen.has(path)).slice(0, 40)) {
            seen.add(file);
            const code = withoutComments((await folder.text(file)) ?? '');
            for (const pattern of variables) {
                for (const [, name] of code.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))) {
                    if (name !== undefined && !foreignPort.test(name)) {
                        return name;
                    }
                }
            }
            next.push(...localImports(folder, file, code));
        }
        level = next;
    }
    return undefined;
}

const ownHost = String.raw`\b(?:(?:(?:APP|HTTP|SERVER|API|LISTEN|BIND)_)?HOST(?:NAME)?|BIND_ADDR(?:ESS)?)\b`;

/** How code says that it listens on the loopback address. */
const loopbacks: readonly RegExp[] = [
    /\.listen\(\s*\{[^}]{0,300}?\bhost(?:name)?\s*:[^,}]{0,80}?['"`](?:localhost|127\.0\.0\.1)['"`]/,
    /\.listen\([^(){}]*?['"`](?:localhost|127\.0\.0\.1)['"`]/,
    /\b(?:[Hh]api\.)?[sS]erver\(\s*\{[^{}]{0,300}?\bhost\s*:[^,}]{0,80}?['"`](?:localhost|127\.0\.0\.1)['"`]/,
];

/** The same, of a variable or a setting that may be another server's, too. */
const hosts: readonly RegExp[] = [
    new RegExp(
        String.raw`${ownHost}['"]?\s*:\s*(?:[\w.]{1,40}\(\s*)?\{[^{}]{0,600}\bdefault\s*:\s*['"\x60](?:localhost|127\.0\.0\.1)['"\x60]`,
    ),
    new RegExp(String.raw`${ownHost}['"]?\s*:\s*\w{1,20}\.[^\n{}]{0,200}?\.default\(\s*['"\x60](?:localhost|127\.0\.0\.1)['"\x60]`),
    new RegExp(String.raw`${ownHost}['"\]]*\s*(?:\|\||\?\?)\s*['"\x60](?:localhost|127\.0\.0\.1)['"\x60]`),
];

/** Where an entry and what it imports listen on the loopback address only; Fastify does where it is given no host. */
export async function findLoopback(
    folder: Folder,
    entry: string,
    without: 'listens on all' | 'listens on localhost',
): Promise<{ readonly file: string; readonly line: number } | undefined> {
    const seen = new Set<string>();
    // What a file listens on it may have from another one.
    const listened = new Set<string>();
    let level = [entry];
    for (let depth = 0; depth < 4 && level.length > 0; depth += 1) {
        const next: string[] = [];
        for (const file of level.filter((path) => !seen.has(path)).slice(0, 40)) {
            seen.add(file);
            const code = withoutComments((await folder.text(file)) ?? '');
            for (const [, name = ''] of code.matchAll(/\.listen\([^(){};=]{0,200}?,\s*(\w{0,40}(?:host|ip|addr(?:ess)?)(?:name)?)\b/gi)) {
                listened.add(name);
            }
            const bare = without === 'listens on localhost' && !/\bhost\b/i.test(code) ? [/\.listen\(\s*[\w{]/] : [];
            for (const pattern of [...loopbacks, ...(isOfDatabase(code) ? [] : hosts), ...bare, 'named' as const]) {
                const match = pattern === 'named' ? namedLoopback(code, listened) : pattern.exec(code);
                if (match !== null) {
                    return { file, line: lineAt(code, match.index) };
                }
            }
            next.push(...localImports(folder, file, code));
        }
        level = next;
    }
    return undefined;
}

/** True for code that connects to a database and opens no port: the host that it names is the database's. */
function isOfDatabase(code: string): boolean {
    return /\b(?:Sequelize|createPool|createConnection|DataSource|forRoot(?:Async)?|knex|Pool)\(/.test(code) && !code.includes('.listen(');
}

/** More names for one address than a file has; each is looked for in all of it. */
const mostNames = 8;

/** Where a variable that code listens on is the loopback address, or is it wherever a platform says nothing else. */
function namedLoopback(code: string, listened: ReadonlySet<string>): RegExpExecArray | null {
    const named =
        /\b(?:const|let|var)\s+(\w{0,40}(?:host|ip|addr(?:ess)?)(?:name)?)\s*(?::\s*\w+\s*)?=[^;\n]{0,200}?['"`](?:localhost|127\.0\.0\.1)['"`]/gi;
    const found = new Map<string, RegExpExecArray>();
    for (const match of code.matchAll(named)) {
        const [, name = ''] = match;
        if (found.size < mostNames && !found.has(name)) {
            found.set(name, match);
        }
    }
    return (
        [...found].find(
            ([name, { index }]) =>
                (listened.has(name) && code.slice(0, index).endsWith('export ')) ||
                // Among the arguments or in the settings, not in what is called once it listens.
                new RegExp(
                    String.raw`\.listen\((?:[^(){};=]|\([^()]*\))*?\b${name}\b|(?:\.listen|\b[sS]erver)\(\s*\{[^{};]*?\b${name}\b`,
                ).test(code),
        )?.[1] ?? null
    );
}

/** Comments as spaces, so that lines and columns stay; a URL's `//` is no comment. */
export function withoutComments(text: string): string {
    const blank = (match: string, before: string | undefined) => (before ?? '') + match.slice((before ?? '').length).replace(/[^\n]/g, ' ');
    // Behind the last end there is none to look for, from each beginning anew.
    const end = text.lastIndexOf('*/') + 2;
    const closed = end < 2 ? '' : text.slice(0, end);
    return (
        closed.replace(/\/\*[\s\S]*?\*\/|(^|[^:'"`\\])\/\/[^\n]*/g, blank) +
        text.slice(closed.length).replace(/(^|[^:'"`\\])\/\/[^\n]*/g, blank)
    );
}

export function localImports(folder: Folder, file: string, code: string): string[] {
    const found: string[] = [];
    const directory = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
    for (const match of code.matchAll(/(?:from|import|require\()\s*\(?['"](\.{1,2}\/[^'"]*|\.{1,2}|[~@]\/[^'"]+|src\/[^'"]+)['"]/g)) {
        const target = (match[1] ?? '').replace(/^[~@]\//, 'src/');
        const path = target.startsWith('.') ? pathInside(directory, target) : target;
        const resolved = path === undefined ? undefined : resolveModule(folder, path);
        if (resolved !== undefined) {
            found.push(resolved);
        }
    }
    // Names that the compiler resolves: `@config/app` and `config/app` may mean a folder of the sources.
    for (const match of code.matchAll(/(?:from|import|require\()\s*\(?['"][@#]?(\w[\w-]*\/[\w./-]+|\w[\w-]*)['"]/g)) {
        // … and `@App/settings` the sources themselves.
        const inside = /^['"]?@/.test(match[0].replace(/^[^'"]*/, '')) ? (match[1] ?? '').replace(/^[^/]*\//, '') : '';
        const resolved =
            resolveModule(folder, `src/${match[1] ?? ''}`) ??
            (match[0].includes('#') ? resolveModule(folder, match[1] ?? '') : undefined) ??
            (inside === '' ? undefined : resolveModule(folder, `src/${inside}`));
        if (resolved !== undefined && !found.includes(resolved)) {
            found.push(resolved);
        }
    }
    return found;
}

/** The file that a module path without its extension means. */
export function resolveModule(folder: Folder, path: string): string | undefined {
    const stem = path.replace(/\.(js|mjs|cjs|jsx)$/, '');
    const endings = ['.ts', '.mts', '.js', '.mjs', '.cjs', '.tsx', '.jsx', '/index.ts', '/index.js', '/index.mjs', '/index.tsx'];
    return [path, ...endings.map((ending) => path + ending), ...endings.map((ending) => stem + ending)].find(
        (candidate) => candidate !== '' && folder.has(candidate),
    );
}
