import { randomBytes, randomUUID } from 'node:crypto';
import { resourceNotFound } from '../arm/armRefusal';
import { Collection } from '../arm/collection';
import { requireLocation } from '../arm/requireLocation';
import type { Resource } from '../arm/resource';
import { empty, json, type Answer } from '../http/answer';
import { objectBody, param, type Exchange } from '../http/exchange';
import { field, numberField, textEntries, textField, type JsonObject } from '../json';
import type { Provider } from '../provider';
import { track, type World } from '../world';

interface Workspace extends Resource {
    readonly customerId: string;
    readonly keys: readonly [string, string];
    readonly properties: JsonObject;
}

const type = 'Microsoft.OperationalInsights/workspaces';

/** Microsoft.OperationalInsights: workspaces as environments need them. What apps say is read from the apps when it is asked for. */
export function createWorkspaces(world: World): { readonly provider: Provider; isWorkspace(customerId: string): boolean } {
    const workspaces = track(world, new Collection<Workspace>());

    function find(exchange: Exchange): Workspace {
        const found = workspaces.get(idOf(exchange)) ?? (world.mode === 'open' ? make(exchange, { location: 'eastus' }) : undefined);
        if (found === undefined) {
            throw resourceNotFound(type, param(exchange, 'workspace'), param(exchange, 'group'));
        }
        return found;
    }

    function put(exchange: Exchange): Answer {
        const existing = workspaces.get(idOf(exchange));
        const workspace = make(exchange, objectBody(exchange));
        return json(existing === undefined ? 201 : 200, render(workspace), { location: exchange.url.href });
    }

    function make(exchange: Exchange, body: JsonObject): Workspace {
        const existing = workspaces.get(idOf(exchange));
        const now = world.nowMs();
        const workspace: Workspace = {
            id: existing?.id ?? idOf(exchange),
            name: existing?.name ?? param(exchange, 'workspace'),
            type,
            location: existing?.location ?? requireLocation(body, type),
            tags: field(body, 'tags') === undefined ? existing?.tags : textEntries(field(body, 'tags')),
            createdMs: existing?.createdMs ?? now,
            changedMs: now,
            customerId: existing?.customerId ?? randomUUID(),
            keys: existing?.keys ?? [randomBytes(64).toString('base64'), randomBytes(64).toString('base64')],
            properties: {
                retentionInDays: numberField(body, 'properties', 'retentionInDays') ?? 30,
                publicNetworkAccessForIngestion: textField(body, 'properties', 'publicNetworkAccessForIngestion') ?? 'Enabled',
                publicNetworkAccessForQuery: textField(body, 'properties', 'publicNetworkAccessForQuery') ?? 'Enabled',
            },
        };
        workspaces.put(workspace);
        return workspace;
    }

    function render(workspace: Workspace): JsonObject {
        const created = new Date(workspace.createdMs).toISOString();
        return {
            properties: {
                customerId: workspace.customerId,
                provisioningState: 'Succeeded',
                sku: { name: 'PerGB2018', lastSkuUpdate: created },
                features: { legacy: 0, searchVersion: 1, enableLogAccessUsingOnlyResourcePermissions: true },
                workspaceCapping: { dailyQuotaGb: -1, quotaNextResetTime: created, dataIngestionStatus: 'RespectQuota' },
                createdDate: created,
                modifiedDate: new Date(workspace.changedMs).toISOString(),
                ...workspace.properties,
            },
            location: workspace.location,
            ...(workspace.tags === undefined ? {} : { tags: workspace.tags }),
            id: workspace.id,
            name: workspace.name,
            type,
            etag: `"${workspace.changedMs.toString(16)}"`,
        };
    }

    const path = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.OperationalInsights/workspaces';
    const list = (scope: string) => json(200, { value: workspaces.under(scope).map(render) });
    const provider: Provider = {
        namespace: 'Microsoft.OperationalInsights',
        newestApiVersion: '2025-07-01',
        routes: [
            { method: 'PUT', path: `${path}/{workspace}`, handle: put },
            { method: 'GET', path: `${path}/{workspace}`, handle: (exchange) => json(200, render(find(exchange))) },
            {
                method: 'DELETE',
                path: `${path}/{workspace}`,
                handle: async (exchange) => ((await workspaces.remove(idOf(exchange))) === undefined ? empty(204) : empty(200)),
            },
            {
                method: 'POST',
                path: `${path}/{workspace}/sharedKeys`,
                handle: (exchange) => {
                    const [primarySharedKey, secondarySharedKey] = find(exchange).keys;
                    return json(200, { primarySharedKey, secondarySharedKey });
                },
            },
            {
                method: 'GET',
                path,
                handle: (exchange) => list(`/subscriptions/${param(exchange, 'subscription')}/resourceGroups/${param(exchange, 'group')}`),
            },
            {
                method: 'GET',
                path: '/subscriptions/{subscription}/providers/Microsoft.OperationalInsights/workspaces',
                handle: (exchange) => list(`/subscriptions/${param(exchange, 'subscription')}`),
            },
        ],
    };
    return { provider, isWorkspace: (customerId) => workspaces.all().some((one) => one.customerId === customerId) };
}

function idOf(exchange: Exchange): string {
    return `/subscriptions/${param(exchange, 'subscription')}/resourceGroups/${param(exchange, 'group')}/providers/Microsoft.OperationalInsights/workspaces/${param(exchange, 'workspace')}`;
}
