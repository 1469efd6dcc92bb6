import type { Operation } from '../../../base/operation';
import { windowEngine } from '../../engine';
import type { Shell } from '../../shell';
import { containerOf, imageOf } from './imageArgument';

/** Ends the container that runs from the image, and removes it. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const { engine } = await windowEngine(op, shell.memory);
    const { id } = await containerOf(op, engine, imageOf(argument));
    await engine.stop(op, id);
    await engine.removeContainer(op, id);
    shell.projects.refreshImages();
}
