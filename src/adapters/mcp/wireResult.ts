import type { CallToolResult, ContentBlock, Tool } from '@modelcontextprotocol/server';
import type { McpContent, McpResource, McpResourceContents, McpTool, McpToolResult } from '../../core/mcp/catalog';
import { isObject } from '../../core/mcp/isObject';

/** The core's types as 2025-11-25 wants them on the wire. */
export function wireTool({ meta, inputSchema, outputSchema, annotations, ...tool }: McpTool): Tool {
    return {
        ...tool,
        inputSchema: { ...inputSchema, type: 'object' },
        // Any schema is allowed since 2026-07-28; before, a client refuses the whole list for one that is no object's.
        ...(outputSchema?.type === 'object' && { outputSchema: { ...outputSchema, type: 'object' as const } }),
        ...(annotations !== undefined && { annotations: { ...annotations } }),
        ...(meta !== undefined && { _meta: { ...meta } }),
    };
}

export function wireResult({ isError, content, structuredContent, meta }: McpToolResult): CallToolResult {
    const blocks = content.map(wireContent);
    const isLegacyStructure = isObject(structuredContent);
    // What an older client cannot be given as structure, it gets as text.
    const extra: ContentBlock[] =
        structuredContent !== undefined && !isLegacyStructure && blocks.length === 0
            ? [{ type: 'text', text: JSON.stringify(structuredContent) }]
            : [];
    return {
        content: [...blocks, ...extra],
        ...(isError && { isError }),
        ...(isLegacyStructure && { structuredContent: { ...structuredContent } }),
        ...(meta !== undefined && { _meta: { ...meta } }),
    };
}

export function wireContent(content: McpContent): ContentBlock {
    switch (content.kind) {
        case 'text':
            return { type: 'text', text: content.text };
        case 'image':
        case 'audio':
            return { type: content.kind, mimeType: content.mimeType, data: content.base64 };
        case 'link':
            return { type: 'resource_link', ...wireResource(content.resource) };
        case 'resource':
            return { type: 'resource', resource: wireContents(content.contents) };
        case 'other':
            return { type: 'text', text: JSON.stringify(content.value) };
    }
}

export function wireResource({ sizeBytes, ...resource }: McpResource) {
    return { ...resource, ...(sizeBytes !== undefined && { size: sizeBytes }) };
}

export function wireContents({ uri, mimeType, text, base64, meta }: McpResourceContents) {
    const common = { uri, ...(mimeType !== undefined && { mimeType }), ...(meta !== undefined && { _meta: { ...meta } }) };
    return base64 === undefined ? { ...common, text: text ?? '' } : { ...common, blob: base64 };
}
