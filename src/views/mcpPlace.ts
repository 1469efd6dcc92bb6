/** What a row of an MCP server stands for; commands get it with the row. `name` is the tool's or prompt's name or the resource's address. */
export interface McpPlace {
    readonly server: string;
    readonly kind: 'server' | 'group' | 'tool' | 'resource' | 'template' | 'prompt' | 'notice' | 'problem';
    readonly name: string;
}
