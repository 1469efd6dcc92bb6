import * as https from 'node:https';
import type Dockerode from 'dockerode';
import type { Endpoint } from './endpoint';
import { createSshAgent } from './sshAgent';

/** An SDK client for the endpoint; loads the SDK. Nothing is dialled before the first call. */
export async function connect(endpoint: Endpoint): Promise<Dockerode> {
    const { default: Docker } = await import('dockerode');
    // What is undefined here would otherwise be taken from DOCKER_HOST and its companions, which may name another engine.
    const nothing = {
        host: undefined,
        port: undefined,
        socketPath: undefined,
        ca: undefined,
        cert: undefined,
        key: undefined,
        timeout: undefined,
        protocol: 'http' as const,
    };
    switch (endpoint.kind) {
        case 'socket':
            return new Docker({ ...nothing, socketPath: endpoint.path });
        case 'tcp': {
            const { host, port, tls } = endpoint;
            if (tls === undefined) {
                return new Docker({ ...nothing, host, port });
            }
            // The modem knows no way to skip the check; the option is missing in its types only.
            const skipping: object = tls.verify === 'skip' ? { agent: new https.Agent({ rejectUnauthorized: false }) } : {};
            return new Docker({ ...nothing, ...skipping, host, port, protocol: 'https', ca: tls.ca, cert: tls.cert, key: tls.key });
        }
        case 'ssh':
            return new Docker({ ...nothing, host: endpoint.host, ...({ agent: createSshAgent(endpoint) } as object) });
    }
}
