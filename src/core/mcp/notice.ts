/** A departure from the specification, or from what a user would expect, that was tolerated. Shown beside the server and in its readiness report. */
export interface McpNotice {
    readonly code: NoticeCode;
    /** What was seen, with names from the server; untrusted. */
    readonly detail: string;
    /** The JSON-RPC method it was seen on, when there is one. */
    readonly method?: string;
}

export type NoticeCode =
    | 'no-discover'
    | 'discover-refused'
    | 'probe-timeout'
    | 'cold-start'
    | 'release-candidate-code'
    | 'release-candidate-server-info'
    | 'no-result-type'
    | 'no-ttl'
    | 'bad-ttl'
    | 'no-cache-scope'
    | 'bad-cache-scope'
    | 'list-item-dropped'
    | 'list-item-repaired'
    | 'header-schema-invalid'
    | 'output-schema-mismatch'
    | 'session-expired'
    | 'legacy-sse'
    | 'stale-memory'
    | 'protocol-error';
