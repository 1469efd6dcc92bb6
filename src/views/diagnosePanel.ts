import type { Facts } from '../base/failure';
import { checks } from '../core/diagnose/checks';
import type { Verdict } from '../core/diagnose/verdict';
import type { EvidenceLine, Finding, NextStep } from '../core/diagnose/verdictFinding';
import type { Probes } from '../core/diagnose/verdictProbes';
import { causeWords, confidenceWords, layerWords, nextStepWords } from './diagnoseWords';
import { latencyPlot, type LatencyPlot } from './latencyPlot';
import { say } from './say';
import { fill } from './words';

export type CheckStatus = 'waiting' | 'running' | 'done' | 'failed' | 'timed-out' | 'cut-off' | 'absent';

export interface CheckRow {
    readonly id: string;
    readonly title: string;
    readonly group: string;
    readonly status: CheckStatus;
    readonly durationMs?: number;
    /** Plain, masked text of the container; shown as text, never as markup. */
    readonly lines: readonly string[];
}

export interface FindingRow {
    readonly cause: string;
    readonly layer: string;
    readonly confidence: string;
    readonly title: string;
    readonly next: string;
    readonly evidence: readonly { readonly check: string; readonly text: string }[];
    readonly buttons: readonly { readonly label: string; readonly step: NextStep }[];
}

export interface VerdictRow {
    readonly kind: Verdict['kind'];
    readonly headline: string;
    readonly causes: readonly FindingRow[];
    readonly observations: readonly FindingRow[];
    readonly eliminated: readonly { readonly layer: string; readonly text: string }[];
    readonly symptoms: readonly { readonly check: string; readonly text: string }[];
}

/** Everything the diagnostics panel shows; also what it is sent. */
export interface DiagnosePanelState {
    readonly target: string;
    readonly instance?: string;
    readonly running: 'running' | 'idle';
    readonly rows: readonly CheckRow[];
    /** Why there is no way into the container, in words, and what can be done about it. */
    readonly unreachable?: { readonly words: string; readonly buttons: FindingRow['buttons'] };
    readonly verdict?: VerdictRow;
    readonly plot?: LatencyPlot;
}

/** What happened in a run; the workflow's events, with a failure already put in words. */
export type DiagnosePanelEvent =
    | { readonly kind: 'started'; readonly check: string }
    | { readonly kind: 'line'; readonly check: string; readonly line: string }
    | {
          readonly kind: 'finished';
          readonly report: {
              readonly id: string;
              readonly ended: 'exited' | 'timed-out' | 'too-much-output' | 'failed' | 'absent';
              readonly exitCode?: number;
              readonly durationMs: number;
              readonly lines: readonly string[];
          };
      }
    | { readonly kind: 'unreachable'; readonly words: string; readonly next: readonly NextStep[] }
    | { readonly kind: 'verdict'; readonly verdict: Verdict; readonly probes: Probes }
    | { readonly kind: 'measured'; readonly probes: Probes }
    | { readonly kind: 'ended' };

const groups = () => ({ app: say('App'), system: say('System'), model: say('AI model'), helpers: say('Helper commands') }) as const;
const mostLines = 400;

/** The panel before a run: every check, waiting. */
export function emptyDiagnosePanel(target: string, instance?: string): DiagnosePanelState {
    return {
        target,
        ...(instance === undefined ? {} : { instance }),
        running: 'idle',
        rows: [
            { id: 'outside', title: say('The public address'), group: say('Outside'), status: 'waiting', lines: [] },
            { id: 'platform', title: say('What Azure says'), group: say('Outside'), status: 'waiting', lines: [] },
            ...checks.map((check) => ({
                id: check.id,
                title: say(check.title),
                group: groups()[check.group],
                status: 'waiting' as const,
                lines: [],
            })),
        ],
    };
}

/** The panel of another instance; undefined where there is nothing to choose. */
export function ofInstance({ instance: _, ...state }: DiagnosePanelState, instance: string | undefined): DiagnosePanelState {
    return instance === undefined ? state : { ...state, instance };
}

/** The panel when a run of `only` these checks, or of all, begins. The verdict of the last whole run stands until the next one. */
export function beginDiagnosis(state: DiagnosePanelState, only?: readonly string[]): DiagnosePanelState {
    const { target, instance } = state;
    return {
        ...(only === undefined ? { target, ...(instance === undefined ? {} : { instance }) } : state),
        running: 'running',
        rows: state.rows.map((row) =>
            only === undefined || only.includes(row.id)
                ? { id: row.id, title: row.title, group: row.group, status: 'waiting' as const, lines: [] }
                : row,
        ),
    };
}

/** The panel once it is known which instance the run that has just begun really reached: nothing that was found in another one stays. */
export function inInstance(state: DiagnosePanelState, instance: string | undefined, only?: readonly string[]): DiagnosePanelState {
    return state.instance === instance ? state : beginDiagnosis(emptyDiagnosePanel(state.target, instance), only);
}

/** The next state; pure. */
export function applyDiagnoseEvent(state: DiagnosePanelState, event: DiagnosePanelEvent): DiagnosePanelState {
    switch (event.kind) {
        case 'started':
            return withRow(state, event.check, (row) => ({ ...row, status: 'running', lines: [] }));
        case 'line':
            return withRow(state, event.check, (row) =>
                row.lines.length >= mostLines ? row : { ...row, lines: [...row.lines, event.line] },
            );
        case 'finished':
            return withRow(state, event.report.id, (row) => ({
                ...row,
                status: statusOf(event.report),
                durationMs: event.report.durationMs,
                lines: event.report.lines.slice(0, mostLines),
            }));
        case 'unreachable':
            return { ...state, unreachable: { words: event.words, buttons: buttonsOf(event.next) } };
        case 'verdict':
            return { ...withPlot(state, event.probes), verdict: verdictRow(event.verdict) };
        case 'measured':
            return withPlot(state, event.probes);
        case 'ended':
            return {
                ...state,
                running: 'idle',
                rows: state.rows.map((row) => (row.status === 'running' ? { ...row, status: 'failed' as const } : row)),
            };
    }
}

function withPlot(state: DiagnosePanelState, probes: Probes): DiagnosePanelState {
    const plot = latencyPlot([
        { label: say('Model'), valuesMs: probes.modelLatenciesMs ?? [] },
        { label: say('App'), valuesMs: probes.appLatenciesMs ?? [] },
    ]);
    return plot === undefined ? state : { ...state, plot };
}

export function verdictRow(verdict: Verdict): VerdictRow {
    const causes = verdict.causes.map(findingRow);
    return {
        kind: verdict.kind,
        headline:
            verdict.kind === 'healthy'
                ? say('Everything that was asked answers as it should.')
                : verdict.kind === 'cannot-tell'
                  ? say('Something fails, but what was found does not say why.')
                  : (causes[0]?.title ?? ''),
        causes,
        observations: verdict.observations.map(findingRow),
        eliminated: verdict.eliminated.map(({ layer, evidence }) => ({ layer: layerWords()[layer], text: spokenLine(evidence).text })),
        symptoms: verdict.symptoms.map(spokenLine),
    };
}

/** What Slipway saw, in the user's language; what an app or Azure wrote stays as it is. */
function spokenLine({ check, text, quoted }: EvidenceLine): FindingRow['evidence'][number] {
    return { check, text: [text === undefined ? undefined : say(text), quoted].filter((part) => part !== undefined).join(': ') };
}

function findingRow(finding: Finding): FindingRow {
    const wording = causeWords[finding.cause];
    return {
        cause: finding.cause,
        layer: layerWords()[finding.layer],
        confidence: confidenceWords()[finding.confidence],
        title: fill(say(wording.title), finding.facts),
        next: fill(say(wording.next), finding.facts),
        evidence: finding.evidence.map(spokenLine),
        buttons: buttonsOf(finding.next),
    };
}

function buttonsOf(steps: readonly NextStep[]): FindingRow['buttons'] {
    return steps.map((step) => ({ label: fill(say(nextStepWords[step.kind].label), factsOf(step)), step }));
}

function factsOf(step: NextStep): Facts {
    return Object.fromEntries(Object.entries(step));
}

function statusOf(report: {
    readonly ended: 'exited' | 'timed-out' | 'too-much-output' | 'failed' | 'absent';
    readonly exitCode?: number;
}): CheckStatus {
    switch (report.ended) {
        case 'exited':
            return report.exitCode === undefined || report.exitCode === 0 ? 'done' : report.exitCode === 124 ? 'timed-out' : 'failed';
        case 'too-much-output':
            return 'cut-off';
        default:
            return report.ended;
    }
}

function withRow(state: DiagnosePanelState, id: string, change: (row: CheckRow) => CheckRow): DiagnosePanelState {
    return { ...state, rows: state.rows.map((row) => (row.id === id ? change(row) : row)) };
}
