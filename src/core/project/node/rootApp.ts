import { parse as parseJsonc } from 'jsonc-parser';
import type { NodeBlueprint, NodeManager } from '../../dockerfile/recipes/node';
import type { Folder } from '../folder';
import type { Profile } from '../profile';
import type { Detection } from '../stack';
import { managerWithoutLock, nodeLocks } from './joinWorkspace';
import { pnpmVersion } from './lockState';
import { keyLine } from './packageJson';
import type { PackageJson } from './packageJson';

/** An app of a workspace that has no package.json: the root lists what it is made of, and a tool that knows the workspace builds it there. */
export interface RootApp {
    readonly path: string;
    /** What builds it, from the root: `exec nx build shop`. */
    readonly build: string;
    /** Where it is stated that it is an app, from the root. */
    readonly statedIn: string;
    /** Where the build leaves it, from the root. */
    readonly output: string;
    /** Folders of the workspace whose code it imports, by the names that the compiler resolves. */
    readonly uses: readonly string[];
    /** The app as detectors see it: with a manifest of what it and those folders import. */
    readonly folder: Folder;
    readonly root: PackageJson;
}

/** More sources than tell what an app imports. */
const mostSources = 300;

/** A name or a path within the workspace that no shell takes for more. */
export const plainName = /^(?!-)(?!.*\.\.)[\w@.:-]+(?:\/[\w@.:-]+)*$/;

/** What was found of an app, as it is installed and built from the root of its workspace. */
export async function builtFromRoot<Project extends { readonly profile: Profile; readonly detection: Detection }>(
    root: Folder,
    app: RootApp,
    project: Project,
): Promise<Project> {
    const { blueprint } = project.detection;
    if (blueprint?.stack !== 'node') {
        // A worker is told with what it needs, which is in the folders that it uses as well.
        return { ...project, detection: { ...project.detection, uses: app.uses, seen: app.folder } };
    }
    const [lock, manager] = nodeLocks.find(([file]) => root.has(file)) ?? [undefined, managerWithoutLock(root, app.root)];
    const version = app.root.packageManager?.split('@')[1]?.split('+')[0] ?? (manager === 'pnpm' ? await pnpmVersion(root) : undefined);
    const moved =
        blueprint.serves === 'files' ? movedSite(blueprint, app.output) : { command: blueprint.command, copies: blueprint.copies };
    const joined: NodeBlueprint = {
        ...blueprint,
        ...moved,
        ...managed(root, manager, lock, version),
        installNeeds: 'sources',
        hasDependencies: 'dependencies',
        build: app.build,
    };
    const startCommand = ['sh', '-c', joined.command];
    const entry = blueprint.serves === 'files' ? `${app.output}/index.html` : project.profile.entry;
    return {
        ...project,
        profile: {
            ...project.profile,
            startCommand,
            ...(entry !== undefined && { entry }),
            context: root.path,
            packageManager: manager,
            evidence: project.profile.evidence.map((each) => ({
                ...atRoot(app, each),
                ...(each.fact === 'entry' && each.value === project.profile.entry && entry !== undefined && { value: entry }),
                ...(each.fact === 'packageManager' && { value: manager, file: lock ?? 'package.json' }),
            })),
        },
        detection: { ...project.detection, startCommand, blueprint: joined, uses: app.uses, seen: app.folder },
    };
}

function managed(root: Folder, manager: NodeManager, lock: string | undefined, version: string | undefined) {
    return {
        manager,
        ...(lock !== undefined && { lock }),
        ...(version !== undefined && { managerVersion: version }),
        yarnBerry: root.has('.yarnrc.yml') || /^[2-9]/.test(version ?? '') ? ('berry' as const) : ('classic' as const),
        files: ['package.json', lock, '.npmrc', '.yarnrc', '.yarnrc.yml', 'pnpm-workspace.yaml', 'bunfig.toml'].filter(
            (file): file is string => file !== undefined && root.has(file),
        ),
    };
}

/** A built site where the workspace's tool leaves it. */
function movedSite({ command, copies }: NodeBlueprint, output: string): Pick<NodeBlueprint, 'command' | 'copies'> {
    const from = copies[0]?.from ?? '';
    return {
        command: command.endsWith(` ${from}`) ? `${command.slice(0, -from.length)}${output}` : command,
        copies: [{ from: output, to: output }],
    };
}

/** The manifest that was made for the app is not there: what it lists is in the root's, what it starts where the workspace lists its apps. */
function atRoot<Place extends { readonly fact: string; readonly file: string; readonly line?: number }>(app: RootApp, place: Place): Place {
    if (place.file !== `${app.path}/package.json`) {
        return place;
    }
    const { line, ...rest } = place;
    const listed = place.fact === 'framework' ? frameworkLine(app, line) : undefined;
    return (
        place.fact === 'entry' || place.fact === 'server' || place.fact === 'kind'
            ? { ...rest, file: app.statedIn }
            : { ...rest, file: 'package.json', ...(listed !== undefined && { line: listed }) }
    ) as Place;
}

/** The line of the root's manifest that lists what a line of the made one does: that has a line for each package. */
function frameworkLine({ folder, root }: RootApp, line: number | undefined): number | undefined {
    const name = line === undefined ? undefined : made.get(folder)?.split('\n')[line - 1]?.split('"')[1];
    return name === undefined ? undefined : keyLine(root.text, name);
}

/** The manifests that were made, by the folder that they are seen in. */
const made = new WeakMap<Folder, string>();

export function seenAlone(folder: Folder, added: Readonly<Record<string, string>>): Folder {
    const seen: Folder = {
        ...folder,
        files: [...new Set([...folder.files, ...Object.keys(added)])].sort(),
        has: (path) => Object.hasOwn(added, path) || folder.has(path),
        text: (path) => (Object.hasOwn(added, path) ? Promise.resolve(added[path]) : folder.text(path)),
    };
    made.set(seen, added['package.json'] ?? '');
    return seen;
}

export function manifestOf(
    root: PackageJson,
    packages: ReadonlySet<string>,
    { builtBy, bundlers: names }: { readonly builtBy: string; readonly bundlers: readonly string[] },
): string {
    const picked = (list: Readonly<Record<string, string>>) =>
        Object.fromEntries(Object.entries(list).filter(([name]) => packages.has(name)));
    const bundlers = Object.fromEntries(names.map((name) => [name, root.devDependencies[name] ?? root.dependencies[name] ?? '*']));
    return JSON.stringify(
        {
            private: true,
            ...(root.engine !== undefined && { engines: { node: root.engine } }),
            scripts: { build: builtBy },
            dependencies: picked(root.dependencies),
            devDependencies: {
                ...bundlers,
                ...picked(root.devDependencies),
                ...('typescript' in root.devDependencies && { typescript: '*' }),
            },
        },
        undefined,
        1,
    );
}

/** The packages that a folder imports, itself and through the folders of its workspace. */
export async function importsOf(
    root: Folder,
    path: string,
    names: ReadonlyMap<string, string>,
): Promise<{ packages: Set<string>; uses: readonly string[] }> {
    const packages = new Set<string>();
    const uses = new Set<string>();
    const waiting = [path];
    for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
        const prefix = `${folder}/`;
        const sources = root.files.filter(
            (file) => file.startsWith(prefix) && /\.[mc]?[jt]sx?$/.test(file) && !/\.(spec|test|config)\./.test(file),
        );
        for (const file of sources.slice(0, mostSources)) {
            for (const [, whole = ''] of ((await root.text(file)) ?? '').matchAll(/\b(?:from|import|require\()\s*['"]([^'"\n]+)['"]/g)) {
                const own = [...names].find(([name]) => whole === name || whole.startsWith(`${name}/`))?.[1];
                const name = /^(?:@[\w.-]+\/)?[\w.-]+/.exec(whole)?.[0];
                if (own !== undefined && own !== path && !uses.has(own)) {
                    uses.add(own);
                    waiting.push(own);
                } else if (own === undefined && name !== undefined) {
                    packages.add(name);
                }
            }
        }
    }
    return { packages, uses: [...uses] };
}

/** The names that the compiler resolves to folders of the workspace, by its settings at the root. */
export async function compilerNames(root: Folder, folders: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const names = new Map<string, string>();
    for (const file of ['tsconfig.base.json', 'tsconfig.json'].filter((each) => root.has(each))) {
        const { paths } = record(record(parseJsonc((await root.text(file)) ?? '') as unknown).compilerOptions);
        for (const [name, targets] of Object.entries(record(paths))) {
            const target: unknown = Array.isArray(targets) ? targets[0] : undefined;
            const folder = folders.find((each) => typeof target === 'string' && target.replace(/^\.\//, '').startsWith(`${each}/`));
            if (folder !== undefined) {
                names.set(name.replace(/\/\*$/, ''), folder);
            }
        }
    }
    return names;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}
