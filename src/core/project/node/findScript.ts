import type { StartHint } from '../hints/startHint';
import type { Site } from '../stack';
import { buildCommand } from './buildCommand';
import { cleanPath } from './cleanPath';
import { compiledPath, mainOutput, nxBuild, sourceOf } from './compiledSource';
import { nestWorkspace } from './nestApps';
import { resolveModule } from './nodePorts';
import { placeOf } from './nodeReading';
import type { PackageJson } from './packageJson';
import { runners } from './readStart';
import type { Script, ScriptBase } from './script';
import { startedScript } from './startedScript';
import { statedOutput, tscOutput } from './tscOutput';

/** The script that serves, by what was set by hand, by the workspace's settings, by the start command, at last by the usual names. */
export async function findScript(site: Site, manifest: PackageJson, start: StartHint | undefined): Promise<Script | undefined> {
    const { folder, facts } = site;
    const set = facts.overrides.entry;
    const base = { flags: '', server: facts.overrides.server === 'bun' ? ('bun' as const) : ('node' as const) };
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
            return script;
        }
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

/** What the manifest calls its main file, or a script of a usual name. */
async function usualScript(
    folder: Site['folder'],
    manifest: PackageJson,
    base: ScriptBase,
    build: string | undefined,
): Promise<Script | undefined> {
    const main = [manifest.main, manifest.module]
        .map((path) => (path === undefined ? undefined : resolveModule(folder, cleanPath(path))))
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
        return made === undefined ? undefined : { ...base, ...made, place: placeOf(manifest, 'main'), confidence: 'guess', build };
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

/** The command that makes what runs. */
function buildScript(manifest: PackageJson): string | undefined {
    return buildCommand(manifest, ['build', 'heroku-postbuild', 'compile', 'build:prod', 'tsc', 'build:ts', 'build:server']);
}
