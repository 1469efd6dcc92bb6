import type { Pod } from '../pods/pod';

/** One running copy of a revision. */
export interface Replica {
    readonly name: string;
    readonly createdMs: number;
    readonly pod: Pod;
    /** Whether its probes let traffic in. */
    ready: boolean;
}
