import { thisEnvironment } from '../../../adapters/docker/openEngine';
import { registryHost } from '../../../adapters/docker/pullBases';
import { storedLogin } from '../../../adapters/docker/storedLogin';
import type { Operation } from '../../../base/operation';
import { windowEngine } from '../../engine';
import type { Shell } from '../../shell';
import { imageOf } from './imageArgument';

/** Fetches the newest image of this tag from its registry, with the login that `docker login` has kept for it. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const { engine } = await windowEngine(op, shell.memory);
    const reference = imageOf(argument);
    await engine.pull(op, reference, await storedLogin(op, thisEnvironment(), registryHost(reference)));
    shell.projects.refreshImages();
}
