import { mkdtemp, mkdir, rm, writeFile, copyFile, chmod } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createContextReader } from '../../../src/adapters/context/contextReader';
import { openEngine, thisEnvironment } from '../../../src/adapters/docker/openEngine';
import { quietOperation } from '../../../src/base/operation';
import type { BuildEvent } from '../../../src/core/build/buildEvent';
import type { BuildRequest, BuiltImage, Engine } from '../../../src/ports/engine';

/** What every image of these tests bears, so that they can be found and removed. */
export const testPrefix = 'slipway-contract';

/** The engine of this machine, or undefined with a sentence printed. In CI a missing one is an error. */
export async function machineEngine(): Promise<Engine | undefined> {
    try {
        const { engine } = await openEngine(quietOperation(), { environment: thisEnvironment() });
        if (!existsSync('/bin/busybox')) {
            throw new Error('there is no /bin/busybox to build test images from (apt: busybox-static)');
        }
        return engine;
    } catch (error) {
        if (process.env.CI === 'true') {
            throw error;
        }
        console.log(`    skipped: ${error instanceof Error ? error.message : String(error)}`);
        return undefined;
    }
}

/** A shell and httpd in two megabytes, from nothing. */
export const busyboxBase = 'FROM scratch\nCOPY busybox /bin/busybox\nRUN ["/bin/busybox","--install","-s","/bin"]\n';

/** Makes a context folder; remove it with its function. */
export async function contextFolder(
    files: Readonly<Record<string, string>>,
): Promise<{ readonly root: string; readonly remove: () => Promise<void> }> {
    const root = await mkdtemp(path.join(tmpdir(), 'slipway-context-'));
    await copyFile('/bin/busybox', path.join(root, 'busybox'));
    await chmod(path.join(root, 'busybox'), 0o755);
    for (const [file, content] of Object.entries(files)) {
        await mkdir(path.dirname(path.join(root, file)), { recursive: true });
        await writeFile(path.join(root, file), content);
    }
    return { root, remove: () => rm(root, { recursive: true, force: true }) };
}

/** Builds `files` (with their Dockerfile) and collects the events. */
export async function build(
    engine: Engine,
    files: Readonly<Record<string, string>>,
    options: Partial<BuildRequest> & { readonly signal?: AbortSignal; readonly onEvent?: (event: BuildEvent) => void },
): Promise<{ readonly image: BuiltImage; readonly events: readonly BuildEvent[] }> {
    const { signal, onEvent, ...request } = options;
    const folder = await contextFolder(files);
    const op = quietOperation(signal);
    const events: BuildEvent[] = [];
    try {
        const context = await createContextReader().scan(op, { root: folder.root, dockerfile: 'Dockerfile' });
        const image = await engine.build(op, { tags: [], platform: 'linux/amd64', ...request, context }, (event) => {
            events.push(event);
            onEvent?.(event);
        });
        return { image, events };
    } finally {
        await folder.remove();
    }
}
