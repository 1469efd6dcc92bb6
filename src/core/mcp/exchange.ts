/** One HTTP exchange as the wire view shows it. Secrets are masked and bodies cut before it leaves the adapter. */
export interface WireExchange {
    readonly id: number;
    readonly startedMs: number;
    /** `auth` exchanges carry tokens: their bodies are never kept. */
    readonly kind: 'mcp' | 'auth';
    readonly httpMethod: string;
    readonly url: string;
    /** The JSON-RPC method, when the body has one. */
    readonly rpcMethod?: string;
    readonly requestHeaders: readonly WireHeader[];
    readonly requestBody?: string;
    readonly traceId?: string;
    readonly status?: number;
    readonly responseHeaders: readonly WireHeader[];
    readonly responseBody?: string;
    readonly responseBytes: number;
    readonly firstByteMs?: number;
    readonly durationMs: number;
    /** Why there is no whole answer, in the words of the network. */
    readonly error?: string;
    /** Names of affinity cookies that the answer set, each with a digest of its value: equal digests mean the same instance. */
    readonly affinity: readonly { readonly name: string; readonly digest: string }[];
}

export interface WireHeader {
    readonly name: string;
    readonly value: string;
}
