import type { Operation } from '../../base/operation';
import type { FoundApp } from '../../core/deploy/deployState';
import type { Site } from '../../core/deploy/resources';
import type { Azure } from '../../ports/azure';

/** A site with what a deployment would change. */
export async function readApp(op: Operation, azure: Azure, site: Site): Promise<FoundApp> {
    const [config, settings] = await Promise.all([azure.sites.config(op, site.id), azure.sites.settings(op, site.id)]);
    return { site, config, settings };
}
