import type { Operation } from '../../../base/operation';
import type { Shell } from '../../shell';
import { chooseServer } from './chooseServer';
import { serversOf } from './mcpServers';

/** Forgets keys, sign-ins and what was learned; an address leaves the list. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const server = await chooseServer(shell, op, argument);
    if (server.known.origin.kind === 'url') {
        await (await serversOf(shell)).forgetAddress(server);
    } else {
        await server.forget();
        await shell.mcp.unshare(server.key);
    }
}
