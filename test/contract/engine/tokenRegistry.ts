import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createSign, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A real registry behind a token service that speaks as Azure's do. */
export interface TokenRegistry {
    readonly host: string;
    /** What `/oauth2/exchange` would give. */
    readonly refreshToken: string;
    /** Every grant that was asked for, such as `refresh_token repository:a/b:pull,push`. */
    readonly grants: readonly string[];
    stop(): Promise<void>;
}

/** Undefined, with a sentence, where the machine has no docker-registry; an error in CI. */
export async function startTokenRegistry(): Promise<TokenRegistry | undefined> {
    try {
        execFileSync('docker-registry', ['--version'], { stdio: 'ignore' });
    } catch (error) {
        if (process.env.CI === 'true') {
            throw error;
        }
        console.log('    skipped: there is no docker-registry on the PATH (apt: docker-registry)');
        return undefined;
    }
    const folder = mkdtempSync(path.join(tmpdir(), 'slipway-registry-'));
    const key = path.join(folder, 'key.pem');
    const certificate = path.join(folder, 'certificate.pem');
    execFileSync(
        'openssl',
        ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '2', '-subj', '/CN=slipway'],
        { stdio: 'ignore' },
    );
    const refreshToken = `refresh-${randomUUID()}`;
    const grants: string[] = [];
    const tokens = http.createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => tokens.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(await freePort()).toString()}`;

    async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
        let body = '';
        for await (const chunk of request) {
            body += String(chunk);
        }
        const form = new URLSearchParams(body);
        const scopes = form.getAll('scope').flatMap((scope) => scope.split(' '));
        grants.push(`${form.get('grant_type') ?? request.method ?? ''} ${scopes.join(' ')}`);
        if (form.get('grant_type') !== 'refresh_token' || form.get('refresh_token') !== refreshToken) {
            response
                .writeHead(401, { 'content-type': 'application/json' })
                .end('{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}');
            return;
        }
        const token = mint(readFileSync(key, 'utf8'), readFileSync(certificate, 'utf8'), form.get('service') ?? '', scopes);
        response
            .writeHead(200, { 'content-type': 'application/json' })
            .end(JSON.stringify({ access_token: token, token, expires_in: 300 }));
    }

    const { port } = tokens.address() as { port: number };
    const configuration = path.join(folder, 'registry.yml');
    writeFileSync(
        configuration,
        `version: 0.1
storage: { filesystem: { rootdirectory: ${folder}/data } }
http: { addr: '${host}', secret: x }
auth: { token: { realm: 'http://127.0.0.1:${port.toString()}/oauth2/token', service: '${host}', issuer: slipway, rootcertbundle: ${certificate} } }
`,
    );
    const registry = spawn('docker-registry', ['serve', configuration], { stdio: 'ignore' });
    await waitFor(host);
    return {
        host,
        refreshToken,
        grants,
        stop: async () => {
            await end(registry);
            await new Promise((resolve) => tokens.close(resolve));
            rmSync(folder, { recursive: true, force: true });
        },
    };
}

function mint(key: string, certificate: string, service: string, scopes: readonly string[]): string {
    const now = Math.floor(Date.now() / 1000);
    const access = scopes.flatMap((scope) => {
        const match = /^([^:]+):(.+):([^:]+)$/.exec(scope);
        return match === null ? [] : [{ type: match[1], name: match[2], actions: match[3]?.split(',') }];
    });
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const head = encode({ typ: 'JWT', alg: 'RS256', x5c: [certificate.replace(/-----[^-]+-----|\s/g, '')] });
    const claims = encode({ iss: 'slipway', sub: 'x', aud: service, exp: now + 300, nbf: now - 10, iat: now, jti: randomUUID(), access });
    return `${head}.${claims}.${createSign('RSA-SHA256').update(`${head}.${claims}`).sign(key).toString('base64url')}`;
}

async function freePort(): Promise<number> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    return port;
}

async function waitFor(host: string): Promise<void> {
    for (let tries = 0; ; tries++) {
        try {
            await fetch(`http://${host}/v2/`);
            return;
        } catch (error) {
            if (tries > 100) {
                throw error;
            }
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
    }
}

async function end(child: ChildProcess): Promise<void> {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    await ended;
}
