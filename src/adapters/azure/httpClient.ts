import {
    createDefaultHttpClient,
    createHttpHeaders,
    createPipelineRequest,
    type HttpClient,
    type PipelinePolicy,
} from '@azure/core-rest-pipeline';
import { Failure } from '../../base/failure';
import { connectionFailure } from '../../core/diagnose/connectionFailure';
import type { AzureFailure } from '../../core/failures/azure';
import type { ResolveEndpoint } from '../../ports/resolveEndpoint';
import { failureFromAnswer, failureFromOperation } from './failures';

/**
 * The last step of every request: the pipeline and the SDKs see Azure's own URLs (they refuse to send a token over http), and only here the host becomes
 * what ResolveEndpoint says. A request with a token goes to `tokenHost` or not at all, whatever link an answer gave.
 */
export function resolvingHttpClient(
    resolve: ResolveEndpoint,
    tokenHost: (host: string) => boolean,
    onDate: (serverMs: number) => void,
): HttpClient {
    const inner = createDefaultHttpClient();
    return {
        async sendRequest(request) {
            const host = new URL(request.url).host;
            if (request.headers.has('authorization') && !tokenHost(host)) {
                throw new Failure<AzureFailure>('azure/foreign-host', { host, cloud: 'Azure' });
            }
            const to = resolve(request.url);
            // A copy: the pipeline sends the same request again when it retries or follows a redirect.
            // The SDKs' agent for a proxy named in the environment stays behind: the host's own `https` knows its proxy and its certificates.
            const { agent: _agent, ...kept } = request;
            const outgoing = createPipelineRequest({
                ...kept,
                url: to.url,
                headers: createHttpHeaders({ ...request.headers.toJSON({ preserveCase: true }), ...to.headers }),
                allowInsecureConnection: to.url.startsWith('http://'),
            });
            const response = await inner.sendRequest(outgoing).catch((error: unknown) => {
                // Trying again, as the pipeline does with errors of its own, would not mend it.
                throw (request.abortSignal?.aborted === true ? undefined : connectionFailure(error, to.url, host)) ?? error;
            });
            const date = Date.parse(response.headers.get('date') ?? '');
            if (!Number.isNaN(date)) {
                onDate(date);
            }
            return { ...response, request };
        },
    };
}

/**
 * Outside retries and token challenges: what is still an error then becomes a Failure before an SDK makes its own of it. SDKs drop Azure's details, and
 * each generation names its errors differently.
 */
export const failOnError: PipelinePolicy = {
    name: 'slipwayFailOnError',
    async sendRequest(request, next) {
        const response = await next(request);
        if (response.status >= 400) {
            throw failureFromAnswer({
                status: response.status,
                body: response.bodyAsText ?? '',
                requestId: response.headers.get('x-ms-request-id'),
                challenge: response.headers.get('www-authenticate'),
                url: request.url,
            });
        }
        if (response.status === 200 && /operation(statuses|results)|operations\//i.test(new URL(request.url).pathname)) {
            failOnFailedOperation(request.url, response.bodyAsText ?? '');
        }
        return response;
    },
};

/** `{"status":"Failed","error":{…}}` is a 200. */
export function failOnFailedOperation(url: string, body: string): void {
    const parsed: unknown = body.startsWith('{') ? JSON.parse(body) : undefined;
    const status = typeof parsed === 'object' && parsed !== null && 'status' in parsed ? parsed.status : undefined;
    if (typeof status === 'string' && /^(failed|canceled|cancelled)$/i.test(status)) {
        throw failureFromOperation(url, parsed);
    }
}
