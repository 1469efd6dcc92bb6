import type { ContentBlock, Prompt, ReadResourceResult, Resource, ResourceTemplateType, Tool } from '@modelcontextprotocol/client';
import type { McpContent, McpPrompt, McpResource, McpResourceContents, McpResourceTemplate, McpTool } from '../../core/mcp/catalog';
import { isObject } from '../../core/mcp/isObject';

/** The SDK's types as the core's. */
export function plainTool(tool: Tool): McpTool {
    return {
        name: tool.name,
        inputSchema: tool.inputSchema,
        ...(tool.title !== undefined && { title: tool.title }),
        ...(tool.description !== undefined && { description: tool.description }),
        ...(isObject(tool.outputSchema) && { outputSchema: tool.outputSchema }),
        ...(isObject(tool.annotations) && { annotations: tool.annotations }),
        ...(isObject(tool._meta) && { meta: tool._meta }),
    };
}

export function plainResource(resource: Resource): McpResource {
    return {
        uri: resource.uri,
        name: resource.name,
        ...(resource.title !== undefined && { title: resource.title }),
        ...(resource.description !== undefined && { description: resource.description }),
        ...(resource.mimeType !== undefined && { mimeType: resource.mimeType }),
        ...(typeof resource.size === 'number' && { sizeBytes: resource.size }),
    };
}

export function plainTemplate(template: ResourceTemplateType): McpResourceTemplate {
    return {
        uriTemplate: template.uriTemplate,
        name: template.name,
        ...(template.title !== undefined && { title: template.title }),
        ...(template.description !== undefined && { description: template.description }),
        ...(template.mimeType !== undefined && { mimeType: template.mimeType }),
    };
}

export function plainPrompt(prompt: Prompt): McpPrompt {
    return {
        name: prompt.name,
        arguments: (prompt.arguments ?? []).map((argument) => ({
            name: argument.name,
            required: argument.required === true,
            ...(argument.description !== undefined && { description: argument.description }),
        })),
        ...(prompt.title !== undefined && { title: prompt.title }),
        ...(prompt.description !== undefined && { description: prompt.description }),
    };
}

export function plainContents(contents: ReadResourceResult['contents'][number]): McpResourceContents {
    return {
        uri: contents.uri,
        ...(contents.mimeType !== undefined && { mimeType: contents.mimeType }),
        ...('text' in contents && typeof contents.text === 'string' && { text: contents.text }),
        ...('blob' in contents && typeof contents.blob === 'string' && { base64: contents.blob }),
        ...(isObject(contents._meta) && { meta: contents._meta }),
    };
}

export function plainContent(block: ContentBlock): McpContent {
    switch (block.type) {
        case 'text':
            return { kind: 'text', text: block.text };
        case 'image':
        case 'audio':
            return { kind: block.type, mimeType: block.mimeType, base64: block.data };
        case 'resource_link':
            return { kind: 'link', resource: plainResource(block) };
        case 'resource':
            return { kind: 'resource', contents: plainContents(block.resource) };
        default:
            return { kind: 'other', value: block };
    }
}
