import { isCancelled } from '../base/failure';
import type { Operation } from '../base/operation';
import { throwIfCancelled } from '../base/operation';
import type { Site } from '../core/deploy/resources';
import type { Azure } from '../ports/azure';

/** An app that is, or may be, an MCP server. */
export interface McpInAzure {
    readonly name: string;
    readonly url: string;
    /** Why it is listed: functions with MCP triggers, App Service's built-in MCP, or only because it is a running web app or container app. */
    readonly by: 'triggers' | 'builtIn' | 'site' | 'containerApp';
    readonly triggers: number;
}

const functionsPath = '/runtime/webhooks/mcp';
const order: Readonly<Record<McpInAzure['by'], number>> = { triggers: 0, builtIn: 1, site: 2, containerApp: 2 };

/** The apps of every subscription that the account reads, those that are servers for certain first. Asks only Azure, not the apps. */
export async function mcpFindInAzure(
    op: Operation,
    azure: Pick<Azure, 'subscriptions' | 'sites' | 'functions' | 'containerApps'>,
): Promise<readonly McpInAzure[]> {
    const found: McpInAzure[] = [];
    const { subscriptions } = await azure.subscriptions.list(op);
    for (const subscription of subscriptions) {
        throwIfCancelled(op);
        op.report(subscription.name);
        const sites = (await azure.sites.list(op, subscription.id)).filter(
            ({ state, defaultHost }) => state === 'Running' && defaultHost !== '',
        );
        for (const site of sites) {
            found.push(...(await serverOf(op, azure, site)));
        }
        const apps = await azure.containerApps.list(op, subscription.id).catch(none);
        for (const { name, host, kind, runningStatus } of apps) {
            if (host !== undefined && kind === 'app' && runningStatus !== 'Stopped') {
                found.push({ name, url: `https://${host}`, by: 'containerApp', triggers: 0 });
            }
        }
    }
    return found.sort((one, other) => order[one.by] - order[other.by] || one.name.localeCompare(other.name));
}

async function serverOf(op: Operation, azure: Pick<Azure, 'sites' | 'functions'>, site: Site): Promise<readonly McpInAzure[]> {
    const base = `https://${site.defaultHost}`;
    if (/functionapp/i.test(site.kind)) {
        const functions = await azure.functions.list(op, site.id).catch(none);
        const triggers = functions
            .flatMap(({ bindings }) => bindings)
            .filter((type) => /^mcp(?:Tool|Resource|Prompt)Trigger$/i.test(type)).length;
        return triggers === 0 ? [] : [{ name: site.name, url: base + functionsPath, by: 'triggers', triggers }];
    }
    const [builtIn] = await azure.functions.builtInMcp(op, site.id).catch(none);
    return [
        {
            name: site.name,
            url: builtIn === undefined ? base : base + builtIn,
            by: builtIn === undefined ? 'site' : 'builtIn',
            triggers: 0,
        },
    ];
}

/** An app that cannot be read, for want of a right, is no reason to show none. */
function none(error: unknown): readonly never[] {
    if (isCancelled(error)) {
        throw error;
    }
    return [];
}
