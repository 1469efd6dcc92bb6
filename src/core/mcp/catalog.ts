/** What a server offers and answers, freed of the SDK's types. Every string comes from the server and is untrusted. */
export type JsonObject = Readonly<Record<string, unknown>>;

export interface McpTool {
    readonly name: string;
    readonly title?: string;
    readonly description?: string;
    readonly inputSchema: JsonObject;
    readonly outputSchema?: JsonObject;
    /** `readOnlyHint` and its like: what the server says about itself. */
    readonly annotations?: JsonObject;
    readonly meta?: JsonObject;
}

export interface McpResource {
    readonly uri: string;
    readonly name: string;
    readonly title?: string;
    readonly description?: string;
    readonly mimeType?: string;
    readonly sizeBytes?: number;
}

export interface McpResourceTemplate {
    readonly uriTemplate: string;
    readonly name: string;
    readonly title?: string;
    readonly description?: string;
    readonly mimeType?: string;
}

export interface McpPrompt {
    readonly name: string;
    readonly title?: string;
    readonly description?: string;
    readonly arguments: readonly { readonly name: string; readonly description?: string; readonly required: boolean }[];
}

export type McpContent =
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'image'; readonly mimeType: string; readonly base64: string }
    | { readonly kind: 'audio'; readonly mimeType: string; readonly base64: string }
    | { readonly kind: 'link'; readonly resource: McpResource }
    | { readonly kind: 'resource'; readonly contents: McpResourceContents }
    /** A kind this client does not know; shown as JSON. */
    | { readonly kind: 'other'; readonly value: unknown };

export interface McpResourceContents {
    readonly uri: string;
    readonly mimeType?: string;
    readonly text?: string;
    readonly base64?: string;
    readonly meta?: JsonObject;
}

export interface McpToolResult {
    readonly isError: boolean;
    readonly content: readonly McpContent[];
    /** Absent when the server sent none; any JSON value since 2026-07-28. */
    readonly structuredContent?: unknown;
    readonly meta?: JsonObject;
}

export interface McpPromptMessage {
    readonly role: 'user' | 'assistant';
    readonly content: McpContent;
}
