import type { Operation } from '../../../base/operation';
import type { Shell } from '../../shell';
import { askHeader } from './access';
import { chooseServer } from './chooseServer';

/** Asks for a key or a header, and connects again with it. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const server = await chooseServer(shell, op, argument);
    if (server.url !== '') {
        await askHeader(shell, op, server.url);
        await server.disconnect();
        await server.connect(op);
    }
}
