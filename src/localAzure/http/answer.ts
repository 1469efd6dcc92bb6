import type { Writable } from 'node:stream';
import type { JsonValue } from '../json';

export type AnswerHeaders = Readonly<Record<string, string | readonly string[]>>;

/** What goes back for one request. */
export interface Answer {
    readonly status: number;
    readonly headers: AnswerHeaders;
    /** The connection is cut instead of an answer, or in the middle of its body. */
    readonly cut?: 'reset' | 'truncated';
    /** A fault that was asked for: no part of Azure's behaviour, so recordings leave it out. */
    readonly injected?: true;
    readonly body:
        | { readonly kind: 'none' }
        | { readonly kind: 'json'; readonly value: JsonValue }
        | { readonly kind: 'bytes'; readonly bytes: Buffer }
        /** Written as it comes; ends when the promise settles or the client goes away. */
        | { readonly kind: 'stream'; readonly write: (out: Writable, signal: AbortSignal) => Promise<void> };
}

export function json(status: number, value: JsonValue, headers: AnswerHeaders = {}): Answer {
    return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body: { kind: 'json', value } };
}

export function empty(status: number, headers: AnswerHeaders = {}): Answer {
    return { status, headers, body: { kind: 'none' } };
}

export function text(status: number, content: string, headers: AnswerHeaders = {}): Answer {
    return {
        status,
        headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
        body: { kind: 'bytes', bytes: Buffer.from(content) },
    };
}

export function bytes(status: number, content: Buffer, headers: AnswerHeaders = {}): Answer {
    return { status, headers, body: { kind: 'bytes', bytes: content } };
}

export function stream(status: number, headers: AnswerHeaders, write: (out: Writable, signal: AbortSignal) => Promise<void>): Answer {
    return { status, headers, body: { kind: 'stream', write } };
}
