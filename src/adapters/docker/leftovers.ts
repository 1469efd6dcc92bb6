import { quietOperation, throwIfCancelled, type Operation } from '../../base/operation';
import { call, type Connection } from './connection';
import { reasonOf, statusOf } from './failures';

/** Names each container that is run, so that one can be found whose id the engine never told. */
export const runLabel = 'slipway.run';

/** How a container is found again, in the words of the engine's filters: its id, or one label with its value. */
export type Sought = { readonly id: readonly [string] } | { readonly label: readonly [string] };

/** By endpoint, what could not be removed because its engine had ended. */
const left = new Map<string, Set<Sought>>();

/**
 * Ends what is sought and removes it with its anonymous volumes, whether or not the operation that led here was cancelled. Where the engine has ended, this
 * throws, and the next container that is run there or the next watch removes it.
 */
export async function removeOrKeepInMind(connection: Connection, sought: Sought): Promise<void> {
    try {
        await removeSought(connection, quietOperation(), sought);
    } catch (error) {
        const those = left.get(connection.endpoint) ?? new Set();
        left.set(connection.endpoint, those.add(sought));
        throw error;
    }
}

/** Removes what an engine that ended kept from being removed. Nothing here is worth failing for; throws Cancelled only. */
export async function removeLeftovers(connection: Connection, op: Operation): Promise<void> {
    const those = left.get(connection.endpoint) ?? new Set();
    for (const sought of those) {
        try {
            await removeSought(connection, op, sought);
            those.delete(sought);
        } catch (error) {
            throwIfCancelled(op);
            op.log(`What was left behind when the engine ended could not be removed: ${reasonOf(error)}`);
        }
    }
}

async function removeSought(connection: Connection, op: Operation, sought: Sought): Promise<void> {
    await call(connection, op, 'remove a container', async (docker) => {
        const ids =
            'id' in sought
                ? sought.id
                : (await docker.listContainers({ all: true, filters: JSON.stringify(sought) })).map(({ Id: id }) => id);
        for (const id of ids) {
            await docker
                .getContainer(id)
                .remove({ force: true, v: true })
                .catch((error: unknown) => {
                    // It is gone, or somebody removes it already.
                    if (![404, 409].includes(statusOf(error) ?? 0)) {
                        throw error;
                    }
                });
        }
    });
}
