import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError, SseError, UnauthorizedError } from '@modelcontextprotocol/client';
import { Cancelled, Failure, isCancelled, isFailure } from '../../base/failure';
import { redact } from '../../base/redact';
import type { McpFailure } from '../../core/failures/mcp';
import { mcpFailures } from '../../core/failures/mcp';
import { isObject } from '../../core/mcp/isObject';
import type { McpLimits } from '../../ports/mcp';
import { reasonOf } from './record';

const textRead = 4000;

interface FailureContext {
    readonly url: string;
    readonly method: string;
    readonly limits: McpLimits;
    readonly signal: AbortSignal;
}

/** The one place where the SDK's errors become Failures; `cause` keeps the original. */
export function translateFailure(error: unknown, context: FailureContext): Failure | Cancelled {
    if (isFailure(error) || isCancelled(error)) {
        return error;
    }
    if (context.signal.aborted) {
        return new Cancelled();
    }
    const url = redact(context.url);
    const { method, limits } = context;
    const failure = (code: McpFailure, facts: Failure['facts'] = {}) => new Failure<McpFailure>(code, { url, method, ...facts }, error);
    if (error instanceof UnauthorizedError) {
        return failure('mcp/unauthorized');
    }
    if (error instanceof SdkHttpError || (error instanceof SdkError && httpStatus(error) !== undefined)) {
        return translateHttp(error, failure, url);
    }
    if (error instanceof SseError) {
        return error.code === undefined
            ? failure('mcp/unreachable', { reason: reasonOf(error) })
            : translateStatus(error.code, error.message, failure);
    }
    if (error instanceof ProtocolError) {
        return translateProtocol(error, failure, limits);
    }
    if (error instanceof SdkError) {
        return translateSdk(error, failure, limits);
    }
    return failure('mcp/unreachable', { reason: reasonOf(error) });
}

type MakeFailure = (code: McpFailure, facts?: Failure['facts']) => Failure;

/** The HTTP status that an SDK error carries, also inside a failed negotiation. */
export function httpStatus(error: unknown): number | undefined {
    if (!(error instanceof SdkError)) {
        return undefined;
    }
    if (isObject(error.data) && typeof error.data.status === 'number') {
        return error.data.status;
    }
    return error.cause === undefined ? undefined : httpStatus(error.cause);
}

function translateHttp(error: SdkError, failure: MakeFailure, url: string): Failure {
    const status = httpStatus(error) ?? 0;
    if (/content type/i.test(error.message)) {
        return failure('mcp/not-an-endpoint', { status, contentType: contentTypeOf(error) });
    }
    const redirect = /Redirect to (\S+)/.exec(error.message)?.[1];
    if (status >= 300 && status < 400) {
        return failure('mcp/redirected', { status, host: hostOf(redirect, url) });
    }
    const text = isObject(error.data) && typeof error.data.text === 'string' ? error.data.text.slice(0, textRead) : '';
    if ((status === 404 || status === 400) && /"error".*session/is.test(text)) {
        return failure('mcp/session-lost', { status });
    }
    return translateStatus(status, isObject(error.data) && typeof error.data.text === 'string' ? error.data.text : error.message, failure);
}

function translateStatus(status: number, text: string, failure: MakeFailure): Failure {
    switch (status) {
        case 401:
            return failure('mcp/unauthorized', { status });
        case 403:
            return failure('mcp/forbidden', { status });
        case 502:
        case 503:
        case 504:
            return failure('mcp/starting', { status });
        default:
            return status >= 500
                ? failure('mcp/server-error', { status, reason: oneLine(text) })
                : failure('mcp/not-an-endpoint', { status, contentType: 'no MCP answer' });
    }
}

function translateProtocol(error: ProtocolError, failure: MakeFailure, limits: McpLimits): Failure {
    const data = isObject(error.data) ? error.data : {};
    const own = mcpFailures.find((code) => code === data.slipway);
    if (own !== undefined) {
        const limit = own === 'mcp/answer-too-deep' ? limits.depth : `${String(Math.round(limits.messageBytes / 1024 / 1024))} MB`;
        return failure(own, {
            limit: typeof data.limit === 'number' ? data.limit : typeof data.limit === 'string' ? oneLine(data.limit) : limit,
            reason: oneLine(error.message),
            ...(typeof data.status === 'string' && { status: data.status }),
        });
    }
    return error.code === -32601
        ? failure('mcp/method-missing', { code: error.code })
        : failure('mcp/refused', { code: error.code, reason: oneLine(error.message) });
}

function translateSdk(error: SdkError, failure: MakeFailure, limits: McpLimits): Failure {
    switch (error.code) {
        case SdkErrorCode.RequestTimeout:
            return failure('mcp/timeout', { seconds: Math.round(limits.requestTimeoutMs / 1000) });
        case SdkErrorCode.ListPaginationExceeded:
            return failure('mcp/too-many-pages', { limit: limits.pages });
        case SdkErrorCode.InputRequiredRoundsExceeded:
            return failure('mcp/too-many-rounds', { limit: 10 });
        case SdkErrorCode.InvalidResult:
        case SdkErrorCode.UnsupportedResultType:
            return failure('mcp/answer-invalid', { reason: oneLine(error.message) });
        case SdkErrorCode.ClientHttpUnexpectedContent:
            return failure('mcp/not-an-endpoint', { status: 200, contentType: contentTypeOf(error) });
        case SdkErrorCode.EraNegotiationFailed:
            return /content type/i.test(error.message)
                ? failure('mcp/not-an-endpoint', { status: 200, contentType: contentTypeOf(error) })
                : networkReason(error) === undefined
                  ? failure('mcp/no-common-version', { reason: oneLine(error.message) })
                  : failure('mcp/unreachable', { reason: networkReason(error) });
        case SdkErrorCode.MethodNotSupportedByProtocolVersion:
        case SdkErrorCode.CapabilityNotSupported:
            return failure('mcp/method-missing');
        default:
            return failure('mcp/unreachable', { reason: oneLine(error.message) });
    }
}

function networkReason(error: SdkError): string | undefined {
    const data = isObject(error.data) ? error.data.cause : undefined;
    const cause = error.cause ?? data;
    return cause instanceof Error && !(cause instanceof SdkError) ? reasonOf(cause) : undefined;
}

function contentTypeOf(error: SdkError): string {
    return /content type:? ([\w/.+-]+)/i.exec(error.message)?.[1] ?? 'an unexpected content type';
}

function hostOf(location: string | undefined, base: string): string {
    try {
        return new URL(location ?? '', base).host;
    } catch {
        return 'another host';
    }
}

/** The body of a failed answer can be as long as any: no more than its beginning is looked at. */
function oneLine(text: string): string {
    return redact(text.slice(0, textRead).replace(/\s+/g, ' ').trim()).slice(0, 300);
}
