import { randomFillSync } from 'node:crypto';
import type { FetchLike } from '@modelcontextprotocol/client';
import { isObject } from '../../core/mcp/isObject';
import { startTrace } from '../../core/mcp/traceContext';
import { readRequest } from './readRequest';

/** Gives every JSON-RPC request that has no trace context yet one of its own, in the header and in `_meta`: those that the SDK sends by itself, too. */
export function traceRequests(next: FetchLike): FetchLike {
    return async (input, init) => {
        const request = readRequest(init?.body);
        const headers = new Headers(init?.headers);
        if (request === undefined || headers.has('traceparent')) {
            return await next(input, init);
        }
        const meta = isObject(request.params._meta) ? request.params._meta : {};
        const traceparent =
            typeof meta.traceparent === 'string' ? meta.traceparent : startTrace((bytes) => randomFillSync(bytes)).traceparent;
        headers.set('traceparent', traceparent);
        const params = { ...request.params, _meta: { ...meta, traceparent } };
        const body = JSON.stringify({ jsonrpc: '2.0', id: request.id, method: request.method, params });
        return await next(input, { ...init, headers, body });
    };
}
