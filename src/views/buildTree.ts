import type { BuildEvent, BuildStep } from '../core/build/buildEvent';
import { locateStep } from '../core/build/locateStep';

/** A build as a tree of stages and steps: what a panel draws while it runs. */
export interface BuildTree {
    readonly stages: readonly BuildStage[];
    readonly sent?: { readonly bytes: number; readonly files: number };
    readonly warnings: readonly string[];
    /** Steps of the Dockerfile that came from the cache, and all of them. */
    readonly cached: number;
    readonly steps: number;
}

export interface BuildStage {
    /** The stage's name; empty when the Dockerfile has one stage without a name. */
    readonly title: string;
    readonly kind: 'preparation' | 'stage' | 'result';
    readonly rows: readonly BuildRow[];
}

export interface BuildRow {
    readonly id: string;
    /** Such as `RUN pip install -r requirements.txt`. */
    readonly title: string;
    /** Such as `2/5`; empty for the builder's own steps. */
    readonly number: string;
    readonly state: BuildStep['state'];
    readonly startedMs?: number;
    readonly durationMs?: number;
    /** 1-based line of the Dockerfile. */
    readonly line?: number;
    /** The newest lines that the step wrote, oldest first, without escape sequences. */
    readonly log: readonly string[];
    readonly movedBytes?: number;
    readonly totalBytes?: number;
    readonly error?: string;
}

const keptLines = 20;
// eslint-disable-next-line no-control-regex
const escapes = /\u001b\[[0-9;?]*[A-Za-z]|[\u0000-\u0008\u000b-\u001f]/g;

/** Follows the events of one build, whichever builder sends them. */
export function createBuildTree(dockerfileText: string): {
    /** The build is over, whatever its last report said of a step. */
    readonly end: () => void;
    readonly note: (event: BuildEvent) => void;
    readonly read: () => BuildTree;
} {
    const rows = new Map<string, BuildRow & { readonly group: string; readonly kind: BuildStage['kind'] }>();
    const transfers = new Map<string, Map<string, { readonly current: number; readonly total: number }>>();
    const warnings: string[] = [];
    let sent: BuildTree['sent'];

    const noteStep = (step: BuildStep): void => {
        const before = rows.get(step.id);
        const { group, kind, number, title } = nameParts(step.name);
        const line = before?.line ?? locateStep(dockerfileText, step)?.line;
        rows.set(step.id, {
            id: step.id,
            title,
            number,
            group,
            kind,
            state: step.state,
            log: before?.log ?? [],
            ...(step.startedMs === undefined ? {} : { startedMs: step.startedMs }),
            ...(step.durationMs === undefined ? {} : { durationMs: step.durationMs }),
            ...(line === undefined ? {} : { line }),
            ...(before?.movedBytes === undefined ? {} : { movedBytes: before.movedBytes }),
            ...(before?.totalBytes === undefined ? {} : { totalBytes: before.totalBytes }),
            ...(step.error === undefined ? {} : { error: step.error }),
        });
    };
    const change = (id: string, made: (row: BuildRow) => Partial<BuildRow>): void => {
        const row = rows.get(id);
        if (row !== undefined) {
            rows.set(id, { ...row, ...made(row) });
        }
    };

    return {
        note: (event) => {
            switch (event.kind) {
                case 'context':
                    sent = { bytes: event.sentBytes, files: event.files };
                    return;
                case 'step':
                    noteStep(event.step);
                    return;
                case 'log':
                    change(event.stepId, ({ log }) => ({ log: [...log, event.line.replace(escapes, '')].slice(-keptLines) }));
                    return;
                case 'transfer': {
                    const parts = transfers.get(event.stepId) ?? new Map<string, { current: number; total: number }>();
                    parts.set(event.name, { current: event.currentBytes, total: event.totalBytes ?? 0 });
                    transfers.set(event.stepId, parts);
                    const sum = (of: 'current' | 'total') => [...parts.values()].reduce((all, part) => all + part[of], 0);
                    change(event.stepId, () => ({ movedBytes: sum('current'), ...(sum('total') > 0 ? { totalBytes: sum('total') } : {}) }));
                    return;
                }
                case 'warning':
                    warnings.push(event.message);
                    return;
            }
        },
        end: () => {
            for (const row of rows.values()) {
                if (row.state === 'running') {
                    rows.set(row.id, { ...row, state: 'cancelled' });
                }
            }
        },
        read: () => {
            const all = [...rows.values()];
            const own = all.filter(({ kind }) => kind === 'stage');
            const kinds: readonly BuildStage['kind'][] = ['preparation', 'stage', 'result'];
            return {
                stages: kinds.flatMap((kind) => {
                    const of = all.filter((row) => row.kind === kind);
                    return [...new Set(of.map(({ group }) => group))].map((title) => ({
                        title,
                        kind,
                        rows: of.filter(({ group }) => group === title).sort(byNumber),
                    }));
                }),
                ...(sent === undefined ? {} : { sent }),
                warnings: [...warnings],
                cached: own.filter(({ state }) => state === 'cached').length,
                steps: own.length,
            };
        },
    };
}

function nameParts(name: string): Pick<BuildRow, 'title' | 'number'> & { readonly group: string; readonly kind: BuildStage['kind'] } {
    const step = /^\[(?:([^\]]*[^\] ])? +)?(\d+\/\d+)\] (.*)/s.exec(name);
    if (step !== null) {
        const [, scope = '', number = '', title = ''] = step;
        // Builds for several platforms name theirs before the stage.
        return { group: scope.split(' ').at(-1) ?? '', kind: 'stage', number, title: title.replace(/\s+/g, ' ') };
    }
    const isOwn = /^\[(internal|auth)\]|^(resolve image config|load metadata|importing cache|docker-image:|copy \/context)/i.test(name);
    return { group: '', kind: isOwn ? 'preparation' : 'result', number: '', title: name.replace(/^\[internal\] /, '') };
}

/** Steps of a stage run side by side and are told as they begin. */
function byNumber(one: BuildRow, other: BuildRow): number {
    return Number.parseInt(one.number || '0', 10) - Number.parseInt(other.number || '0', 10);
}
