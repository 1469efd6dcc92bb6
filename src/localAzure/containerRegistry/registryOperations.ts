import { operationUrl } from '../arm/operationUrl';
import type { KeptResource } from '../arm/keptResources';
import { json, type Answer, type AnswerHeaders } from '../http/answer';
import { param, query, type Exchange } from '../http/exchange';
import { retryAfter, type World } from '../world';
import { registryRefusal } from './registryRefusal';

const durationMs = 4_000;

/** Begins the operation of a write to a child of a registry; `kind` is how its id begins, such as `tokens`. */
export function childWrite(world: World, kind: string): (exchange: Exchange, child: Pick<KeptResource, 'id'>) => AnswerHeaders {
    return (exchange, child) => {
        const { id, startedMs } = world.operations.start(durationMs, () => undefined);
        return {
            'azure-asyncoperation': operationUrl(
                `${child.id}/operationStatuses/${kind}-${id}`,
                query(exchange, 'api-version') ?? '',
                startedMs,
            ),
        };
    };
}

/** Begins the operation of a removal, which is told by its result alone. */
export function childRemoval(
    world: World,
    kind: string,
    locationOf: (exchange: Exchange) => string,
): (exchange: Exchange) => AnswerHeaders {
    return (exchange) => {
        const { id, startedMs } = world.operations.start(durationMs, () => undefined);
        const path = `/subscriptions/${param(exchange, 'subscription')}/providers/Microsoft.ContainerRegistry/locations/${locationOf(exchange).replace(/\s/g, '').toUpperCase()}/operationResults/${kind}-${id}`;
        return { location: operationUrl(path, query(exchange, 'api-version') ?? '', startedMs) };
    };
}

/** Answers a poll of `…/operationStatuses/{operation}`. */
export async function showOperation(world: World, exchange: Exchange): Promise<Answer> {
    const operation = await world.operations.poll(param(exchange, 'operation').replace(/^[a-z]+-(?=[0-9a-f]{8}-)/i, ''));
    if (operation === undefined) {
        throw registryRefusal(404, 'OperationNotFound', `The operation '${param(exchange, 'operation')}' was not found.`);
    }
    const status = { running: 'Creating', succeeded: 'Succeeded', failed: 'Failed' }[operation.state];
    return json(
        200,
        { status, ...(operation.error === undefined ? {} : { error: operation.error }) },
        {
            'azure-asyncoperation': exchange.url.href,
            ...(operation.state === 'running' ? { 'retry-after': retryAfter(world, 5) } : {}),
        },
    );
}
