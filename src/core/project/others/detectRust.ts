import { parse as parseToml } from 'smol-toml';
import type { Folder } from '../folder';
import { withoutComments } from '../node/nodePorts';
import { noNeeds, type Detection, type Site } from '../stack';
import { findInText } from '../textLines';
import { binaryCommand } from '../../dockerfile/recipes/compiled';
import { configPort } from './configPort';
import { rustDemands } from './demands';
import { examplePort } from './examplePort';
import { findLoopbacks } from './loopback';
import type { Listening } from './loopback';
import { runtimePaths } from './runtimePaths';
import { settle } from './shape';

const frameworks: readonly (readonly [string, string, number])[] = [['axum', 'Axum', 3000], ['actix-web', 'Actix Web', 8080], ['rocket', 'Rocket', 8000], ['warp', 'warp', 3030], ['poem', 'Poem', 3000], ['salvo', 'Salvo', 8698], ['tide', 'Tide', 8080], ['loco-rs', 'Loco', 5150], ['hyper', 'hyper', 3000], ['tiny_http', 'tiny_http', 8000]]; // prettier-ignore

/** Cargo: one binary that serves. */
export async function detectRust(site: Site): Promise<Detection | undefined> {
    const { folder } = site;
    const manifest = await folder.text('Cargo.toml');
    if (manifest === undefined) {
        return undefined;
    }
    const data = safely(manifest);
    const dependencies = record(data.dependencies);
    const framework = frameworks.find(([name]) => name in dependencies);
    const name = record(data.package).name;
    const usual = record(data.package)['default-run'];
    const bins = Array.isArray(data.bin) ? (data.bin as unknown[]).map(record) : [];
    // A main.rs is the package's own program, whatever else it lists; of several the one that is named like it.
    const listed =
        folder.has('src/main.rs') && !bins.some((bin) => bin.path === 'src/main.rs')
            ? undefined
            : (bins.find((bin) => bin.name === (usual ?? name)) ?? bins.find((bin) => bin.name === name) ?? bins[0]);
    const main = typeof listed?.path === 'string' ? listed.path.replace(/^\.\//, '') : await ownProgram(folder, usual ?? name);
    if (framework === undefined || typeof name !== 'string' || main === undefined) {
        return main === undefined ? await asLibrary(site, data) : undefined;
    }
    const binary = typeof listed?.name === 'string' ? listed.name : (/^src\/bin\/([\w-]+)/.exec(main)?.[1] ?? name);
    const asked = record(data.package)['rust-version'];
    const toolchain = findInText(
        `${(await folder.text('rust-toolchain.toml')) ?? ''}${(await folder.text('rust-toolchain')) ?? ''}`,
        /(\d+\.\d+)/,
    );
    const files = [main, ...folder.files.filter((file) => /^src\/.*\.rs$/.test(file) && file !== main)].slice(0, 200);
    const port = (await findPort(site, files)) ?? (await configPort(folder)) ?? (await examplePort(folder));
    const sources = await sourcesOf(site, files);
    const demands = rustDemands(sources.map(({ code }) => code));
    const rocket = findInText((await folder.text('Rocket.toml')) ?? '', /^[ \t]*port\s*=\s*(\d{2,5})/m);
    return settle(site, {
        language: 'Rust',
        framework: framework[1],
        entry: main,
        server: 'binary',
        manager: 'cargo',
        version: {
            value: toolchain?.match[1] ?? '1.91',
            file: 'Cargo.toml',
            line: findInText(manifest, /rust-version|edition/)?.line ?? 1,
            confidence: toolchain === undefined && asked === undefined ? 'guess' : 'certain',
        },
        place: { file: 'Cargo.toml', line: findInText(manifest, new RegExp(String.raw`^[ \t]*["']?${framework[0]}\b`, 'm'))?.line ?? 1 },
        entryPlace: { file: main },
        ...(rocket !== undefined
            ? { port: { value: Number(rocket.match[1]), file: 'Rocket.toml', line: rocket.line, confidence: 'certain' as const } }
            : port === undefined
              ? {}
              : { port }),
        defaultPort: framework[2],
        certainty: 86,
        ...findLoopbacks(site, sources, loopbacks),
        startCommand: () => binaryCommand(demands),
        blueprint: ({ port: settled, version }) => ({
            stack: 'rust',
            version,
            binary,
            locked: folder.has('Cargo.lock') ? 'locked' : 'unlocked',
            folders: runtimePaths(
                folder,
                sources.map(({ code }) => code),
                (file) => /\.rs$|^(Cargo|Diesel|diesel|clippy|rustfmt|rust-toolchain)\b/.test(file) || /^(benches|examples)\//.test(file),
            ),
            openssl: /openssl|native-tls|reqwest/.test(manifest) ? 'openssl' : 'none',
            clients: clientLibraries(dependencies),
            ...(main === 'src/main.rs' && binary === name && standsAlone(data, folder.files) && { dependencies: 'first' as const }),
            port: settled,
            demands,
            ...(framework[1] === 'Rocket' && { rocket: 'rocket' as const }),
        }),
    });
}

/** The program of a package that lists none: the one that Cargo runs without being told which, else the first that serves. */
async function ownProgram(folder: Folder, name: unknown): Promise<string | undefined> {
    const others = folder.files.filter((file) => /^src\/bin\/[\w-]+(\/main)?\.rs$/.test(file));
    const named = others.find((file) => /^src\/bin\/([\w-]+)/.exec(file)?.[1] === name);
    if (named !== undefined || folder.has('src/main.rs')) {
        return named ?? 'src/main.rs';
    }
    for (const file of others.slice(0, 40)) {
        if (serves.test((await folder.text(file)) ?? '')) {
            return file;
        }
    }
    return others[0];
}

/** A crate without a program, and a workspace whose members are such, are what others build on. */
async function asLibrary({ folder, facts }: Site, data: Readonly<Record<string, unknown>>): Promise<Detection | undefined> {
    const listed = record(data.workspace).members;
    const members = Array.isArray(listed) ? listed.map((each) => String(each).replace(/^\.\/|\/$/g, '')) : [];
    const isLibrary = 'package' in data ? folder.has('src/lib.rs') : members.some((member) => folder.has(`${member}/src/lib.rs`));
    const texts = await Promise.all(members.slice(0, 40).map((member) => folder.text(`${member}/Cargo.toml`)));
    const serving = texts.some((text) => frameworks.some(([name]) => name in record(safely(text ?? '').dependencies)));
    if (!isLibrary || serving) {
        return undefined;
    }
    facts.offer('language', 'Rust', { file: 'Cargo.toml' }, 'certain');
    return {
        kind: 'library',
        reason: 'it is a crate, which other programs build on',
        findings: [],
        needs: noNeeds,
        edits: [],
        certainty: 10,
    };
}

const serves =
    /\bHttpServer::new|\baxum::serve|\bServer::(?:bind|new)|\bTcpListener\b|#\[(?:launch|actix_web::main|rocket::main)\]|\bwarp::serve|\brocket::build/;

const loopbacks: readonly RegExp[] = [
    /\.bind\w{0,40}\((?:\s*&)?(?:\s*\()?\s*(?:format!\(\s*)?"(127\.0\.0\.1|localhost)/,
    /TcpListener::bind\((?:\s*&)?(?:\s*\()?\s*(?:format!\(\s*)?"(127\.0\.0\.1|localhost)/,
    /\b\w{0,40}addr\w{0,40}\s*(?::[^=\n]+)?=\s*(?:format!\(\s*)?"(127\.0\.0\.1|localhost):/,
    /SocketAddr\w{0,40}::[^;\n]*?(\[\s*127\s*,\s*0\s*,\s*0\s*,\s*1\s*\])/,
    /(?:serve|run|bind)\w{0,40}\((?:\s*\()?\s*(\[\s*127\s*,\s*0\s*,\s*0\s*,\s*1\s*\])/,
    /\bIpv4Addr::(LOCALHOST)\b/,
];

/** Which libraries of databases the binary is linked to, by Debian's names: Diesel brings none of its own, nor does rusqlite, unless they are asked to. */
function clientLibraries(dependencies: Readonly<Record<string, unknown>>): readonly string[] {
    const features = (name: string): readonly unknown[] => {
        const listed = record(dependencies[name]).features;
        return Array.isArray(listed) ? listed : [];
    };
    const diesel = [...features('diesel'), ...features('rocket_sync_db_pools')];
    const linked = (own: string, pool: string, bundler: string) =>
        (diesel.includes(own) || diesel.includes(pool)) && !features(bundler).some((feature) => String(feature).startsWith('bundled'));
    const rusqlite =
        'rusqlite' in dependencies && !features('rusqlite').some((feature) => String(feature).startsWith('bundled'))
            ? ['libsqlite3-0']
            : [];
    return [
        ...(linked('postgres', 'diesel_postgres_pool', 'pq-sys') ? ['libpq5'] : []),
        ...(linked('mysql', 'diesel_mysql_pool', 'mysqlclient-sys') ? ['libmariadb3'] : []),
        ...(linked('sqlite', 'diesel_sqlite_pool', 'libsqlite3-sys') ? ['libsqlite3-0'] : rusqlite),
    ];
}

/** A package whose dependencies Cargo can build before it sees any source: one program, no workspace, no build script, no package beside it. */
function standsAlone(data: Readonly<Record<string, unknown>>, files: readonly string[]): boolean {
    const own = record(data.package);
    return (
        files.includes('Cargo.lock') &&
        !['workspace', 'lib', 'bin', 'bench', 'example', 'test', 'patch', 'replace'].some((key) => key in data) &&
        !('build' in own) &&
        own.workspace === undefined &&
        !files.some(
            (file) => file === 'build.rs' || file.startsWith('.cargo/') || file.startsWith('src/bin/') || file.startsWith('rust-toolchain'),
        ) &&
        !JSON.stringify([data.dependencies, data['build-dependencies'], data['dev-dependencies'], data.target]).includes('"path":')
    );
}

/** Rust sources with comments and tests blanked. */
async function sourcesOf({ folder }: Site, files: readonly string[]): Promise<Listening[]> {
    return Promise.all(
        files.map(async (file) => {
            const text = (await folder.text(file)) ?? '';
            const code = withoutComments(text).replace(/#\[cfg\(test\)\][\s\S]*$/, (tests) => tests.replace(/[^\n]/g, ' '));
            return { file, text, code };
        }),
    );
}

async function findPort(
    { folder }: Site,
    files: readonly string[],
): Promise<{ value: number; file: string; line: number; confidence: 'certain' } | undefined> {
    for (const file of files) {
        const text = withoutComments((await folder.text(file)) ?? '');
        const hit =
            findInText(text, /unwrap_or(?:_else)?\(\s*(?:\|_\|\s*)?"?(?:\d+\.\d+\.\d+\.\d+:)?(\d{4,5})/) ??
            findInText(text, /"(?:0\.0\.0\.0|127\.0\.0\.1|localhost|\[::\]):(\d{2,5})"/) ??
            findInText(text, /\(\s*(?:\[[\d, ]+\]|"[\d.]+"|Ipv4Addr::\w+)\s*,\s*(\d{4,5})\s*\)/) ??
            findInText(text, /\bport\b[^\n]{0,30}?=\s*(\d{4,5})/);
        if (hit !== undefined) {
            return { value: Number(hit.match[1]), file, line: hit.line, confidence: 'certain' };
        }
    }
    return undefined;
}

function safely(text: string): Readonly<Record<string, unknown>> {
    try {
        return record(parseToml(text));
    } catch {
        return {};
    }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}
