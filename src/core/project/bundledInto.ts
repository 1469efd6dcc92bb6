import type { NodeInstall } from '../dockerfile/recipes/node';
import type { Folder } from './folder';
import { outputIn, viteRoot } from './node/bundlerOutput';
import { findManager } from './node/nodeManager';
import { withoutComments } from './node/nodePorts';
import { defaultNode, majorFor, oldTool } from './node/nodeVersion';
import { readPackageJson } from './node/packageJson';
import type { PackageJson } from './node/packageJson';
import { pathInside } from './normalPath';

/** Scripts and styles that one folder's build writes into the app around it. */
export interface BundledAssets {
    /** The folder with the package.json, relative to the app's root; '' is the root. */
    readonly folder: string;
    /** The folder or the one file that its bundler writes, relative to the app's root. */
    readonly output: string;
    /** How its packages are installed; the files are named from the app's root. */
    readonly install: NodeInstall;
}

const settings = /^(webpack(\.[\w-]+)?|vite|rollup|vue|rspack)(\.config)?(\.[\w-]+)?\.[cm]?[jt]s$/;
/** The one file that Tailwind, esbuild, PostCSS or Sass make. */
const toldFile =
    /(?:\s--?o(?:ut(?:put|-?file)?)?[ =]|\bsass\s(?:--\S+\s+){0,9}[\w./-]{1,80}\.s[ac]ss[ :])['"]?([\w./-]{1,80}\.(?:css|m?js))(?=['"\s]|$)/;
const told = /(?:--out-?dir|--output-path|--dist-dir|\bBUILD_PATH)[ =]['"]?([\w./-]{1,80})/i;

/** What the build of a folder writes into the app around it, by its bundler's settings or its build script; undefined when it keeps it to itself. */
export async function bundledInto(root: Folder, folder: string): Promise<BundledAssets | undefined> {
    const inside = (name: string) => (folder === '' ? name : `${folder}/${name}`);
    const own = folder === '' ? root : root.child(folder);
    const manifest = root.has(inside('package.json')) ? await readPackageJson(own) : undefined;
    const script = manifest?.scripts.build;
    if (manifest === undefined || script === undefined) {
        return undefined;
    }
    const names = root.files.filter((file) => file.startsWith(inside('')) && settings.test(file.slice(inside('').length))).slice(0, 6);
    const texts = await Promise.all(names.map(async (file) => withoutComments((await root.text(file)) ?? '')));
    const base = viteRoot(script, texts);
    const run = withRunScripts(manifest.scripts, script);
    const written = [told.exec(run)?.[1], toldFile.exec(run)?.[1], ...texts.map((text) => outputIn(text, base))].find(
        (path) => path !== undefined,
    );
    const output = written === undefined ? undefined : below(folder, written);
    if (output === undefined || output === '' || output === folder || (folder !== '' && output.startsWith(`${folder}/`))) {
        return undefined;
    }
    const install = await installOf(own, manifest);
    return { folder, output, install: { ...install, files: install.files.map(inside) } };
}

/** A script with those that it runs in turn. */
function withRunScripts(scripts: Readonly<Record<string, string>>, script: string): string {
    const inner = [...script.matchAll(/\b(?:npm|pnpm|yarn|bun)\s+run\s+(?:-s\s+|--silent\s+)?([\w:.-]+)/g)];
    return [script, ...inner.map(([, name = '']) => scripts[name] ?? '')].join('\n');
}

async function installOf(folder: Folder, manifest: PackageJson): Promise<NodeInstall> {
    const { name, lock, version, missing, peers } = await findManager(folder, manifest);
    const webpack = /(\d+)/.exec({ ...manifest.dependencies, ...manifest.devDependencies }.webpack ?? '')?.[1];
    // webpack before 5 makes its hashes with what newer releases of Node no longer have.
    const held = oldTool(manifest)?.newest ?? (webpack !== undefined && Number(webpack) < 5 ? 16 : undefined);
    const asked = manifest.engine === undefined ? undefined : majorFor(manifest.engine);
    const readsSources =
        manifest.hasWorkspaces === 'workspaces' ||
        folder.has('pnpm-workspace.yaml') ||
        folder.files.some((file) => /^(patches|\.yarn)\//.test(file)) ||
        Object.keys(manifest.scripts).some((script) => /^(pre|post)?install$|^(pre|post)?prepare$/.test(script));
    return {
        version: String(held ?? asked ?? defaultNode),
        manager: name,
        ...(version !== undefined && { managerVersion: version }),
        ...(lock !== undefined && { lock }),
        ...(missing !== undefined && { lockState: 'stale' }),
        ...(peers !== undefined && { peers }),
        yarnBerry: folder.has('.yarnrc.yml') || /^[2-9]/.test(version ?? '') ? 'berry' : 'classic',
        files: ['package.json', lock, '.npmrc', '.yarnrc', '.yarnrc.yml', 'bunfig.toml'].filter(
            (file): file is string => file !== undefined && folder.has(file),
        ),
        installNeeds: readsSources ? 'sources' : 'manifests',
        ...((asked === undefined || held !== undefined) && { engines: 'unasked' }),
    };
}

/** A path that is written from a folder, from the root; undefined when it leaves it. */
function below(folder: string, path: string): string | undefined {
    return path.startsWith('/') ? undefined : pathInside(folder, path);
}
