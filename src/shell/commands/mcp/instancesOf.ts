import { isCancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { Azure } from '../../../ports/azure';
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
        const started = await (/\/sites\//i.test(origin.resourceId) ? startedOf : runningOf)(op, azure, origin.resourceId);
        return started > 0 ? started : undefined;
    } catch (error) {
        if (isCancelled(error)) {
            throw error;
        }
        return undefined;
    }
}

async function startedOf(op: Operation, azure: Azure, siteId: string): Promise<number> {
    return (await azure.sites.status(op, siteId))?.filter(({ state }) => state === 'Started').length ?? 0;
}

/** Of a container app, the replicas of its latest revision; a container group is one. */
async function runningOf(op: Operation, azure: Azure, id: string): Promise<number> {
    if (!/\/Microsoft\.App\/containerApps\//i.test(id)) {
        return 0;
    }
    const app = await azure.containerApps.get(op, id);
    const replicas = app === undefined ? [] : await azure.containerApps.replicas(op, id, app.latestRevision);
    return replicas.filter(({ runningState }) => runningState === 'Running').length;
}
