import type { StartHint } from '../hints/startHint';
import type { Site } from '../stack';
import { buildCommand } from './buildCommand';
import { cleanPath } from './cleanPath';
import { nxBuild, sourceOf } from './compiledSource';
import { nestWorkspace } from './nestApps';
import { resolveModule } from './nodePorts';
import { placeOf } from './nodeReading';
import type { PackageJson } from './packageJson';
import { runners } from './readStart';
import type { Script, ScriptBase } from './script';
import { isGone, scriptInstead } from './scriptInstead';
import { startedScript } from './startedScript';
import { tscOutput } from './tscOutput';
import { usualScript } from './usualScript';

/** The script that serves, by what was set by hand, by the workspace's settings, by the start command, at last by the usual names. */
export async function findScript(site: Site, manifest: PackageJson, start: StartHint | undefined): Promise<Script | undefined> {
    const { folder, facts } = site;
    const set = facts.overrides.entry;
    const base = { server: facts.overrides.server === 'bun' ? ('bun' as const) : ('node' as const) };
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
    if (nx !== undefined && resolveModule(folder, cleanPath(start?.target ?? '')) === undefined) {
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
        const script = await startedScript(folder, manifest, start, base, build);
        if (script !== undefined) {
            return (await isGone(folder, manifest, script)) ? ((await scriptInstead(site, manifest, base, build)) ?? script) : script;
        }
    }
    const own = start === undefined ? undefined : await ownProgram(folder, manifest, start);
    if (start !== undefined && own !== undefined) {
        return { ...base, entry: own, source: own, place: start, confidence: 'certain', build };
    }
    if (start?.program === 'nest' || folder.has('nest-cli.json')) {
        return {
            ...base,
            entry: (await tscOutput(folder, manifest, 'src/main.ts')) ?? 'dist/main.js',
            source: 'src/main.ts',
            place: placeOf(manifest, 'start'),
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
        return toolScript(folder, manifest, start, base, build);
    }
    return usualScript(folder, manifest, base, build);
}

/** A file of the project that a script starts as a program, and that asks for node itself: `"start": "./bin/shop"`. */
async function ownProgram(folder: Site['folder'], manifest: PackageJson, { program }: StartHint): Promise<string | undefined> {
    const named = Object.values(manifest.scripts).flatMap((script) => script.split(/\s+/).filter((word) => word.endsWith(`/${program}`)));
    const file = named.map(cleanPath).find((path) => folder.has(path));
    return file !== undefined && /^#!.*\bnode\b/.test((await folder.text(file)) ?? '') ? file : undefined;
}

/** A program of the project's packages that serves by itself, such as json-server, with the script that it is given. */
function toolScript(folder: Site['folder'], manifest: PackageJson, start: StartHint, base: ScriptBase, build: string | undefined): Script {
    const script =
        ['keystone.ts', 'keystone.js'].find((file) => start.program.startsWith('keystone') && folder.has(file)) ??
        start.words.findLast((word) => /\.(m|c)?[jt]s$/.test(word)) ??
        (start.program === 'strapi' ? undefined : start.target) ??
        (start.program === 'micro' ? (manifest.main ?? 'index.js') : undefined);
    return {
        ...base,
        entry: start.program === 'strapi' ? 'strapi start' : cleanPath(script ?? 'package.json'),
        source: cleanPath(script ?? 'package.json'),
        place: start,
        confidence: 'likely',
        build,
        command: `npx ${[start.program, ...start.words].join(' ')}${start.program === 'micro' ? ' --listen tcp://0.0.0.0:$PORT' : ''}`,
    };
}

/** The command that makes what runs. */
function buildScript(manifest: PackageJson): string | undefined {
    return buildCommand(manifest, ['build', 'heroku-postbuild', 'compile', 'build:prod', 'tsc', 'build:ts', 'build:server']);
}
