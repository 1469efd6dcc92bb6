import type { Operation } from '../../../base/operation';
import type { Site } from '../../../core/deploy/resources';
import type { Azure } from '../../../ports/azure';
import type { McpServerKnown } from './mcpServerKnown';

/** The web app or Functions app that a server runs on: the deployment's, or the one with that host in the account's subscriptions. */
export async function siteOf(op: Operation, azure: Azure, known: McpServerKnown, url: string): Promise<Site | undefined> {
    if (known.origin.kind === 'deployment') {
        return /\/sites\//i.test(known.origin.resourceId) ? await azure.sites.get(op, known.origin.resourceId) : undefined;
    }
    const host = new URL(url).host.toLowerCase();
    const { subscriptions } = await azure.subscriptions.list(op);
    for (const { id } of subscriptions) {
        const site = (await azure.sites.list(op, id)).find(({ defaultHost }) => defaultHost.toLowerCase() === host);
        if (site !== undefined) {
            return site;
        }
    }
    return undefined;
}
