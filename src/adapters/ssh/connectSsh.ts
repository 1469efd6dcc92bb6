import { Client, type Algorithms } from 'ssh2';
import { Cancelled, isFailure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { explainSshError } from './failures';
import type { Tunnel } from './openTunnel';

export interface SshLogin {
    readonly name: string;
    readonly username: string;
    readonly password: string;
}

export interface SshConnection {
    readonly client: Client;
    /** Settles when the connection is gone, with what ended it. */
    readonly closed: Promise<unknown>;
    close(): void;
}

// What old images offer and ssh2 does not ask for by itself.
const oldAlgorithms: Algorithms = {
    cipher: { append: ['aes256-cbc', 'aes192-cbc', 'aes128-cbc', '3des-cbc'], prepend: [], remove: [] },
    kex: { append: ['diffie-hellman-group14-sha1', 'diffie-hellman-group1-sha1'], prepend: [], remove: [] },
    serverHostKey: { append: ['ssh-dss'], prepend: [], remove: [] },
    hmac: { append: ['hmac-sha1-96', 'hmac-md5'], prepend: [], remove: [] },
};

/** Signs in over the tunnel; old algorithms are offered only when the server has no better, on a second tunnel. */
export async function connectSsh(op: Operation, openTunnel: () => Promise<Tunnel>, login: SshLogin): Promise<SshConnection> {
    try {
        return await handshake(op, await openTunnel(), login, undefined);
    } catch (error) {
        if (!isFailure(error) || error.code !== 'ssh/no-common-algorithm') {
            throw error;
        }
        op.log(`${login.name}: the SSH server is old; offering CBC ciphers and SHA-1 as well`);
        return await handshake(op, await openTunnel(), login, oldAlgorithms);
    }
}

async function handshake(op: Operation, tunnel: Tunnel, login: SshLogin, algorithms: Algorithms | undefined): Promise<SshConnection> {
    const client = new Client();
    let ended: unknown;
    // For life: ssh2 may still emit an error after it closed ("socket was closed while data was being compressed").
    client.on('error', (error) => {
        ended ??= error;
    });
    tunnel.stream.on('error', (error) => {
        ended ??= error;
    });
    const close = () => {
        client.destroy();
        tunnel.close();
    };
    const closed = new Promise<unknown>((settle) => {
        client.once('close', () => {
            tunnel.close();
            settle(ended ?? new Error('The connection was closed'));
        });
        tunnel.stream.once('close', () => settle(ended ?? new Error('The tunnel was closed')));
    });
    const stop = () => close();
    op.signal.addEventListener('abort', stop, { once: true });
    try {
        await new Promise<void>((ready, failed) => {
            client.once('ready', ready);
            client.once('error', failed);
            void closed.then(failed);
            client.connect({
                sock: tunnel.stream,
                username: login.username,
                password: login.password,
                // One round trip less than asking with 'none' first.
                authHandler: ['password'],
                // The host key proves nothing: the image makes a new one at every start. TLS and the token already say who is at the other end.
                hostVerifier: () => true,
                keepaliveInterval: 15_000,
                keepaliveCountMax: 3,
                readyTimeout: 20_000,
                ...(algorithms === undefined ? {} : { algorithms }),
            });
        });
    } catch (error) {
        close();
        throw op.signal.aborted ? new Cancelled() : explainSshError(ended ?? error, login);
    } finally {
        op.signal.removeEventListener('abort', stop);
    }
    return { client, closed, close };
}
