import type { Operation } from '../../base/operation';

/** Logs explain, and must not decide whether a deploy works: where they cannot be read, `otherwise`. */
export async function quietly<T>(op: Operation, otherwise: T, value: Promise<T>): Promise<T> {
    try {
        return await value;
    } catch (error) {
        if (op.signal.aborted) {
            throw error;
        }
        op.log(`Logs could not be read: ${error instanceof Error ? error.message : String(error)}`);
        return otherwise;
    }
}
