import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * The ports of one or more plain processes that share a network, each on a loopback port of its own. As an engine's proxy does, it accepts every connection, and
 * drops it at once when nobody listens behind it.
 */
export class LoopbackNetwork {
    private readonly listeners = new Map<number, Server>();
    private readonly behind = new Map<number, number>();
    private readonly sockets = new Set<Socket>();

    static async open(ports: readonly number[]): Promise<LoopbackNetwork> {
        const made = new LoopbackNetwork();
        await Promise.all([...new Set(ports)].map((port) => made.listen(port)));
        return made;
    }

    address(port: number): { readonly host: string; readonly port: number } | undefined {
        const server = this.listeners.get(port);
        return server?.listening === true ? { host: '127.0.0.1', port: (server.address() as AddressInfo).port } : undefined;
    }

    listening(): readonly number[] {
        return [...this.behind.keys()];
    }

    /** Somebody inside listens: connections to `inside` go on to the loopback port `outside`. */
    serve(inside: number, outside: number): void {
        this.behind.set(inside, outside);
    }

    leave(inside: number, outside: number): void {
        if (this.behind.get(inside) === outside) {
            this.behind.delete(inside);
        }
    }

    close(): void {
        this.listeners.forEach((server) => server.close());
        this.sockets.forEach((socket) => socket.destroy());
    }

    private listen(port: number): Promise<void> {
        const server = createServer((socket) => this.forward(socket, port));
        this.listeners.set(port, server);
        return new Promise((resolve, reject) => {
            server.once('error', reject);
            server.listen(0, '127.0.0.1', resolve);
        });
    }

    private forward(socket: Socket, port: number): void {
        this.hold(socket);
        const outside = this.behind.get(port);
        if (outside === undefined) {
            socket.destroy();
            return;
        }
        const inner = connect(outside, '127.0.0.1');
        this.hold(inner);
        socket.pipe(inner).pipe(socket);
        socket.once('close', () => inner.destroy());
        inner.once('close', () => socket.destroy());
    }

    private hold(socket: Socket): void {
        this.sockets.add(socket);
        socket.on('error', () => socket.destroy());
        socket.once('close', () => this.sockets.delete(socket));
    }
}
