import { isCancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { Shell } from '../../shell';
import type { McpServer } from './mcpServer';

const azureOf = () => import(/* webpackChunkName: "azure" */ '../../cloud/openCloud');

/** How many instances Azure runs of a deployment; undefined when it is none, or Azure is not asked. Never asks for a sign-in. */
export async function instancesOf(shell: Shell, op: Operation, server: McpServer): Promise<number | undefined> {
    const { origin } = server.known;
    if (origin.kind !== 'deployment') {
        return undefined;
    }
    try {
        const { azure } = await (await azureOf()).openCloud(shell, op, 'silent');
        const status = /\/sites\//i.test(origin.resourceId) ? await azure.sites.status(op, origin.resourceId) : undefined;
        const started = status?.filter(({ state }) => state === 'Started').length ?? 0;
        return started > 0 ? started : undefined;
    } catch (error) {
        if (isCancelled(error)) {
            throw error;
        }
        return undefined;
    }
}
