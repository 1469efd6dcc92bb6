import { listsNothing } from '../../dockerfile/recipes/node';
import type { StartHint } from '../hints/startHint';
import { shellWord } from '../shellWord';
import type { Site } from '../stack';
import { findInText } from '../textLines';
import { angularBuild } from './angularBuild';
import { buildCommand } from './buildCommand';
import { cleanPath } from './cleanPath';
import { sourceOf } from './compiledSource';
import { viteOutput } from './bundlerOutput';
import { forwardedMember } from './forwardedMember';
import type { NodeFramework } from './nodeFrameworks';
import { findNodePort, portIn, resolveModule } from './nodePorts';
import type { NodeRun } from './nodeRun';
import { keyLine } from './packageJson';
import { nothingBeside, startedWith } from './startedWith';
import type { PackageJson } from './packageJson';

export interface BuiltServer extends NodeRun {
    readonly entry: string;
    readonly server: 'node' | 'serve' | 'bun';
    readonly place: { readonly file: string; readonly line?: number };
    /** Where the framework's settings say that it listens. */
    readonly stated?: { readonly port: number; readonly file: string; readonly line: number };
}

/** A script that ends with building: what goes on behind that publishes, previews or tests what was built. */
const builds = /(?:^|[\s&;])(?:vite|react-scripts|vue-cli-service|ng|parcel|gatsby|docusaurus|vitepress|astro|next|nuxt)\s+build\b[^&;|]*$/;

/** What makes a file of every page, so that a path without one is a mistake: no page of theirs shows what belongs there. */
const generators = new Set(['Next.js', 'Nuxt', 'SvelteKit', 'Astro', 'Qwik', 'Gatsby', 'Docusaurus', 'VitePress', 'Eleventy']);

/** What a framework's build leaves behind to be started. Undefined when there is no build to run. */
export async function builtServer(
    site: Site,
    manifest: PackageJson,
    name: string,
    framework: NodeFramework,
    start: StartHint | undefined,
): Promise<BuiltServer | undefined> {
    const { folder } = site;
    if (buildsMembers(manifest) && (manifest.hasWorkspaces === 'workspaces' || folder.has('pnpm-workspace.yaml'))) {
        return undefined; // the root of a workspace, whose build is the build of its members
    }
    const place = { file: 'package.json', line: keyLine(manifest.text, name) };
    const usual = ['build', 'build:prod', 'generate', 'heroku-postbuild'];
    // A build under a name of its own is known by the program that it runs.
    const own = Object.keys(manifest.scripts).find((script) => builds.test(manifest.scripts[script] ?? ''));
    const names = own === undefined || usual.some((script) => script in manifest.scripts) ? usual : [own];
    const run = buildCommand(manifest, names);
    const build = manifest.scripts[names.find((script) => script in manifest.scripts) ?? ''] ?? '';
    const all = { ...manifest.dependencies, ...manifest.devDependencies };
    const config = async (stem: string) => {
        const file = ['js', 'ts', 'mjs', 'mts', 'cjs'].map((ending) => `${stem}.${ending}`).find((path) => folder.has(path));
        return file === undefined ? undefined : { file, text: settingsCode((await folder.text(file)) ?? '') };
    };
    const server = (entry: string, more: Partial<BuiltServer> = {}): BuiltServer => ({
        entry,
        server: 'node',
        place,
        build: run ?? `exec ${name} build`,
        command: `exec node ${shellWord(entry)}`,
        keepsDevelopment: 'prune',
        env: { HOST: '0.0.0.0' },
        copies: [],
        ...more,
    });
    const files = (
        made: string,
        at: BuiltServer['place'] = place,
        holds: 'all pages' | 'one page' = generators.has(framework.name) ? 'all pages' : 'one page',
    ): BuiltServer => {
        const moved = movedTo(build, made);
        // What is made beside the app is served from within it; nothing can be told from what else is in the folders around it.
        const output = /^\.\.(\/\.\.)*$/.test(moved) ? 'dist' : moved;
        const directory = output.replace(/^(\.\.\/)+/, '');
        // Settings of the site's own for what serves it are in its folder.
        const settings = folder.files.some((file) => /^(public|static)\/serve\.json$/.test(file)) ? '' : `--config ${listsNothing} `;
        const unknown = holds === 'one page' ? '--single ' : settings;
        return {
            entry: `${directory}/index.html`,
            server: 'serve',
            place: at,
            build: run ?? 'run build',
            command: `exec serve ${unknown}--no-clipboard --listen tcp://0.0.0.0:$PORT ${shellWord(directory)}`,
            keepsDevelopment: 'prune',
            env: {},
            copies: [{ from: output, to: directory }],
            serves: 'files',
        };
    };
    // A server of the project's own in front of the framework (server.js with next()).
    const custom =
        /^(node|nodemon|node-dev)$/.test(start?.program ?? '') &&
        start?.target !== undefined &&
        !/(^|\/)(\.next|\.output|build|dist)\//.test(start.target)
            ? resolveModule(folder, start.target.replace(/^\.\//, ''))
            : framework.name === 'Next.js' && start?.target !== undefined && !/(^|\/)\.next\//.test(start.target)
              ? sourceOf(folder, cleanPath(start.target))
              : undefined;
    if (custom !== undefined) {
        // A script that names the compiled file means what the build makes beside the source.
        const named = start?.target?.replace(/^\.\//, '') ?? custom;
        const entry = /\.[mc]?js$/.test(named) && /\.[mc]?ts$/.test(custom) && run !== undefined ? named : custom;
        const { environment, flags, after } = start === undefined ? nothingBeside : startedWith(folder, manifest, start);
        return server(entry, {
            place: start ?? place,
            command: `exec ${environment === '' ? '' : `env ${environment}`}node ${flags}${shellWord(entry)}${after}`,
            ...(run === undefined && { build: undefined }),
        });
    }
    switch (framework.name) {
        case 'Next.js': {
            // Packages of components list it as well: an app has pages, or a script that runs it.
            if (
                !folder.files.some((file) => /^(src\/)?(app|pages)\//.test(file)) &&
                !Object.values(manifest.scripts).some((script) => /\bnext\b/.test(script))
            ) {
                return undefined;
            }
            const next = await config('next.config');
            const output = /\boutput\s*:\s*['"](standalone|export)['"]/.exec(next?.text ?? '')?.[1];
            if (output === 'export') {
                return files(/\bdistDir\s*:\s*['"]([\w./-]+)['"]/.exec(next?.text ?? '')?.[1] ?? 'out', next);
            }
            const hasPublic = folder.files.some((file) => file.startsWith('public/'));
            return output === 'standalone'
                ? server('.next/standalone/server.js', {
                      place: next ?? place,
                      command: 'exec node server.js',
                      env: { HOSTNAME: '0.0.0.0' },
                      copies: [
                          { from: '.next/standalone', to: '.' },
                          { from: '.next/static', to: '.next/static' },
                          ...(hasPublic ? [{ from: 'public', to: 'public' }] : []),
                      ],
                  })
                : server('next start', { command: 'exec node_modules/.bin/next start --hostname 0.0.0.0 --port $PORT', env: {} });
        }
        case 'Nuxt': {
            // Nuxt before its third major keeps its build where only its own command finds it.
            if (/^[~^]?[12]\./.test(all.nuxt ?? all['nuxt-edge'] ?? '')) {
                const nuxt = await config('nuxt.config');
                const program = /\bnuxt(-ts)?\s+(start|generate)\b/.exec(Object.values(manifest.scripts).join('\n'))?.[1] ?? '';
                return /\btarget\s*:\s*['"]static['"]/.test(nuxt?.text ?? '')
                    ? {
                          ...files(
                              'dist',
                              nuxt,
                              /\bssr\s*:\s*false\b|\bmode\s*:\s*['"]spa['"]/.test(nuxt?.text ?? '') ? 'one page' : 'all pages',
                          ),
                          build: 'generate' in manifest.scripts ? 'run generate' : 'exec nuxt generate',
                      }
                    : server(`nuxt${program} start`, { command: `exec node_modules/.bin/nuxt${program} start` });
            }
            const inner = /\bnuxti? (?:build|generate)\s+(?:\.\/)?(\w[\w./-]*)/.exec(manifest.scripts.build ?? '')?.[1]?.replace(/\/$/, '');
            const output = inner === undefined ? '.output' : `${inner}/.output`;
            const nuxt = await config('nuxt.config');
            const preset = nitroPreset(nuxt?.text ?? '');
            if (/nuxt(i)? generate/.test(manifest.scripts.build ?? '') || preset === 'static') {
                return files(`${output}/public`, place, /\bssr\s*:\s*false\b/.test(nuxt?.text ?? '') ? 'one page' : 'all pages');
            }
            return server(`${output}/server/index.mjs`, {
                copies: [{ from: output, to: output }],
                ...(preset === 'bun' && { server: 'bun', buildsOn: 'bun', command: `exec bun ${output}/server/index.mjs` }),
                ...(preset === 'foreign' && nuxt !== undefined && { adapter: { kind: 'nitro', settings: nuxt.file } }),
            });
        }
        case 'SvelteKit': {
            const svelte = await config('svelte.config');
            // Who keeps several adapters chooses by a variable when building.
            const hasNode = '@sveltejs/adapter-node' in all && (svelte === undefined || svelte.text.includes('adapter-node'));
            const foreign =
                /['"](@sveltejs\/adapter-(?:vercel|netlify|cloudflare(?:-workers)?)|svelte-adapter-(?:azure-swa|firebase|appengine|deno))['"]/.exec(
                    svelte?.text ?? '',
                )?.[1];
            const statesFiles = /['"]@sveltejs\/adapter-static['"]/.test(svelte?.text ?? '');
            // One that is listed and no longer named was left behind.
            const namesOther = foreign !== undefined || /['"]@sveltejs\/adapter-auto['"]/.test(svelte?.text ?? '');
            if ('@sveltejs/adapter-static' in all && !hasNode && (!namesOther || statesFiles)) {
                const isOne = /\bfallback\s*:\s*['"](?!404\.)/.test(svelte?.text ?? '');
                return files('build', place, isOne ? 'one page' : 'all pages');
            }
            if (hasNode) {
                const output = /\bout\s*:\s*['"](?:\.\/)?([\w][\w./-]{0,200}?)\/?['"]/.exec(svelte?.text ?? '')?.[1] ?? 'build';
                return server(`${output}/index.js`, { command: `exec node ${output}` });
            }
            if (/['"]svelte-adapter-bun['"]/.test(svelte?.text ?? '')) {
                return server('build/index.js', { server: 'bun', buildsOn: 'bun', command: 'exec bun build/index.js' });
            }
            // adapter-auto 3.2 and later makes a Node server when it thinks it builds for Google Cloud's buildpacks; an older one makes none.
            const auto = /^\D*(\d+)(?:\.(\d+))?/.exec(all['@sveltejs/adapter-auto'] ?? '');
            const old =
                auto !== null && (Number(auto[1]) < 3 || (/^\d|~/.test(auto.input) && Number(auto[1]) === 3 && Number(auto[2]) < 2));
            const kit = all['@sveltejs/kit'] ?? '';
            // What is written for SvelteKit 1 does not accept the releases before it; this is the one that accepts the last of them.
            const isCandidate = Number(/^\D*1\.0\.0-next\.(\d+)/.exec(kit)?.[1]) >= 587;
            const fitting = isCandidate ? '1.0.0-next.106' : /^\D*1\./.test(kit) ? '1' : '5';
            return server('build/index.js', {
                command: 'exec node build',
                ...((old || foreign !== undefined) && svelte !== undefined
                    ? {
                          adapter: {
                              kind: 'sveltekit',
                              replaces: foreign ?? '@sveltejs/adapter-auto',
                              add: `@sveltejs/adapter-node@${fitting}`,
                              settings: svelte.file,
                          },
                      }
                    : { buildEnv: { GCP_BUILDPACKS: 'true' } }),
            });
        }
        case 'React Router':
        case 'Remix': {
            const bin = framework.name === 'Remix' ? 'remix-serve' : 'react-router-serve';
            const stated = /(?:remix|react-router)-serve\s+(?:\.\/)?([\w./-]+\.js)/.exec(Object.values(manifest.scripts).join('\n'))?.[1];
            const viaVite = framework.name === 'React Router' || (await config('vite.config')) !== undefined;
            const entry = stated ?? (viaVite ? 'build/server/index.js' : 'build/index.js');
            // Remix takes its settings from Vite's, in which those of Vite itself go by the same name.
            const settings = await config(framework.name === 'Remix' ? 'vite.config' : 'react-router.config');
            const isPages =
                framework.name === 'Remix'
                    ? /\b(?:remix|vitePlugin)\(\s*\{(?:[^{}]|\{[^{}]{0,1000}\}){0,2000}?\bssr\s*:\s*false/
                    : /\bssr\s*:\s*false/;
            if (isPages.test(settings?.text ?? '')) {
                return files('build/client', settings);
            }
            const cut = settings?.text.includes('vercelPreset()') === true ? settings.file : undefined;
            return server(entry, {
                command: `exec node_modules/.bin/${bin} ./${entry}`,
                ...(cut !== undefined && { adapter: { kind: 'preset' as const, settings: cut } }),
            });
        }
        case 'Astro': {
            const astro = await config('astro.config');
            const isDynamic = /\boutput\s*:\s*['"](server|hybrid)['"]/.test(astro?.text ?? '');
            const namesCloud = /['"]@astrojs\/(vercel|netlify|cloudflare|deno)[\w/]*['"]|['"]@deno\/astro-adapter['"]/.test(
                astro?.text ?? '',
            );
            const isServer =
                '@astrojs/node' in all &&
                (isDynamic || /adapter\s*:/.test(astro?.text ?? '')) &&
                (!namesCloud || /['"]@astrojs\/node['"]/.test(astro?.text ?? ''));
            const line = findInText(astro?.text ?? '', /\bserver\s*:\s*\{[^{}]*?\bport\s*:\s*(\d{2,5})\b/);
            const computed = astro !== undefined && /\bserver\s*:/.test(astro.text) ? portIn(astro.text) : undefined;
            const port = line === undefined ? computed : { port: Number(line.match[1]), line: line.line };
            const stated =
                port === undefined || astro === undefined ? {} : { stated: { port: port.port, line: port.line, file: astro.file } };
            const major = Number(/^\D*(\d+)/.exec(all.astro ?? '')?.[1] ?? 5);
            // Before Astro 5 a site that is all static stays one, whatever its adapter.
            const foreign = namesCloud && (major >= 5 || isDynamic);
            if (foreign && !isServer && astro !== undefined) {
                const add = `@astrojs/node@${String(astroNode.get(major) ?? 'latest')}`;
                return server('dist/server/entry.mjs', { place: astro, ...stated, adapter: { kind: 'astro', add, settings: astro.file } });
            }
            return isServer
                ? server('dist/server/entry.mjs', { place: astro ?? place, ...stated })
                : { ...files(/\boutDir\s*:\s*['"]\.?\/?([\w/-]+)['"]/.exec(astro?.text ?? '')?.[1] ?? 'dist'), ...stated };
        }
        case 'Qwik': {
            const adapted = /(?:^|\s)node\s+(?:\.\/)?(server\/entry\.[\w-]+)(?:\.js)?(?:\s|$)/m.exec(
                Object.values(manifest.scripts).join('\n'),
            )?.[1];
            // What its server imports is listed with what only builds.
            return adapted === undefined ? files('dist') : server(`${adapted}.js`, { place: start ?? place, keepsDevelopment: 'keep' });
        }
        case 'TanStack Start':
            return server('.output/server/index.mjs', { copies: [{ from: '.output', to: '.output' }] });
        case 'SolidStart': {
            const solid = await config('app.config');
            const preset = /\bpreset\s*:\s*['"]([\w-]+)['"]/.exec(solid?.text ?? '')?.[1]?.replaceAll('_', '-');
            return preset !== undefined && makesFiles.test(preset)
                ? files('.output/public', solid, /\bssr\s*:\s*false\b/.test(solid?.text ?? '') ? 'one page' : 'all pages')
                : server('.output/server/index.mjs', { copies: [{ from: '.output', to: '.output' }] });
        }
        default:
            return run === undefined ? undefined : staticOutput(site, manifest, framework, files, server, config);
    }
}

/** True where a root's build is that of one member of its workspace, or of all of them. */
function buildsMembers(manifest: PackageJson): boolean {
    return (
        forwardedMember(manifest) !== undefined ||
        /^(?:pnpm\s+(?:run\s+)?(?:-r|--recursive)\b|(?:npx\s+)?(?:turbo|lerna|nx)\s|yarn\s+workspaces\s|npm\s[^&;|]*\s(?:-ws|--workspaces)\b)[^&;|]*$/.test(
            (manifest.scripts.build ?? '').trim(),
        )
    );
}

/** Where a build's script leaves what is made in a folder: it may name another one, or move that. */
function movedTo(script: string, made: string): string {
    // Those have a folder of their own.
    const withoutCompilers = script.replace(/(?:^|&&|;)\s*(?:npx\s+)?(?:tsc|vue-tsc|babel|swc|tsup|esbuild)\s[^&;|]*/g, '');
    const named =
        /\bBUILD_PATH=["']?(?:\.\/)?([\w./-]+)/.exec(script)?.[1] ??
        /\s--(?:outDir|out-dir|dist-dir)[ =](?:\.\/)?((?:\.\.\/){0,9}\w[\w./-]*)/.exec(withoutCompilers)?.[1];
    const place = (named ?? made).replace(/\/+$/, '');
    const moved = new RegExp(String.raw`\bmv\s+(?:-\w+\s+)*(?:\./)?${place}/?\s+(?:\./)?(\w[\w./-]*)`).exec(script)?.[1];
    return (moved ?? place).replace(/\/+$/, '');
}

/** Settings without their comments, which become spaces; unlike in most code, strings hold what looks like one (`'/api/**'`). */
function settingsCode(text: string): string {
    return text.replace(/\\.|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*/g, (match) =>
        match.startsWith('/') ? match.replace(/[^\n]/g, ' ') : match,
    );
}

/** The release of Astro's adapter for Node that goes with each major version of Astro. */
const astroNode: ReadonlyMap<number, number> = new Map([[2, 5], [3, 6], [4, 8], [5, 9], [6, 10]]); // prettier-ignore

/** For what Nuxt's settings have its server built: nothing said means Node; foreign: a cloud that alone can run what it makes. */
function nitroPreset(settings: string): 'node' | 'bun' | 'static' | 'foreign' {
    const preset =
        /\bnitro['"]?\s*:\s*\{[\s\S]{0,400}?\bpreset['"]?\s*:\s*['"]([\w-]+)['"]/.exec(settings)?.[1]?.replaceAll('_', '-') ?? 'node';
    return /^node(-server|-cluster)?$/.test(preset) ? 'node' : preset === 'bun' ? 'bun' : makesFiles.test(preset) ? 'static' : 'foreign';
}

/** Presets of Nitro that leave files and no server. */
const makesFiles = /^(static|github-pages|gitlab-pages|[\w-]+-static)$/;

async function staticOutput(
    { folder }: Site,
    manifest: PackageJson,
    framework: NodeFramework,
    files: (directory: string, at?: BuiltServer['place']) => BuiltServer,
    server: (entry: string, more?: Partial<BuiltServer>) => BuiltServer,
    config: (stem: string) => Promise<{ file: string; text: string } | undefined>,
): Promise<BuiltServer | undefined> {
    switch (framework.name) {
        case 'Create React App':
        case 'Docusaurus':
            return files('build');
        case 'Gatsby':
            return files('public');
        case 'Eleventy':
            return files('_site');
        case 'VitePress': {
            const root = /vitepress build\s+([\w./-]+)/.exec(manifest.scripts.build ?? manifest.scripts['docs:build'] ?? '')?.[1];
            return files(`${root === undefined ? '' : `${root}/`}.vitepress/dist`);
        }
        case 'Angular': {
            const angular = angularBuild((await folder.text('angular.json')) ?? '', manifest.name ?? 'app');
            if (angular === undefined) {
                return undefined;
            }
            const served = Object.values(manifest.scripts)
                .map((script) => /(?:^|\s)node\s+(?:\.\/)?(dist\/[\w./-]+\.m?js)(?:\s|$)/.exec(script)?.[1])
                .find((file) => file !== undefined);
            const own = ['src/server.ts', 'server.ts'].find((file) => folder.has(file));
            const rendersItself = own !== undefined && angular.rendersAt === 'request';
            const isServed = rendersItself || (served !== undefined && angular.hasServer);
            if (isServed) {
                const port = own === undefined ? undefined : await findNodePort(folder, own);
                return server(rendersItself ? `${angular.output}/server/server.mjs` : (served ?? ''), {
                    place: { file: 'angular.json' },
                    ...(port !== undefined && { stated: port }),
                    ...('build:ssr' in manifest.scripts && { build: 'run build:ssr' }),
                });
            }
            const started = /(?:^|\s)node\s+(?:\.\/)?(dist\/[\w./-]+\.[mc]?js)(?:\s|$)/.exec(manifest.scripts.start ?? '')?.[1];
            if (started !== undefined) {
                const made = own ?? folder.files.find((file) => /^apps\/[^/]+\/(src\/)?server\.ts$/.test(file));
                const port = made === undefined ? undefined : await findNodePort(folder, made);
                return server(started, {
                    place: { file: 'package.json', line: keyLine(manifest.text, 'start') },
                    ...(port !== undefined && { stated: port }),
                });
            }
            return files(angular.pages, { file: folder.has('angular.json') ? 'angular.json' : 'package.json' });
        }
        case 'Vite': {
            const vite = await config('vite.config');
            const isLibrary = /\blib\s*:\s*\{/.test(vite?.text ?? '');
            return isLibrary ? undefined : files(viteOutput(manifest.scripts.build ?? '', vite?.text ?? ''), vite);
        }
        case 'Parcel':
            return files('dist');
        case 'Rollup':
        case 'esbuild': {
            // Libraries use them as well: only a page beside the bundle makes a site.
            const page = ['public', 'dist', 'www', 'static'].find((directory) => folder.has(`${directory}/index.html`));
            return page === undefined ? undefined : files(page);
        }
        case 'webpack': {
            const hasPage =
                folder.files.some((file) => /(^|\/)index\.(html|ejs|hbs)$/.test(file)) || 'html-webpack-plugin' in manifest.devDependencies;
            return hasPage ? files('dist') : undefined;
        }
        default:
            return files('dist');
    }
}
