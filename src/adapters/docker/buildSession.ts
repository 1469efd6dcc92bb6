import { randomUUID } from 'node:crypto';
import * as http2 from 'node:http2';
import type Dockerode from 'dockerode';
import { protoBytes, readProto } from '../../core/build/protobuf';
import type { RegistryLogin } from '../../ports/engine';
import { dialUpgrade } from './dial';

/** What BuildKit may ask for while it builds. */
export interface SessionAnswers {
    readonly login: (host: string) => Promise<RegistryLogin | undefined>;
    readonly secrets: Readonly<Record<string, string>>;
}

export interface BuildSession {
    readonly id: string;
    close(): void;
}

type Unary = (request: Uint8Array) => Promise<Uint8Array>;

/** gRPC status codes. */
const notFound = 5;
const unknownError = 2;
const unimplemented = 12;

class GrpcError extends Error {
    constructor(
        readonly status: number,
        message: string,
    ) {
        super(message);
    }
}

/**
 * Opens a BuildKit session: the engine turns the connection round and calls us over HTTP/2 for credentials and secrets. Without one no registry that asks for
 * a token can be read. Rejects with the SDK's error (404, 410 or 501 where the engine has no sessions). Close it when the build is over.
 */
export async function openBuildSession(docker: Dockerode, answers: SessionAnswers, signal: AbortSignal): Promise<BuildSession> {
    const id = randomUUID();
    const methods = unaryMethods(answers);
    const socket = await dialUpgrade(docker, {
        path: '/session',
        method: 'POST',
        headers: {
            Upgrade: 'h2c',
            'X-Docker-Expose-Session-Uuid': id,
            'X-Docker-Expose-Session-Name': 'slipway',
            'X-Docker-Expose-Session-Sharedkey': '',
            'X-Docker-Expose-Session-Grpc-Method': Object.keys(methods),
        },
        signal,
    });
    const server = http2.createServer();
    // A session dies with its build; what it says while dying is of no interest.
    server.on('error', () => undefined);
    server.on('sessionError', () => undefined);
    socket.on('error', () => undefined);
    server.on('stream', (stream, headers) => void answer(stream, methods[headers[':path'] ?? ''], headers[':path'] ?? ''));
    server.emit('connection', socket);
    return {
        id,
        close: () => {
            socket.destroy();
            server.close();
        },
    };
}

function unaryMethods({ login, secrets }: SessionAnswers): Readonly<Record<string, Unary>> {
    return {
        '/grpc.health.v1.Health/Check': () => Promise.resolve(Uint8Array.of(0x08, 0x01)),
        '/moby.filesync.v1.Auth/Credentials': async (request) => {
            const { username, secret } = credentialsOf(await login(textField(request, 1)));
            return Buffer.concat([protoBytes(1, Buffer.from(username)), protoBytes(2, Buffer.from(secret))]);
        },
        '/moby.buildkit.secrets.v1.Secrets/GetSecret': (request) => {
            const name = textField(request, 1);
            const value = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
            return value === undefined
                ? Promise.reject(new GrpcError(notFound, `secret ${name} not found`))
                : Promise.resolve(protoBytes(1, Buffer.from(value)));
        },
    };
}

/** An identity token goes in the secret's place, without a name; empty strings mean anonymous. */
function credentialsOf(login: RegistryLogin | undefined): { readonly username: string; readonly secret: string } {
    switch (login?.kind) {
        case 'password':
            return { username: login.username, secret: login.password };
        case 'identityToken':
            return { username: '', secret: login.token };
        case 'anonymous':
        case undefined:
            return { username: '', secret: '' };
    }
}

async function answer(stream: http2.ServerHttp2Stream, method: Unary | undefined, path: string): Promise<void> {
    stream.on('error', () => undefined);
    const finish = (status: number, message: string, body: Uint8Array | undefined) => {
        if (stream.destroyed) {
            return;
        }
        stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
        stream.once('wantTrailers', () =>
            stream.sendTrailers({ 'grpc-status': String(status), 'grpc-message': encodeURIComponent(message) }),
        );
        if (body === undefined) {
            stream.end();
            return;
        }
        const frame = Buffer.alloc(5 + body.length);
        frame.writeUInt32BE(body.length, 1);
        frame.set(body, 5);
        stream.end(frame);
    };
    try {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) {
            chunks.push(chunk as Buffer);
        }
        if (method === undefined) {
            finish(unimplemented, `no ${path} here`, undefined);
            return;
        }
        // Five bytes of gRPC framing precede the message.
        finish(0, '', await method(Buffer.concat(chunks).subarray(5)));
    } catch (error) {
        finish(error instanceof GrpcError ? error.status : unknownError, error instanceof GrpcError ? error.message : 'failed', undefined);
    }
}

function textField(message: Uint8Array, wanted: number): string {
    for (const [field, value] of readProto(message)) {
        if (field === wanted && value instanceof Uint8Array) {
            return Buffer.from(value).toString('utf8');
        }
    }
    return '';
}
