import { parse as parseJsonc } from 'jsonc-parser';
import type { Folder } from '../folder';
import { readPackageJson } from './packageJson';
import { compilerNames, importsOf, manifestOf, plainName, seenAlone } from './rootApp';
import type { RootApp } from './rootApp';

/** The apps that an Nx workspace builds, as their project.json tells; what has a manifest of its own is found by that. */
export async function nxApps(root: Folder): Promise<RootApp[]> {
    const manifest = root.has('nx.json') ? await readPackageJson(root) : undefined;
    if (manifest === undefined) {
        return [];
    }
    const files = root.files.filter((file) => /^(?:[^/]+\/){1,3}project\.json$/.test(file)).slice(0, 60);
    const libraries = files.map(folderOf);
    const names = await compilerNames(root, libraries);
    const found: RootApp[] = [];
    for (const file of files) {
        const path = folderOf(file);
        const text = (await root.text(file)) ?? '';
        const data = record(parseJsonc(text) as unknown);
        const build = record(record(data.targets).build);
        const name = typeof data.name === 'string' ? data.name : (path.split('/').at(-1) ?? path);
        const filled = (words: string) =>
            words.replaceAll('{workspaceRoot}/', '').replaceAll('{projectRoot}', path).replaceAll('{projectName}', name);
        const stated = record(build.options).outputPath;
        const outputPath = typeof stated === 'string' ? filled(stated) : '';
        // Both become words of the Dockerfile and of the shell in it.
        if (
            data.projectType !== 'application' ||
            ![name, path, outputPath].every((word) => plainName.test(word)) ||
            root.has(`${path}/package.json`)
        ) {
            continue;
        }
        const { packages, uses } = await importsOf(root, path, names);
        const isAngular = typeof build.executor === 'string' && /:(application|browser-esbuild)$/.test(build.executor);
        found.push({
            path,
            build: `exec nx build ${name}`,
            statedIn: file,
            output: isAngular && build.executor !== '@angular-devkit/build-angular:browser-esbuild' ? `${outputPath}/browser` : outputPath,
            uses,
            root: manifest,
            folder: seenAlone(root.child(path), {
                'package.json': manifestOf(manifest, packages, { builtBy: 'nx build', bundlers: bundlerOf(String(build.executor)) }),
                'nx.json': '{}',
                'project.json': filled(text).replaceAll(`"${path}/`, '"'),
            }),
        });
    }
    return found;
}

function bundlerOf(executor: string): readonly string[] {
    return executor.includes('vite') ? ['vite'] : executor.includes('webpack') ? ['webpack'] : [];
}

function folderOf(file: string): string {
    return file.slice(0, file.lastIndexOf('/'));
}

function record(value: unknown): Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}
