import { createHash } from 'node:crypto';

/** One machine of a plan: sites on it keep its instance id through restarts. */
export interface Worker {
    /** 64 hexadecimal digits. */
    readonly instanceId: string;
    /** Such as `lw0sdlwk0003MO`. */
    readonly machineName: string;
}

/** The same plan and number always give the same worker. */
export function workerOf(planId: string, number: number): Worker {
    const instanceId = createHash('sha256').update(`${planId.toLowerCase()}#${number}`).digest('hex');
    return { instanceId, machineName: `lw0sdlwk${instanceId.slice(0, 6).toUpperCase()}` };
}
