/** A W3C trace context for one call: sent in `_meta` for the server's own spans and as a header for what stands before it (Application Insights reads the header). */
export interface TraceContext {
    readonly traceId: string;
    readonly traceparent: string;
}

/** `random` fills a byte array; the adapters pass crypto's. */
export function startTrace(random: (bytes: Uint8Array) => Uint8Array): TraceContext {
    const hex = (count: number) => Array.from(random(new Uint8Array(count)), (byte) => byte.toString(16).padStart(2, '0')).join('');
    const traceId = hex(16);
    return { traceId, traceparent: `00-${traceId}-${hex(8)}-01` };
}
