import { request } from 'node:http';
import { connect } from 'node:net';

export interface Address {
    readonly host: string;
    readonly port: number;
}

/** The status of a GET; undefined when no HTTP came back. */
export function httpStatusOf(address: Address, path: string, timeoutMs: number): Promise<number | undefined> {
    return new Promise((resolve) => {
        const asked = request(
            { ...address, path, agent: false, timeout: timeoutMs, headers: { 'user-agent': 'kube-probe/1.27' } },
            (answer) => {
                answer.resume();
                resolve(answer.statusCode);
            },
        );
        asked.on('error', () => resolve(undefined));
        asked.on('timeout', () => asked.destroy());
        asked.end();
    });
}

/** Whether a connection holds: the engine's own proxy accepts every one, and drops it at once when nobody listens behind it. */
export function acceptsTcp(address: Address): Promise<boolean> {
    return new Promise((resolve) => {
        const socket = connect(address.port, address.host);
        const timer = setTimeout(() => finish(true), 200);
        const finish = (held: boolean) => {
            clearTimeout(timer);
            socket.destroy();
            resolve(held);
        };
        socket.on('error', () => finish(false));
        socket.on('close', () => finish(false));
    });
}
