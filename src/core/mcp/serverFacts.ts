import type { JsonObject } from './catalog';

/** Who a connected server says it is. */
export interface McpServerFacts {
    readonly url: string;
    readonly era: 'modern' | 'legacy';
    readonly protocolVersion: string;
    readonly transport: 'http' | 'sse' | 'stdio';
    /** Self-reported; for display only. */
    readonly name: string;
    readonly title?: string;
    readonly version: string;
    readonly instructions?: string;
    readonly supportedVersions: readonly string[];
    readonly session: 'none' | 'server';
    readonly capabilities: JsonObject;
}
