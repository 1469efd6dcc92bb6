import type { BuildEvent, BuildStep } from './buildEvent';
import { createLineSplitter } from './lineSplitter';
import type { SolveStatus, Vertex } from './solveStatus';

/** Turns BuildKit's reports into events. `end` gives out what was written without a last newline. */
export function createBuildkitProgress(onEvent: (event: BuildEvent) => void): {
    readonly note: (status: SolveStatus) => void;
    readonly end: () => void;
} {
    const known = new Map<string, Vertex>();
    const splitters = new Map<string, ReturnType<typeof createLineSplitter>>();

    const noteVertex = (next: Vertex): void => {
        const before = known.get(next.digest);
        const vertex = { ...before, ...next };
        known.set(next.digest, vertex);
        const step = stepOf(vertex);
        if (before === undefined || JSON.stringify(step) !== JSON.stringify(stepOf(before))) {
            onEvent({ kind: 'step', step });
        }
    };

    return {
        note: (status) => {
            status.vertexes.forEach(noteVertex);
            for (const { vertex, id, current, total } of status.statuses) {
                onEvent({ kind: 'transfer', stepId: vertex, name: id, currentBytes: current, ...(total > 0 ? { totalBytes: total } : {}) });
            }
            for (const { vertex, stream, bytes } of status.logs) {
                const key = `${stream} ${vertex}`;
                const splitter = splitters.get(key) ?? createLineSplitter((line) => onEvent({ kind: 'log', stepId: vertex, stream, line }));
                splitters.set(key, splitter);
                splitter.write(bytes);
            }
            for (const { message, url } of status.warnings) {
                onEvent({ kind: 'warning', message, ...(url === undefined ? {} : { url }) });
            }
        },
        end: () => {
            for (const splitter of splitters.values()) {
                splitter.end();
            }
        },
    };
}

function stepOf(vertex: Vertex): BuildStep {
    const { digest, name, startedMs, completedMs, error } = vertex;
    return {
        id: digest,
        name,
        state: stateOf(vertex),
        ...(startedMs === undefined ? {} : { startedMs }),
        ...(startedMs === undefined || completedMs === undefined ? {} : { durationMs: Math.max(0, Math.round(completedMs - startedMs)) }),
        ...(error === undefined ? {} : { error }),
    };
}

function stateOf({ cached, startedMs, completedMs, error }: Vertex): BuildStep['state'] {
    if (error !== undefined) {
        // The steps beside the one that failed are stopped, and bear this error.
        return /context cancell?ed/i.test(error) ? 'cancelled' : 'failed';
    }
    if (cached) {
        return 'cached';
    }
    return completedMs !== undefined ? 'done' : startedMs !== undefined ? 'running' : 'waiting';
}
