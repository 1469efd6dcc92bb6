import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';

// VS Code never asks a proxy for localhost or 127.0.0.1, but for every other address, even of the loopback.
const address = '127.66.77.88';

/** A company's network: one server with a certificate of the company's own authority, and no other way to it than a CONNECT proxy. */
export interface CompanyProxy {
    /** Where the server is for those who ask the proxy; nothing listens there. */
    readonly url: string;
    readonly proxyUrl: string;
    /** The authority's certificate, as PEM. */
    readonly authorityFile: string;
    /** `host:port` of every CONNECT, in their order. */
    readonly connected: readonly string[];
    /** The path of every websocket that was asked for through the proxy, without its query. */
    readonly upgraded: readonly string[];
    stop(): Promise<void>;
}

/** Puts the proxy and the certificate in front of a plain HTTP server of this machine. */
export async function startCompanyProxy(serverPort: number): Promise<CompanyProxy> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-proxy-'));
    const authorityFile = makeCertificates(folder);
    const connected: string[] = [];
    const upgraded: string[] = [];
    const sockets = new Set<net.Socket>();
    const keep = (socket: net.Socket) => {
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    };
    const secure = tls.createServer(
        { key: fs.readFileSync(path.join(folder, 'server.key')), cert: fs.readFileSync(path.join(folder, 'server.pem')) },
        (client) => {
            const server = net.connect(serverPort, '127.0.0.1');
            [client, server].forEach(keep);
            client.on('data', (bytes: Buffer) => {
                const [, asked] = /^GET (\S+) HTTP\/1\.1\r\n(?:[^]*\r\n)?upgrade: websocket\r\n/i.exec(bytes.toString('latin1')) ?? [];
                upgraded.push(...(asked === undefined ? [] : [asked.replace(/\?.*/, '')]));
            });
            client.pipe(server).pipe(client);
            client.once('close', () => server.destroy());
            server.once('close', () => client.destroy());
        },
    );
    const securePort = await listening(secure);
    const proxy = http.createServer((_request, response) => {
        response.writeHead(403).end('Only CONNECT.');
    });
    proxy.on('connect', (request, client: net.Socket, head) => {
        keep(client);
        connected.push(request.url ?? '');
        if (request.url !== `${address}:${securePort}`) {
            client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
            return;
        }
        const server = net.connect(securePort, '127.0.0.1', () => {
            client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
            server.write(head);
            client.pipe(server).pipe(client);
        });
        keep(server);
        client.once('close', () => server.destroy());
        server.once('close', () => client.destroy());
    });
    const proxyPort = await listening(proxy);
    return {
        url: `https://${address}:${securePort}`,
        proxyUrl: `http://127.0.0.1:${proxyPort}`,
        authorityFile,
        connected,
        upgraded,
        stop: async () => {
            sockets.forEach((socket) => socket.destroy());
            await Promise.all([proxy, secure].map((server) => new Promise((resolve) => server.close(resolve))));
            fs.rmSync(folder, { recursive: true, force: true });
        },
    };
}

async function listening(server: net.Server): Promise<number> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as net.AddressInfo).port;
}

/** An authority, and a certificate of it for the server's address. */
function makeCertificates(folder: string): string {
    const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    openssl('req', '-x509', ...newKey, '-keyout', 'authority.key', '-out', 'authority.pem', '-subj', '/CN=Harbour Works Root');
    openssl('req', ...newKey, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=harbour.example');
    // The proxy agent of VS Code hands on no name where the host is an address, and Node then checks the certificate for localhost.
    fs.writeFileSync(path.join(folder, 'names'), `subjectAltName=IP:${address},DNS:localhost\n`);
    openssl(
        ...['x509', '-req', '-in', 'server.csr', '-CA', 'authority.pem', '-CAkey', 'authority.key', '-CAcreateserial'],
        ...['-days', '2', '-extfile', 'names', '-out', 'server.pem'],
    );
    return path.join(folder, 'authority.pem');
}
