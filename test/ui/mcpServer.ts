import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { z } from 'zod';

export interface RunningServer {
    readonly url: string;
    stop(): Promise<void>;
}

/** A real MCP server with a tool, and another one that says who answers, of the official SDK; stateless, on the loopback. */
export async function startMcpServer(): Promise<RunningServer> {
    const answer = async (request: http.IncomingMessage, response: http.ServerResponse) => {
        const server = new McpServer({ name: 'harbour', version: '1.0.0' });
        server.registerTool(
            'add',
            { title: 'Add', description: 'Adds two numbers.', inputSchema: { a: z.number().describe('The first one'), b: z.number() } },
            ({ a, b }) => ({ content: [{ type: 'text', text: (a + b).toString() }] }),
        );
        server.registerTool('whoami', { annotations: { readOnlyHint: true } }, () => ({
            content: [{ type: 'text', text: '{"instance_id": "quay-1"}' }],
        }));
        const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
        response.on('close', () => void server.close());
        await server.connect(transport);
        await transport.handleRequest(request, response);
    };
    const listener = http.createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    return {
        url: `http://127.0.0.1:${(listener.address() as AddressInfo).port.toString()}/mcp`,
        stop: () =>
            new Promise((resolve) => {
                listener.close(() => resolve());
                listener.closeAllConnections();
            }),
    };
}
