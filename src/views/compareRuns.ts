import { agoWords } from './agoWords';
import { say } from './say';
import { durationWords } from './durationWords';
import type { RunRecord } from './runRecord';

/** Runs side by side, newest first. */
export interface RunComparison {
    readonly columns: readonly RunColumn[];
    readonly rows: readonly { readonly title: string; readonly cells: readonly RunCell[] }[];
    /** What is worth knowing, a sentence each. */
    readonly notes: readonly string[];
}

export interface RunColumn {
    readonly title: string;
    readonly outcome: RunRecord['outcome'];
    readonly total: string;
}

export interface RunCell {
    readonly text: string;
    readonly mark?: 'slower' | 'faster' | 'failed' | 'kept';
}

const shown = 5;
const notable = 1.5;
const notableMs = 1000;

/** Compares the steps of the newest runs: a step is slower or faster when it differs by half and by more than a second from the median of the runs before it. */
export function compareRuns(runs: readonly RunRecord[], nowMs: number): RunComparison | undefined {
    const newest = runs.slice(0, shown);
    if (newest.length < 2) {
        return undefined;
    }
    // The run with the most steps gives the order; what only others have comes last.
    const longestFirst = [...newest].sort((a, b) => b.steps.length - a.steps.length);
    const ids = [...new Set(longestFirst.flatMap((run) => run.steps.map((step) => step.id)))];
    const rows = ids.map((id) => ({
        title: newest.flatMap((run) => run.steps.filter((step) => step.id === id))[0]?.title ?? id,
        cells: newest.map((run, index) => cellOf(id, run, runs.slice(index + 1))),
    }));
    return {
        columns: newest.map((run) => ({
            title: agoWords(nowMs - run.startedMs),
            outcome: run.outcome,
            total: durationWords(run.durationMs),
        })),
        rows: rows.filter((row) => row.cells.some((cell) => cell.text !== '')),
        notes: notesOf(runs),
    };
}

function cellOf(id: string, run: RunRecord, before: readonly RunRecord[]): RunCell {
    const step = run.steps.find((candidate) => candidate.id === id);
    if (step === undefined || step.state === 'waiting') {
        return { text: '' };
    }
    if (step.state === 'failed') {
        return { text: durationWords(step.durationMs ?? 0), mark: 'failed' };
    }
    if (step.state === 'skipped') {
        return { text: say('kept'), mark: 'kept' };
    }
    const change = changeOf(id, run, before);
    return { text: durationWords(step.durationMs ?? 0), ...(change === undefined ? {} : { mark: change.mark }) };
}

interface Change {
    readonly mark: 'slower' | 'faster';
    readonly factor: number;
    readonly durationMs: number;
    readonly beforeMs: number;
}

function changeOf(id: string, run: RunRecord, before: readonly RunRecord[]): Change | undefined {
    const durationMs = doneMs(id, run);
    const earlier = before.flatMap((other) => doneMs(id, other) ?? []).sort((a, b) => a - b);
    const beforeMs = earlier[Math.floor(earlier.length / 2)];
    if (durationMs === undefined || beforeMs === undefined || Math.abs(durationMs - beforeMs) <= notableMs) {
        return undefined;
    }
    const factor = durationMs / Math.max(1, beforeMs);
    return factor >= notable
        ? { mark: 'slower', factor, durationMs, beforeMs }
        : factor <= 1 / notable
          ? { mark: 'faster', factor, durationMs, beforeMs }
          : undefined;
}

function doneMs(id: string, run: RunRecord): number | undefined {
    const step = run.steps.find((candidate) => candidate.id === id && candidate.state === 'done');
    return step?.durationMs;
}

function notesOf(runs: readonly RunRecord[]): readonly string[] {
    const [newest, ...before] = runs;
    if (newest === undefined) {
        return [];
    }
    const slower = newest.steps.flatMap((step) => {
        const change = changeOf(step.id, newest, before);
        return change?.mark === 'slower'
            ? [
                  say(
                      'Slower than before. {0}: {1}, before {2}.',
                      sentenceless(step.title),
                      durationWords(change.durationMs),
                      durationWords(change.beforeMs),
                  ),
              ]
            : [];
    });
    const failed = runs.filter((run) => run.outcome === 'failed');
    const places = failed.flatMap((run) => run.steps.filter((step) => step.state === 'failed').map((step) => sentenceless(step.title)));
    const counts = [...new Set(places)].map((place) => ({ place, times: places.filter((other) => other === place).length }));
    return [
        ...slower,
        ...counts.map(({ place, times }) =>
            times === 1 ? say('Failed once at: {0}.', place) : say('Failed {0} times at: {1}.', times.toString(), place),
        ),
    ];
}

function sentenceless(title: string): string {
    return title.replace(/\.$/, '');
}
