import { isFailure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { Azure } from '../../ports/azure';

/** Azure goes on naming an identity on an app after it was deleted. One that this account may not look at counts as there. */
export async function identityIsThere(op: Operation, { identities }: Azure, id: string): Promise<boolean> {
    try {
        return (await identities.get(op, id)) !== undefined;
    } catch (error) {
        if (isFailure(error) && error.code === 'azure/forbidden') {
            return true;
        }
        throw error;
    }
}
