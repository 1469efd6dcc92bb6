import { createHash } from 'node:crypto';
import { armRefusal } from '../arm/armRefusal';
import { operationUrl } from '../arm/operationUrl';
import { empty, json, type Answer } from '../http/answer';
import { param, query, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { field, isObject, listField, objectField, textField, type JsonObject, type JsonValue } from '../json';
import type { Operation } from '../arm/operations';
import type { World } from '../world';
import { evaluate, TemplateProblem, textOf, typed, type Scope } from './evaluate';

/** Sends one request to the local Azure's own ARM, as the caller of the deployment. */
export type Send = (method: string, path: string, apiVersion: string, body: JsonValue | undefined, exchange: Exchange) => Promise<Answer>;

interface Deployment {
    readonly id: string;
    readonly name: string;
    readonly startedMs: number;
    endedMs: number | undefined;
    state: 'Accepted' | 'Running' | 'Succeeded' | 'Failed';
    readonly mode: string;
    readonly hash: string;
    readonly parameters: JsonObject;
    readonly resources: readonly PlannedResource[];
    outputs: JsonObject | undefined;
    error: JsonObject | undefined;
    operation: Operation | undefined;
}

interface PlannedResource {
    readonly id: string;
    readonly type: string;
    readonly apiVersion: string;
    readonly body: JsonObject;
    readonly location: string | undefined;
    readonly dependsOn: readonly string[];
}

const path = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Resources/deployments/{deployment}';

/** Template deployments into a resource group: parameters, variables, the usual functions, conditions, outputs; each resource is written through ARM itself. */
export function deploymentRoutes(world: World, locationOf: (subscription: string, group: string) => string, send: Send): readonly Route[] {
    const deployments = new Map<string, Deployment>();
    const idOf = (exchange: Exchange) =>
        `/subscriptions/${param(exchange, 'subscription')}/resourceGroups/${param(exchange, 'group')}/providers/Microsoft.Resources/deployments/${param(exchange, 'deployment')}`;

    function find(exchange: Exchange): Deployment {
        const found = deployments.get(idOf(exchange).toLowerCase());
        if (found === undefined) {
            throw armRefusal(404, 'DeploymentNotFound', `Deployment '${param(exchange, 'deployment')}' could not be found.`);
        }
        return found;
    }

    /** A template that Python's command line sent bears its own key without quotation marks. */
    function bodyOf(exchange: Exchange): JsonObject {
        const text = exchange.body.toString('utf8').replace(/([,{]\s*)template:/, '$1"template":');
        let value: JsonValue;
        try {
            value = JSON.parse(text) as JsonValue;
        } catch (error) {
            throw armRefusal(
                400,
                'InvalidRequestContent',
                `The request content was invalid and could not be deserialized: '${error instanceof Error ? error.message : 'not JSON'}'.`,
            );
        }
        if (!isObject(value) || objectField(value, 'properties', 'template') === undefined) {
            throw armRefusal(400, 'InvalidRequestContent', "The request content was invalid: the property 'template' is missing.");
        }
        return value;
    }

    function plan(exchange: Exchange): Omit<Deployment, 'operation'> & { readonly scope: Scope; readonly template: JsonObject } {
        const body = bodyOf(exchange);
        const template = objectField(body, 'properties', 'template') ?? {};
        const group = idOf(exchange).split('/providers/')[0] ?? '';
        const parameters: Record<string, JsonValue> = {};
        const scope: Scope = {
            parameters,
            variables: objectField(template, 'variables') ?? {},
            subscriptionId: param(exchange, 'subscription'),
            tenantId: world.tenantId,
            group: {
                id: group,
                name: param(exchange, 'group'),
                location: locationOf(param(exchange, 'subscription'), param(exchange, 'group')),
            },
            deployment: param(exchange, 'deployment'),
            reference: () => ({}),
        };
        try {
            const given = objectField(body, 'properties', 'parameters') ?? {};
            const declared = objectField(template, 'parameters') ?? {};
            const stray = Object.keys(given).find((name) => field(declared, name) === undefined);
            if (stray !== undefined) {
                throw new TemplateProblem(
                    `The following parameters were supplied, but do not correspond to any parameters defined in the template: '${stray}'.`,
                );
            }
            for (const [name, declaration] of Object.entries(declared)) {
                const value = field(given, name, 'value') ?? field(declaration, 'defaultValue');
                if (value === undefined) {
                    throw new TemplateProblem(`The value for the template parameter '${name}' is not provided.`);
                }
                parameters[name] = evaluate(value, scope);
            }
            const listed = field(template, 'resources');
            const resources = (Array.isArray(listed) ? (listed as readonly JsonValue[]) : Object.values(isObject(listed) ? listed : {}))
                .filter(isObject)
                .filter((one) => field(one, 'existing') !== true && evaluate(field(one, 'condition') ?? true, scope) === true)
                .map((one) => planResource(one, scope));
            return {
                scope,
                template,
                id: idOf(exchange),
                name: param(exchange, 'deployment'),
                startedMs: world.nowMs(),
                endedMs: undefined,
                state: 'Accepted',
                mode: textField(body, 'properties', 'mode') ?? 'Incremental',
                hash: BigInt(`0x${createHash('sha256').update(JSON.stringify(template)).digest('hex').slice(0, 15)}`).toString(),
                parameters: Object.fromEntries(
                    Object.entries(parameters).map(([name, value]) => [
                        name,
                        { type: capital(textField(declared, name, 'type') ?? 'String'), value },
                    ]),
                ),
                resources,
                outputs: undefined,
                error: undefined,
            };
        } catch (error) {
            if (error instanceof TemplateProblem) {
                throw armRefusal(400, 'InvalidTemplate', `Deployment template validation failed: '${error.message}'.`);
            }
            throw error;
        }
    }

    function put(exchange: Exchange): Answer {
        const known = deployments.has(idOf(exchange).toLowerCase());
        const planned = plan(exchange);
        const made: Deployment = { ...planned, operation: undefined };
        const operation = world.operations.start(2_000, () => perform(made, planned.scope, planned.template, exchange));
        made.operation = operation;
        deployments.set(made.id.toLowerCase(), made);
        return json(known ? 200 : 201, render(made), {
            'azure-asyncoperation': operationUrl(
                `${made.id}/operationStatuses/${operation.id}`,
                query(exchange, 'api-version') ?? '',
                operation.startedMs,
            ),
        });
    }

    async function perform(made: Deployment, scope: Scope, template: JsonObject, exchange: Exchange): Promise<void> {
        const shown = new Map<string, JsonValue>();
        const seeing: Scope = {
            ...scope,
            reference: (id) =>
                [...shown].find(
                    ([one]) => one.toLowerCase() === id.toLowerCase() || one.toLowerCase().endsWith(`/${id.toLowerCase()}`),
                )?.[1] ?? {},
        };
        made.state = 'Running';
        try {
            for (const resource of inOrder(made.resources)) {
                const answer = await send('PUT', resource.id, resource.apiVersion, evaluate(resource.body, seeing), exchange);
                const body = answer.body.kind === 'json' ? answer.body.value : null;
                if (answer.status >= 400) {
                    throw armRefusal(
                        409,
                        'DeploymentFailed',
                        'At least one resource deployment operation failed. Please list deployment operations for details. Please see https://aka.ms/arm-deployment-operations for usage details.',
                        {},
                        {
                            details: [
                                {
                                    code: textField(body, 'error', 'code') ?? textField(body, 'Code') ?? 'ResourceDeploymentFailure',
                                    message: textField(body, 'error', 'message') ?? textField(body, 'Message') ?? '',
                                },
                            ],
                        },
                    );
                }
                const poll = answer.headers['azure-asyncoperation'];
                const started = typeof poll === 'string' ? (/\/([^/?]*-)?([0-9a-f-]{36})\?/i.exec(poll)?.[2] ?? '') : '';
                if (started !== '' && (await world.operations.ended(started)) === 'failed') {
                    throw armRefusal(
                        409,
                        'ResourceDeploymentFailure',
                        `The resource write operation failed to complete successfully: ${resource.id}`,
                    );
                }
                const read = await send('GET', resource.id, resource.apiVersion, undefined, exchange);
                shown.set(resource.id, read.body.kind === 'json' ? (field(read.body.value, 'properties') ?? {}) : {});
            }
            made.outputs = Object.fromEntries(
                Object.entries(objectField(template, 'outputs') ?? {}).map(([name, output]) => [
                    name,
                    { type: capital(textField(output, 'type') ?? 'String'), value: evaluate(field(output, 'value'), seeing) },
                ]),
            );
            made.state = 'Succeeded';
        } catch (error) {
            made.state = 'Failed';
            throw error;
        } finally {
            made.endedMs = world.nowMs();
        }
    }

    function render(made: Omit<Deployment, 'operation'>): JsonObject {
        const byNamespace = new Map<string, Map<string, string | undefined>>();
        for (const resource of made.resources) {
            const [namespace = '', ...kinds] = resource.type.split('/');
            const kindsOf = byNamespace.get(namespace) ?? new Map<string, string | undefined>();
            kindsOf.set(kinds.join('/'), resource.location);
            byNamespace.set(namespace, kindsOf);
        }
        return {
            id: made.id,
            name: made.name,
            type: 'Microsoft.Resources/deployments',
            properties: {
                templateHash: made.hash,
                parameters: made.parameters,
                mode: made.mode,
                provisioningState: made.state,
                timestamp: new Date(made.endedMs ?? made.startedMs).toISOString(),
                duration: `PT${(((made.endedMs ?? world.nowMs()) - made.startedMs) / 1000).toFixed(7)}S`,
                correlationId: '00000000-0000-4000-8000-0000000000cc',
                providers: [...byNamespace].map(([namespace, kinds]) => ({
                    namespace,
                    resourceTypes: [...kinds].map(([resourceType, location]) => ({ resourceType, locations: [location ?? null] })),
                })),
                dependencies: [],
                ...(made.outputs === undefined ? {} : { outputs: made.outputs }),
                ...(made.state === 'Succeeded' ? { outputResources: made.resources.map((resource) => ({ id: resource.id })) } : {}),
                ...(made.error === undefined ? {} : { error: made.error }),
            },
        };
    }

    return [
        { method: 'PUT', path, handle: put },
        {
            method: 'GET',
            path,
            handle: (exchange) => json(200, render(find(exchange))),
        },
        {
            method: 'POST',
            path: `${path}/validate`,
            handle: (exchange) => {
                const planned = plan(exchange);
                return json(200, render({ ...planned, state: 'Succeeded' }));
            },
        },
        {
            method: 'DELETE',
            path,
            handle: (exchange) => empty(deployments.delete(idOf(exchange).toLowerCase()) ? 202 : 204),
        },
        {
            method: 'GET',
            path: path.replace('/{deployment}', ''),
            handle: (exchange) => {
                const prefix = idOf(exchange)
                    .replace(/[^/]*$/, '')
                    .toLowerCase();
                return json(200, { value: [...deployments.values()].filter((one) => one.id.toLowerCase().startsWith(prefix)).map(render) });
            },
        },
        {
            method: 'GET',
            path: `${path}/operationStatuses/{operation}`,
            handle: async (exchange) => {
                const found =
                    (await world.operations.poll(param(exchange, 'operation'))) ??
                    (world.mode === 'open' ? find(exchange).operation : undefined);
                if (found === undefined) {
                    throw armRefusal(404, 'OperationNotFound', 'The operation was not found.');
                }
                const status = { running: 'Running', succeeded: 'Succeeded', failed: 'Failed' }[found.state];
                return json(200, { status, ...(found.error === undefined ? {} : { error: found.error }) });
            },
        },
    ];
}

function planResource(one: JsonObject, scope: Scope): PlannedResource {
    const type = (textField(one, 'type') ?? '').replace(/\/$/, '');
    const names = textOf(evaluate(field(one, 'name'), scope)).split('/');
    const scoped = field(one, 'scope');
    const base = scoped === undefined ? scope.group.id : textOf(evaluate(scoped, scope)).replace(/^(?!\/)/, `${scope.group.id}/providers/`);
    const location = field(one, 'location');
    const kept = Object.entries(one).filter(
        ([name]) => !['type', 'name', 'apiVersion', 'dependsOn', 'condition', 'comments', 'scope', 'resources'].includes(name),
    );
    return {
        id: `${base}/providers/${typed(type, names)}`,
        type,
        apiVersion: textField(one, 'apiVersion') ?? '',
        body: Object.fromEntries(kept),
        location: location === undefined ? undefined : textOf(evaluate(location, scope)),
        dependsOn: (listField(one, 'dependsOn') ?? []).map((entry) => textOf(evaluate(entry, scope)).toLowerCase()),
    };
}

/** Those that others wait for come first. */
function inOrder(resources: readonly PlannedResource[]): readonly PlannedResource[] {
    const done: PlannedResource[] = [];
    const left = [...resources];
    while (left.length > 0) {
        const next = left.findIndex((one) => one.dependsOn.every((id) => !left.some((other) => other !== one && isNamed(other, id))));
        done.push(...left.splice(Math.max(next, 0), 1));
    }
    return done;
}

function isNamed(resource: PlannedResource, id: string): boolean {
    return resource.id.toLowerCase() === id || resource.id.toLowerCase().endsWith(`/${id}`);
}

function capital(text: string): string {
    return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
