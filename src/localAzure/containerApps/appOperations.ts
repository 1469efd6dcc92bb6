import { armRefusal } from '../arm/armRefusal';
import { operationUrl } from '../arm/operationUrl';
import { empty, json, type Answer, type AnswerHeaders } from '../http/answer';
import { param, query, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import type { JsonObject } from '../json';
import type { Operation } from '../arm/operations';
import { locationName } from '../resources/locations';
import { retryAfter, type World } from '../world';

type Kind = 'managedEnvironment' | 'containerapp' | 'containerappsjob' | 'sessionPool' | 'managedCertificate';

/** Long-running operations of Microsoft.App: a status URL, a result URL, or both. */
export interface AppOperations {
    readonly routes: readonly Route[];
    start(durationMs: number, work: () => Promise<void> | void): Operation;
    statusHeader(exchange: Exchange, kind: Kind, location: string, operation: Operation): AnswerHeaders;
    /** `result`: what the result URL answers at the end; undefined: 204. */
    resultHeader(
        exchange: Exchange,
        kind: Kind,
        location: string,
        operation: Operation,
        result: (() => JsonObject) | undefined,
    ): AnswerHeaders;
}

export function createAppOperations(world: World): AppOperations {
    const results = new Map<string, (() => JsonObject) | undefined>();
    const base = (exchange: Exchange, location: string) =>
        `/subscriptions/${param(exchange, 'subscription')}/providers/Microsoft.App/locations/${locationName(location)}`;

    async function find(exchange: Exchange): Promise<Operation> {
        const operation = await world.operations.poll(param(exchange, 'operation'));
        if (operation === undefined) {
            throw armRefusal(404, 'OperationNotFound', `The operation '${param(exchange, 'operation')}' was not found.`);
        }
        return operation;
    }

    async function status(exchange: Exchange): Promise<Answer> {
        const operation = await find(exchange);
        const name = { running: 'InProgress', succeeded: 'Succeeded', failed: 'Failed' }[operation.state];
        return json(
            200,
            {
                id: exchange.url.pathname,
                name: operation.id,
                status: name,
                startTime: new Date(operation.startedMs).toISOString().replace('Z', ''),
                ...(operation.error === undefined ? {} : { error: operation.error }),
            },
            operation.state === 'running' ? { 'retry-after': retryAfter(world, 5) } : {},
        );
    }

    async function result(exchange: Exchange): Promise<Answer> {
        const operation = await find(exchange);
        if (operation.state === 'running') {
            return empty(202, { location: exchange.url.href, 'retry-after': retryAfter(world, 5) });
        }
        if (operation.error !== undefined) {
            return json(400, { error: operation.error });
        }
        const made = results.get(operation.id)?.();
        return made === undefined ? empty(204) : json(200, made);
    }

    const path = '/subscriptions/{subscription}/providers/Microsoft.App/locations/{location}';
    return {
        start: (durationMs, work) => world.operations.start(durationMs, work),
        statusHeader(exchange, kind, location, operation) {
            const url = `${base(exchange, location)}/${kind === 'sessionPool' ? 'operation' : `${kind}Operation`}Statuses/${operation.id}`;
            return {
                'azure-asyncoperation': operationUrl(url, query(exchange, 'api-version') ?? '', operation.startedMs).replace(
                    '&t=',
                    '&azureAsyncOperation=true&t=',
                ),
            };
        },
        resultHeader(exchange, kind, location, operation, made) {
            results.set(operation.id, made);
            // Azure writes OperationResults; ARM's paths have no case, and this is the spelling that tools know a poll by.
            const url = `${base(exchange, location)}/${kind === 'sessionPool' ? '' : kind}operationresults/${operation.id}`;
            return { location: operationUrl(url, query(exchange, 'api-version') ?? '', operation.startedMs) };
        },
        routes: [
            'managedEnvironmentOperation',
            'managedCertificateOperation',
            'containerappOperation',
            'containerappsjobOperation',
            'operation',
        ].flatMap((name) => [
            { method: 'GET', path: `${path}/${name}Statuses/{operation}`, handle: status },
            { method: 'GET', path: `${path}/${name}Results/{operation}`, handle: result },
        ]),
    };
}
