import { stubbed } from '../../stubVscode';
import { McpServers } from '../../../../../src/shell/commands/mcp/mcpServers';
import { McpDoor } from '../../../../../src/shell/mcpDoor';
import type { Memory } from '../../../../../src/shell/memory';
import type { Shell } from '../../../../../src/shell/shell';

/** A window as far as MCP servers know it. What it keeps can be handed to the next one. */
export interface McpWindow {
    readonly shell: Shell;
    readonly servers: McpServers;
    readonly memory: Map<string, unknown>;
    readonly secrets: Map<string, string>;
    /** The folder whose mcp.json says `entries`. */
    readonly folder: { readonly fsPath: string };
    configure(entries: Readonly<Record<string, unknown>>): void;
}

export function openMcpWindow(memory = new Map<string, unknown>(), secrets = new Map<string, string>()): McpWindow {
    const kept = {
        // As the workspace's state does, it gives back what JSON keeps.
        get: (name: string, read: (value: unknown) => unknown) =>
            read(memory.has(name) ? JSON.parse(JSON.stringify(memory.get(name))) : undefined),
        set: (name: string, value: unknown) => {
            if (value === undefined) {
                memory.delete(name);
            } else {
                memory.set(name, value);
            }
            return Promise.resolve();
        },
        deployment: () => undefined,
    } as unknown as Memory;
    const shell = {
        memory: kept,
        context: {
            secrets: {
                get: (name: string) => Promise.resolve(secrets.get(name)),
                store: (name: string, value: string) => Promise.resolve(void secrets.set(name, value)),
                delete: (name: string) => Promise.resolve(void secrets.delete(name)),
            },
        },
        output: { line: () => undefined },
    } as unknown as { -readonly [Name in keyof Shell]: Shell[Name] };
    const servers = new McpServers(shell, () => undefined);
    shell.mcp = new McpDoor(kept, () => Promise.resolve(servers));
    const folder = { fsPath: '/shop', toString: () => 'file:///shop' };
    stubbed.folders.splice(0, 1, { name: 'shop', uri: folder });
    return {
        shell,
        servers,
        memory,
        secrets,
        folder,
        configure: (entries) => {
            stubbed.file = JSON.stringify({ servers: entries });
        },
    };
}
