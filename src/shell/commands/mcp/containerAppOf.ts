import { isCancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { ContainerApp } from '../../../core/deploy/resources';
import type { OpenedCloud } from '../../cloud/openCloud';
import type { McpServerKnown } from './mcpServerKnown';

/** The container app that a server runs on: the deployment's, or the one with that host in the account's subscriptions. */
export async function containerAppOf(
    op: Operation,
    opened: OpenedCloud,
    known: McpServerKnown,
    url: string,
): Promise<ContainerApp | undefined> {
    const { azure } = opened;
    if (known.origin.kind === 'deployment') {
        const id = known.origin.resourceId;
        return /\/Microsoft\.App\/containerApps\//i.test(id) ? await azure.containerApps.get(op, id) : undefined;
    }
    const host = new URL(url).host.toLowerCase();
    const { subscriptions } = await azure.subscriptions.list(op);
    for (const { id } of subscriptions) {
        // A subscription that does not show its apps does not end the search in the others.
        const apps = await azure.containerApps.list(op, id).catch((error: unknown) => {
            if (isCancelled(error)) {
                throw error;
            }
            return [];
        });
        for (const app of apps) {
            if (app.host !== undefined && new URL(await opened.pageOf(op, `https://${app.host}`)).host.toLowerCase() === host) {
                return app;
            }
        }
    }
    return undefined;
}
