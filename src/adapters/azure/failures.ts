import { isRestError } from '@azure/core-rest-pipeline';
import { isCancelled, isFailure, Cancelled, Failure, type Facts } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { untrustedReason } from '../../core/diagnose/connectionFailure';
import { explainAzureError } from '../../core/diagnose/explainAzureError';
import { parseServiceError } from '../../core/diagnose/serviceError';
import type { AzureFailure } from '../../core/failures/azure';
import type { DeployFailure } from '../../core/failures/deploy';
import type { LocalAzureFailure } from '../../core/failures/localAzure';
import type { RegistryFailure } from '../../core/failures/registry';

/** An error answer as a failure. `challenge` is the WWW-Authenticate header. */
export function failureFromAnswer(answer: {
    readonly status: number;
    readonly body: string;
    readonly requestId: string | undefined;
    readonly challenge: string | undefined;
    readonly url: string;
}): Failure<AzureFailure | RegistryFailure | DeployFailure> {
    const error = parseServiceError(answer.status, answer.body);
    const { code, facts } = explainAzureError(error);
    const all: Facts = { ...placeOf(answer.url), ...facts, requestId: answer.requestId };
    // A claims challenge that the credential could not meet: a second factor or a device that the tenant trusts.
    if (answer.status === 401 && answer.challenge?.includes('insufficient_claims') === true) {
        return new Failure<AzureFailure>('azure/more-proof-needed', all, error);
    }
    return new Failure(code, all, error);
}

/** Which subscription a request was about, for the words and their buttons. */
function placeOf(url: string): Facts {
    const subscription = /\/subscriptions\/([\w-]+)/i.exec(url)?.[1];
    return subscription === undefined ? {} : { subscription };
}

/** A long-running operation that ended badly. */
export function failureFromOperation(url: string, body: unknown): Failure<AzureFailure | RegistryFailure | DeployFailure> {
    const error = parseServiceError(0, JSON.stringify(body));
    const { code, facts } = explainAzureError({ ...error, status: 0 });
    return new Failure(
        code === 'azure/refused' ? 'azure/operation-failed' : code,
        { ...placeOf(url), ...facts, code: error.code || 'Failed' },
        error,
    );
}

/** An operation that Azure neither finishes nor gives up. */
export function tooSlow(limitMs: number): Failure<AzureFailure> {
    return new Failure('azure/too-slow', { minutes: Math.max(Math.round(limitMs / 60_000), 1) });
}

/** Anything that an SDK or the pipeline threw. Cancelling wins over whatever it looked like. */
export function translate(op: Pick<Operation, 'signal'>, host: string, error: unknown): Error {
    if (op.signal.aborted || isCancelled(error)) {
        return new Cancelled();
    }
    if (isFailure(error)) {
        return error;
    }
    const { name, code, message } = describe(error);
    const answer = answerIn(error);
    if (answer !== undefined) {
        return failureFromAnswer(answer);
    }
    const refused = untrustedReason(error);
    if (refused !== undefined) {
        return new Failure<AzureFailure>('azure/certificate-untrusted', { host, reason: refused }, error);
    }
    if (
        name === 'RestError' &&
        ['REQUEST_SEND_ERROR', 'ENOTFOUND', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EAI_AGAIN', 'EPIPE'].includes(code)
    ) {
        return isForLocal(error) && message.includes('ECONNREFUSED')
            ? new Failure<LocalAzureFailure>('localAzure/not-running', { reason: message }, error)
            : new Failure<AzureFailure>('azure/unreachable', { host, reason: message }, error);
    }
    if (name === 'RestError' && code === 'PARSE_ERROR') {
        return new Failure<AzureFailure>('azure/unreadable-answer', { reason: message }, error);
    }
    if (/CredentialUnavailableError|AuthenticationRequiredError|AuthenticationError|AggregateAuthenticationError/.test(name)) {
        const { code: meant, facts } = explainAzureError({ status: 401, code: '', message, details: [] });
        return facts.row === undefined
            ? new Failure<AzureFailure>('azure/not-signed-in', { reason: message.split('\n')[0] }, error)
            : new Failure(meant, { ...facts, message: message.split('\n')[0] }, error);
    }
    return new Failure<AzureFailure>('azure/unreadable-answer', { reason: message.slice(0, 300) }, error);
}

/** Only what resolveInLocal leads to the local Azure bears that header. */
function isForLocal(error: unknown): boolean {
    return isRestError(error) && error.request?.headers.has('x-original-host') === true;
}

/** Some clients make an error of their own out of a refusal before it is ours to see; the answer is still in it. */
function answerIn(error: unknown): Parameters<typeof failureFromAnswer>[0] | undefined {
    if (!isRestError(error) || error.response === undefined || error.response.status < 400) {
        return undefined;
    }
    const { status, bodyAsText, headers, request } = error.response;
    return {
        status,
        body: bodyAsText ?? '',
        requestId: headers.get('x-ms-request-id'),
        challenge: headers.get('www-authenticate'),
        url: request.url,
    };
}

function describe(error: unknown): { readonly name: string; readonly code: string; readonly message: string } {
    if (!(error instanceof Error)) {
        return { name: '', code: '', message: String(error) };
    }
    return { name: error.name, code: 'code' in error && typeof error.code === 'string' ? error.code : '', message: error.message };
}
