import type Dockerode from 'dockerode';
import { throwIfCancelled, type Operation } from '../../base/operation';
import type { EngineEnvironment } from './dockerConfig';
import { callEngine } from './failures';

/** One engine, as the files of this adapter use it. */
export interface Connection {
    /** Loads the SDK when first used. */
    readonly docker: () => Promise<Dockerode>;
    /** The endpoint's URL. */
    readonly endpoint: string;
    /** Where the CLI's plugins are looked for; without it none is used. */
    readonly environment?: EngineEnvironment;
}

/** One call with the SDK; `action` completes "The engine refused to …". */
export function call<T>(
    connection: Connection,
    op: Pick<Operation, 'signal'>,
    action: string,
    perform: (docker: Dockerode) => Promise<T>,
): Promise<T> {
    return callEngine(op, { action, endpoint: connection.endpoint }, async () => {
        const docker = await connection.docker();
        throwIfCancelled(op);
        return perform(docker);
    });
}
