import { parse as parseJsonc } from 'jsonc-parser';
import { judgePath, parseIgnore } from '../../dockerfile/ignore';
import type { Folder } from '../folder';
import { localImports, withoutComments } from './nodePorts';
import type { PackageJson } from './packageJson';

/**
 * The file that the project's TypeScript compiler makes of a source, by its `outDir` and `rootDir`. Undefined when it writes nothing, when no script calls it,
 * or when the sources use names that only the compiler resolves (`paths`), which plain Node would not find.
 */
export async function tscOutput(folder: Folder, manifest: PackageJson, source: string): Promise<string | undefined> {
    const scripts = Object.values(manifest.scripts).join('\n');
    // Nest's own command calls the compiler, unless it is told to bundle or to use another one, and turns the names into paths.
    const nest = folder.has('nest-cli.json') && /\bnest build(?![^&|;]*--(webpack|builder))/.test(scripts);
    const usesTsc =
        nest && !/"(webpack|projects)"\s*:|"(builder|type)"\s*:\s*"(webpack|swc|rspack)"/.test((await folder.text('nest-cli.json')) ?? '');
    const base = record(parseJsonc((await folder.text('tsconfig.json')) ?? '') as unknown);
    const named = /\btsc\b[^&|;]*?\s(?:-p|--project|-b|--build)\s+(?:\.\/)?([\w./-]+\.json)\b/.exec(manifest.scripts.build ?? '')?.[1];
    const settings = usesTsc ? 'tsconfig.build.json' : named;
    const forBuild = settings === undefined ? {} : record(parseJsonc((await folder.text(settings)) ?? '') as unknown);
    const data = { ...base, ...forBuild };
    const options = { ...record(base.compilerOptions), ...record(forBuild.compilerOptions) };
    const out = folderOf(options.outDir);
    if (out === undefined || options.noEmit === true || !(usesTsc || /\btsc\b/.test(scripts))) {
        return undefined;
    }
    const compiled = await inImage(
        folder,
        folder.files.filter((file) => isCompiled(file, data, out)),
        source,
    );
    if (
        !usesTsc &&
        !scripts.includes('tsc-alias') &&
        !/"imports"\s*:/.test(manifest.text) &&
        (await usesOwnNames(folder, compiled, options.paths))
    ) {
        return undefined;
    }
    const root = folderOf(options.rootDir) ?? commonFolder(compiled);
    const above = /^\.\.(\/\.\.)*$/.test(root) ? root.split('/').length : 0;
    const inside =
        above > 0
            ? belowFolderAbove(folder, above, source)
            : root === ''
              ? source
              : source.startsWith(`${root}/`)
                ? source.slice(root.length + 1)
                : undefined;
    return inside === undefined ? undefined : `${out}/${inside}`.replace(/\.([mc]?)tsx?$/, '.$1js');
}

/**
 * The file that the compiler makes of a source where nothing but it builds, and its settings state both folders: what the manifest's `main` says of it was
 * perhaps never tried.
 */
export async function statedOutput(folder: Folder, manifest: PackageJson, source: string): Promise<string | undefined> {
    const options = record(record(parseJsonc((await folder.text('tsconfig.json')) ?? '') as unknown).compilerOptions);
    return typeof options.outDir === 'string' &&
        typeof options.rootDir === 'string' &&
        /^(?:npx )?tsc(?: -p \.| --build)?$/.test(manifest.scripts.build ?? '')
        ? tscOutput(folder, manifest, source)
        : undefined;
}

/** A source as the folder so many levels above its project names it; undefined where that folder is above all that is looked at. */
function belowFolderAbove(folder: Folder, levels: number, source: string): string | undefined {
    const parts = folder.path === '' ? [] : folder.path.split('/');
    return parts.length < levels ? undefined : [...parts.slice(parts.length - levels), source].join('/');
}

/** True for sources that import by names of the project's own, which only the compiler resolves; those of installed packages Node finds as well. */
async function usesOwnNames(folder: Folder, sources: readonly string[], paths: unknown): Promise<boolean> {
    const imports = importsOf(paths);
    if (imports === undefined) {
        return false;
    }
    // Of a larger project it is taken for granted.
    if (sources.length > 60) {
        return true;
    }
    const texts = await Promise.all(sources.map(async (file) => (await folder.text(file)) ?? ''));
    return texts.some((text) => imports.test(text));
}

/** How sources import by the names of the compiler's settings; undefined where it has none. Those of installed packages Node finds as well. */
function importsOf(paths: unknown): RegExp | undefined {
    const own = Object.entries(record(paths)).filter(([, targets]) =>
        (Array.isArray(targets) ? targets : [targets]).some(
            (each: unknown) => typeof each === 'string' && !/^(\.\/)?node_modules\//.test(each),
        ),
    );
    const names = own.map(([name]) => name.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replace(String.raw`\*`, String.raw`[^'"]*`));
    return names.length === 0 ? undefined : new RegExp(String.raw`(?:from|import|require\()\s*\(?['"](?:${names.join('|')})['"]`);
}

/**
 * True where the program that the compiler makes of a source would not start: its files import by names that only the compiler resolves, and nothing that the
 * manifest says turns them into paths.
 */
export async function keepsOwnNames(folder: Folder, manifest: PackageJson, source: string): Promise<boolean> {
    const { paths } = record(record(parseJsonc((await folder.text('tsconfig.json')) ?? '') as unknown).compilerOptions);
    const imports = importsOf(paths);
    if (imports === undefined || !onlyCompiles.test(manifest.scripts.build ?? '') || resolvesNames.test(manifest.text)) {
        return false;
    }
    const seen = new Set<string>();
    const waiting = [source];
    for (let file = waiting.shift(); file !== undefined && seen.size < 60; file = waiting.shift()) {
        if (!seen.has(file)) {
            seen.add(file);
            const code = withoutComments((await folder.text(file)) ?? '').replace(
                /^(?:import|export)\s+type\s[^;'"]{0,600}['"][^'"\n]*['"]/gm,
                '',
            );
            if (imports.test(code)) {
                return true;
            }
            waiting.push(...localImports(folder, file, code));
        }
    }
    return false;
}

/** A build that is the compiler's alone, and what clears its output or makes a client before it. */
const onlyCompiles =
    /^(?:(?:npx )?(?:rm|rimraf|del|prisma)\b[^&|;]*&&\s*)*(?:npx )?tsc(?:\s+(?:-p|--project|-b|--build)\s+\S+|\s+--build)?$/;

/** What turns the compiler's names into paths, or is read by Node itself. */
const resolvesNames =
    /tsc-alias|tspath|ts-paths|tsconfig-paths\/register|resolve-tspaths|tscpaths|ts-patch|ttypescript|transform-paths|module-alias|_moduleAliases|"imports"\s*:/;

/** The file beside a source that the compiler makes when it is given no folder to write to. */
export async function compiledBeside(folder: Folder, manifest: PackageJson, source: string): Promise<string | undefined> {
    const options = record(record(parseJsonc((await folder.text('tsconfig.json')) ?? '') as unknown).compilerOptions);
    return options.outDir === undefined &&
        options.noEmit !== true &&
        folder.has('tsconfig.json') &&
        /\btsc\b/.test(manifest.scripts.build ?? manifest.scripts.start ?? '')
        ? source.replace(/\.([mc]?)tsx?$/, '.$1js')
        : undefined;
}

/** The sources that the project's own .dockerignore lets into an image; all of them where it keeps out the one that is started, too, or cannot be read. */
async function inImage(folder: Folder, sources: readonly string[], started: string): Promise<readonly string[]> {
    const text = await folder.text('.dockerignore');
    try {
        const rules = parseIgnore(text ?? '');
        const kept = rules.length === 0 ? sources : sources.filter((file) => !judgePath(rules, file).ignored);
        return kept.includes(started) ? kept : sources;
    } catch {
        return sources;
    }
}

/** True for a source that the compiler's `include` and `exclude` leave in. */
function isCompiled(file: string, data: Readonly<Record<string, unknown>>, out: string): boolean {
    const below = (list: unknown, otherwise: readonly string[]) =>
        (Array.isArray(list) ? list.filter((each): each is string => typeof each === 'string') : otherwise).some((pattern) => {
            const folder = pattern
                .replace(/^\.\//, '')
                .replace(/\/?\*.*$/, '')
                .replace(/\/+$/, '');
            return folder === ''
                ? !pattern.startsWith('**/') || file.endsWith(pattern.replace(/^.*\*/, ''))
                : file === folder || file.startsWith(`${folder}/`);
        });
    return (
        /\.[mc]?tsx?$/.test(file) &&
        !/\.d\.[mc]?ts$/.test(file) &&
        !file.startsWith(`${out}/`) &&
        below(data.include ?? data.files, ['']) &&
        !below(data.exclude, ['node_modules'])
    );
}

function commonFolder(files: readonly string[]): string {
    const above = (path: string) => path.slice(0, Math.max(path.lastIndexOf('/'), 0));
    let shared = above(files[0] ?? '');
    for (const file of files) {
        while (shared !== '' && !file.startsWith(`${shared}/`)) {
            shared = above(shared);
        }
    }
    return shared;
}

function folderOf(value: unknown): string | undefined {
    return typeof value === 'string' ? value.replace(/^\.(?:\/|$)/, '').replace(/\/+$/, '') : undefined;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}
