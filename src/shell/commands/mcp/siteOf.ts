import type { Operation } from '../../../base/operation';
import type { Site } from '../../../core/deploy/resources';
import type { OpenedCloud } from '../../cloud/openCloud';
import type { McpServerKnown } from './mcpServerKnown';

/** The web app or Functions app that a server runs on: the deployment's, or the one with that host in the account's subscriptions. */
export async function siteOf(op: Operation, opened: OpenedCloud, known: McpServerKnown, url: string): Promise<Site | undefined> {
    const { azure } = opened;
    if (known.origin.kind === 'deployment') {
        return /\/sites\//i.test(known.origin.resourceId) ? await azure.sites.get(op, known.origin.resourceId) : undefined;
    }
    const host = new URL(url).host.toLowerCase();
    const { subscriptions } = await azure.subscriptions.list(op);
    for (const { id } of subscriptions) {
        for (const site of await azure.sites.list(op, id)) {
            // A site that is still being made has no host.
            if (site.defaultHost !== '' && new URL(await opened.pageOf(op, `https://${site.defaultHost}`)).host.toLowerCase() === host) {
                return site;
            }
        }
    }
    return undefined;
}
