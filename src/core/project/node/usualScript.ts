import type { Site } from '../stack';
import { cleanPath } from './cleanPath';
import { compiledPath, mainOutput } from './compiledSource';
import { localImports, resolveModule, withoutComments } from './nodePorts';
import { placeOf } from './nodeReading';
import type { PackageJson } from './packageJson';
import { opensPort } from './readStart';
import type { Script, ScriptBase } from './script';
import { statedOutput, tscOutput } from './tscOutput';

/** What gives something to those that import it: a file that gives nothing is a program. */
export const exportsNames = /^\s*export\s|\bmodule\.exports\b|\bexports\.\w/m;

/** What the manifest calls its main file, or a script of a usual name. */
export async function usualScript(
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
    const usual = names.map((name) => resolveModule(folder, name)).filter((file) => file !== undefined && isOwn(file));
    const found = main ?? (await importerAmong(folder, usual)) ?? (await onlyOpener(folder));
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

/** The first of some scripts, or the one of them that imports it: what is imported is not what is started. */
async function importerAmong(folder: Site['folder'], scripts: readonly (string | undefined)[]): Promise<string | undefined> {
    const files = scripts.filter((file): file is string => file !== undefined);
    const [first, ...others] = files;
    for (const other of first === undefined ? [] : others) {
        const code = withoutComments((await folder.text(other)) ?? '');
        // What hands on what it imports is a function of a platform's, or a name for it.
        const handsOn = exportsNames.test(code) && !opensPort.test(code);
        if (!handsOn && localImports(folder, other, code).includes(first ?? '')) {
            return other;
        }
    }
    return first;
}

/** More sources than anybody looks through for the one that opens a port. */
const mostSearched = 80;

/** The one script of a project that opens a port, whatever it is called; undefined where several do. */
async function onlyOpener(folder: Site['folder']): Promise<string | undefined> {
    // A folder with a manifest of its own is another project's.
    const others = folder.files.filter((file) => file.endsWith('/package.json')).map((file) => file.slice(0, -'package.json'.length));
    const sources = folder.files.filter(
        (file) => /(?<!\.d)\.(m|c)?[jt]s$/.test(file) && !notStarted.test(file) && !others.some((other) => file.startsWith(other)),
    );
    const openers: string[] = [];
    for (const file of sources.length > mostSearched ? [] : sources) {
        if (opensPort.test(withoutComments((await folder.text(file)) ?? ''))) {
            openers.push(file);
        }
    }
    return openers.length === 1 ? openers[0] : undefined;
}

/** Where pages, tests, tools and examples are. */
const notStarted =
    /(^|\/)(node_modules|public|static|assets|client|frontend|web|www|dist|build|coverage|docs?|examples?|samples?|demos?|scripts?|tools?|tests?|__tests__|spec|e2e|mocks?|fixtures)\/|\.(test|spec|config|stories)\.\w+$/i;
