import type { Site } from '../stack';
import { cleanPath } from './cleanPath';
import { resolveModule } from './nodePorts';
import type { PackageJson } from './packageJson';

/** The folders that builds write to. */
export const outputs = /^(\.\/)?(dist|build|lib|out|output|\.build|public\/build|compiled|built|prod|bin)\//;

/** Where Nx puts what it builds from an app's main file, by its project.json. */
export async function nxBuild(folder: Site['folder']): Promise<{ entry: string; source: string } | undefined> {
    const text = folder.has('nx.json') ? await folder.text('project.json') : undefined;
    const field = (name: string) => new RegExp(String.raw`"${name}"\s*:\s*"([\w./-]+)"`).exec(text ?? '')?.[1];
    const output = field('outputPath');
    const source = field('main');
    if (output === undefined || source === undefined || !folder.has(source)) {
        return undefined;
    }
    return { entry: `${output}/${(source.split('/').at(-1) ?? 'main').replace(/\.\w+$/, '.js')}`, source };
}

/** The output folder's file of that path that a script starts. */
export function scriptOutput(manifest: PackageJson, path: string): string | undefined {
    return Object.values(manifest.scripts)
        .flatMap((script) => script.split(/\s+/))
        .map((word) => cleanPath(word))
        .find((word) => outputs.test(word) && word.endsWith(`/${path}`));
}

/** The source that a compiled path is made from. */
export function sourceOf(folder: Site['folder'], entry: string): string | undefined {
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
export function compiledByBabel(manifest: PackageJson, source: string): string | undefined {
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
export function compiledPath(manifest: PackageJson, folder: Site['folder'], source: string): string | undefined {
    if (manifest.main !== undefined && outputs.test(manifest.main) && sourceOf(folder, cleanPath(manifest.main)) === source) {
        return cleanPath(manifest.main);
    }
    return undefined;
}

/** What the manifest's `main` names when a build makes it. */
export function mainOutput(manifest: PackageJson, folder: Site['folder']): { entry: string; source: string } | undefined {
    const entry = cleanPath(manifest.main ?? '');
    const source = outputs.test(entry) ? sourceOf(folder, entry) : undefined;
    return source === undefined ? undefined : { entry, source };
}
