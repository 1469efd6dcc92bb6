import { isObject, numberField, textField, type JsonValue } from '../json';

const kinds = [
    'throttled',
    'serverError',
    'resetBefore',
    'resetAfter',
    'slow',
    'stuckOperation',
    'failedOperation',
    'expiredToken',
    'truncatedBody',
    'eventualConsistency',
    'clockSkew',
    'quota',
    'policyDenied',
    'regionNotAllowed',
    'nameTaken',
    'notRegistered',
    'noRights',
    'claimsChallenge',
    'refused',
] as const;

export type FaultKind = (typeof kinds)[number];

/** One fault that was asked for. */
export interface Fault {
    readonly kind: FaultKind;
    /** undefined: any. */
    readonly method: string | undefined;
    /** A whole path in any case; `*` stands for any text. */
    readonly path: string;
    /** A whole host in any case, with `*`; undefined: any. */
    readonly host: string | undefined;
    /** How many requests are hit. */
    readonly count: number;
    /** How many matching requests pass first. */
    readonly after: number;
    /** throttled: what Retry-After says. */
    readonly retryAfterSeconds: number;
    /** serverError: 500 to 599; refused: 400 to 499. */
    readonly status: number;
    /** slow: before the answer; eventualConsistency: how long reads do not see the write. */
    readonly durationMs: number;
    /** clockSkew: how far Azure's clock is ahead of the caller's. */
    readonly seconds: number;
    /** failedOperation: the error of the operation; refused: the error of the answer. */
    readonly code: string;
    readonly message: string;
}

/** Reads a request to the faults endpoint; a text says what is wrong with it. */
export function readFault(body: JsonValue | undefined): Fault | string {
    const kind = kinds.find((one) => one === textField(body, 'kind'));
    const path = textField(body, 'path');
    if (!isObject(body) || kind === undefined) {
        return `kind must be one of ${kinds.join(', ')}.`;
    }
    if (path === undefined || !/^[/*]/.test(path)) {
        return 'path must be a path, in which * stands for any text.';
    }
    const fault: Fault = {
        kind,
        path,
        method: textField(body, 'method')?.toUpperCase(),
        host: textField(body, 'host'),
        count: numberField(body, 'count') ?? 1,
        after: numberField(body, 'after') ?? 0,
        retryAfterSeconds: numberField(body, 'retryAfterSeconds') ?? 1,
        status: numberField(body, 'status') ?? (kind === 'refused' ? 400 : 500),
        durationMs: numberField(body, 'durationMs') ?? 1000,
        seconds: numberField(body, 'seconds') ?? 600,
        code: textField(body, 'code') ?? 'InternalServerError',
        message: textField(body, 'message') ?? 'The operation failed.',
    };
    if (fault.count < 1 || fault.after < 0 || fault.durationMs < 0 || fault.retryAfterSeconds < 0) {
        return 'count must be at least 1; after, durationMs and retryAfterSeconds must not be negative.';
    }
    const [from, to] = kind === 'refused' ? [400, 499] : [500, 599];
    return fault.status >= from && fault.status <= to ? fault : `status must be between ${from} and ${to}.`;
}

/** Whether a request is one that the fault is for. */
export function isFor(fault: Pick<Fault, 'method' | 'path' | 'host'>, request: { readonly method: string; readonly url: URL }): boolean {
    return (
        (fault.method === undefined || fault.method === request.method) &&
        glob(fault.path).test(request.url.pathname) &&
        (fault.host === undefined || glob(fault.host).test(request.url.host))
    );
}

function glob(pattern: string): RegExp {
    const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`, 'i');
}
