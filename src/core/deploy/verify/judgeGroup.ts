import type { ContainerGroup } from '../resources';

export type GroupVerdict =
    | { readonly kind: 'running'; readonly instances: number }
    | { readonly kind: 'waiting'; readonly reason: string }
    | { readonly kind: 'failing'; readonly lines: readonly string[]; readonly exitCode: number | undefined }
    | { readonly kind: 'old' };

const restartsOfCrash = 2;

/**
 * Judges whether every container of a group runs what was deployed. `changedMs` is Azure's time of the change, or undefined when nothing changed: then
 * running is enough. `startTime` may have whole seconds.
 */
export function judgeGroup({ containers, runningState }: ContainerGroup, changedMs: number | undefined): GroupVerdict {
    const down = containers.filter(({ state }) => state.toLowerCase() !== 'running');
    const crashing = down.find(
        ({ restarts, state }) => restarts >= restartsOfCrash || (state.toLowerCase() === 'terminated' && restarts > 0),
    );
    const ended = crashing ?? (/^failed$/i.test(runningState) ? down[0] : undefined);
    if (ended !== undefined) {
        return { kind: 'failing', lines: ended.problems, exitCode: ended.exitCode };
    }
    const first = down[0];
    if (first !== undefined || containers.length === 0) {
        return { kind: 'waiting', reason: first?.problems.at(-1) ?? first?.state ?? runningState };
    }
    const old = containers.some(({ startedMs }) => changedMs !== undefined && (startedMs ?? 0) + 999 < changedMs);
    return old ? { kind: 'old' } : { kind: 'running', instances: containers.length };
}
