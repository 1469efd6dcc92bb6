import type { Replica, Revision } from '../resources';

/** What is known of a container app's revisions at one moment. */
export interface ReplicasSeen {
    /** The one that was deployed; undefined while Azure does not list it yet. */
    readonly revision: Revision | undefined;
    /** Its replicas. */
    readonly replicas: readonly Replica[];
    /** The other revisions that are active, when only the newest is meant to be; empty otherwise. */
    readonly leaving: readonly Revision[];
    /** Names of the replicas that a restart is to replace. */
    readonly before?: readonly string[];
}

export type ReplicasVerdict =
    | { readonly kind: 'running'; readonly instances: number }
    | { readonly kind: 'waiting'; readonly reason: string }
    /** Scaled to zero: a request wakes it. */
    | { readonly kind: 'asleep' }
    | { readonly kind: 'failing'; readonly lines: readonly string[]; readonly cause: 'crash' | 'notReady' }
    /** It runs, and what ran before still takes requests. */
    | { readonly kind: 'old'; readonly reason: string };

/** Azure has let its last replica go for want of requests. No replica alone says as little as that it is on its way. */
export function isAsleep({ runningState }: Revision): boolean {
    return /^scaled?tozero$/i.test(runningState);
}

/** A container that ended this often is not at its first stumble. */
const restartsOfCrash = 2;

/**
 * Judges whether every replica runs what was deployed. `changedMs` is Azure's time of the change, or undefined when nothing changed: then running is
 * enough. `createdTime` has whole seconds.
 */
export function judgeReplicas({ revision, replicas, leaving, before = [] }: ReplicasSeen, changedMs: number | undefined): ReplicasVerdict {
    if (revision === undefined) {
        return { kind: 'waiting', reason: 'no revision' };
    }
    const containers = replicas.flatMap((replica) => replica.containers);
    const crashing = containers.filter((container) => container.restarts >= restartsOfCrash && container.state !== 'Running');
    const failed = /^failed$/i.test(revision.runningState);
    if (failed || crashing.length > 0) {
        const ended = [...crashing, ...containers.filter((container) => container.state !== 'Running')];
        const lines = [...ended.map(({ details }) => details), ...revision.problems, ...replicas.flatMap(({ problems }) => problems)];
        return {
            kind: 'failing',
            lines: [...new Set(lines)].filter((line) => line !== ''),
            cause: ended.length > 0 ? 'crash' : 'notReady',
        };
    }
    if (replicas.length === 0) {
        return isAsleep(revision)
            ? { kind: 'asleep' }
            : { kind: 'waiting', reason: revision.runningState === '' ? 'no replica' : revision.runningState };
    }
    const notYet = replicas.find(
        ({ runningState, containers: own }) => !/^running$/i.test(runningState) || own.some(({ ready }) => ready === 'no'),
    );
    if (notYet !== undefined) {
        const container = notYet.containers.find(({ ready }) => ready === 'no');
        return {
            kind: 'waiting',
            reason: [container?.state, container?.details].filter((word) => word !== undefined && word !== '').join(': '),
        };
    }
    const older = replicas.find(({ name, createdMs }) => before.includes(name) || (changedMs !== undefined && createdMs + 999 < changedMs));
    if (older !== undefined) {
        return { kind: 'old', reason: older.name };
    }
    const leaver = leaving[0];
    return leaver === undefined ? { kind: 'running', instances: replicas.length } : { kind: 'old', reason: leaver.name };
}
