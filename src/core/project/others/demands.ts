import type { Demands } from '../../dockerfile/recipes/compiled';

const ownPort = String.raw`((?:APP|API|HTTP|SERVER|WEB|SERVICE|LISTEN|BACKEND|REST|BIND)_PORT)`;

/** How Go takes a variable, by functions and by fields of a struct. */
const goReads = (name: string) =>
    new RegExp(
        String.raw`(?:Getenv|LookupEnv|[eE]nv\w*|viper\.Get\w*|BindEnv)\(\s*"${name}"|\x60[^\x60]*\b(?:env|envconfig|mapstructure):"${name}[",]`,
        'g',
    );
const rustReads = (name: string) => new RegExp(String.raw`\b(?:var|\w*env\w*)!?\(\s*"${name}"`, 'g');

/** Code that ends when it cannot load a file of variables. */
const goLoads =
    /godotenv\.(?:Load|Overload)\(\s*((?:"[^"\n]*"[\s,]*)*)\)[^\n]{0,80}\n?[^\n]{0,80}!=\s*nil\s*\{\s*(?:[\w.]+\([^\n]*\n\s*)?(?:log\.(?:Fatal|Panic)|panic\(|os\.Exit|return\b[^\n]*(?:err|errors\.|fmt\.Errorf))|viper\.SetConfig(?:File|Name)\(\s*("(?:\.\/)?\.env")\s*\)/g;
const rustLoads = /\b(?:dotenv|dotenvy)(?:::dotenv)?\(\s*\)\s*(?:\.(?:unwrap|expect)\(|\?)/;

/** A struct that viper fills: it takes a variable of the environment only for names that its file has. */
const viperFills = /\bviper\.Unmarshal\(/;
const structName = /\x60[^\x60]*\bmapstructure:"([A-Z][A-Z0-9_]*)"/g;

/**
 * What a Go program insists on: a variable of its own for the port, and a `.env` file. `shown` says how that variable is written where its value is shown.
 */
export function goDemands(codes: readonly string[], shown: (name: string) => string | undefined = () => undefined): Demands {
    const port = portDemand(codes, goReads);
    const isAddress = (name: string) =>
        shown(name)?.startsWith(':') === true || codes.some((code) => new RegExp(String.raw`\(\s*"${name}"\s*,\s*":\d`).test(code));
    const named = port.portVariable ?? (isAddress('PORT') ? 'PORT' : undefined);
    const names = codes.some((code) => viperFills.test(code))
        ? codes.flatMap((code) => [...code.matchAll(structName)].map(([, name]) => name ?? ''))
        : [];
    return {
        ...(named !== undefined && { portVariable: named }),
        ...(named !== undefined && isAddress(named) && { portForm: 'address' as const }),
        ...(names.length > 0 && { envNames: [...new Set(names)].sort() }),
        envFiles: [
            ...new Set(
                codes.flatMap((code) =>
                    [...code.matchAll(goLoads)].flatMap((match) => {
                        const named = [...`${match[1] ?? ''}${match[2] ?? ''}`.matchAll(/"([^"]*)"/g)].map(([, path]) => path ?? '');
                        return (named.length === 0 ? ['.env'] : named).map((path) => path.replace(/^\.\//, '')).filter(isInside);
                    }),
                ),
            ),
        ].sort(),
    };
}

/** The same of a Rust program. */
export function rustDemands(codes: readonly string[]): Demands {
    return { ...portDemand(codes, rustReads), envFiles: codes.some((code) => rustLoads.test(code)) ? ['.env'] : [] };
}

/** The one variable that says the port, unless the code reads PORT as well. */
function portDemand(codes: readonly string[], reads: (name: string) => RegExp): Pick<Demands, 'portVariable'> {
    if (codes.some((code) => reads('PORT').test(code))) {
        return {};
    }
    const names = new Set(codes.flatMap((code) => [...code.matchAll(reads(ownPort))].map((match) => match.slice(1).find(Boolean) ?? '')));
    const [name] = names;
    return names.size === 1 && name !== undefined && name !== '' ? { portVariable: name } : {};
}

function isInside(path: string): boolean {
    return /^[\w./-]+$/.test(path) && !path.startsWith('/') && !path.split('/').includes('..');
}
