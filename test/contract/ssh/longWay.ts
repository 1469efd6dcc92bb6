import net from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A way to a server on loopback that takes everything `delayMs` longer in each direction, in its order. Connecting itself is not delayed. */
export async function longWay(url: string, delayMs: number): Promise<{ readonly url: string; close(): Promise<void> }> {
    const sockets = new Set<net.Socket>();
    const server = net.createServer((near) => {
        const far = net.connect(Number(new URL(url).port), '127.0.0.1').setNoDelay(true);
        near.setNoDelay(true);
        for (const [from, to] of [
            [near, far],
            [far, near],
        ] as const) {
            sockets.add(from);
            from.on('data', (chunk: Buffer) => setTimeout(() => to.write(chunk), delayMs));
            from.on('error', () => to.destroy());
            from.on('close', () => to.destroy());
        }
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: async () => {
            sockets.forEach((socket) => socket.destroy());
            server.close();
            await once(server, 'close');
        },
    };
}
