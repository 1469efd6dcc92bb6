import { execFile } from 'node:child_process';
import http from 'node:http';
import { once } from 'node:events';
import { promisify } from 'node:util';
import type { AddressInfo } from 'node:net';

const run = promisify(execFile);
const label = 'slipway-test=ssh';

export async function docker(...args: string[]): Promise<string> {
    const { stdout } = await run('docker', args, { maxBuffer: 16 * 1024 * 1024 });
    return stdout.trim();
}

/** Why the engine cannot be used for these tests, or undefined. */
export async function missingEngine(image: string): Promise<string | undefined> {
    try {
        await docker('version', '--format', '{{.Server.Version}}');
    } catch {
        return 'no Docker engine answers';
    }
    try {
        await docker('image', 'inspect', image);
        return undefined;
    } catch {
        return `the engine has no ${image}: run the scripts that make the stand-ins`;
    }
}

const userIdentity = '11111111-2222-3333-4444-555555555555';

export interface StandIn {
    readonly port: number;
    /** How the model answers; the tests change it. */
    model: { status: number; body: string; delayMs: number };
    close(): Promise<void>;
}

/** The model endpoint and the managed identity endpoint, as far as the app and the checks speak with them. */
export async function modelStandIn(): Promise<StandIn> {
    const good = { status: 200, body: JSON.stringify({ choices: [{ message: { content: 'hello' } }] }), delayMs: 20 };
    const self: StandIn = { port: 0, model: good, close: () => Promise.resolve() };
    const token = 'header.payload.signature';
    const server = http.createServer((request, response) => {
        request.resume();
        const url = new URL(request.url!, 'http://stand-in');
        const answer = (status: number, body: string) => response.writeHead(status, { 'content-type': 'application/json' }).end(body);
        if (url.pathname === '/msi/token') {
            const client = url.searchParams.get('client_id');
            if (request.headers['x-identity-header'] !== 'identity-secret') {
                answer(403, '{}');
            } else if (client !== null && client !== userIdentity) {
                answer(400, JSON.stringify({ statusCode: 400, message: 'No identity with this client id is assigned.' }));
            } else {
                answer(200, JSON.stringify({ access_token: token, resource: url.searchParams.get('resource') }));
            }
        } else if (url.pathname === '/openai/deployments/gpt-4o-mini/chat/completions' && request.method === 'POST') {
            if (request.headers.authorization !== `Bearer ${token}`) {
                answer(401, JSON.stringify({ error: { code: '401', message: 'Access denied due to invalid credentials.' } }));
            } else {
                setTimeout(() => answer(self.model.status, self.model.body), self.model.delayMs);
            }
        } else {
            answer(404, JSON.stringify({ error: { code: '404', message: 'Resource not found' } }));
        }
    });
    server.listen(0, '0.0.0.0');
    await once(server, 'listening');
    return Object.assign(self, {
        port: (server.address() as AddressInfo).port,
        close: async () => {
            server.closeAllConnections();
            server.close();
            await once(server, 'close');
        },
    });
}

export interface Front {
    readonly url: string;
    close(): Promise<void>;
}

/** Azure's front end in small: what the app does not answer on its configured port becomes a 502. */
export async function frontEnd(hostPort: number): Promise<Front> {
    const server = http.createServer((request, response) => {
        const inner = http.request(
            { host: '127.0.0.1', port: hostPort, path: request.url, method: request.method, headers: request.headers },
            (answer) => {
                response.writeHead(answer.statusCode!, answer.headers);
                answer.pipe(response);
            },
        );
        inner.on('error', () => response.writeHead(502).end('<h1>Application Error</h1>'));
        request.pipe(inner);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: async () => {
            server.closeAllConnections();
            server.close();
            await once(server, 'close');
        },
    };
}

export interface Container {
    readonly id: string;
    readonly ports: Readonly<Record<number, number>>;
    remove(): Promise<void>;
}

/** Runs an image with the settings of a healthy site; Azure's own names lead to the stand-in, so that they resolve without the internet. */
export async function runSite(
    image: string,
    standIn: StandIn,
    ports: readonly number[],
    settings: Readonly<Record<string, string>> = {},
    command: readonly string[] = [],
    more: readonly string[] = [],
): Promise<Container> {
    const environment = {
        AZURE_AI_FOUNDRY_ENDPOINT: `http://model.contoso.test:${standIn.port}`,
        AZURE_AI_MODEL: 'gpt-4o-mini',
        IDENTITY_ENDPOINT: `http://identity.contoso.test:${standIn.port}/msi/token`,
        IDENTITY_HEADER: 'identity-secret',
        WEBSITES_PORT: '8000',
        ...settings,
    };
    const hosts = ['model.contoso.test', 'identity.contoso.test', 'login.microsoftonline.com'].flatMap((name) => [
        '--add-host',
        `${name}:host-gateway`,
    ]);
    const id = await docker(
        'run',
        '-d',
        '--label',
        label,
        ...ports.flatMap((port) => ['-p', `127.0.0.1::${port}`]),
        ...hosts,
        ...Object.entries(environment).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
        ...more,
        image,
        ...command,
    );
    const mapped: Record<number, number> = {};
    for (const port of ports) {
        mapped[port] = Number((await docker('port', id, String(port))).split('\n')[0]!.split(':').pop());
    }
    return {
        id,
        ports: mapped,
        remove: async () => {
            await docker('rm', '-f', id);
        },
    };
}

export async function until(what: () => Promise<boolean>, timeoutMs = 15_000): Promise<void> {
    const end = Date.now() + timeoutMs;
    while (Date.now() < end) {
        if (await what().catch(() => false)) {
            return;
        }
        await new Promise((tick) => setTimeout(tick, 100));
    }
    throw new Error('It did not come true in time');
}
