import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A line to a server on this machine that can be cut like a cable: everything that runs over it ends at once, and can be opened again. */
export interface CuttableLine {
    /** `http://127.0.0.1:…`, in place of the server's own. */
    readonly url: string;
    /** Ends what runs; answers how many connections that were. */
    cut(): number;
    close(): Promise<void>;
}

export async function openCuttableLine(to: string): Promise<CuttableLine> {
    const { hostname, port } = new URL(to);
    const open = new Set<Socket>();
    const server = createServer((near) => {
        const far = connect(Number(port), hostname);
        for (const [one, other] of [
            [near, far],
            [far, near],
        ] as const) {
            one.pipe(other);
            one.on('error', () => other.destroy());
            one.on('close', () => other.destroy());
        }
        open.add(near);
        near.on('close', () => open.delete(near));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const cut = () => {
        const { size } = open;
        open.forEach((socket) => socket.resetAndDestroy());
        return size;
    };
    return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`,
        cut,
        close: () => {
            cut();
            return new Promise((resolve) => server.close(() => resolve()));
        },
    };
}
