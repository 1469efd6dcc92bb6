import type { Operation } from '../../../base/operation';
import { readRemedy } from '../../../views/remedy';
import { perform } from '../../present';
import type { Shell } from '../../shell';

/** Does what a failure's button promises, for the rows of the tree. A deploy is of the folder that the row belongs to. */
export async function run(_shell: Shell, _op: Operation, argument: unknown, place: unknown): Promise<void> {
    const remedy = readRemedy(argument);
    if (remedy === undefined) {
        return;
    }
    const inFolder = typeof place === 'object' && place !== null ? place : {};
    await perform(remedy.kind === 'command' ? { ...remedy, args: [{ ...inFolder, ...(remedy.args?.[0] as object | undefined) }] } : remedy);
}
