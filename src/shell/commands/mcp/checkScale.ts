import type { Operation } from '../../../base/operation';
import type { Shell } from '../../shell';
import { chooseServer } from './chooseServer';
import { runScaleCheck } from './runScaleCheck';

/** Many calls over fresh and kept connections; the panel shows how they spread over the instances. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const server = await chooseServer(shell, op, argument);
    await server.connect(op);
    await runScaleCheck(shell, op, server, {});
}
