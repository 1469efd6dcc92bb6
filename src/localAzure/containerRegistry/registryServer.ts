import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import type { EngineApi } from '../runner/engineApi';
import { ownerLabel, ownerText, startOf, thisOwner } from '../runner/owner';
import { textField } from '../json';
import { tarOf } from '../runner/tarOf';
import { createManifestStore, type ManifestStore } from './manifestStore';
import { tokenIssuer } from './registryTokens';
import type { SigningCertificate } from './signingCertificate';

/** A real registry on a loopback port, asking for tokens of the local Azure. */
export interface RegistryServer {
    /** Such as `127.0.0.1:40321`: what images are named by. */
    readonly address: string;
    /** Settles when it answers; rejects when it never will. */
    readonly ready: Promise<void>;
    stop(): Promise<void>;
    /** What it keeps; undefined where it runs as a container. */
    readonly store: ManifestStore | undefined;
}

export interface RegistryServerOptions {
    readonly folder: string;
    readonly realm: string;
    readonly certificate: SigningCertificate;
    readonly engine: EngineApi;
    /** Keeps note of child processes, so that the next start can end those of an owner that was killed. */
    readonly onChild: (pid: number, started: string) => void;
}

/** Starts Debian's `docker-registry` when it is on the PATH, else `registry:2` on the engine. */
export async function startRegistryServer(options: RegistryServerOptions): Promise<RegistryServer> {
    const port = await freePort();
    const address = `127.0.0.1:${port}`;
    const binary = findBinary('docker-registry');
    return binary === undefined ? asContainer(options, port, address) : asProcess(options, binary, port, address);
}

function asProcess(options: RegistryServerOptions, binary: string, port: number, address: string): RegistryServer {
    const data = join(options.folder, `registry-${port}`);
    mkdirSync(data, { recursive: true });
    const certificate = join(data, 'tokens.crt');
    const config = join(data, 'config.json');
    writeFileSync(certificate, options.certificate.pem);
    // JSON is YAML, and needs no escaping rules of our own.
    writeFileSync(
        config,
        JSON.stringify({
            version: '0.1',
            log: { level: 'error', accesslog: { disabled: true } },
            storage: { filesystem: { rootdirectory: join(data, 'data') }, delete: { enabled: true } },
            http: { addr: address, secret: options.certificate.der.slice(0, 32) },
            auth: { token: { realm: options.realm, service: address, issuer: tokenIssuer, rootcertbundle: certificate } },
        }),
    );
    const child = spawn(binary, ['serve', config], { stdio: ['ignore', 'ignore', 'pipe'], cwd: data });
    let trouble = '';
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (chunk: string) => {
        trouble = (trouble + chunk).slice(-2000);
    });
    const ended = new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
        child.once('error', () => resolve());
    });
    if (child.pid !== undefined) {
        options.onChild(child.pid, startOf(child.pid) ?? 'unknown');
    }
    return {
        address,
        store: createManifestStore(join(data, 'data')),
        ready: untilAnswers(port, () => (child.exitCode === null ? undefined : `docker-registry ended: ${trouble}`)),
        async stop() {
            await endChild(child, ended);
            rmSync(data, { recursive: true, force: true });
        },
    };
}

async function endChild(child: ChildProcess, ended: Promise<void>): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        const timer = setTimeout(() => child.kill('SIGKILL'), 2000);
        await ended;
        clearTimeout(timer);
    }
}

/** Where there is no `docker-registry`: the official image on the user's engine, its certificate copied in, for nothing may be mounted. */
async function asContainer(options: RegistryServerOptions, port: number, address: string): Promise<RegistryServer> {
    const { engine } = options;
    const image = 'registry:2';
    const pulled = await engine.json({
        method: 'POST',
        path: '/images/create?fromImage=registry&tag=2',
        headers: { 'x-registry-auth': Buffer.from('{}').toString('base64') },
    });
    if (pulled.status !== 200) {
        throw new Error(
            `There is no docker-registry on this machine and ${image} could not be pulled: ${textField(pulled.value, 'message') ?? 'no answer'}`,
        );
    }
    const created = await engine.json({
        method: 'POST',
        path: `/containers/create?name=slipway-la-registry-${process.pid}-${port}`,
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(
            JSON.stringify({
                Image: image,
                Labels: { [ownerLabel]: ownerText(thisOwner()) },
                Env: [
                    'REGISTRY_STORAGE_DELETE_ENABLED=true',
                    'REGISTRY_AUTH=token',
                    `REGISTRY_AUTH_TOKEN_REALM=${options.realm}`,
                    `REGISTRY_AUTH_TOKEN_SERVICE=${address}`,
                    `REGISTRY_AUTH_TOKEN_ISSUER=${tokenIssuer}`,
                    'REGISTRY_AUTH_TOKEN_ROOTCERTBUNDLE=/tokens.crt',
                ],
                HostConfig: { PortBindings: { '5000/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] } },
            }),
        ),
    });
    const id = textField(created.value, 'Id');
    if (id === undefined) {
        throw new Error(`The engine made no registry: ${textField(created.value, 'message') ?? 'no answer'}`);
    }
    const stop = async () => {
        await engine.json({ method: 'DELETE', path: `/containers/${id}?force=1&v=1` }).catch(() => undefined);
    };
    await engine.json({
        method: 'PUT',
        path: `/containers/${id}/archive?path=/`,
        headers: { 'content-type': 'application/x-tar' },
        body: tarOf('tokens.crt', Buffer.from(options.certificate.pem)),
    });
    const started = await engine.json({ method: 'POST', path: `/containers/${id}/start` });
    if (started.status >= 300) {
        await stop();
        throw new Error(`The registry did not start: ${textField(started.value, 'message') ?? 'no answer'}`);
    }
    return { address, store: undefined, ready: untilAnswers(port, () => undefined), stop };
}

async function untilAnswers(port: number, ended: () => string | undefined): Promise<void> {
    for (let tries = 0; tries < 300; tries++) {
        const failed = ended();
        if (failed !== undefined) {
            throw new Error(failed);
        }
        if (await answers(port)) {
            return;
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('The registry did not start within 15 seconds.');
}

function answers(port: number): Promise<boolean> {
    return new Promise((resolve) => {
        const asked = request({ host: '127.0.0.1', port, path: '/v2/', agent: false, timeout: 1000 }, (answer) => {
            answer.resume();
            resolve(true);
        });
        asked.on('error', () => resolve(false));
        asked.on('timeout', () => asked.destroy());
        asked.end();
    });
}

export function freePort(): Promise<number> {
    return new Promise((resolve, reject) => {
        const probe = createServer();
        probe.once('error', reject);
        probe.listen(0, '127.0.0.1', () => {
            const { port } = probe.address() as AddressInfo;
            probe.close(() => resolve(port));
        });
    });
}

function findBinary(name: string): string | undefined {
    if (process.platform === 'win32') {
        return undefined;
    }
    return (process.env.PATH ?? '')
        .split(delimiter)
        .map((folder) => join(folder, name))
        .find((file) => existsSync(file));
}
