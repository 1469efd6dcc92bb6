import { json } from '../http/answer';
import { Refusal } from '../http/refusal';

/** Microsoft.ContainerRegistry says "Failed" beside the error. */
export function registryRefusal(status: number, code: string, message: string, target?: string): Refusal {
    return new Refusal(json(status, { error: { code, message, ...(target === undefined ? {} : { target }) }, status: 'Failed' }));
}
