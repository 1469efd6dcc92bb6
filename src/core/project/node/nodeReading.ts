import type { StartHint } from '../hints/startHint';
import type { Site } from '../stack';
import { isTypeScript } from './isTypeScript';
import type { UsedManager } from './nodeManager';
import { offerNodeVersion } from './nodeVersion';
import { keyLine } from './packageJson';
import type { PackageJson } from './packageJson';

/** What of a Node project was read before it is known what its image runs. */
export interface NodeReading {
    readonly site: Site;
    readonly manifest: PackageJson;
    /** The package of the manifest that the framework is known by. */
    readonly opener: string | undefined;
    readonly start: StartHint | undefined;
    /** Commands that bring the database up to date before the start, ending in `&& `; or none. */
    readonly before: string;
    readonly manager: UsedManager;
}

/** The place of a key of package.json. */
export function placeOf(manifest: PackageJson, key: string): { readonly file: string; readonly line: number } {
    return { file: 'package.json', line: keyLine(manifest.text, key) };
}

/** Offers what every Node project has: its language, its package manager, its version of Node. */
export async function offerToolchain({ site, manifest, manager }: NodeReading, source: string | undefined): Promise<void> {
    const { folder, facts } = site;
    const language = isTypeScript(site, manifest, source) ? 'TypeScript' : 'JavaScript';
    facts.offer('language', language, folder.has('tsconfig.json') ? { file: 'tsconfig.json' } : { file: 'package.json' }, 'certain');
    facts.offer(
        'packageManager',
        manager.name,
        manager.lock === undefined ? placeOf(manifest, 'packageManager') : { file: manager.lock },
        manager.lock === undefined ? 'likely' : 'certain',
    );
    await offerNodeVersion(site, manifest);
}
