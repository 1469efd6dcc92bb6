import type { Operation } from '../../../base/operation';
import type { Shell } from '../../shell';
import { control } from './control';

export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    await control(shell, op, argument, 'restart');
}
