import type { NodeBlueprint, NodeManager } from '../../dockerfile/recipes/node';
import { readStartHint } from '../hints/startHint';
import type { StartHint } from '../hints/startHint';
import { exampleFile, exampleVariables } from '../needs/exampleVariables';
import { noNeeds } from '../stack';
import type { ProjectFinding } from '../profile';
import type { Detection, Site } from '../stack';
import { buildCommand, databaseBefore } from './buildCommand';
import { builtServer } from './builtServer';
import type { BuiltServer } from './builtServer';
import { detectLoneScript } from './detectLoneScript';
import { developingImport } from './developingImport';
import { nodeFrameworks } from './nodeFrameworks';
import type { NodeFramework } from './nodeFrameworks';
import { findLoopback, findNodePort, findPortVariable, resolveModule, withoutComments } from './nodePorts';
import { nestWorkspace } from './nestApps';
import type { NodeRun } from './nodeRun';
import { findManager } from './nodeManager';
import type { UsedManager } from './nodeManager';
import { offerNodeVersion, versionReason } from './nodeVersion';
import { keyLine, readPackageJson } from './packageJson';
import { speaksOverStdio } from './speaksOverStdio';
import { compiledBeside, statedOutput, tscOutput } from './tscOutput';
import type { PackageJson } from './packageJson';

/** JavaScript and TypeScript on Node or Bun: what serves, after which build. */
export async function detectNode(site: Site): Promise<Detection | undefined> {
    const { folder, facts } = site;
    const manifest = await readPackageJson(folder);
    if (manifest === undefined) {
        return detectLoneScript(site);
    }
    if (isForDeno(site, manifest)) {
        return undefined;
    }
    const at = (key: string) => ({ file: 'package.json', line: keyLine(manifest.text, key) });
    const found = findFramework(site, manifest, servesItself(site, manifest));
    const framework = found?.[1];
    if ((await isWorker(site, manifest, framework)) && Object.keys(facts.overrides).length === 0) {
        return {
            ...withoutServer(site, manifest),
            kind: 'none',
            reason: 'it is written for Cloudflare Workers: nothing in it listens on a port outside of them',
        };
    }
    if (
        framework?.kind === 'server' &&
        framework.name !== 'MCP' &&
        (isPublishedTool(manifest) || isPublishedLibrary(site, manifest, found?.[0])) &&
        Object.keys(facts.overrides).length === 0
    ) {
        return withoutServer(site, manifest);
    }
    const nodemon = await nodemonCommand(folder);
    // Who develops pages that are built into files may have a server for that alone.
    const isBuilt = framework?.kind === 'static' && 'build' in manifest.scripts;
    const names = isBuilt ? served.filter((name) => name !== 'dev') : served;
    const start = readStart(site, manifest, nodemon, names) ?? (await readWatched(site, manifest, nodemon, framework));
    // The start script of the project itself brings the database up to date.
    const startScript = names.find((name) => name in manifest.scripts);
    const before = start?.source === 'packageScript' && startScript !== undefined ? databaseBefore(manifest, startScript) : '';
    const manager = await findManager(folder, manifest, facts.overrides.packageManager);
    const script =
        framework?.kind === 'server' || framework === undefined
            ? await onItsRuntime(folder, manager.name, framework?.name, manifest, await findScript(site, manifest, start))
            : undefined;
    const installing: ProjectFinding[] = [
        ...(manager.missing === undefined || manager.lock === undefined ? [] : [staleLock(site, manager.lock, manager.missing)]),
        ...outsidePackages(site, manifest),
    ];
    const language = isTypeScript(site, manifest, script?.source) ? 'TypeScript' : 'JavaScript';
    const shared = async () => {
        facts.offer('language', language, folder.has('tsconfig.json') ? { file: 'tsconfig.json' } : { file: 'package.json' }, 'certain');
        facts.offer(
            'packageManager',
            manager.name,
            manager.lock === undefined ? at('packageManager') : { file: manager.lock },
            manager.lock === undefined ? 'likely' : 'certain',
        );
        await offerNodeVersion(site, manifest);
    };

    if (framework !== undefined && framework.kind !== 'server') {
        const built = await builtServer(site, manifest, found?.[0] ?? '', framework, start);
        if (built === undefined) {
            return withoutServer(site, manifest);
        }
        await shared();
        facts.offer('framework', framework.name, at(found?.[0] ?? 'dependencies'), 'certain');
        facts.offer('entry', built.entry, built.place, 'likely');
        facts.offer('server', built.server, built.place, 'likely');
        if (start?.port !== undefined && built.server !== 'serve' && start.words[0] !== 'dev') {
            facts.offer('port', start.port, start, 'certain');
        }
        offerDeclaredPorts(site);
        if (built.stated !== undefined) {
            facts.offer('port', built.stated.port, built.stated, 'likely');
        }
        facts.offer('port', framework.port, at(found?.[0] ?? 'dependencies'), 'guess');
        facts.offer(
            'healthPath',
            site.hints.healthPath?.path ?? '/',
            site.hints.healthPath ?? at('scripts'),
            site.hints.healthPath === undefined ? 'guess' : 'certain',
        );
        // A copy of the server alone has no program that could change a database.
        const prepared = built.copies.length === 0 && before !== '';
        const importsMore =
            built.copies.length === 0 &&
            built.keepsDevelopment === 'prune' &&
            (await developingImport(folder, manifest, startedSources(folder, built))) !== undefined;
        const blueprint = blueprintOf(site, manifest, manager, {
            ...built,
            build: built.build,
            ...(importsMore && { keepsDevelopment: 'keep' as const }),
            ...(prepared && { command: `${before}${built.command}`, keepsDevelopment: 'keep' as const }),
        });
        return {
            kind: 'web',
            startCommand: ['sh', '-c', blueprint.command],
            findings: installing,
            needs: noNeeds,
            edits: [],
            certainty: framework.kind === 'built' ? 88 : 55,
            blueprint,
        };
    }

    const source = script?.source;
    const port = source === undefined ? undefined : await findNodePort(folder, source);
    const text = source === undefined ? '' : withoutComments((await folder.text(source)) ?? '');
    const listens = script?.command !== undefined || port !== undefined || opensPort.test(text);
    const isTool = framework === undefined && isPublishedTool(manifest) && start === undefined && !opensPort.test(text);
    if (script === undefined || isTool || (framework === undefined && !listens)) {
        // What is only started while one develops it runs as well, unless it is made to be installed.
        const runs =
            manifest.scripts.start !== undefined ||
            (manifest.published === 'unpublished' && (start !== undefined || (text !== '' && !exportsNames.test(text))));
        return script === undefined || isTool || !runs
            ? withoutServer(site, manifest)
            : { ...withoutServer(site, manifest), kind: 'worker' };
    }
    if (framework?.name === 'NestJS' && onlyTakesMessages(text) && Object.keys(facts.overrides).length === 0) {
        return { ...withoutServer(site, manifest), kind: 'worker' };
    }
    if (framework?.name === 'MCP' && Object.keys(facts.overrides).length === 0 && (await speaksOverStdio(folder, script.source))) {
        const { kind, ...rest } = withoutServer(site, manifest);
        return kind === 'library'
            ? { ...rest, kind }
            : {
                  ...rest,
                  kind,
                  reason: 'it is an MCP server that talks over standard input and output to who starts it: nothing in it listens on a port',
              };
    }
    await shared();
    facts.offer(
        'framework',
        framework?.name ?? 'Node.js',
        framework === undefined ? { file: script.source } : at(found?.[0] ?? ''),
        framework === undefined ? 'likely' : 'certain',
    );
    facts.offer('entry', script.entry, script.place, script.confidence);
    facts.offer('server', script.server, script.place, 'certain');
    for (const each of site.hints.ports.filter(({ how }) => how === 'environment')) {
        facts.offer('port', each.port, each, 'certain');
    }
    const loaded = source === undefined ? undefined : await loadedPort(folder, source, text);
    if (loaded !== undefined) {
        facts.offer('port', loaded.port, loaded, 'certain');
    }
    if (port !== undefined) {
        facts.offer('port', port.port, port, port.confidence);
    }
    const asked = port === undefined && source !== undefined ? await findPortVariable(folder, source) : undefined;
    const shown = port === undefined ? await examplePort(site, asked) : undefined;
    if (shown !== undefined) {
        facts.offer('port', shown.port, shown, 'likely');
    }
    for (const hint of start?.port === undefined ? [] : [start]) {
        facts.offer('port', hint.port ?? 0, hint, 'likely');
    }
    offerDeclaredPorts(site);
    facts.offer('port', framework?.port ?? 3000, script.place, 'guess');
    const health = site.hints.healthPath ?? healthRoute(script.source, text);
    facts.offer('healthPath', health.path, health, site.hints.healthPath === undefined ? 'guess' : 'certain');
    const entry = facts.get('entry') ?? script.entry;
    // The code reads another variable than the one that platforms set.
    const portVariable = (port ?? shown)?.variable ?? (asked === 'PORT' ? undefined : asked);
    const missing =
        script.runner === 'npx tsx' && !('tsx' in { ...manifest.dependencies, ...manifest.devDependencies }) ? ('tsx' as const) : undefined;
    const runs =
        script.server === 'bun'
            ? `bun ${entry}`
            : script.runner === undefined
              ? `node ${script.flags}${entry}`
              : `${missing ?? script.runner} ${entry}`;
    const loopback =
        script.server === 'bun' || script.command !== undefined
            ? undefined
            : await findLoopback(folder, script.source, framework?.name === 'Fastify' ? 'listens on localhost' : 'listens on all');
    const blueprint = blueprintOf(site, manifest, manager, {
        ...(loopback !== undefined && { loopback: 'opened' as const }),
        ...(missing !== undefined && { globals: [missing] }),
        build: script.build,
        command: `${before}exec ${portVariable === undefined ? '' : `env ${portVariable}=$PORT `}${script.command ?? runs}`,
        keepsDevelopment:
            script.runner === undefined && before === '' && (await developingImport(folder, manifest, [script.source])) === undefined
                ? 'prune'
                : 'keep',
        env: {},
        copies: [],
    });
    return {
        kind: 'web',
        startCommand: ['sh', '-c', blueprint.command],
        findings: [
            ...installing,
            ...(loopback === undefined
                ? []
                : [
                      {
                          code: 'scaffold/loopback',
                          severity: 'info' as const,
                          message:
                              'The code listens on localhost, where nothing outside of the container reaches it: the image opens it to all addresses. An edit is not needed.',
                          file: facts.locate(loopback.file),
                          line: loopback.line,
                      },
                  ]),
        ],
        needs: noNeeds,
        edits: [],
        certainty: framework === undefined ? 70 : 88,
        blueprint,
    };
}

/** True for a main file of Nest that listens to the messages of other services alone: nothing in it answers HTTP. */
function onlyTakesMessages(text: string): boolean {
    return /\b(createMicroservice|startAllMicroservices)\b/.test(text) && !/\.listen\(\s*[^)\s]/.test(text);
}

/** What of the project's own files is read again when a built server starts: its own server, and the settings of Next.js. */
function startedSources(folder: Site['folder'], { entry }: BuiltServer): string[] {
    return [
        ...(folder.has(entry) ? [entry] : []),
        ...(entry === 'next start' ? folder.files.filter((file) => /^next\.config\.\w+$/.test(file)) : []),
    ];
}

/** Code for Cloudflare's runtime, which neither Node nor Bun runs: its tool serves it, and no script starts a server of another runtime. */
async function isWorker({ folder }: Site, manifest: PackageJson, framework: NodeFramework | undefined): Promise<boolean> {
    const all = { ...manifest.dependencies, ...manifest.devDependencies };
    const settings = folder.files.find((file) => /^wrangler\.(toml|jsonc?)(\.example)?$/.test(file));
    // Without a script of its own it only says where a built site is uploaded from.
    const configured = settings !== undefined && /(?:^|[{,])[ \t]*["']?main["']?\s*[=:]/m.test((await folder.text(settings)) ?? '');
    const scripts = Object.values(manifest.scripts).join('\n');
    const elsewhere =
        (framework?.kind === 'server' && !['Hono', 'Elysia', 'MCP'].includes(framework.name)) ||
        ['@hono/node-server', 'next', 'nuxt', 'astro', '@sveltejs/kit', 'express', 'fastify', 'koa'].some((name) => name in all) || // prettier-ignore
        (!('@cloudflare/vite-plugin' in all) && ['@react-router/serve', '@remix-run/serve'].some((name) => name in all)) ||
        /(^|[\s&])(react-router-serve|remix-serve)\s/.test(manifest.scripts.start ?? '') ||
        /(^|[\s&])(node|bun( run)?|tsx|ts-node|nodemon)\s+[\w./-]*\.[mc]?[jt]s\b/m.test(
            manifest.scripts.start ?? manifest.scripts.serve ?? '',
        );
    return configured && !elsewhere && (/\bwrangler\b/.test(scripts) || 'wrangler' in all || '@cloudflare/vite-plugin' in all);
}

/** Scripts that only call Deno, whose own settings are there: what they start is for no other runtime. */
function isForDeno({ folder }: Site, manifest: PackageJson): boolean {
    const scripts = Object.values(manifest.scripts).join('\n');
    return (
        ['deno.json', 'deno.jsonc'].some((file) => folder.has(file)) &&
        /\bdeno\s+(run|task|serve|compile)\b/.test(scripts) &&
        !/(^|[\s&])(node|bun|tsx|ts-node|nodemon|next|nuxt|vite|astro|nest)\b/m.test(scripts)
    );
}

/** A package with a command of its own that is published: it may open a port while it works, but nobody deploys it. */
function isPublishedTool(manifest: PackageJson): boolean {
    return (
        manifest.hasBin === 'bin' && manifest.isPrivate === 'public' && /"(publish|prepublishOnly|publishConfig)"\s*:/.test(manifest.text)
    );
}

/**
 * A package that is made to be installed: it says what others get of it and import from it, and nothing in it says how it would be started. `opener` is the
 * package whose presence speaks for a server.
 */
function isPublishedLibrary({ folder, hints }: Site, manifest: PackageJson, opener: string | undefined): boolean {
    return (
        // A folder's private package may be made for the others of its repository.
        (manifest.isPrivate === 'public' || folder.path !== '') &&
        ((/^\s*"exports"\s*:/m.test(manifest.text) && /^\s*"files"\s*:\s*\[/m.test(manifest.text)) ||
            // A server that only its tests start, in what is packed for publishing.
            (opener !== undefined &&
                !(opener in manifest.dependencies) &&
                /"(prepublish|prepublishOnly|publishConfig)"\s*:/.test(manifest.text))) &&
        hints.commands.length === 0 &&
        !Object.entries(manifest.scripts).some(
            ([name, script]) =>
                /^(start|serve|server|prod|production)\b/.test(name) ||
                (name === 'dev' && /\b(node|nodemon|tsx|ts-node|bun|fastify|nest)\b/.test(script)),
        )
    );
}

/**
 * False when everything that the project states is about its page: Vite develops and builds it, and nothing, no script nor a deployment file, starts a
 * server, although one lies beside (to answer in place of the real one).
 */
function servesItself({ folder, hints }: Site, manifest: PackageJson): boolean {
    const scripts = Object.values(manifest.scripts).join('\n');
    return !(
        folder.has('index.html') &&
        'vite' in { ...manifest.dependencies, ...manifest.devDependencies } &&
        /^vite( build)?\b/m.test(scripts) &&
        manifest.scripts.start === undefined &&
        manifest.main === undefined &&
        hints.commands.length === 0 &&
        !/\b(node|nodemon|ts-node|tsx|bun|deno|pm2|express|fastify|concurrently|run-p|npm-run-all|server)\b/.test(scripts)
    );
}

function findFramework({ folder, facts }: Site, manifest: PackageJson, serves: boolean): readonly [string, NodeFramework] | undefined {
    const wanted = facts.overrides.framework;
    if (wanted !== undefined) {
        return nodeFrameworks.find(([, framework]) => framework.name.toLowerCase() === wanted.toLowerCase());
    }
    const runtime = nodeFrameworks.find(([name]) => name in manifest.dependencies);
    // A member of a workspace may have it from a package that it depends on.
    const borrowed = /(?:^|[\s&;])next build\b/.test(manifest.scripts.build ?? '')
        ? nodeFrameworks.find(([name]) => name === 'next')
        : undefined;
    if (borrowed !== undefined && runtime === undefined) {
        return borrowed;
    }
    // Angular's server has Express among the dependencies, too; what runs is what Angular builds of both.
    if (folder.has('angular.json') && ('@angular/ssr' in manifest.dependencies || '@nguniversal/express-engine' in manifest.dependencies)) {
        return nodeFrameworks.find(([name]) => name === '@angular/core');
    }
    const any = nodeFrameworks.find(([name]) => name in manifest.dependencies || name in manifest.devDependencies);
    // A bundler among the dependencies of an Express app builds its front end: what listens decides.
    if (runtime !== undefined && any !== undefined && runtime[1].kind === 'server' && any[1].kind === 'static') {
        return runtime;
    }
    if (!serves && any?.[1].kind === 'server') {
        return nodeFrameworks.find(([name]) => name === 'vite');
    }
    // What only stands in for the real server while one develops is not what is deployed.
    if (any?.[1].kind === 'server' && runtime !== undefined && !(any[0] in manifest.dependencies)) {
        return runtime;
    }
    if (any?.[1].kind === 'server' && runtime === undefined) {
        // Only a development server (json-server, ws for tests): the rest of the list decides.
        return nodeFrameworks.find(([name, framework]) => framework.kind !== 'server' && name in manifest.devDependencies) ?? any;
    }
    return any;
}

interface Script {
    /** What runs, such as dist/app.js. */
    readonly entry: string;
    /** What it is made from, such as src/app.ts. */
    readonly source: string;
    readonly server: 'node' | 'bun';
    readonly place: { readonly file: string; readonly line?: number };
    readonly confidence: 'certain' | 'likely' | 'guess';
    readonly build: string | undefined;
    /** A program that runs TypeScript as it is. */
    readonly runner?: string;
    /** The whole command when it is not `node FILE`. */
    readonly command?: string;
    readonly flags: string;
}

/** Package scripts that start what serves, and those that only watch it while one develops. */
const served = ['start:prod', 'start:production', 'start', 'serve:prod', 'serve', 'server', 'prod', 'production', 'dev'];
const watched = ['start:dev', 'develop', 'watch'];
const opensPort = /\.listen\(|createServer\(|Bun\.serve|Deno\.serve|serve\(\{/;

/** What gives something to those that import it: a file that gives nothing is a program. */
const exportsNames = /^\s*export\s|\bmodule\.exports\b|\bexports\.\w/m;

/** What a project only ever watches: beside a framework that builds its pages nothing but a program that opens a port, and nothing where they are files. */
async function readWatched(
    site: Site,
    manifest: PackageJson,
    nodemon: string | undefined,
    framework: NodeFramework | undefined,
): Promise<StartHint | undefined> {
    const start = readStart(site, manifest, nodemon, watched);
    if (framework === undefined || framework.kind === 'server') {
        return start;
    }
    if (start?.target === undefined || (framework.kind === 'static' && 'build' in manifest.scripts)) {
        return undefined;
    }
    const file = resolveModule(site.folder, start.target.replace(/^\.\//, ''));
    return file !== undefined && opensPort.test(withoutComments((await site.folder.text(file)) ?? '')) ? start : undefined;
}

/**
 * The start command as the project states it: a deployment file first, then package.json's scripts, each followed to the program it ends in. pm2's process
 * file counts where a script names it, or where the scripts only say how one develops.
 */
function readStart(site: Site, manifest: PackageJson, nodemon: string | undefined, names: readonly string[]): StartHint | undefined {
    const managed = site.hints.commands.find(({ source }) => source === 'processFile');
    const followed = (hint: StartHint | undefined, depth: number): StartHint | undefined => {
        if (hint === undefined || depth > 4) {
            return hint;
        }
        if (hint.program.startsWith('pm2') && managed !== undefined && /\.(json|ya?ml|config\.c?js)$/.test(hint.target ?? '')) {
            return followed(managed, depth + 1);
        }
        const again = (command: string) => readStartHint(command, { file: hint.file, line: hint.line, source: hint.source });
        if (/^(concurrently|run-p|npm-run-all)$/.test(hint.program)) {
            // Of several at once the one that runs a program of the project.
            const each = hint.words
                .filter((word) => !word.startsWith('-'))
                .map((word) => followed(again(word.startsWith('npm:') ? `npm run ${word.slice(4)}` : word), depth + 1));
            return each.find((inner) => inner !== undefined && (inner.program === 'node' || runners.test(inner.program))) ?? hint;
        }
        // A compiler that watches says what it starts after each success.
        const onSuccess = /^(tsc-watch|tsup)$/.test(hint.program) ? argumentOf(hint.words, '--onSuccess') : undefined;
        if (onSuccess !== undefined) {
            return followed(again(onSuccess), depth + 1) ?? hint;
        }
        if (hint.program === 'nodemon' && hint.target?.endsWith('.json') !== false && hint.words.some((word) => word.endsWith('.json'))) {
            return nodemon === undefined ? hint : (again(nodemon) ?? hint);
        }
        const script = /^(npm|yarn|pnpm|bun)$/.test(hint.program) ? hint.target : undefined;
        const inner = script === undefined ? undefined : fromScripts(script, depth + 1);
        // `yarn nodemon …` runs a program that the project depends on.
        const run =
            /^(yarn|pnpm|bun)$/.test(hint.program) && inner === undefined && runners.test(script ?? '')
                ? again(hint.words.join(' '))
                : undefined;
        return inner ?? run ?? hint;
    };
    const fromScripts = (name: string, depth = 0): StartHint | undefined => {
        const written = manifest.scripts[name];
        const command = written === undefined ? undefined : (compiledByBun(manifest, written) ?? written);
        return command === undefined || depth > 4
            ? undefined
            : followed(
                  readStartHint(command, { file: 'package.json', line: keyLine(manifest.text, name), source: 'packageScript' }),
                  depth,
              );
    };
    for (const hint of site.hints.commands) {
        if (hint.source === 'development' || hint.source === 'processFile') {
            continue;
        }
        if (/^(npm|yarn|pnpm|bun)$/.test(hint.program) && hint.target !== undefined && !/\.[jt]s$/.test(hint.target)) {
            const found = fromScripts(hint.target);
            if (found !== undefined) {
                return found;
            }
        } else if (/^(node|bun|next|nuxt|ts-node|tsx|pm2|pm2-runtime)$/.test(hint.program)) {
            const compiled = fromScripts('start:prod');
            // Nest's own Dockerfiles say dist/main; a manifest that says otherwise was changed because the compiler writes elsewhere.
            return /^(\.\/)?dist\/main(\.js)?$/.test(hint.target ?? '') && /^(\.\/)?dist\/.+\/main(\.js)?$/.test(compiled?.target ?? '')
                ? compiled
                : followed(hint, 0);
        }
    }
    for (const name of names) {
        const hint = fromScripts(name);
        if (hint !== undefined) {
            return name === 'dev' || watched.includes(name) || isDeveloping(hint) ? (followed(managed, 0) ?? hint) : hint;
        }
    }
    return followed(managed, 0);
}

/** True where installing brings Babel's own runner. */
function listsBabelNode({ dependencies, devDependencies }: PackageJson): boolean {
    return ['@babel/node', 'babel-cli'].some((name) => name in dependencies || name in devDependencies);
}

/** What follows an option, or stands behind its `=`. */
function argumentOf(words: readonly string[], option: string): string | undefined {
    const at = words.findIndex((word) => word === option || word.startsWith(`${option}=`));
    return at < 0 ? undefined : words[at] === option ? words[at + 1] : words[at]?.slice(option.length + 1);
}

/** The command that runs the source of a program that a script makes with `bun build --compile`. */
function compiledByBun(manifest: PackageJson, command: string): string | undefined {
    const path = /^(?:\.\/)?([\w./-]+)$/.exec(command.trim())?.[1];
    for (const script of path === undefined ? [] : Object.values(manifest.scripts)) {
        const words = /\bbun build\s([^&|;]*--compile[^&|;]*)/.exec(script)?.[1];
        if (words !== undefined && new RegExp(String.raw`--outfile[= ](?:\./)?${path ?? ''}(?:\s|$)`).test(words)) {
            return `bun ${/(?:^|\s)((?:\.\/)?[\w./-]+\.[mc]?[jt]sx?)(?:\s|$)/.exec(words)?.[1] ?? '.'}`;
        }
    }
    return undefined;
}

/** What nodemon's own file of settings tells it to run. */
async function nodemonCommand(folder: Site['folder']): Promise<string | undefined> {
    return /"exec"\s*:\s*"((?:[^"\\]|\\.)+)"/.exec((await folder.text('nodemon.json')) ?? '')?.[1];
}

/** True for commands that watch sources or translate them anew at every start. */
function isDeveloping({ program, words }: StartHint): boolean {
    return [program, ...words].some((word) => /^(nodemon|babel-node|@babel\/node|ts-node-dev|tsnd|node-dev|watch|--watch)$/.test(word));
}
const runners = /^(ts-node|ts-node-dev|tsx|nodemon|babel-node|node-dev|tsnd|vite-node|@babel\/node|swc-node|esno|esmo)$/;
/** The folders that Dockerfiles copy a project to. */
const imageFolder = /^\/(usr\/src\/app|usr\/app|home\/node\/app|opt\/app|srv\/app|app|workspace|code)\//;
const outputs = /^(\.\/)?(dist|build|lib|out|output|\.build|public\/build|compiled|built|prod|bin)\//;

async function findScript(site: Site, manifest: PackageJson, start: StartHint | undefined): Promise<Script | undefined> {
    const { folder, facts } = site;
    const set = facts.overrides.entry;
    const clean = (path: string) => path.replace(/^\.\//, '');
    const base = { flags: '', server: facts.overrides.server === 'bun' ? ('bun' as const) : ('node' as const) };
    const place = start ?? { file: 'package.json', line: keyLine(manifest.text, 'main') };
    const build = buildScript(manifest);
    if (set !== undefined) {
        const source = sourceOf(folder, set);
        return {
            ...base,
            entry: set,
            source: source ?? set,
            place: { file: set },
            confidence: 'certain',
            build: source === set ? undefined : build,
        };
    }
    const nx = await nxBuild(folder);
    if (nx !== undefined && resolveModule(folder, clean(start?.target ?? '')) === undefined) {
        return { ...base, ...nx, place: { file: 'project.json' }, confidence: 'likely', build };
    }
    const ofNest = (await nestWorkspace(folder)).filter(
        ({ type, path, source }) => type === 'application' && folder.has(`${path}/${source}`),
    );
    const [only] = ofNest;
    if (only !== undefined && ofNest.length === 1) {
        // Nest's own start script goes on to name where it was before there was a workspace.
        return {
            ...base,
            entry: `${only.output}/${(only.source.split('/').at(-1) ?? 'main').replace(/\.ts$/, '.js')}`,
            source: `${only.path}/${only.source}`,
            place: { file: 'nest-cli.json' },
            confidence: 'likely',
            build: build ?? `exec nest build ${only.name}`,
        };
    }
    if (
        start !== undefined &&
        (start.program === 'node' || start.program === 'bun' || runners.test(start.program) || start.program.startsWith('pm2'))
    ) {
        const named = start.target === '.' || start.target === './' ? (manifest.main ?? 'index.js') : start.target?.replace(/\/+$/, '');
        // An image that is built from the workspace's root names the script by its place there.
        const fromRoot = clean(
            [start.directory, named?.replace(imageFolder, '')].filter((part) => part !== undefined && part !== '').join('/'),
        );
        const target = folder.path !== '' && fromRoot.startsWith(`${folder.path}/`) ? fromRoot.slice(folder.path.length + 1) : fromRoot;
        const resolved = resolveModule(folder, target);
        const server = start.program === 'bun' ? 'bun' : base.server;
        // What a runner is told to watch in an output folder is made from something else.
        const watched = runners.test(start.program) && outputs.test(target) && ![undefined, resolved].includes(sourceOf(folder, target));
        if (target !== '' && resolved !== undefined && !watched) {
            if (/\.(m|c)?tsx?$/.test(resolved)) {
                const develops = isDeveloping(start) || start.source === 'processFile';
                // Node itself runs what the compiler leaves beside the source.
                const beside =
                    start.program === 'node' && !/\.[mc]?tsx?$/.test(target) ? await compiledBeside(folder, manifest, resolved) : undefined;
                const compiles = build ?? (beside === undefined ? undefined : 'exec tsc');
                const compiled =
                    compiledPath(manifest, folder, resolved) ??
                    (develops ? await tscOutput(folder, manifest, resolved) : undefined) ??
                    beside;
                return server === 'bun'
                    ? { ...base, server, entry: resolved, source: resolved, place, confidence: 'certain', build: undefined }
                    : compiled !== undefined && compiles !== undefined
                      ? { ...base, entry: compiled, source: resolved, place, confidence: 'likely', build: compiles }
                      : {
                            ...base,
                            entry: resolved,
                            source: resolved,
                            place,
                            confidence: 'certain',
                            build: undefined,
                            runner: start.program === 'ts-node' ? 'npx ts-node' : 'npx tsx',
                        };
            }
            const usesBabel = [start.program, ...start.words].some((word) => /^(babel-node|@babel\/node)$/.test(word));
            const compiled = usesBabel ? compiledByBabel(manifest, resolved) : undefined;
            if (compiled !== undefined && build !== undefined) {
                return { ...base, entry: compiled, source: resolved, place, confidence: 'likely', build };
            }
            // Build output that is committed is made anew all the same: it may be old.
            return {
                ...base,
                server,
                entry: resolved,
                source: resolved,
                place,
                confidence: 'certain',
                build,
                // npx would fetch a package of that name, whoever made it, where the project lists none that brings the program.
                ...(usesBabel && listsBabelNode(manifest) && { runner: 'npx babel-node' }),
            };
        }
        // A start script may name what no build makes any more.
        const made = target === '' || sourceOf(folder, target) !== undefined ? undefined : mainOutput(manifest, folder);
        if (made !== undefined && build !== undefined) {
            return { ...base, ...made, place: { file: 'package.json', line: keyLine(manifest.text, 'main') }, confidence: 'likely', build };
        }
        if (target !== '') {
            const entry = /\.(m|c)?js$/.test(target)
                ? target
                : outputs.test(`${target}/`) && !target.includes('/')
                  ? `${target}/index.js`
                  : folder.has('nest-cli.json') || !target.includes('.')
                    ? `${target}.js`
                    : target;
            const source = sourceOf(folder, entry);
            // A process file, or a start script that was forgotten, may name the script elsewhere than where the compiler writes it.
            const elsewhere = source !== undefined && /\.tsx?$/.test(source) && !outputs.test(entry);
            const written = elsewhere
                ? ((await tscOutput(folder, manifest, source)) ?? (await compiledBeside(folder, manifest, source)))
                : undefined;
            if (written !== undefined && build !== undefined) {
                return { ...base, server, entry: written, source: source ?? written, place, confidence: 'likely', build };
            }
            // An image may copy what the build makes to its own root: a script names the place in the project.
            const inProject = elsewhere && build !== undefined ? scriptOutput(manifest, entry) : undefined;
            if (inProject !== undefined) {
                return { ...base, server, entry: inProject, source: source ?? inProject, place, confidence: 'likely', build };
            }
            // Of two places that are named, an image's and a script's, the compiler writes to one.
            const other =
                source !== undefined && /\.tsx?$/.test(source) && !elsewhere ? await tscOutput(folder, manifest, source) : undefined;
            if (
                other !== undefined &&
                other !== entry &&
                build !== undefined &&
                (folder.has('nest-cli.json') ||
                    Object.values(manifest.scripts).some((script) => script.includes(other)) ||
                    // A file beside the sources, such as a test runner's settings, moves all that the compiler writes one folder down.
                    (other === entry.replace(/^([^/]+)\//, '$1/src/') &&
                        /^(?:npx )?tsc(?: -p \S+| --build)?$/.test(manifest.scripts.build ?? '')))
            ) {
                return { ...base, server, entry: other, source: source ?? other, place, confidence: 'likely', build };
            }
            // Who starts what the compiler writes may only ever watch it compile.
            const compiles = build === undefined && source !== undefined && /\.tsx?$/.test(source) && outputs.test(entry);
            return {
                ...base,
                server,
                entry,
                source: source ?? entry,
                place,
                confidence: 'certain',
                build: compiles && folder.has('tsconfig.json') ? 'exec tsc' : build,
            };
        }
    }
    if (start?.program === 'nest' || folder.has('nest-cli.json')) {
        return {
            ...base,
            entry: (await tscOutput(folder, manifest, 'src/main.ts')) ?? 'dist/main.js',
            source: 'src/main.ts',
            place: { file: 'package.json', line: keyLine(manifest.text, 'start') },
            confidence: 'likely',
            build: build ?? 'npx nest build',
        };
    }
    if (
        start !== undefined &&
        /^(json-server|strapi|sails|adonis|keystone|keystone-next|http-server|fastify|medusa|directus|nodecg|probot|micro)$/.test(
            start.program,
        )
    ) {
        const script =
            ['keystone.ts', 'keystone.js'].find((file) => start.program.startsWith('keystone') && folder.has(file)) ??
            start.words.findLast((word) => /\.(m|c)?[jt]s$/.test(word)) ??
            (start.program === 'strapi' ? undefined : start.target) ??
            (start.program === 'micro' ? (manifest.main ?? 'index.js') : undefined);
        return {
            ...base,
            entry: start.program === 'strapi' ? 'strapi start' : clean(script ?? 'package.json'),
            source: clean(script ?? 'package.json'),
            place,
            confidence: 'likely',
            build,
            command: `npx ${[start.program, ...start.words].join(' ')}${start.program === 'micro' ? ' --listen tcp://0.0.0.0:$PORT' : ''}`,
        };
    }
    const main = [manifest.main, manifest.module]
        .map((path) => (path === undefined ? undefined : resolveModule(folder, clean(path))))
        .find((path) => path !== undefined);
    const names = [
        'server',
        'app',
        'index',
        'main',
        'bin/www',
        'src/server',
        'src/index',
        'src/app',
        'src/main',
        'server/index',
        'server/server',
        'server/app',
        'api/index',
        'backend/server',
        'backend/index',
        'lib/index',
    ];
    // A folder with a manifest of its own is another project's, unless this one brings what it needs.
    const isOwn = (file: string) =>
        !file.includes('/') ||
        Object.keys(manifest.dependencies).length > 0 ||
        !folder.has(`${file.slice(0, file.indexOf('/'))}/package.json`);
    const found = main ?? names.map((name) => resolveModule(folder, name)).find((file) => file !== undefined && isOwn(file));
    if (found === undefined) {
        const made = build === undefined ? undefined : mainOutput(manifest, folder);
        return made === undefined
            ? undefined
            : { ...base, ...made, place: { file: 'package.json', line: keyLine(manifest.text, 'main') }, confidence: 'guess', build };
    }
    const compiled = /\.tsx?$/.test(found)
        ? ((await statedOutput(folder, manifest, found)) ??
          compiledPath(manifest, folder, found) ??
          (await tscOutput(folder, manifest, found)))
        : undefined;
    return compiled !== undefined && build !== undefined
        ? { ...base, entry: compiled, source: found, place: { file: found }, confidence: 'guess', build }
        : {
              ...base,
              entry: found,
              source: found,
              place: { file: found },
              confidence: 'guess',
              build: /\.tsx?$/.test(found) ? undefined : build,
              ...(/\.tsx?$/.test(found) && { runner: 'npx tsx' }),
          };
}

/** The script as Bun runs it, when its code or its framework needs Bun; nothing else runs it. */
async function onItsRuntime(
    folder: Site['folder'],
    manager: NodeManager,
    framework: string | undefined,
    manifest: PackageJson,
    script: Script | undefined,
): Promise<Script | undefined> {
    if (script === undefined || manager !== 'bun' || script.server === 'bun' || script.command !== undefined) {
        return script;
    }
    const text = withoutComments((await folder.text(script.source)) ?? '');
    const needsBun =
        /\bBun\.\w|from\s+['"]bun(:\w+)?['"]|from\s+['"]hono\/bun['"]|export\s+default\s*\{[^}]{0,600}\bfetch\b/.test(text) ||
        (framework === 'Elysia' && !('@elysiajs/node' in manifest.dependencies));
    const { runner, ...rest } = script;
    return !needsBun ? script : runner === undefined ? { ...rest, server: 'bun' } : { ...rest, server: 'bun', build: undefined };
}

/** Where Nx puts what it builds from an app's main file, by its project.json. */
async function nxBuild(folder: Site['folder']): Promise<{ entry: string; source: string } | undefined> {
    const text = folder.has('nx.json') ? await folder.text('project.json') : undefined;
    const field = (name: string) => new RegExp(String.raw`"${name}"\s*:\s*"([\w./-]+)"`).exec(text ?? '')?.[1];
    const output = field('outputPath');
    const source = field('main');
    if (output === undefined || source === undefined || !folder.has(source)) {
        return undefined;
    }
    return { entry: `${output}/${(source.split('/').at(-1) ?? 'main').replace(/\.\w+$/, '.js')}`, source };
}

/** The command that makes what runs. */
function buildScript(manifest: PackageJson): string | undefined {
    return buildCommand(manifest, ['build', 'heroku-postbuild', 'compile', 'build:prod', 'tsc', 'build:ts', 'build:server']);
}

/** The output folder's file of that path that a script starts. */
function scriptOutput(manifest: PackageJson, path: string): string | undefined {
    return Object.values(manifest.scripts)
        .flatMap((script) => script.split(/\s+/))
        .map((word) => word.replace(/^\.\//, ''))
        .find((word) => outputs.test(word) && word.endsWith(`/${path}`));
}

/** The source that a compiled path is made from. */
function sourceOf(folder: Site['folder'], entry: string): string | undefined {
    const stem = entry.replace(outputs, '').replace(/\.(m|c)?js$/, '');
    return [
        `src/${stem}`,
        stem,
        `server/${stem}`,
        `app/${stem}`,
        stem.replace(/^src\//, 'src/'),
        `lib/${stem}`,
        stem.split('/').slice(1).join('/'),
        `src/${stem.split('/').slice(1).join('/')}`,
        // The output beside its source, below a folder for the server.
        ...['src/', ''].map((folderOfSource) =>
            entry.replace(/\/(?:dist|build|lib|out)\//, `/${folderOfSource}`).replace(/\.(m|c)?js$/, ''),
        ),
    ]
        .map((path) => resolveModule(folder, path))
        .find((path) => path !== undefined);
}

/** Where the build's `babel SOURCE --out-dir TARGET` puts a source. */
function compiledByBabel(manifest: PackageJson, source: string): string | undefined {
    for (const command of Object.values(manifest.scripts)) {
        const [, from, to] =
            /\bbabel\s+(?:\.\/)?([\w./-]+)(?:[^\w./&|;-][^&|;]*)?\s(?:-d|--out-dir)[ =](?:\.\/)?([\w./-]+)/.exec(command) ?? [];
        const folder = from?.replace(/\/+$/, '');
        if (folder !== undefined && to !== undefined && source.startsWith(`${folder}/`)) {
            return `${to.replace(/\/+$/, '')}${source.slice(folder.length)}`.replace(/\.\w+$/, '.js');
        }
    }
    return undefined;
}

/** Where the TypeScript compiler puts a source, when its options are the usual ones. */
function compiledPath(manifest: PackageJson, folder: Site['folder'], source: string): string | undefined {
    if (manifest.main !== undefined && outputs.test(manifest.main) && sourceOf(folder, manifest.main.replace(/^\.\//, '')) === source) {
        return manifest.main.replace(/^\.\//, '');
    }
    return undefined;
}

/** What the manifest's `main` names when a build makes it. */
function mainOutput(manifest: PackageJson, folder: Site['folder']): { entry: string; source: string } | undefined {
    const entry = manifest.main?.replace(/^\.\//, '') ?? '';
    const source = outputs.test(entry) ? sourceOf(folder, entry) : undefined;
    return source === undefined ? undefined : { entry, source };
}

function isTypeScript({ folder }: Site, manifest: PackageJson, source: string | undefined): boolean {
    if (source !== undefined && /\.(m|c)?tsx?$/.test(source)) {
        return true;
    }
    if (source !== undefined && /\.(m|c)?jsx?$/.test(source) && !outputs.test(source)) {
        return false;
    }
    // Linters, editors and type checks of JavaScript ask for the compiler and its settings too: what most is written in decides.
    const written = (pattern: RegExp) =>
        folder.files.filter((file) => pattern.test(file) && !/\.(config|d)\.\w+$|^(public|static|dist|build)\//.test(file)).length;
    return (
        // Nuxt brings the compiler and its settings along.
        (['tsconfig.json', 'nuxt.config.ts'].some((file) => folder.has(file)) ||
            'typescript' in { ...manifest.dependencies, ...manifest.devDependencies }) &&
        written(/\.(m|c)?tsx?$/) >= written(/\.(m|c)?jsx?$/)
    );
}

function staleLock({ facts }: Site, lock: string, missing: string): ProjectFinding {
    return {
        code: 'scaffold/lock-stale',
        severity: 'warning',
        message: `${lock} does not hold ${missing}, which package.json lists: the image is installed without insisting on it. Install once here and keep the lock file that it writes.`,
        file: facts.locate(lock),
        line: 1,
    };
}

/** Packages that only a folder above what is looked at has: nothing that is built from here could install them. */
function outsidePackages({ folder, facts }: Site, manifest: PackageJson): ProjectFinding[] {
    const isRoot = manifest.hasWorkspaces === 'workspaces' || folder.has('pnpm-workspace.yaml');
    const name = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).find(([, version]) =>
        version.startsWith('workspace:') ? !isRoot : /^(?:file|link|portal):\.\.(?:\/|$)/.test(version),
    )?.[0];
    return folder.path !== '' || name === undefined
        ? []
        : [
              {
                  code: 'scaffold/outside-packages',
                  severity: 'warning',
                  message: `package.json takes ${name} from a folder above this one, which no image that is built here can reach: open the folder that holds them both.`,
                  file: facts.locate('package.json'),
                  line: keyLine(manifest.text, name),
              },
          ];
}

function offerDeclaredPorts({ facts, hints }: Site): void {
    for (const each of hints.ports) {
        facts.offer('port', each.port, each, each.source === 'dockerfile' ? 'likely' : 'certain');
    }
}

/**
 * The port that an environment file gives, for code that demands the variable and has no default of its own: an example's, or the one that is kept for
 * production, of which nothing but that number is read.
 */
async function examplePort(
    { folder }: Site,
    asked: string | undefined,
): Promise<{ port: number; file: string; line: number; variable?: string } | undefined> {
    const isPort = (name: string) =>
        asked === undefined ? /^((APP|API|HTTP|SERVER|WEB|FASTIFY|EXPRESS|NODE)_)?PORT$/.test(name) : name === asked;
    const files = folder.files.filter((path) => !path.includes('/'));
    for (const file of [
        ...files.filter((path) => /^\.env\.prod(uction)?$/.test(path)),
        ...files.filter((path) => exampleFile.test(path)).slice(0, 2),
    ]) {
        for (const { name, default: value, line } of exampleVariables(file, (await folder.text(file)) ?? '')) {
            if (isPort(name) && /^\d{2,5}$/.test(value ?? '')) {
                return { port: Number(value), file, line, ...(name !== 'PORT' && { variable: name }) };
            }
        }
    }
    return undefined;
}

/** The port in the environment files of the project that the entry itself loads by their names, when they agree on it. */
async function loadedPort(
    folder: Site['folder'],
    entry: string,
    text: string,
): Promise<{ port: number; file: string; line: number } | undefined> {
    const found: { port: number; file: string; line: number }[] = [];
    const named = [
        ...text.matchAll(/\bdotenv\b[\s\S]{0,20}?\.(?:config|load)\(\s*\{[^}]{0,300}?\bpath\s*:\s*['"`]\.?\/?([\w./-]+)['"`]/g),
    ].map((match) => match[1] ?? '');
    for (const file of [...new Set(named)].filter((path) => path !== entry && folder.has(path) && !/(^|\/)\.env$/.test(path))) {
        const shown = exampleVariables(file, (await folder.text(file)) ?? '').find(({ name }) => name === 'PORT');
        if (/^\d{2,5}$/.test(shown?.default ?? '')) {
            found.push({ port: Number(shown?.default), file, line: shown?.line ?? 1 });
        }
    }
    const [first] = found;
    return found.every(({ port }) => port === first?.port) ? first : undefined;
}

function healthRoute(file: string, text: string): { readonly path: string; readonly file: string; readonly line?: number } {
    const found = /["'`](\/(?:api\/)?(?:healthz?|health-check|healthcheck|livez|ready|readyz|ping|status))["'`]/.exec(text);
    return found === null ? { path: '/', file } : { path: found[1] ?? '/', file, line: text.slice(0, found.index).split('\n').length };
}

function blueprintOf(site: Site, manifest: PackageJson, manager: UsedManager, run: NodeRun): NodeBlueprint {
    const { folder, facts } = site;
    const all = { ...manifest.dependencies, ...manifest.devDependencies };
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare'].some((name) => name in manifest.scripts);
    const native = [
        'node-sass',
        'canvas',
        'bcrypt',
        'sqlite3',
        'better-sqlite3',
        'argon2',
        'libpq',
        're2',
        'isolated-vm',
        'zeromq',
        'kerberos',
        'serialport',
        'node-gyp',
        'pg-native',
        'utf-8-validate',
        'bufferutil',
    ];
    const prisma = 'prisma' in all || '@prisma/client' in all;
    const set = facts.overrides.startCommand;
    const files = ['package.json', manager.lock, '.npmrc', '.yarnrc', '.yarnrc.yml', 'pnpm-workspace.yaml', 'bunfig.toml'].filter(
        (file): file is string => file !== undefined && folder.has(file),
    );
    return {
        stack: 'node',
        version: facts.get('runtimeVersion') ?? '22',
        versionReason: versionReason(facts.best('runtimeVersion'), manifest),
        ...(facts.best('runtimeVersion')?.confidence === 'guess' && { engines: 'unasked' as const }),
        manager: manager.name,
        ...(manager.lock !== undefined && { lock: manager.lock }),
        ...(manager.missing !== undefined && { lockState: 'stale' as const }),
        ...(manager.peers !== undefined && { peers: manager.peers }),
        ...(manager.version !== undefined && { managerVersion: manager.version }),
        yarnBerry: folder.has('.yarnrc.yml') || /^[2-9]/.test(manager.version ?? '') ? 'berry' : 'classic',
        files,
        installNeeds:
            hooks ||
            manifest.hasWorkspaces === 'workspaces' ||
            folder.has('pnpm-workspace.yaml') ||
            folder.files.some((file) => file.startsWith('patches/'))
                ? 'sources'
                : 'manifests',
        hasDependencies: Object.keys(all).length > 0 ? 'dependencies' : 'none',
        ...(run.build !== undefined && { build: run.build }),
        buildEnv: {
            ...(needsOldOpenssl(all) && Number(facts.get('runtimeVersion') ?? '22') >= 17 && { NODE_OPTIONS: '--openssl-legacy-provider' }),
            ...run.buildEnv,
        },
        prisma: prisma ? 'prisma' : 'none',
        prune: run.keepsDevelopment === 'keep' || prisma ? 'keep' : 'prune',
        copies: run.copies,
        env: run.env,
        command: set ?? run.command,
        port: Number(facts.get('port')),
        buildPackages: native.some((name) => name in all) ? ['g++', 'make', 'python3'] : [],
        systemPackages: prisma ? ['openssl'] : [],
        serves: run.serves ?? 'app',
        ...(run.loopback !== undefined && { loopback: run.loopback }),
        ...(run.globals !== undefined && { globals: run.globals }),
        ...(run.adapter !== undefined && { adapter: run.adapter }),
        ...(run.buildsOn !== undefined && { buildsOn: run.buildsOn }),
        ...(prisma && isOldPrisma(all) && { debian: 'bullseye' as const }),
    };
}

/** Prisma before 3.13 has no engine for OpenSSL 3, which Debian 12 and later bring. */
function isOldPrisma(all: Readonly<Record<string, string>>): boolean {
    const [, major, minor] = /^\D*(\d+)\.(\d+)/.exec(all['@prisma/client'] ?? all.prisma ?? '') ?? [];
    return major !== undefined && (Number(major) < 3 || (Number(major) === 3 && Number(minor) < 13));
}

/** webpack 4 hashes with MD4, which OpenSSL 3 (Node 17 and later) refuses. */
function needsOldOpenssl(all: Readonly<Record<string, string>>): boolean {
    return (
        /^[~^]?[1-4]\./.test(all['react-scripts'] ?? '') ||
        /^[~^]?[1-4]\./.test(all.webpack ?? '') ||
        /^[~^]?[1-4]\./.test(all['@vue/cli-service'] ?? '') ||
        /^[~^]?[12]\./.test(all.nuxt ?? '')
    );
}

function withoutServer(site: Site, manifest: PackageJson): Detection {
    const library =
        manifest.published === 'published' ||
        (manifest.main !== undefined && manifest.isPrivate === 'public' && manifest.scripts.start === undefined);
    const certainty = library ? 30 : 6;
    site.facts.offer('language', 'JavaScript', { file: 'package.json' }, 'certain');
    return {
        kind: library ? 'library' : 'none',
        reason: library ? `it is the library ${manifest.name ?? ''}: nothing in it serves` : 'nothing in it listens on a port',
        findings: [],
        needs: noNeeds,
        edits: [],
        certainty,
    };
}
