import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { BlockList, isIP, type AddressInfo } from 'node:net';
import { field, listField, textField } from '../json';
import type { EngineApi } from '../runner/engineApi';
import { ownerLabel, ownerText, thisOwner } from '../runner/owner';

/** How containers reach the host: their network, and where a server of the host answers them there. */
export interface InsideNetwork {
    /** The engine's name for it. */
    readonly network: string;
    /** Such as `http://172.18.0.1:40123`, as a container sees it. */
    readonly origin: string;
    /** The address of that server for a container's hosts file; the engine's own word for its machine where it runs in one. undefined where processes have no such file. */
    readonly address: string | undefined;
    close(): Promise<void>;
}

/**
 * Makes a network of its own on the engine and answers on its gateway, and only there. Where the engine runs in a machine of its own (Docker Desktop), the
 * gateway is not this machine's: then on loopback, which containers reach as `host.docker.internal`. Throws what the engine refuses.
 */
export async function openInsideNetwork(
    engine: EngineApi,
    handle: (incoming: IncomingMessage, outgoing: ServerResponse) => void,
): Promise<InsideNetwork> {
    const network = `slipway-la-${process.pid}-${randomBytes(3).toString('hex')}`;
    const made = await engine.json({
        method: 'POST',
        path: '/networks/create',
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify({ Name: network, Driver: 'bridge', Labels: { [ownerLabel]: ownerText(thisOwner()) } })),
    });
    if (made.status !== 201) {
        throw new Error(textField(made.value, 'message') ?? 'The engine made no network.');
    }
    const remove = async () => {
        await engine.json({ method: 'DELETE', path: `/networks/${network}` }).catch(() => undefined);
    };
    try {
        const details = await engine.json({ method: 'GET', path: `/networks/${network}` });
        const [config] = listField(field(details.value, 'IPAM') ?? null, 'Config') ?? [];
        const gateway = textField(config, 'Gateway') ?? '';
        const peers = peersOf(textField(config, 'Subnet') ?? '');
        const server = createServer({ requestTimeout: 60_000 }, handle);
        const here = isIP(gateway) !== 0 && (await listen(server, gateway));
        if (here) {
            server.on('connection', (socket) => {
                const peer = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
                if (!peers.check(peer, isIP(peer) === 6 ? 'ipv6' : 'ipv4')) {
                    socket.destroy();
                }
            });
        } else if (!(await listen(server, '127.0.0.1'))) {
            throw new Error(`Nothing can listen on ${gateway} or on loopback.`);
        }
        return {
            network,
            address: here ? gateway : 'host-gateway',
            origin: `http://${here ? gateway : 'host.docker.internal'}:${(server.address() as AddressInfo).port}`,
            async close() {
                server.closeAllConnections();
                await new Promise<void>((resolve) => server.close(() => resolve()));
                await remove();
            },
        };
    } catch (error) {
        await remove();
        throw error;
    }
}

/** For plain processes, which are on this machine's own loopback. */
export async function openLoopback(handle: (incoming: IncomingMessage, outgoing: ServerResponse) => void): Promise<InsideNetwork> {
    const server = createServer({ requestTimeout: 60_000 }, handle);
    if (!(await listen(server, '127.0.0.1'))) {
        throw new Error('Nothing can listen on loopback.');
    }
    return {
        network: 'loopback',
        address: undefined,
        origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        async close() {
            server.closeAllConnections();
            await new Promise<void>((resolve) => server.close(() => resolve()));
        },
    };
}

/** The addresses of the network itself: its containers, and nobody else who can route to the gateway. */
function peersOf(subnet: string): BlockList {
    const peers = new BlockList();
    const [address = '', bits = ''] = subnet.split('/');
    if (isIP(address) !== 0) {
        peers.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
    }
    return peers;
}

function listen(server: Server, host: string): Promise<boolean> {
    return new Promise((resolve) => {
        const failed = () => resolve(false);
        server.once('error', failed);
        server.listen(0, host, () => {
            server.off('error', failed);
            resolve(true);
        });
    });
}
