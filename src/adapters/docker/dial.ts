import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type Dockerode from 'dockerode';
import type { ArchiveBody } from './archiveBody';

export interface DialOptions {
    readonly path: string;
    readonly method: 'GET' | 'POST' | 'DELETE';
    readonly query?: readonly (readonly [string, string])[];
    readonly headers?: Readonly<Record<string, string | readonly string[]>>;
    readonly body?: ArchiveBody;
    readonly signal?: AbortSignal;
}

/** Sends a request that the SDK has no good method for, over its connection; answers the response's stream as soon as its head is there. */
export function dialStream(docker: Dockerode, options: DialOptions): Promise<IncomingMessage> {
    return dial<IncomingMessage>(docker, options, { isStream: true });
}

/** Upgrades a connection and answers the raw socket. */
export function dialUpgrade(docker: Dockerode, options: DialOptions): Promise<Duplex> {
    return dial<Duplex>(docker, options, { hijack: true });
}

function dial<T>(
    docker: Dockerode,
    { path, method, query, headers, body, signal }: DialOptions,
    mode: { readonly isStream?: true; readonly hijack?: true },
): Promise<T> {
    // The modem drops the last character of a path that has a query.
    const address =
        query === undefined
            ? path
            : `${path}?${new URLSearchParams([...query].map(([name, value]): [string, string] => [name, value])).toString()}&`;
    return new Promise((resolve, reject) => {
        (docker.modem as Modem).dial(
            {
                path: address,
                method,
                ...(headers === undefined ? {} : { headers: { ...headers } }),
                ...(body === undefined ? {} : { file: body }),
                ...(signal === undefined ? {} : { abortSignal: signal }),
                ...mode,
                statusCodes: { 200: true, 201: true, 204: true },
            },
            (error, result) => (error === null ? resolve(result as T) : reject(error)),
        );
    });
}

interface Modem {
    dial(options: object, callback: (error: Error | null, result: unknown) => void): void;
}
