import type { Folder } from '../folder';
import { localImports, withoutComments } from './nodePorts';
import type { PackageJson } from './packageJson';

/** More files than a start imports by far; what lies behind them is not looked for. */
export const mostFiles = 200;

/** A statement at the beginning of its line, up to the first text in it, which is not looked for in the whole file. One further in may be done only while one develops. */
export const statements = /^((?:import|export|const|let|var|require)\b[^;'"]{0,1000})['"]([^'"\n]+)['"]/gm;

/** The package that a statement imports whenever its file is loaded; of types alone compiling leaves nothing. */
export function importedPackage(before: string, name: string): string | undefined {
    const [word = ''] = before.split(/[^a-z]/, 1);
    const loads =
        word === 'import'
            ? !/^import\s+type\b/.test(before)
            : word === 'export'
              ? /\bfrom\s*$/.test(before) && !/^export\s+type\b/.test(before)
              : /\brequire\(\s*$/.test(before);
    return loads ? /^(?:@[\w.-]+\/)?\w[\w.-]*/.exec(name)?.[0] : undefined;
}

/**
 * A package that the manifest lists for developing, and that what runs imports all the same when it starts: an image without it would not start. Imports of the
 * project's own files are followed from `entries`.
 */
export async function developingImport(folder: Folder, manifest: PackageJson, entries: readonly string[]): Promise<string | undefined> {
    const seen = new Set<string>();
    const waiting = [...entries];
    for (let file = waiting.shift(); file !== undefined && seen.size < mostFiles; file = waiting.shift()) {
        if (seen.has(file)) {
            continue;
        }
        seen.add(file);
        const code = withoutComments((await folder.text(file)) ?? '');
        for (const [, before = '', text = ''] of code.matchAll(statements)) {
            const name = importedPackage(before, text);
            if (name !== undefined && name in manifest.devDependencies && !(name in manifest.dependencies)) {
                return name;
            }
        }
        waiting.push(...localImports(folder, file, code));
    }
    return undefined;
}
