import type { Site } from '../stack';
import type { PackageJson } from './packageJson';
import { nodemonCommand, readStart } from './readStart';
import type { Script, ScriptBase } from './script';
import { startedScript } from './startedScript';
import { tscOutput } from './tscOutput';
import { usualScript } from './usualScript';

/** Programs whose own settings say which file they write: what they make cannot be known from the sources. */
const writers =
    /\b(webpack|rollup|rolldown|rspack|rsbuild|rslib|esbuild|tsup|tsdown|unbuild|pkgroll|ncc|parcel|vite|swc|babel|gulp|grunt|nest|nx|turbo|lerna|bun build|microbundle|browserify|coffee|make|\w+\.sh|build\.\w+)\b/;

/** Scripts of a manifest that prepare what is started, and programs that run a script of the project's own, which may write any file. */
const prepares = /build|bundle|compile|dist|prepare|install|make/i;
const runsOwn = /(?:^|[\s;&|])(?:node|tsx|ts-node|bun|deno run|zx)\s+[^\s&|;]/;

/** True for a script that is not there, and that nothing which the project says would make: a start script that was forgotten. */
export async function isGone(folder: Site['folder'], manifest: PackageJson, script: Script): Promise<boolean> {
    if (script.entry.startsWith('../')) {
        return true;
    }
    if (
        folder.has(script.source) ||
        writers.test(Object.values(manifest.scripts).join('\n')) ||
        Object.entries(manifest.scripts).some(([name, command]) => prepares.test(name) && runsOwn.test(command))
    ) {
        return false;
    }
    const stem = stemOf(script.entry);
    const alike = folder.files.filter((file) => /\.[mc]?[jt]sx?$/.test(file) && stemOf(file) === stem);
    const made = await Promise.all(alike.map((file) => tscOutput(folder, manifest, file)));
    return !made.includes(script.entry);
}

/** The script that another of the package's scripts starts, or its main file, instead of one that is gone. */
export async function scriptInstead(
    site: Site,
    manifest: PackageJson,
    base: ScriptBase,
    build: string | undefined,
): Promise<Script | undefined> {
    const { folder } = site;
    const alone = { ...site, hints: { ...site.hints, commands: [] } };
    const nodemon = await nodemonCommand(folder);
    for (const name of ['start:prod', 'start', 'serve', 'server', 'prod', 'dev', 'start:dev', 'develop', 'watch']) {
        const start = readStart(alone, manifest, nodemon, [name]);
        const script = start === undefined ? undefined : await startedScript(folder, manifest, start, base, build);
        if (script !== undefined && folder.has(script.source)) {
            return script;
        }
    }
    const usual = await usualScript(folder, manifest, base, build);
    return usual !== undefined && folder.has(usual.source) ? usual : undefined;
}

function stemOf(path: string): string {
    return (path.split('/').at(-1) ?? path).replace(/\.\w+$/, '');
}
