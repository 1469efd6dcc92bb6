import type { Detection, Site } from '../stack';
import { databaseBefore } from './buildCommand';
import { detectBuilt } from './detectBuilt';
import { detectLoneScript } from './detectLoneScript';
import { detectServer } from './detectServer';
import { findFramework } from './findFramework';
import { isPublishedLibrary, isPublishedTool } from './madeToInstall';
import { findManager } from './nodeManager';
import { isForDeno, isWorker } from './otherRuntime';
import { readPackageJson } from './packageJson';
import { nodemonCommand, readStart, readWatched, served } from './readStart';
import { withoutServer } from './withoutServer';

/** JavaScript and TypeScript on Node or Bun: what serves, after which build. */
export async function detectNode(site: Site): Promise<Detection | undefined> {
    const { folder, facts } = site;
    const manifest = await readPackageJson(folder);
    if (manifest === undefined) {
        return detectLoneScript(site);
    }
    if (isForDeno(site, manifest)) {
        return undefined;
    }
    const [opener, framework] = findFramework(site, manifest) ?? [];
    const isUndecided = Object.keys(facts.overrides).length === 0;
    if (isUndecided && (await isWorker(site, manifest, framework))) {
        return {
            ...withoutServer(site, manifest),
            kind: 'none',
            reason: 'it is written for Cloudflare Workers: nothing in it listens on a port outside of them',
        };
    }
    if (
        isUndecided &&
        framework?.kind === 'server' &&
        framework.name !== 'MCP' &&
        (isPublishedTool(manifest) || isPublishedLibrary(site, manifest, opener))
    ) {
        return withoutServer(site, manifest);
    }
    const nodemon = await nodemonCommand(folder);
    // Who develops pages that are built into files may have a server for that alone.
    const isBuilt = framework?.kind === 'static' && 'build' in manifest.scripts;
    const names = isBuilt ? served.filter((name) => name !== 'dev') : served;
    const start = readStart(site, manifest, nodemon, names) ?? (await readWatched(site, manifest, nodemon, framework));
    // The start script of the project itself brings the database up to date.
    const startScript = names.find((name) => name in manifest.scripts);
    const before = start?.source === 'packageScript' && startScript !== undefined ? databaseBefore(manifest, startScript) : '';
    const manager = await findManager(folder, manifest, facts.overrides.packageManager);
    const reading = { site, manifest, opener, start, before, manager };
    return framework === undefined || framework.kind === 'server' ? detectServer(reading, framework) : detectBuilt(reading, framework);
}
