import type { Duplex } from 'node:stream';
import { createWebSocketStream } from 'ws';
import { isFailure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { clouds } from '../../core/deploy/cloud';
import type { ResolveEndpoint } from '../../ports/resolveEndpoint';
import type { AppServiceShellTarget } from '../../ports/ssh';
import type { TokenSource } from '../../ports/tokenSource';
import { dialWebSocket } from './dialWebSocket';
import { waitForTunnel } from './waitForTunnel';

export interface Tunnel {
    readonly stream: Duplex;
    close(): void;
}

/**
 * Opens App Service's tunnel to port 2222 of one instance. The answer is a byte stream to sshd; it is destroyed with an error when the websocket
 * closes, because ssh2 would otherwise wait for ever for channels that are gone.
 */
export async function openTunnel(
    op: Operation,
    ports: { readonly resolve: ResolveEndpoint; readonly tokens: TokenSource; readonly scmScope?: string },
    target: AppServiceShellTarget,
    timing?: { readonly pollMs?: number; readonly maxWaitMs?: number },
): Promise<Tunnel> {
    const bearer = { authorization: `Bearer ${await ports.tokens.token(op, ports.scmScope ?? clouds.public.scmScope)}` };
    try {
        return await dial(op, ports.resolve, target, bearer, timing);
    } catch (error) {
        const basic =
            isFailure(error) && error.code === 'ssh/refused' && error.facts.status === 401
                ? await target.basicCredentials?.(op)
                : undefined;
        if (basic === undefined) {
            throw error;
        }
        const encoded = Buffer.from(`${basic.username}:${basic.password}`).toString('base64');
        return await dial(op, ports.resolve, target, { authorization: `Basic ${encoded}` }, timing);
    }
}

async function dial(
    op: Operation,
    resolve: ResolveEndpoint,
    target: AppServiceShellTarget,
    authorization: Readonly<Record<string, string>>,
    timing: { readonly pollMs?: number; readonly maxWaitMs?: number } | undefined,
): Promise<Tunnel> {
    // ARRAffinity is the front end's cookie: its value is the instance's name.
    const cookie: Record<string, string> =
        target.instance === undefined ? {} : { cookie: `ARRAffinity=${target.instance}; ARRAffinitySameSite=${target.instance}` };
    const headers = { ...authorization, ...cookie };
    await waitForTunnel(op, resolve, target, headers, timing);
    const url = new URL('/AppServiceTunnel/Tunnel.ashx', target.scmUrl);
    url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
    const socket = await dialWebSocket(op, resolve, url.href, { name: target.name, headers });
    const stream = createWebSocketStream(socket, { highWaterMark: 1 << 20 });
    stream.on('error', () => undefined);
    socket.on('close', () => stream.destroy(new Error('The tunnel was closed')));
    return {
        stream,
        close: () => {
            stream.destroy();
            socket.terminate();
        },
    };
}
