import type { IncomingHttpHeaders } from 'node:http';
import type { Principal } from '../identity/principal';
import { isObject, type JsonObject, type JsonValue } from '../json';
import { armRefusal } from '../arm/armRefusal';

/** One request as its sender meant it: `url` bears Azure's host, whatever socket it came through. */
export interface Exchange {
    readonly method: string;
    readonly url: URL;
    readonly headers: IncomingHttpHeaders;
    readonly body: Buffer;
    /** The path's named parts, decoded, as the caller spelled them. */
    readonly params: Readonly<Record<string, string>>;
    readonly caller: Principal;
    /** Aborted when the client goes away. */
    readonly signal: AbortSignal;
}

export function param(exchange: Exchange, name: string): string {
    return exchange.params[name] ?? '';
}

/** A query parameter, its name read without regard to case. */
export function query(exchange: Pick<Exchange, 'url'>, name: string): string | undefined {
    for (const [key, value] of exchange.url.searchParams) {
        if (key.toLowerCase() === name.toLowerCase()) {
            return value;
        }
    }
    return undefined;
}

/** The parsed body; refuses what is not JSON in ARM's words. An empty body is undefined. */
export function jsonBody(exchange: Pick<Exchange, 'body'>): JsonValue | undefined {
    if (exchange.body.length === 0) {
        return undefined;
    }
    try {
        return JSON.parse(exchange.body.toString('utf8')) as JsonValue;
    } catch (error) {
        throw armRefusal(
            400,
            'InvalidRequestContent',
            `The request content was invalid and could not be deserialized: '${error instanceof Error ? error.message : 'not JSON'}'.`,
        );
    }
}

/** The body as an object; refuses a missing or other body. */
export function objectBody(exchange: Pick<Exchange, 'body'>): JsonObject {
    const body = jsonBody(exchange);
    if (!isObject(body)) {
        throw armRefusal(
            400,
            'InvalidRequestContent',
            `The request content was invalid and could not be deserialized: '${body === undefined ? 'The request content is empty' : 'Cannot deserialize the current JSON value into an object'}'.`,
        );
    }
    return body;
}

/** An x-www-form-urlencoded body. */
export function formBody(exchange: Pick<Exchange, 'body'>): URLSearchParams {
    return new URLSearchParams(exchange.body.toString('utf8'));
}
