import { parse } from 'yaml';
import { withoutComments } from '../node/nodePorts';
import { lineAt } from '../textLines';
import type { ReadVariable } from './readVariable';
import type { SourceText } from './sourceText';

const reads =
    /\b(?:viper|v|vp|config|cfg|conf)\.Get(?:String|Int\w{0,2}|Bool|Duration|Float64|StringSlice)?\(\s{0,9}"([A-Za-z]\w{0,60}(?:\.\w{1,60})+)"/g;
const replaces = /\bSetEnvKeyReplacer\(\s{0,9}strings\.NewReplacer\([^)]{0,80}"\."\s{0,9},\s{0,9}"_"/;
/** Where the app itself listens. */
const own = /^(server|app|http|web|api|grpc|log(ger|ging)?)\./i;
const placeKey = /\.(hosts?|addr(ess)?(es)?|ur[il]|server|dsn)$/i;
const near = /(?:^|\/\/|@|\()(?:localhost|127\.0\.0\.1)\b/;

/**
 * What viper is asked for by a path (`database.host`) in a Go project that lets variables take the place of its settings, by the variable's name
 * (`DATABASE_HOST`). A place on the developer's machine is demanded, and who signs in there.
 */
export function viperKeys(sources: readonly SourceText[]): ReadVariable[] {
    const codes = sources
        .filter(({ file, text }) => file.endsWith('.go') && text.includes('viper'))
        .map(({ file, text }) => ({ file, code: withoutComments(text) }));
    if (!codes.some(({ code }) => code.includes('.AutomaticEnv(')) || !codes.some(({ code }) => replaces.test(code))) {
        return [];
    }
    const prefix = codes.map(({ code }) => /\.SetEnvPrefix\(\s{0,9}"(\w+)"/.exec(code)?.[1]).find((found) => found !== undefined);
    const settings = settingsOf(sources);
    const isNear = (key: string) => placeKey.test(key) && !own.test(key) && near.test(settings.get(key.toLowerCase()) ?? '');
    const parent = (key: string) => key.slice(0, key.lastIndexOf('.')).toLowerCase();
    const places = new Set([...settings.keys()].filter(isNear).map(parent));
    return codes.flatMap(({ file, code }) =>
        [...code.matchAll(reads)].flatMap((match): ReadVariable[] => {
            const { 1: key = '' } = match;
            const name = `${prefix === undefined ? '' : `${prefix}_`}${key.replaceAll('.', '_')}`.toUpperCase();
            const value = settings.get(key.toLowerCase());
            const place = { name, file, line: lineAt(code, match.index) };
            const isPassword = /\.(password|passwd|pass|pwd)$/i.test(key);
            return own.test(key)
                ? []
                : isNear(key) || (isPassword && places.has(parent(key)))
                  ? [{ ...place, how: 'demanded', ...(isPassword && { secret: true }) }]
                  : [{ ...place, ...(value === undefined || value === '' ? { how: 'asked' } : { how: 'optional', default: value }) }];
        }),
    );
}

/** The values of the project's settings in YAML, by their paths in small letters, since viper makes no difference. */
function settingsOf(sources: readonly SourceText[]): ReadonlyMap<string, string> {
    const values = new Map<string, string>();
    const walk = (value: unknown, path: string, depth: number) => {
        if (typeof value === 'object' && value !== null && depth < 8) {
            for (const [key, inner] of Object.entries(value)) {
                walk(inner, path === '' ? key : `${path}.${key}`, depth + 1);
            }
        } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
            values.set(path.toLowerCase(), String(value));
        }
    };
    for (const { text } of sources.filter(({ file }) => /\.ya?ml$/.test(file))) {
        try {
            walk(parse(text, { logLevel: 'silent' }), '', 0);
        } catch {
            // What is malformed is told where it is read.
        }
    }
    return values;
}
