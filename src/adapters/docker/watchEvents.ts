import type { Operation } from '../../base/operation';
import type { Engine } from '../../ports/engine';
import { call, type Connection } from './connection';
import { removeLeftovers } from './leftovers';
import { readNdjson } from './ndjson';
import { stoppableStream } from './stoppableStream';

/** Reports what happens to images and containers until cancelled. Ends when the engine does. */
export async function watchEvents(connection: Connection, op: Operation, onEvent: Parameters<Engine['watch']>[1]): Promise<void> {
    // Who listens again may do so because the engine is back.
    await removeLeftovers(connection, op);
    await call(connection, op, 'report events', async (docker) => {
        const stream = await docker.getEvents({ filters: { type: ['image', 'container'] }, abortSignal: op.signal });
        for await (const line of readNdjson(stoppableStream(stream, op.signal))) {
            const {
                Type: kind,
                Action: action,
                Actor: actor,
            } = (typeof line === 'object' && line !== null ? line : {}) as { Type?: unknown; Action?: unknown; Actor?: { ID?: unknown } };
            if ((kind === 'image' || kind === 'container') && typeof action === 'string' && typeof actor?.ID === 'string') {
                // Health checks and execs would make a busy tree of an idle engine.
                if (!action.startsWith('exec_') && !action.startsWith('health_status')) {
                    onEvent({ kind, action, id: actor.ID });
                }
            }
        }
    });
}
