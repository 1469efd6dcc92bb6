import type { StartHint } from '../hints/startHint';
import type { Site } from '../stack';
import { cleanPath } from './cleanPath';
import { compiledByBabel, compiledPath, mainOutput, outputs, scriptOutput, sourceOf } from './compiledSource';
import { resolveModule } from './nodePorts';
import { placeOf } from './nodeReading';
import type { PackageJson } from './packageJson';
import { isDeveloping, runners } from './readStart';
import type { Script, ScriptBase } from './script';
import { startedWith } from './startedWith';
import { compiledBeside, keepsOwnNames, tscOutput } from './tscOutput';

/** The folders that Dockerfiles copy a project to. */
const imageFolder = /^\/(usr\/src\/app|usr\/app|home\/node\/app|opt\/app|srv\/app|app|workspace|code)\//;

/** The script that a start command gives to node, Bun or a runner of TypeScript: as it was written, or as a build makes it, with what stands beside it. */
export async function startedScript(
    folder: Site['folder'],
    manifest: PackageJson,
    start: StartHint,
    base: ScriptBase,
    build: string | undefined,
): Promise<Script | undefined> {
    const script = await namedScript(folder, manifest, start, base, build);
    // What is said to one program is not said to the other that runs the script instead.
    const isSame = start.program === 'node' ? script?.runner === undefined : script?.runner === `npx ${start.program}`;
    return script === undefined || script.server === 'bun' || !isSame
        ? script
        : { ...script, beside: startedWith(folder, manifest, start) };
}

async function namedScript(
    folder: Site['folder'],
    manifest: PackageJson,
    start: StartHint,
    base: ScriptBase,
    build: string | undefined,
): Promise<Script | undefined> {
    const named = start.target === '.' || start.target === './' ? (manifest.main ?? 'index.js') : start.target?.replace(/\/+$/, '');
    // An image that is built from the workspace's root names the script by its place there.
    const fromRoot = cleanPath(
        [start.directory, named?.replace(imageFolder, '')].filter((part) => part !== undefined && part !== '').join('/'),
    );
    const target = folder.path !== '' && fromRoot.startsWith(`${folder.path}/`) ? fromRoot.slice(folder.path.length + 1) : fromRoot;
    const resolved = resolveModule(folder, target);
    const server = start.program === 'bun' ? 'bun' : base.server;
    // What a runner is told to watch in an output folder is made from something else.
    const watched = runners.test(start.program) && outputs.test(target) && ![undefined, resolved].includes(sourceOf(folder, target));
    if (target !== '' && resolved !== undefined && !watched) {
        return writtenScript(folder, manifest, start, { ...base, server }, build, target, resolved);
    }
    // A start script may name what no build makes any more.
    const made = target === '' || sourceOf(folder, target) !== undefined ? undefined : mainOutput(manifest, folder);
    if (made !== undefined && build !== undefined) {
        return { ...base, ...made, place: placeOf(manifest, 'main'), confidence: 'likely', build };
    }
    return target === '' ? undefined : madeScript(folder, manifest, start, { ...base, server }, build, target);
}

/** A script that is there as the command names it, or the source that the compiler makes it from. */
async function writtenScript(
    folder: Site['folder'],
    manifest: PackageJson,
    start: StartHint,
    base: ScriptBase,
    build: string | undefined,
    target: string,
    resolved: string,
): Promise<Script> {
    if (/\.(m|c)?tsx?$/.test(resolved)) {
        const develops = isDeveloping(start) || start.source === 'processFile';
        // Node itself runs what the compiler leaves beside the source.
        const beside =
            start.program === 'node' && !/\.[mc]?tsx?$/.test(target) ? await compiledBeside(folder, manifest, resolved) : undefined;
        const compiles = build ?? (beside === undefined || !listsCompiler(manifest) ? undefined : 'exec tsc');
        const compiled =
            compiledPath(manifest, folder, resolved) ?? (develops ? await tscOutput(folder, manifest, resolved) : undefined) ?? beside;
        return base.server === 'bun'
            ? { ...base, entry: resolved, source: resolved, place: start, confidence: 'certain', build: undefined }
            : compiled !== undefined && compiles !== undefined
              ? { ...base, entry: compiled, source: resolved, place: start, confidence: 'likely', build: compiles }
              : {
                    ...base,
                    entry: resolved,
                    source: resolved,
                    place: start,
                    confidence: 'certain',
                    build: undefined,
                    runner: start.program === 'ts-node' ? 'npx ts-node' : 'npx tsx',
                };
    }
    const usesBabel = [start.program, ...start.words].some((word) => /^(babel-node|@babel\/node)$/.test(word));
    const compiled = usesBabel ? compiledByBabel(manifest, resolved) : undefined;
    if (compiled !== undefined && build !== undefined) {
        return { ...base, entry: compiled, source: resolved, place: start, confidence: 'likely', build };
    }
    // Build output that is committed is made anew all the same: it may be old.
    return {
        ...base,
        entry: resolved,
        source: resolved,
        place: start,
        confidence: 'certain',
        build,
        // npx would fetch a package of that name, whoever made it, where the project lists none that brings the program.
        ...(usesBabel && listsBabelNode(manifest) && { runner: 'npx babel-node' }),
    };
}

/** A script that is not there until the build makes it. */
async function madeScript(
    folder: Site['folder'],
    manifest: PackageJson,
    start: StartHint,
    base: ScriptBase,
    build: string | undefined,
    target: string,
): Promise<Script> {
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
        return { ...base, entry: written, source: source ?? written, place: start, confidence: 'likely', build };
    }
    // An image may copy what the build makes to its own root: a script names the place in the project.
    const inProject = elsewhere && build !== undefined ? scriptOutput(manifest, entry) : undefined;
    if (inProject !== undefined) {
        return { ...base, entry: inProject, source: source ?? inProject, place: start, confidence: 'likely', build };
    }
    // Of two places that are named, an image's and a script's, the compiler writes to one.
    const other = source !== undefined && /\.tsx?$/.test(source) && !elsewhere ? await tscOutput(folder, manifest, source) : undefined;
    if (
        other !== undefined &&
        other !== entry &&
        build !== undefined &&
        (folder.has('nest-cli.json') ||
            Object.values(manifest.scripts).some((script) => script.includes(other)) ||
            // A file beside the sources, such as a test runner's settings, moves all that the compiler writes one folder down.
            (other === entry.replace(/^([^/]+)\//, '$1/src/') && /^(?:npx )?tsc(?: -p \S+| --build)?$/.test(manifest.scripts.build ?? '')))
    ) {
        return { ...base, entry: other, source: source ?? other, place: start, confidence: 'likely', build };
    }
    if (source !== undefined && /\.tsx?$/.test(source) && start.program === 'node' && (await keepsOwnNames(folder, manifest, source))) {
        return { ...base, entry: source, source, place: start, confidence: 'likely', build: undefined, runner: 'npx tsx' };
    }
    // Who starts what the compiler writes may only ever watch it compile.
    const compiles = build === undefined && source !== undefined && /\.tsx?$/.test(source) && outputs.test(entry);
    if (compiles && !listsCompiler(manifest) && folder.has('tsconfig.json')) {
        // npx would fetch another package, which is called tsc as well.
        return { ...base, entry: source, source, place: start, confidence: 'likely', build: undefined, runner: 'npx tsx' };
    }
    return {
        ...base,
        entry,
        source: source ?? entry,
        place: start,
        confidence: 'certain',
        build: compiles && folder.has('tsconfig.json') ? 'exec tsc' : build,
    };
}

/** True where installing brings the TypeScript compiler. */
function listsCompiler({ dependencies, devDependencies }: PackageJson): boolean {
    return ['typescript', '@nestjs/cli', 'tsdx', 'gts'].some((name) => name in dependencies || name in devDependencies);
}

/** True where installing brings Babel's own runner. */
function listsBabelNode({ dependencies, devDependencies }: PackageJson): boolean {
    return ['@babel/node', 'babel-cli'].some((name) => name in dependencies || name in devDependencies);
}
