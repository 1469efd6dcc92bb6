import type { NodeManager } from '../../dockerfile/recipes/node';
import type { Folder } from '../folder';
import { nodeLocks } from './joinWorkspace';
import { isOldNpmLock, missingInLock, pnpmVersion } from './lockState';
import type { PackageJson } from './packageJson';

/** The package manager of a Node project, and what its lock file is worth. */
export interface UsedManager {
    readonly name: NodeManager;
    readonly lock?: string;
    readonly version?: string;
    /** A dependency that the lock file does not hold, so that nothing can be installed from it alone. */
    readonly missing?: string;
    /** legacy: the lock file is from a time when npm left packages' peers alone. */
    readonly peers?: 'legacy';
}

/** Who installs: what was set, what the manifest names, or whose lock file is there. */
export async function findManager(folder: Folder, manifest: PackageJson, set?: string): Promise<UsedManager> {
    const [stated, statedVersion] = manifest.packageManager?.split('@') ?? [];
    const wanted = set ?? stated;
    const present = nodeLocks.filter(([file]) => folder.has(file));
    const fitting = present.filter(([, name]) => wanted === undefined || wanted === name);
    const states = await Promise.all(
        (fitting.length > 0 ? fitting : present).map(async (each) => ({ each, missing: await missingInLock(folder, manifest, each[0]) })),
    );
    // Of several lock files the one that was kept up to date is the one in use.
    const chosen = states.find(({ missing }) => missing === undefined) ?? states[0];
    const typed = ['bun-types', '@types/bun'].some((each) => each in { ...manifest.dependencies, ...manifest.devDependencies });
    const name = chosen?.each[1] ?? nodeLocks.find(([, known]) => known === wanted)?.[1] ?? (typed ? 'bun' : 'npm');
    const version =
        (name === stated ? statedVersion?.split('+')[0] : undefined) ?? (name === 'pnpm' ? await pnpmVersion(folder) : undefined);
    return {
        name,
        ...(chosen !== undefined && { lock: chosen.each[0] }),
        ...(chosen?.missing !== undefined && { missing: chosen.missing }),
        ...(chosen !== undefined && (await isOldNpmLock(folder, chosen.each[0])) && { peers: 'legacy' as const }),
        ...(version !== undefined && { version }),
    };
}
