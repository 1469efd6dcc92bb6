import { connect } from 'node:net';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { json, text, type Answer } from '../http/answer';
import { query, type Exchange } from '../http/exchange';
import type { Address } from '../http/forward';
import { Refusal } from '../http/refusal';
import { truthField } from '../json';
import type { Site } from '../web/site';
import type { SiteInstance } from '../web/siteInstance';
import type { World } from '../world';
import { authenticate } from './authenticate';
import { instanceOf } from './instanceOf';

export const tunnelPath = '/AppServiceTunnel/Tunnel.ashx';

const sshPort = 2222;
const notEnabled =
    'SSH is not enabled for this app. To enable SSH follow this instructions: https://go.microsoft.com/fwlink/?linkid=2132395';

/** The front ends close a connection on which nothing was said for this long. */
const frontEndIdleMs = 240_000;

/** What `GetStatus` answers: whether the container behind the tunnel has an sshd. */
export interface TunnelState {
    readonly port: number;
    readonly state: 'STARTING' | 'STARTED' | 'STOPPED';
    readonly canReachPort: boolean;
    readonly msg: string;
}

/** `GET …/Tunnel.ashx?GetStatus[&GetStatusAPIVer=2]`; without the version the answer is the older text. Without `GetStatus` it is no request for here. */
export async function tunnelStatus(site: Site, exchange: Pick<Exchange, 'url' | 'headers'>): Promise<Answer> {
    if (query(exchange, 'GetStatus') === undefined) {
        return text(400, 'Expected a websocket.');
    }
    const state = await stateOf(site, instanceOf(site, exchange));
    if (query(exchange, 'GetStatusAPIVer') === '2') {
        return json(200, { ...state });
    }
    return text(200, state.canReachPort ? `SUCCESS:${state.port}` : `FAIL:${state.port}:${state.msg === '' ? state.state : state.msg}`);
}

/** Carries the websocket's bytes to the container's sshd and back, until one side ends or nothing was said for `idleMs`. */
export function openTunnel(
    world: World,
    site: Site,
    incoming: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    idleMs = frontEndIdleMs,
): void {
    const url = new URL(`https://${site.scmHostName}${incoming.url ?? '/'}`);
    try {
        authenticate(world, site, { headers: incoming.headers });
    } catch (error) {
        refuse(socket, error instanceof Refusal ? error.answer.status : 500);
        return;
    }
    if (url.pathname.toLowerCase() !== tunnelPath.toLowerCase()) {
        refuse(socket, 404);
        return;
    }
    const address = sshAddress(site, instanceOf(site, { url, headers: incoming.headers }));
    if (address === undefined) {
        refuse(socket, 503);
        return;
    }
    const target = connect({ ...address, noDelay: true });
    const failed = () => refuse(socket, 502);
    target.once('error', failed);
    target.once('connect', () => {
        target.off('error', failed);
        // Uncompressed: deflate makes the tunnel several times slower.
        const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
        sockets.handleUpgrade(incoming, socket, head, (websocket) => {
            const stream = createWebSocketStream(websocket);
            let idle = setTimeout(end, idleMs);
            const alive = () => {
                clearTimeout(idle);
                idle = setTimeout(end, idleMs);
            };
            function end() {
                clearTimeout(idle);
                target.destroy();
                // Not a close frame alone: a peer that answers none would keep the connection.
                websocket.close();
                stream.destroy();
            }
            for (const one of [stream, target]) {
                one.on('data', alive);
                one.on('error', end);
                one.on('close', end);
            }
            websocket.on('ping', alive);
            stream.pipe(target).pipe(stream);
        });
    });
    socket.on('close', () => target.destroy());
}

async function stateOf(site: Site, instance: SiteInstance | undefined): Promise<TunnelState> {
    if (site.state === 'Stopped') {
        return { port: sshPort, state: 'STOPPED', canReachPort: false, msg: '' };
    }
    const { runtime } = site;
    if (runtime.builtInStack === undefined && (instance === undefined || (instance.serving === undefined && runtime.isStarting()))) {
        return { port: sshPort, state: 'STARTING', canReachPort: false, msg: '' };
    }
    if (runtime.builtInStack === undefined && instance?.serving === undefined) {
        return { port: sshPort, state: 'STOPPED', canReachPort: false, msg: instance?.lastErrorDetails ?? '' };
    }
    const address = sshAddress(site, instance);
    const reached = address !== undefined && (await greetsAsSsh(address));
    return { port: sshPort, state: 'STARTED', canReachPort: reached, msg: reached ? '' : notEnabled };
}

function sshAddress(site: Site, instance: SiteInstance | undefined): Address | undefined {
    return truthField(site.asked, 'sshEnabled') === false ? undefined : instance?.serving?.process.address(sshPort);
}

/** An accepted connection says nothing: the engine's own proxy accepts them all. A server of SSH speaks first. */
function greetsAsSsh(address: Address): Promise<boolean> {
    return new Promise((resolve) => {
        const socket = connect(address);
        let greeting = '';
        const done = (reached: boolean) => {
            socket.destroy();
            resolve(reached);
        };
        socket.setTimeout(3_000, () => done(false));
        socket.on('data', (chunk) => {
            greeting += chunk.toString('latin1');
            if (greeting.length >= 4) {
                done(greeting.startsWith('SSH-'));
            }
        });
        socket.on('error', () => done(false));
        socket.on('close', () => done(false));
    });
}

const reasons: Readonly<Record<number, string>> = { 401: 'Unauthorized', 404: 'Not Found', 502: 'Bad Gateway', 503: 'Service Unavailable' };

function refuse(socket: Duplex, status: number): void {
    if (socket.writable) {
        socket.end(`HTTP/1.1 ${status} ${reasons[status] ?? 'Refused'}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
    }
}
