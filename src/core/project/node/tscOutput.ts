import { parse as parseJsonc } from 'jsonc-parser';
import type { Folder } from '../folder';
import type { PackageJson } from './packageJson';

/**
 * The file that the project's TypeScript compiler makes of a source, by its `outDir` and `rootDir`. Undefined when it writes nothing, when no script calls it,
 * or when the sources use names that only the compiler resolves (`paths`), which plain Node would not find.
 */
export async function tscOutput(folder: Folder, manifest: PackageJson, source: string): Promise<string | undefined> {
    const scripts = Object.values(manifest.scripts).join('\n');
    // Nest's own command calls the compiler, unless it is told to bundle or to use another one, and turns the names into paths.
    const nest = folder.has('nest-cli.json') && /\bnest build(?![^&|;]*--(webpack|builder))/.test(scripts);
    const usesTsc = nest && !/"(builder|webpack|entryFile|projects)"\s*:/.test((await folder.text('nest-cli.json')) ?? '');
    const base = record(parseJsonc((await folder.text('tsconfig.json')) ?? '') as unknown);
    const named = /\btsc\b[^&|;]*?\s(?:-p|--project|-b|--build)\s+(?:\.\/)?([\w./-]+\.json)\b/.exec(manifest.scripts.build ?? '')?.[1];
    const settings = usesTsc ? 'tsconfig.build.json' : named;
    const forBuild = settings === undefined ? {} : record(parseJsonc((await folder.text(settings)) ?? '') as unknown);
    const data = { ...base, ...forBuild };
    const options = { ...record(base.compilerOptions), ...record(forBuild.compilerOptions) };
    const out = folderOf(options.outDir);
    if (
        out === undefined ||
        options.noEmit === true ||
        !(usesTsc || /\btsc\b/.test(scripts)) ||
        (hasOwnNames(options.paths) && !usesTsc && !scripts.includes('tsc-alias'))
    ) {
        return undefined;
    }
    const root = folderOf(options.rootDir) ?? commonFolder(folder.files.filter((file) => isCompiled(file, data, out)));
    const inside = root === '' ? source : source.startsWith(`${root}/`) ? source.slice(root.length + 1) : undefined;
    return inside === undefined ? undefined : `${out}/${inside}`.replace(/\.([mc]?)tsx?$/, '.$1js');
}

/** True for names of the project's own that only the compiler resolves; those of installed packages Node finds as well. */
function hasOwnNames(paths: unknown): boolean {
    const targets = Object.values(record(paths)).flatMap((each): readonly unknown[] => (Array.isArray(each) ? each : [each]));
    return targets.some((each) => typeof each === 'string' && !/^(\.\/)?node_modules\//.test(each));
}

/** The file beside a source that the compiler makes when it is given no folder to write to. */
export async function compiledBeside(folder: Folder, manifest: PackageJson, source: string): Promise<string | undefined> {
    const options = record(record(parseJsonc((await folder.text('tsconfig.json')) ?? '') as unknown).compilerOptions);
    return options.outDir === undefined &&
        options.noEmit !== true &&
        folder.has('tsconfig.json') &&
        /\btsc\b/.test(manifest.scripts.build ?? '')
        ? source.replace(/\.([mc]?)tsx?$/, '.$1js')
        : undefined;
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
    return typeof value === 'string' ? value.replace(/^\.\/?/, '').replace(/\/+$/, '') : undefined;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}
