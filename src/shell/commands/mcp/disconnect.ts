import type { Operation } from '../../../base/operation';
import type { Shell } from '../../shell';
import { chooseServer } from './chooseServer';

export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    await (await chooseServer(shell, op, argument)).disconnect();
}
