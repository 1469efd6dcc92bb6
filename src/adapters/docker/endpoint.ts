/** Where an engine listens. TLS material is PEM text. */
export type Endpoint =
    | { readonly kind: 'socket'; readonly path: string }
    | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls?: EndpointTls }
    | { readonly kind: 'ssh'; readonly host: string; readonly port?: number; readonly user?: string };

export interface EndpointTls {
    readonly ca?: Buffer;
    readonly cert?: Buffer;
    readonly key?: Buffer;
    readonly verify: 'verify' | 'skip';
}

/** Reads an engine's URL as the Docker CLI does; undefined when it is none. Bare paths and `host:port` are accepted too. */
export function parseEndpoint(url: string): Endpoint | undefined {
    const text = url.trim();
    const socket = /^unix:\/\/(\/.*)$/.exec(text)?.[1] ?? (text.startsWith('/') ? text : undefined);
    if (socket !== undefined) {
        return { kind: 'socket', path: socket };
    }
    const pipe = /^npipe:\/\/(.*)$/.exec(text)?.[1] ?? (text.startsWith('\\\\.\\pipe\\') ? text : undefined);
    if (pipe !== undefined) {
        return pipe === '' ? undefined : { kind: 'socket', path: pipe.replaceAll('/', '\\') };
    }
    let parsed: URL;
    try {
        parsed = new URL(text.includes('://') ? text : `tcp://${text}`);
    } catch {
        return undefined;
    }
    const host = parsed.hostname.replace(/^\[|\]$/g, '');
    // A host that begins with a dash would be an option to ssh.
    if (host === '' || host.startsWith('-')) {
        return undefined;
    }
    switch (parsed.protocol) {
        case 'tcp:':
        case 'http:':
        case 'https:': {
            const port = Number(parsed.port) || (parsed.protocol === 'https:' ? 2376 : 2375);
            return { kind: 'tcp', host, port, ...(parsed.protocol === 'https:' ? { tls: { verify: 'verify' as const } } : {}) };
        }
        case 'ssh:':
            return {
                kind: 'ssh',
                host,
                ...(parsed.port === '' ? {} : { port: Number(parsed.port) }),
                ...(parsed.username === '' || parsed.username.startsWith('-') ? {} : { user: decodeURIComponent(parsed.username) }),
            };
        default:
            return undefined;
    }
}

/** The endpoint as the CLI would write it; never a credential. */
export function endpointUrl(endpoint: Endpoint): string {
    switch (endpoint.kind) {
        case 'socket':
            return endpoint.path.startsWith('\\\\') ? `npipe://${endpoint.path.replaceAll('\\', '/')}` : `unix://${endpoint.path}`;
        case 'tcp':
            return `tcp://${endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host}:${endpoint.port.toString()}`;
        case 'ssh':
            return `ssh://${endpoint.user === undefined ? '' : `${endpoint.user}@`}${endpoint.host}${endpoint.port === undefined ? '' : `:${endpoint.port.toString()}`}`;
    }
}
