import type { AuthProvider, ClientOptions, FetchLike, OAuthClientProvider, PriorDiscovery } from '@modelcontextprotocol/client';
// HTTP+SSE of 2024 is deprecated, and still what some deployed servers speak: the last fall-back.
import { Client, SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { McpLimits } from '../../ports/mcp';

// eslint-disable-next-line @typescript-eslint/no-deprecated
export type HttpTransport = StreamableHTTPClientTransport | SSEClientTransport;

/** One client on one transport; a renewed session is a new link. */
export interface Link {
    readonly client: Client;
    readonly transport: HttpTransport | StdioClientTransport;
    readonly kind: 'http' | 'sse' | 'stdio';
}

/** How a link is opened: by asking, by what is known, or by the older handshakes. */
export type Approach = { readonly kind: 'ask' } | { readonly kind: 'known'; readonly prior: PriorDiscovery } | { readonly kind: 'sse' };

export interface LinkOptions {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly fetch: FetchLike;
    readonly authProvider: AuthProvider | OAuthClientProvider | undefined;
    readonly limits: McpLimits;
    readonly clientOptions: ClientOptions;
    readonly prepare: (client: Client) => void;
    /** Sees the transport before it is used: a sign-in that connecting asks for is finished on it. */
    readonly onTransport: (transport: HttpTransport) => void;
}

export const clientName = { name: 'slipway', version: '0.1.0' };

/** Connects, or throws the SDK's error with everything closed. */
export async function openLink(options: LinkOptions, approach: Approach, signal: AbortSignal): Promise<Link> {
    const client = new Client(clientName, {
        ...options.clientOptions,
        versionNegotiation: {
            mode: approach.kind === 'sse' ? 'legacy' : 'auto',
            probe: { timeoutMs: options.limits.probeTimeoutMs, maxRetries: 0 },
        },
        listMaxPages: options.limits.pages,
    });
    options.prepare(client);
    const url = new URL(options.url);
    const common = {
        fetch: options.fetch,
        requestInit: { headers: options.headers },
        redirectPolicy: 'same-origin' as const,
        ...(options.authProvider !== undefined && { authProvider: options.authProvider }),
    };
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    const transport = approach.kind === 'sse' ? new SSEClientTransport(url, common) : new StreamableHTTPClientTransport(url, common);
    options.onTransport(transport);
    try {
        await client.connect(transport, {
            timeout: options.limits.requestTimeoutMs,
            signal,
            ...(approach.kind === 'known' && { prior: approach.prior }),
        });
        return { client, transport, kind: approach.kind === 'sse' ? 'sse' : 'http' };
    } catch (error) {
        await client.close().catch(() => undefined);
        throw error;
    }
}
