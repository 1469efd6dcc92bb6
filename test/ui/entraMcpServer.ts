import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { RunningServer } from './mcpServer';

export interface EntraServer extends RunningServer {
    /** The Authorization header of each MCP request, `undefined` where there was none. */
    readonly authorizations: readonly (string | undefined)[];
}

/** As App Service's authentication guards an MCP server: 401 with protected-resource metadata that names Entra and a scope, and one token that it takes. */
export async function startEntraMcpServer(takes: string, scope = 'api://harbour/user_impersonation'): Promise<EntraServer> {
    const authorizations: (string | undefined)[] = [];
    const metadata = '/.well-known/oauth-protected-resource';
    const answer = async (request: http.IncomingMessage, response: http.ServerResponse) => {
        const origin = `http://${request.headers.host ?? ''}`;
        if (request.url?.startsWith(metadata) === true) {
            response.writeHead(200, { 'content-type': 'application/json' }).end(
                JSON.stringify({
                    resource: `${origin}/mcp`,
                    authorization_servers: ['https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0'],
                    scopes_supported: [scope],
                }),
            );
            return;
        }
        authorizations.push(request.headers.authorization);
        if (request.headers.authorization !== `Bearer ${takes}`) {
            response.writeHead(401, { 'www-authenticate': `Bearer resource_metadata="${origin}${metadata}"` }).end();
            return;
        }
        const server = new McpServer({ name: 'guarded', version: '1.0.0' });
        server.registerTool('whose', { annotations: { readOnlyHint: true } }, () => ({ content: [{ type: 'text', text: 'yours alone' }] }));
        const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
        response.on('close', () => void server.close());
        await server.connect(transport);
        await transport.handleRequest(request, response);
    };
    const listener = http.createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    return {
        url: `http://127.0.0.1:${(listener.address() as AddressInfo).port.toString()}/mcp`,
        authorizations,
        stop: () =>
            new Promise((resolve) => {
                listener.close(() => resolve());
                listener.closeAllConnections();
            }),
    };
}
