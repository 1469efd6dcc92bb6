import type { Operation } from '../../../base/operation';
import type { Shell } from '../../shell';
import { chooseServer } from './chooseServer';

/** Connects anew where that failed, and lists everything again. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const server = await chooseServer(shell, op, argument);
    if (server.shown().state === 'failed') {
        await server.disconnect();
    }
    await server.refresh(op);
}
