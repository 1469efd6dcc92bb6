import { parse as parseJsonc } from 'jsonc-parser';
import type { Folder } from '../folder';
import { readPackageJson } from './packageJson';
import { compilerNames, importsOf, manifestOf, plainName, seenAlone } from './rootApp';
import type { RootApp } from './rootApp';

/** More apps than a workspace of Nest has. */
const mostApps = 30;

/** The apps of a workspace of Nest's own, where its settings name several; a single one is the folder's own project. */
export async function nestApps(root: Folder): Promise<RootApp[]> {
    const stated = await nestWorkspace(root);
    const manifest = stated.length > 1 ? await readPackageJson(root) : undefined;
    if (manifest === undefined) {
        return [];
    }
    const names = await compilerNames(
        root,
        stated.map(({ path }) => path),
    );
    const found: RootApp[] = [];
    for (const { name, path, type, source, output } of stated) {
        if (type !== 'application' || !root.has(`${path}/${source}`) || root.has(`${path}/package.json`)) {
            continue;
        }
        const { packages, uses } = await importsOf(root, path, names);
        // Whatever of it the app imports, it is an app of Nest.
        packages.add('@nestjs/core');
        found.push({
            path,
            build: `exec nest build ${name}`,
            statedIn: 'nest-cli.json',
            output,
            uses,
            root: manifest,
            folder: seenAlone(root.child(path), {
                'package.json': manifestOf(manifest, packages, { builtBy: 'nest build', bundlers: [] }),
                'nx.json': '{}',
                'project.json': JSON.stringify({ outputPath: output, main: source }),
            }),
        });
    }
    return found;
}

interface NestProject {
    readonly name: string;
    readonly path: string;
    readonly type: 'application' | 'library';
    /** The main file, from the project's folder. */
    readonly source: string;
    /** Where webpack, which Nest uses in a workspace, leaves the main file, from the root. */
    readonly output: string;
}

/** What the settings of Nest's command say of the apps and libraries in the folder. Empty where they are no workspace, or another compiler is asked for. */
export async function nestWorkspace(root: Folder): Promise<readonly NestProject[]> {
    const data = root.has('nest-cli.json') ? record(parseJsonc((await root.text('nest-cli.json')) ?? '') as unknown) : {};
    const shared = record(data.compilerOptions);
    if (data.monorepo !== true || shared.webpack === false) {
        return [];
    }
    return Object.entries(record(data.projects))
        .slice(0, mostApps)
        .flatMap(([name, each]): NestProject[] => {
            const project = record(each);
            const options = { ...shared, ...record(project.compilerOptions) };
            const path = text(project.root) ?? '';
            const sources = text(project.sourceRoot) ?? path;
            const settings = text(record(project.compilerOptions).tsConfigPath) ?? `${path}/tsconfig.json`;
            const main = text(project.entryFile) ?? 'main';
            // webpack keeps the main file's name in a folder that is named as the compiler's settings are.
            const output = `dist/${settings.includes('/') ? settings.slice(0, settings.lastIndexOf('/')) : path}`;
            const source = `${sources === path ? '' : `${sources.slice(path.length + 1)}/`}${main}.ts`;
            const isInside = sources === path || sources.startsWith(`${path}/`);
            const bundles = typeof options.builder !== 'string' || options.builder === 'webpack';
            return isInside && bundles && [name, path, output, source].every((word) => plainName.test(word))
                ? [{ name, path, type: project.type === 'library' ? 'library' : 'application', source, output }]
                : [];
        });
}

function text(value: unknown): string | undefined {
    return typeof value === 'string' ? value : undefined;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}
