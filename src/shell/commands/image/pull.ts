import type { Operation } from '../../../base/operation';
import { windowEngine } from '../../engine';
import type { Shell } from '../../shell';
import { imageOf } from './imageArgument';

/** Fetches the newest image of this tag from its registry. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const { engine } = await windowEngine(op, shell.memory);
    await engine.pull(op, imageOf(argument), undefined);
    shell.projects.refreshImages();
}
