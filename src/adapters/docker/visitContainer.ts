import * as http from 'node:http';
import type { Operation } from '../../base/operation';
import { throwIfCancelled } from '../../base/operation';
import type { RunningContainer, Visit } from '../../ports/engine';
import { call, type Connection } from './connection';

const timeoutMs = 5_000;

/**
 * Asks a container for a page: at the port that the engine published on this machine or, where that is not this machine's (inside a dev container), at the
 * container's own address.
 */
export async function visitContainer(
    connection: Connection,
    op: Operation,
    container: RunningContainer,
    containerPort: number,
    path: string,
): Promise<Visit> {
    const hostPort = container.ports.find((port) => port.containerPort === containerPort)?.hostPort;
    const published = hostPort === undefined ? undefined : await get(op, '127.0.0.1', hostPort, path);
    throwIfCancelled(op);
    if (published !== undefined) {
        return published;
    }
    const facts = await call(connection, op, `look at the container ${container.id}`, (docker) =>
        docker.getContainer(container.id).inspect(),
    );
    const addresses = Object.values(facts.NetworkSettings.Networks).map(({ IPAddress: address }) => address);
    for (const address of addresses.filter((text) => text !== '')) {
        const answer = await get(op, address, containerPort, path);
        throwIfCancelled(op);
        if (answer !== undefined) {
            return answer;
        }
    }
    return { kind: 'silent' };
}

/** Undefined when nobody listens there. */
function get(op: Operation, host: string, port: number, path: string): Promise<Visit | undefined> {
    return new Promise((resolve) => {
        // A connection per visit: the container may be gone at the next.
        const request = http.get(
            { host, port, path, agent: false, signal: op.signal, headers: { 'user-agent': 'slipway', connection: 'close' } },
            (response) => {
                response.resume();
                settle({ kind: 'answered', status: response.statusCode ?? 0 });
                request.destroy();
            },
        );
        const timer = setTimeout(() => {
            settle({ kind: 'silent' });
            request.destroy();
        }, timeoutMs);
        const settle = (visit: Visit | undefined) => {
            clearTimeout(timer);
            resolve(visit);
        };
        request.on('error', (error: NodeJS.ErrnoException) => {
            const code = error.code ?? '';
            settle(
                code.startsWith('HPE_')
                    ? { kind: 'notHttp' }
                    : /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/.test(code)
                      ? undefined
                      : { kind: 'silent' },
            );
        });
    });
}
