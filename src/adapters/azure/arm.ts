import {
    bearerTokenAuthenticationPolicy,
    createHttpHeaders,
    createPipelineFromOptions,
    createPipelineRequest,
    type HttpClient,
    type PipelineRetryOptions,
    type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { Failure, isFailure } from '../../base/failure';
import { pause, type Operation } from '../../base/operation';
import type { Cloud } from '../../core/deploy/cloud';
import type { AzureFailure } from '../../core/failures/azure';
import type { TokenSource } from '../../ports/tokenSource';
import { credentialFor } from './credential';
import { failOnError, failOnFailedOperation } from './httpClient';
import { tooSlow, translate } from './failures';
import type { ArmOperation } from './operations';

export interface ArmRequest {
    readonly operation: ArmOperation;
    readonly params: Readonly<Record<string, string>>;
    readonly query?: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly tenantId: string | undefined;
    /** `never`: a tenant that wants a sign-in of its own fails. */
    readonly ask?: 'never';
}

export interface ArmOptions {
    readonly cloud: Cloud;
    readonly tokens: TokenSource;
    readonly httpClient: HttpClient;
    /** How long to wait between two looks at a long-running operation. */
    readonly pollMs: number;
    readonly operationLimitMs: number;
    readonly retryOptions: PipelineRetryOptions;
}

/** A thin client over the pipeline for what the big SDK clients are not worth loading for, or do not have. */
export interface Arm {
    /** The parsed body, or undefined when there is none. */
    send(op: Operation, request: ArmRequest): Promise<unknown>;
    /** The same, and undefined instead of a failure when it does not exist. */
    find(op: Operation, request: ArmRequest): Promise<unknown>;
    /** All pages. */
    list(op: Operation, request: ArmRequest): Promise<readonly unknown[]>;
    /** Sends, waits for the end of a long-running operation, and answers the resource for PUT and PATCH, else the last body. */
    perform(op: Operation, request: ArmRequest): Promise<unknown>;
}

const userAgent = { userAgentPrefix: 'slipway' };

export function openArm(options: ArmOptions): Arm {
    const pipelines = new Map<string, ReturnType<typeof createPipelineFromOptions>>();

    function pipelineFor(tenantId: string | undefined, ask: 'never' | undefined) {
        const key = `${tenantId ?? ''}|${ask ?? ''}`;
        const known = pipelines.get(key);
        if (known !== undefined) {
            return known;
        }
        const pipeline = createPipelineFromOptions({ userAgentOptions: userAgent, retryOptions: options.retryOptions });
        pipeline.addPolicy(
            bearerTokenAuthenticationPolicy({
                credential: credentialFor(ask === 'never' ? (options.tokens.silent ?? options.tokens) : options.tokens, tenantId),
                scopes: options.cloud.managementScope,
            }),
            {
                phase: 'Sign',
            },
        );
        pipeline.addPolicy(failOnError);
        pipelines.set(key, pipeline);
        return pipeline;
    }

    async function call(
        op: Operation,
        { tenantId, ask }: Pick<ArmRequest, 'tenantId' | 'ask'>,
        method: ArmOperation['method'],
        url: string,
        body?: unknown,
    ): Promise<PipelineResponse> {
        const request = createPipelineRequest({
            url,
            method,
            abortSignal: op.signal,
            headers: createHttpHeaders({
                accept: 'application/json',
                ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            }),
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        try {
            return await pipelineFor(tenantId, ask).sendRequest(options.httpClient, request);
        } catch (error) {
            throw translate(op, new URL(url).host, error);
        }
    }

    const urlOf = (request: ArmRequest) => armUrl(options.cloud.managementUrl, request);

    async function first(op: Operation, request: ArmRequest): Promise<PipelineResponse> {
        return call(op, request, request.operation.method, urlOf(request), request.body);
    }

    return {
        async send(op, request) {
            return parseBody(await first(op, request));
        },
        async find(op, request) {
            try {
                return parseBody(await first(op, request));
            } catch (error) {
                if (isFailure(error) && error.code === 'azure/not-found') {
                    return undefined;
                }
                throw error;
            }
        },
        async list(op, request) {
            const items: unknown[] = [];
            let page = parseBody(await first(op, request));
            for (;;) {
                const { value, nextLink } = asPage(page);
                items.push(...value);
                if (nextLink === undefined) {
                    return items;
                }
                page = parseBody(await call(op, request, 'GET', nextLink));
            }
        },
        async perform(op, request) {
            const untilMs = Date.now() + options.operationLimitMs;
            let answer = await first(op, request);
            const { method } = request.operation;
            const status = answer.headers.get('azure-asyncoperation') ?? answer.headers.get('operation-location');
            const location = answer.headers.get('location');
            const poll = async (url: string) => {
                if (Date.now() > untilMs) {
                    throw tooSlow(options.operationLimitMs);
                }
                await pause(op, options.pollMs);
                return call(op, request, 'GET', url);
            };
            if (status !== undefined && [200, 201, 202].includes(answer.status)) {
                do {
                    answer = await poll(status);
                    failOnFailedOperation(status, answer.bodyAsText ?? '');
                } while (answer.status === 202 || isRunning(operationState(parseBody(answer))));
                if (method === 'PUT' || method === 'PATCH') {
                    return parseBody(await call(op, request, 'GET', urlOf(request)));
                }
                return parseBody(location === undefined || method === 'DELETE' ? answer : await call(op, request, 'GET', location));
            }
            if (location !== undefined && answer.status === 202) {
                let next = location;
                do {
                    answer = await poll(next);
                    next = answer.headers.get('location') ?? next;
                } while (answer.status === 202);
                return parseBody(answer);
            }
            while ((method === 'PUT' || method === 'PATCH') && isRunning(provisioningState(parseBody(answer)))) {
                answer = await poll(urlOf(request));
            }
            failOnFailedProvisioning(parseBody(answer));
            return parseBody(answer);
        },
    };
}

/** Fills the operation's path. A segment is encoded; an id must look like one that ARM gives, so that no name can reach another path. */
export function armUrl(base: string, request: Pick<ArmRequest, 'operation' | 'params' | 'query'>): string {
    const path = request.operation.path.replace(/\{(\+?)(\w+)\}/g, (_, whole: string, name: string) => {
        const value = request.params[name] ?? '';
        if (whole === '') {
            if (value === '') {
                throw new Error(`No value for ${name}`);
            }
            return encodeURIComponent(value);
        }
        if (!/^\/(?:subscriptions|providers)(?:\/[\w.()~-]+)+$/i.test(value) || /\/\.{1,2}(?:\/|$)/.test(value)) {
            throw new Failure<AzureFailure>('azure/invalid-name', { name: value, message: 'This is not a resource id.' });
        }
        return value;
    });
    const query = new URLSearchParams({ 'api-version': request.operation.apiVersion, ...request.query });
    return `${base}${path}?${query.toString()}`;
}

function parseBody(response: PipelineResponse): unknown {
    const text = response.bodyAsText ?? '';
    if (text.trim() === '') {
        return undefined;
    }
    try {
        return JSON.parse(text);
    } catch (error) {
        throw new Failure<AzureFailure>('azure/unreadable-answer', { reason: 'It is not JSON.' }, error);
    }
}

function asPage(body: unknown): { readonly value: readonly unknown[]; readonly nextLink: string | undefined } {
    const page = typeof body === 'object' && body !== null ? (body as { value?: unknown; nextLink?: unknown }) : {};
    return {
        value: Array.isArray(page.value) ? page.value : [],
        nextLink: typeof page.nextLink === 'string' && page.nextLink !== '' ? page.nextLink : undefined,
    };
}

function operationState(body: unknown): string {
    const status = typeof body === 'object' && body !== null && 'status' in body ? body.status : undefined;
    return typeof status === 'string' ? status : 'Succeeded';
}

function provisioningState(body: unknown): string {
    const properties = typeof body === 'object' && body !== null && 'properties' in body ? body.properties : undefined;
    const state =
        typeof properties === 'object' && properties !== null && 'provisioningState' in properties
            ? properties.provisioningState
            : undefined;
    return typeof state === 'string' ? state : 'Succeeded';
}

/** Every word but the three endings means that it goes on; services invent new ones. */
function isRunning(state: string): boolean {
    return !/^(succeeded|failed|canceled|cancelled|completed)$/i.test(state);
}

function failOnFailedProvisioning(body: unknown): void {
    if (/^(failed|canceled|cancelled)$/i.test(provisioningState(body))) {
        throw new Failure<AzureFailure>(
            'azure/operation-failed',
            { code: provisioningState(body), message: 'The resource was left in this state.' },
            body,
        );
    }
}
