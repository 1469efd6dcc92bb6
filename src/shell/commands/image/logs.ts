import type { Operation } from '../../../base/operation';
import { windowEngine } from '../../engine';
import type { Shell } from '../../shell';
import { containerOf, imageOf } from './imageArgument';

/** Follows the log of the container that runs from the image, in the output, until cancelled or it ends. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const reference = imageOf(argument);
    const { engine } = await windowEngine(op, shell.memory);
    const { id } = await containerOf(op, engine, reference);
    shell.output.heading(reference);
    shell.output.show();
    await engine.logs(op, id, { follow: 'follow', tail: 200 }, (line) => op.log(line));
}
