import { armRefusal } from '../arm/armRefusal';
import type { Resource } from '../arm/resource';
import { json } from '../http/answer';
import { objectBody, type Exchange } from '../http/exchange';
import { listField, numberField, objectField, type JsonObject } from '../json';
import type { Provider } from '../provider';
import type { World } from '../world';
import { QueryProblem, textOf, type Row } from './expression';
import { runQuery } from './runQuery';

/** Microsoft.ResourceGraph: what there is, by query. `propertiesOf` reads a resource's own properties through ARM. */
export function createResourceGraph(
    world: World,
    groups: () => readonly Resource[],
    propertiesOf: (resource: Resource, exchange: Exchange) => Promise<JsonObject>,
): Provider {
    async function resources(exchange: Exchange, query: string): Promise<readonly Row[]> {
        const tracked = world.collections.filter((one) => one.listing === 'tracked').flatMap((one) => one.all());
        // Read only where the answer may show them.
        const whole = /properties/i.test(query) || !/\|\s*(project|summarize|count|distinct)\b/i.test(query);
        return await Promise.all(tracked.map(async (one) => row(one, whole ? await propertiesOf(one, exchange) : {})));
    }

    function row(one: Resource, properties: JsonObject): Row {
        return {
            id: one.id,
            name: one.name.split('/').at(-1) ?? '',
            type: one.type.toLowerCase(),
            tenantId: world.tenantId,
            kind: one.kind ?? '',
            location: one.location.replaceAll(' ', '').toLowerCase(),
            resourceGroup: (one.id.split('/')[4] ?? '').toLowerCase(),
            subscriptionId: one.id.split('/')[2] ?? '',
            managedBy: '',
            sku: one.sku ?? null,
            plan: null,
            properties,
            tags: one.tags ?? {},
            identity: one.identity ?? null,
            zones: null,
            extendedLocation: null,
        };
    }

    return {
        namespace: 'Microsoft.ResourceGraph',
        newestApiVersion: '2024-04-01',
        routes: [
            {
                method: 'POST',
                path: '/providers/Microsoft.ResourceGraph/resources',
                handle: async (exchange) => {
                    const body = objectBody(exchange);
                    const asked = listField(body, 'subscriptions');
                    const inScope = (id: string) =>
                        asked === undefined || asked.some((one) => typeof one === 'string' && one.toLowerCase() === id.toLowerCase());
                    const query = typeof body.query === 'string' ? body.query : '';
                    const all = (await resources(exchange, query)).filter((one) => inScope(textOf(one.subscriptionId)));
                    const containers = groups().map((one) => row({ ...one, type: 'microsoft.resources/subscriptions/resourcegroups' }, {}));
                    try {
                        const found = runQuery(
                            query,
                            (name) =>
                                name.toLowerCase() === 'resources'
                                    ? all
                                    : name.toLowerCase() === 'resourcecontainers'
                                      ? containers
                                      : undefined,
                            world.nowMs(),
                        );
                        const options = objectField(body, 'options') ?? {};
                        const skip = numberField(options, '$skip') ?? 0;
                        const data = found.slice(skip, skip + (numberField(options, '$top') ?? 1_000));
                        return json(200, {
                            totalRecords: found.length,
                            count: data.length,
                            data,
                            facets: [],
                            resultTruncated: 'false',
                        });
                    } catch (error) {
                        if (error instanceof QueryProblem) {
                            throw armRefusal(
                                400,
                                'BadRequest',
                                'Please provide below info when asking for support: timestamp and correlation id.',
                                {},
                                {
                                    details: [
                                        {
                                            code: 'InvalidQuery',
                                            message: `Query is invalid. Please refer to the documentation for the Azure Resource Graph service and fix the error before retrying. ${error.message}`,
                                        },
                                    ],
                                },
                            );
                        }
                        throw error;
                    }
                },
            },
        ],
    };
}
