import { existsSync } from 'node:fs';
import { request, type IncomingMessage, type RequestOptions } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { JsonValue } from '../json';
import { RunnerRefusal } from './runner';

export interface EngineRequest {
    readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
    /** Without a version: an engine refuses versions that it is too new for. */
    readonly path: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: Buffer;
    readonly signal?: AbortSignal;
}

/** The Docker Engine API over its socket; no SDK, because five calls are all that is needed. */
export interface EngineApi {
    open(ask: EngineRequest): Promise<IncomingMessage>;
    json(ask: EngineRequest): Promise<{ readonly status: number; readonly value: JsonValue }>;
    /** A request that turns its connection into a stream, such as the start of an exec. */
    upgrade(ask: EngineRequest): Promise<Duplex>;
}

/** `endpoint` is a Docker host such as `unix:///var/run/docker.sock`, `npipe:////./pipe/docker_engine` or `tcp://127.0.0.1:2375`. */
export function createEngineApi(endpoint: string): EngineApi {
    const target = parseEndpoint(endpoint);

    function open(ask: EngineRequest): Promise<IncomingMessage> {
        return new Promise((resolve, reject) => {
            const options: RequestOptions = {
                ...target,
                method: ask.method,
                path: ask.path,
                agent: false,
                headers: { host: 'docker', ...ask.headers, ...(ask.body === undefined ? {} : { 'content-length': ask.body.length }) },
                ...(ask.signal === undefined ? {} : { signal: ask.signal }),
            };
            const sent = request(options, resolve);
            sent.on('error', (error) => reject(new RunnerRefusal('noEngine', error.message)));
            sent.end(ask.body);
        });
    }

    function upgrade(ask: EngineRequest): Promise<Duplex> {
        return new Promise((resolve, reject) => {
            const sent = request({
                ...target,
                method: ask.method,
                path: ask.path,
                agent: false,
                headers: {
                    host: 'docker',
                    connection: 'Upgrade',
                    upgrade: 'tcp',
                    ...ask.headers,
                    'content-length': ask.body?.length ?? 0,
                },
            });
            sent.on('upgrade', (_, socket, head) => {
                if (head.length > 0) {
                    socket.unshift(head);
                }
                resolve(socket);
            });
            sent.on('response', (answer) => {
                answer.resume();
                reject(new RunnerRefusal('start', `The engine answered ${answer.statusCode ?? 0}.`));
            });
            sent.on('error', (error) => reject(new RunnerRefusal('noEngine', error.message)));
            sent.end(ask.body);
        });
    }

    return {
        open,
        upgrade,
        async json(ask) {
            const answer = await open(ask);
            const chunks: Buffer[] = [];
            for await (const chunk of answer) {
                chunks.push(chunk as Buffer);
            }
            const text = Buffer.concat(chunks).toString('utf8');
            let value: JsonValue;
            try {
                value = text === '' ? null : (JSON.parse(text) as JsonValue);
            } catch {
                value = text;
            }
            return { status: answer.statusCode ?? 0, value };
        },
    };
}

/** The engine that the Docker tools would take: DOCKER_HOST, else the first usual socket that exists. */
export function defaultEngineEndpoint(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform): string {
    const chosen = env.DOCKER_HOST;
    if (chosen !== undefined && chosen !== '') {
        return chosen;
    }
    if (platform === 'win32') {
        return 'npipe:////./pipe/docker_engine';
    }
    const sockets = ['/var/run/docker.sock', join(homedir(), '.docker/run/docker.sock'), join(homedir(), '.docker/desktop/docker.sock')];
    return `unix://${sockets.find((socket) => existsSync(socket)) ?? '/var/run/docker.sock'}`;
}

function parseEndpoint(endpoint: string): RequestOptions {
    if (endpoint.startsWith('unix://')) {
        return { socketPath: endpoint.slice('unix://'.length) };
    }
    if (endpoint.startsWith('npipe://')) {
        return { socketPath: endpoint.slice('npipe://'.length).replaceAll('/', '\\') };
    }
    const url = new URL(endpoint.replace(/^tcp:/, 'http:'));
    return { host: url.hostname, port: url.port === '' ? 2375 : Number(url.port) };
}
