import type { Demands } from '../../dockerfile/recipes/compiled';

/** Names of the port that a server listens on; some are as often another service's. */
const ownPort = String.raw`((?:APP|API|HTTP|SERVER|WEB|SERVICE|LISTEN|BACKEND|REST|BIND)_PORT)`;
/** In Go an address may leave out the host. */
const ownAddress = String.raw`((?:APP|API|HTTP|SERVER|WEB|SERVICE|LISTEN|BACKEND|REST|BIND)_(?:PORT|ADDR|ADDRESS))`;

/** How Go takes a variable, by functions and by fields of a struct. */
const goReads = (name: string) =>
    new RegExp(
        String.raw`(?:Getenv|LookupEnv|[eE]nv\w{0,40}|(?:viper|v|vp|config|cfg|conf)\.Get\w{0,40}|BindEnv)\(\s*"${name}"|\x60[^\x60]*\b(?:env|envconfig|mapstructure):"${name}[",]`,
        'g',
    );
const rustReads = (name: string) => new RegExp(String.raw`\b(?:var|\w{0,40}env\w{0,40})!?\(\s*"${name}"`, 'g');

interface Listening {
    /** A line that says where the program listens. */
    readonly at: RegExp;
    /** One that says the port itself. */
    readonly literal: RegExp;
}

const goListens: Listening = {
    at: /ListenAndServe|\.(?:Run|Listen|Start)\(|net\.Listen|\bAddr:|(?<!\+\s{0,9})":"\s*\+|Sprintf\(\s*"(?:0\.0\.0\.0)?:%/,
    literal:
        /(?:ListenAndServe(?:TLS)?|\.(?:Run|Listen|Start))\(\s*"[\d.]*:\d{2,5}"|\bAddr:\s*"[\d.]*:\d{2,5}"|net\.Listen\(\s*"tcp4?"\s*,\s*"[\d.]*:\d{2,5}"/,
};
const rustListens: Listening = {
    at: /bind\w{0,40}\(|SocketAddr|\bserve\(|\.port\(|"(?:0\.0\.0\.0|127\.0\.0\.1|\[::1?\]):\{/,
    literal:
        /bind\w{0,40}\((?:\s*\()?\s*&?"(?:[\d.]+|localhost|\[::1?\])(?::\d{2,5}"|"\s*,\s*\d{2,5}\s*\))|SocketAddr\w{0,40}::\w+\([^\n]{0,80},\s*\d{2,5}\s*\)/,
};

/** Code that ends when it cannot load a file of variables. */
const ends = String.raw`[^\n]{0,80}\n?[^\n]{0,80}!=\s*nil\s*\{\s*(?:[\w.]+\([^\n]*\n\s*)?(?:log\.(?:Fatal|Panic)|panic\(|os\.Exit|return\b[^\n]*(?:err|errors\.|fmt\.Errorf))`;
const goLoads = new RegExp(String.raw`godotenv\.(?:Load|Overload)\(\s*((?:"[^"\n]*"[\s,]*)*)\)${ends}`, 'g');
const rustLoads = /\b(?:dotenv|dotenvy)(?:::dotenv)?\(\s*\)\s*(?:\.(?:unwrap|expect)\(|\?)/;

/** The package's own, or one that `viper.New()` made. */
const viperFile = /\b\w{1,60}\.SetConfig(?:File|Name)\(\s*"(?:\.\/)?\.env"\s*\)/;
const viperEnds = new RegExp(String.raw`\b\w{1,60}\.ReadInConfig\(\)${ends}`);
/** The same where the error is a named result. */
const viperReturns =
    /\)\s*\([^()\n]*\berr error\)\s*\{[^}]{0,400}\b\w{1,60}\.ReadInConfig\(\)[^\n]{0,80}\n?[^\n]{0,80}!=\s*nil\s*\{\s*return\s*\}/;
/** A struct that viper fills: it takes a variable of the environment only for names that it knows, by its file or a value of their own. */
const viperFills = /\b(?:viper|v|vp|config|cfg|conf)\.Unmarshal\(/;
const viperKnows = /\b\w{1,60}\.(?:SetDefault|BindEnv)\(\s*"(\w+)"/g;
const viperLooksAround = /\.(?:AutomaticEnv|BindEnv|MustBindEnv|BindEnvs)\(/;
const structName = /\x60[^\x60]*\bmapstructure:"([A-Z][A-Z0-9_]*)"/g;

/**
 * What a Go program insists on: a variable of its own for the port, and a `.env` file. `shown` says how that variable is written where its value is shown.
 */
export function goDemands(codes: readonly string[], shown: (name: string) => string | undefined = () => undefined): Demands {
    const isAddress = (name: string) =>
        (shown(name)?.includes(':') !== false && codes.some((code) => listensThere(name).test(code))) ||
        shown(name)?.startsWith(':') === true ||
        (/_ADDR(?:ESS)?$/.test(name) && /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0):\d{2,5}$/.test(shown(name) ?? '')) ||
        codes.some((code) => new RegExp(String.raw`\(\s*"${name}"\s*,\s*":\d`).test(code));
    const port = portDemand(codes, goReads, goListens, isAddress, ownAddress);
    const named = port.portVariable ?? (isAddress('PORT') ? 'PORT' : undefined);
    const viper = viperDemand(codes);
    const loaded = codes.flatMap((code) =>
        [...code.matchAll(goLoads)].flatMap((match) => {
            const paths = [...(match[1] ?? '').matchAll(/"([^"]*)"/g)].map(([, path]) => path ?? '');
            return (paths.length === 0 ? ['.env'] : paths).map((path) => path.replace(/^\.\//, '')).filter(isInside);
        }),
    );
    return {
        ...port,
        ...(named !== undefined && { portVariable: named }),
        ...(named !== undefined && isAddress(named) && { portForm: 'address' as const }),
        ...(viper !== undefined && viper.length > 0 && { envNames: viper }),
        ...(viper !== undefined &&
            loaded.length === 0 &&
            !codes.some((code) => viperLooksAround.test(code)) && { environment: 'file' as const }),
        envFiles: [...new Set([...loaded, ...(viper === undefined ? [] : ['.env'])])].sort(),
    };
}

/** What a server is told as it was read is an address: a port alone has a colon before it, which code that reads a port adds. */
function listensThere(name: string): RegExp {
    return new RegExp(
        String.raw`(?:\bAddr:|\bListenAndServe(?:TLS)?\(|\.(?:Listen|Run|Start)\()\s{0,9}[\w.]{1,60}\(\s{0,9}"${name}"\s{0,9}\)\s{0,9}[,)}]`,
    );
}

/** The names of a `.env` that viper has to find: because the code ends without it, or because it fills a struct from the environment by that file's names. */
function viperDemand(codes: readonly string[]): readonly string[] | undefined {
    if (!codes.some((code) => viperFile.test(code))) {
        return undefined;
    }
    const known = new Set(codes.flatMap((code) => [...code.matchAll(viperKnows)].map(([, name]) => name?.toUpperCase())));
    const names = codes.some((code) => viperFills.test(code))
        ? codes.flatMap((code) => [...code.matchAll(structName)].map(([, name]) => name ?? '')).filter((name) => !known.has(name))
        : [];
    const insists = codes.some((code) => viperFile.test(code) && (viperEnds.test(code) || viperReturns.test(code)));
    const takes = names.length > 0 && codes.some((code) => code.includes('viper.AutomaticEnv('));
    return insists || takes ? [...new Set(names)].sort() : undefined;
}

/** The same of a Rust program. */
export function rustDemands(codes: readonly string[]): Demands {
    return { ...portDemand(codes, rustReads, rustListens), envFiles: codes.some((code) => rustLoads.test(code)) ? ['.env'] : [] };
}

/**
 * The one variable that says the port, unless the code reads PORT as well. listened: the code says that it listens there. A name alone says it only where it
 * is no other service's as often, and where the code does not write a port down.
 */
function portDemand(
    codes: readonly string[],
    reads: (name: string) => RegExp,
    listening: Listening,
    isAddress: (name: string) => boolean = () => false,
    called: string = ownPort,
): Pick<Demands, 'portVariable' | 'portIs'> {
    if (codes.some((code) => reads('PORT').test(code))) {
        return {};
    }
    const read = codes.flatMap((code) => [...code.matchAll(reads(called))].map((match) => match.slice(1).find(Boolean) ?? ''));
    // What holds a host as well cannot be given a port alone.
    const names = new Set(read.filter((name) => name.endsWith('_PORT') || isAddress(name)));
    const listened = [...names].filter((name) => isAddress(name) || codes.some((code) => listensAt(code, reads(name), listening)));
    const [name] = listened.length === 1 ? listened : names;
    if (name === undefined || name === '' || (listened.length !== 1 && names.size !== 1)) {
        return {};
    }
    return listened.length === 1
        ? { portVariable: name, portIs: 'listened' }
        : /^(?:API|BACKEND|REST|SERVICE)_/.test(name) || codes.some((code) => listening.literal.test(code))
          ? {}
          : { portVariable: name, portIs: 'named' };
}

/** True when a line that says where the code listens reads the variable, or what another line keeps of it. */
function listensAt(code: string, { source }: RegExp, { at, literal }: Listening): boolean {
    const reads = new RegExp(source);
    const lines = code.split('\n').filter((line) => !line.includes('://') && !literal.test(line));
    const kept = lines
        .filter((line) => reads.test(line))
        .map(
            (line) =>
                /^\s*(?:if\s+)?(?:(?:let|var|const)\s+)?(?:mut\s+)?(\w{1,60})(?:\s*,\s*\w+)?\s*(?::\s*[\w<>:]{1,60}\s*)?:?=[^=]/.exec(
                    line,
                )?.[1],
        )
        .filter((name) => name !== undefined);
    return lines.some((line) => at.test(line) && (reads.test(line) || kept.some((name) => new RegExp(String.raw`\b${name}\b`).test(line))));
}

function isInside(path: string): boolean {
    return /^[\w./-]+$/.test(path) && !path.startsWith('/') && !path.split('/').includes('..');
}
