import type { Folder } from './folder';
import { oldTool } from './node/nodeVersion';
import { readPackageJson } from './node/packageJson';

/** Scripts and styles that one folder's build writes into the app around it. */
export interface BundledAssets {
    /** The folder with the package.json, relative to the app's root; '' is the root. */
    readonly folder: string;
    /** Where its bundler writes to, relative to the app's root. */
    readonly output: string;
    /** How its packages are installed, and the files that say so. */
    readonly install: 'npm ci' | 'npm install' | 'yarn install --frozen-lockfile';
    readonly files: readonly string[];
    /** The major of Node that builds it. */
    readonly node: string;
}

const settings = /^(webpack(\.[\w-]+)?|vite|rollup|vue|rspack)(\.config)?(\.[\w-]+)?\.[cm]?[jt]s$/;
const stated =
    /\b(?:outDir|outputDir|path)\s{0,4}:\s{0,4}(?:(?:path\.)?(?:resolve|join)\(\s{0,4}__dirname\s{0,4},\s{0,4})?((?:['"][\w./-]{1,80}['"]\s{0,4},?\s{0,4}){1,6})/;
const told = /(?:--out-?dir|--output-path|--dist-dir|\bBUILD_PATH)[ =]['"]?([\w./-]{1,80})/i;

/** What the build of a folder writes into the app around it, by its bundler's settings or its build script; undefined when it keeps it to itself. */
export async function bundledInto(root: Folder, folder: string): Promise<BundledAssets | undefined> {
    const inside = (name: string) => (folder === '' ? name : `${folder}/${name}`);
    const manifest = root.has(inside('package.json')) ? await readPackageJson(folder === '' ? root : root.child(folder)) : undefined;
    const script = manifest?.scripts.build;
    if (manifest === undefined || script === undefined) {
        return undefined;
    }
    const names = root.files.filter((file) => file.startsWith(inside('')) && settings.test(file.slice(inside('').length))).slice(0, 6);
    const texts = await Promise.all(names.map(async (file) => (await root.text(file)) ?? ''));
    const written = [told.exec(script)?.[1], ...texts.map((text) => joined(stated.exec(text)?.[1]))].find((path) => path !== undefined);
    const output = written === undefined ? undefined : below(folder, written);
    if (output === undefined || output === '' || output === folder || (folder !== '' && output.startsWith(`${folder}/`))) {
        return undefined;
    }
    const lock = ['package-lock.json', 'yarn.lock'].find((name) => root.has(inside(name)));
    const webpack = /(\d+)/.exec({ ...manifest.dependencies, ...manifest.devDependencies }.webpack ?? '')?.[1];
    return {
        folder,
        output,
        install: lock === undefined ? 'npm install' : lock === 'yarn.lock' ? 'yarn install --frozen-lockfile' : 'npm ci',
        files: [inside('package.json'), ...(lock === undefined ? [] : [inside(lock)])],
        // webpack before 5 makes its hashes with what newer releases of Node no longer have.
        node: String(oldTool(manifest)?.newest ?? (webpack !== undefined && Number(webpack) < 5 ? 16 : 22)),
    };
}

/** `'..', 'static'` as a path. */
function joined(words: string | undefined): string | undefined {
    return words === undefined ? undefined : [...words.matchAll(/['"]([^'"]+)['"]/g)].map(([, part = '']) => part).join('/');
}

/** A path that is written from a folder, from the root; undefined when it leaves it. */
function below(folder: string, path: string): string | undefined {
    const parts = folder === '' ? [] : folder.split('/');
    for (const part of path.startsWith('/') ? [] : path.split('/')) {
        if (part === '..' && parts.pop() === undefined) {
            return undefined;
        }
        if (!['', '.', '..'].includes(part)) {
            parts.push(part);
        }
    }
    return path.startsWith('/') ? undefined : parts.join('/');
}
