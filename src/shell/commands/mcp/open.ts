import type { Operation } from '../../../base/operation';
import type { Shell } from '../../shell';
import { showMcpPanel } from './mcpRun';
import { serversOf } from './mcpServers';

/** Opens the panel of a row's server, on the tool, resource or prompt of the row. */
export async function run(shell: Shell, _op: Operation, argument: unknown): Promise<void> {
    const found = (await serversOf(shell)).find(argument);
    if (found === undefined) {
        return;
    }
    const { server, place } = found;
    const panel = showMcpPanel(shell, server);
    if (place.kind === 'tool' || place.kind === 'resource' || place.kind === 'template' || place.kind === 'prompt') {
        await panel.select({ kind: place.kind, key: place.name });
    }
}
