import { parse as parseYaml } from 'yaml';
import type { Folder } from '../folder';
import type { PackageJson } from './packageJson';
import { rangeHolds } from './rangeHolds';

/**
 * The first dependency of a manifest that its lock file does not hold, or holds in a version that the manifest no longer allows (`lodash >=4.17.19`), so that an
 * install that insists on the lock would fail. Undefined when it holds all of them, or cannot be read.
 */
export async function missingInLock(folder: Folder, manifest: PackageJson, lock: string): Promise<string | undefined> {
    // Bun's older lock is no text.
    const text = lock === 'bun.lockb' ? undefined : await folder.text(lock);
    const asked = Object.entries({ ...manifest.devDependencies, ...manifest.dependencies }).filter(
        ([, range]) => !/^(file|link|workspace|portal|patch):/.test(range),
    );
    if (text === undefined || asked.length === 0 || folder.caveat(lock)?.kind === 'cut') {
        return undefined;
    }
    switch (lock) {
        case 'package-lock.json':
        case 'npm-shrinkwrap.json': {
            const locked = lockedVersions(text);
            const outside = asked.find(([name, range]) => !rangeHolds(range, locked.get(name) ?? ''));
            return locked.size === 0 ? undefined : (asked.find(([name]) => !locked.has(name))?.[0] ?? outside?.join(' '));
        }
        case 'yarn.lock':
            // A newer Yarn writes another form, and resolutions change what is asked for.
            return text.includes('# yarn lockfile v1') && !manifest.text.includes('"resolutions"')
                ? asked.find(([name, range]) => !new RegExp(`(^|[ "])${escaped(`${name}@${range}`)}["',:]`, 'm').test(text))?.[0]
                : undefined;
        case 'pnpm-lock.yaml':
            return asked.find(([name]) => !new RegExp(`^\\s+['"]?${escaped(name)}['"]?:`, 'm').test(text))?.[0];
        default:
            return undefined;
    }
}

/** The version of each package that npm's lock file holds for the project itself, and not for another package alone; undefined where it does not say one. */
function lockedVersions(text: string): ReadonlyMap<string, string | undefined> {
    const locked = new Map<string, string | undefined>();
    const data = readJson(text);
    const packages = Object.entries(record(data.packages));
    for (const [path, entry] of packages) {
        const [folder, name, ...deeper] = path.split('node_modules/');
        // What a member of a workspace has of its own lies in its folder.
        if (name !== undefined && deeper.length === 0 && (folder === '' || !locked.has(name))) {
            locked.set(name, folder === '' ? versionOf(entry) : undefined);
        }
    }
    for (const [name, entry] of packages.length > 0 ? [] : Object.entries(record(data.dependencies))) {
        locked.set(name, versionOf(entry));
    }
    return locked;
}

function versionOf(entry: unknown): string | undefined {
    const { version } = record(entry);
    return typeof version === 'string' ? version : undefined;
}

function readJson(text: string): Readonly<Record<string, unknown>> {
    try {
        return record(JSON.parse(text.replace(/^\uFEFF/, '')));
    } catch {
        return {};
    }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}

/**
 * True for a lock file of npm before its seventh major, which installed no peers of packages and minded no conflicts between them: a newer npm would look for
 * both, and give up.
 */
export async function isOldNpmLock(folder: Folder, lock: string): Promise<boolean> {
    return (
        /^(package-lock|npm-shrinkwrap)\.json$/.test(lock) &&
        /"lockfileVersion"\s*:\s*1\b/.test(((await folder.text(lock)) ?? '').slice(0, 400))
    );
}

/** The major of pnpm that reads the lock file and the settings as they are written; undefined when nothing tells. */
export async function pnpmVersion(folder: Folder): Promise<string | undefined> {
    const lock = /^lockfileVersion:\s*['"]?(\d+)/m.exec(((await folder.text('pnpm-lock.yaml')) ?? '').slice(0, 400))?.[1];
    if (lock === '5' || lock === '6') {
        return lock === '5' ? '7' : '8';
    }
    const settings = await folder.text('pnpm-workspace.yaml');
    // Until its tenth major pnpm refused this file without a list of packages.
    return settings !== undefined && !listsPackages(settings) ? '10' : undefined;
}

function listsPackages(text: string): boolean {
    try {
        const data = parseYaml(text) as { packages?: unknown } | null;
        return Array.isArray(data?.packages) && data.packages.length > 0;
    } catch {
        return true;
    }
}

function escaped(text: string): string {
    return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
