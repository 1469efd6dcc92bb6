import { isCancelled, isFailure, type Failure } from '../base/failure';
import { throwIfCancelled, type Operation } from '../base/operation';
import type { Check } from '../core/diagnose/check';
import { checks } from '../core/diagnose/checks';
import type { CheckContext, DiagnosedRequest } from '../core/diagnose/checksPrelude';
import { evidenceLines, evidenceReader } from '../core/diagnose/checkEvidence';
import type { ExecResult } from '../core/diagnose/checkResult';
import { renderCheck } from '../core/diagnose/renderCheck';
import { decideVerdict, type Verdict } from '../core/diagnose/verdict';
import type { PlatformState, Probes } from '../core/diagnose/verdictProbes';
import { readProbes, type Gathered } from '../core/diagnose/verdictReadProbes';
import type { ProbeUrl, RemoteShell } from '../ports/ssh';
import { askOutside } from './askOutside';

export interface DiagnoseTarget {
    readonly name: string;
    /** The public address, without a path; undefined for an app without one. */
    readonly url?: string;
    /** The health path first, then the requests that fail. They are sent for real, from outside and from inside; the last of several is timed three times more. */
    readonly requests: readonly DiagnosedRequest[];
    /** The port that the platform sends requests to, when its settings say. */
    readonly configuredPort?: number;
    readonly portIn?: Probes['portIn'];
    /** What the platform sets for the app: all that is known of its environment where there is no way in. */
    readonly settings?: Readonly<Record<string, string>>;
    readonly assigned?: Probes['assigned'];
}

export interface DiagnosePorts {
    readonly shell: RemoteShell;
    readonly probeUrl: ProbeUrl;
    /** Milliseconds since 1970. */
    readonly now: () => number;
    /** What the platform says of the deployment; a failure of it is only logged. */
    readonly platform?: (op: Operation) => Promise<PlatformState>;
}

export interface CheckReport {
    readonly id: string;
    readonly ended: ExecResult['ended'] | 'failed' | 'absent';
    readonly exitCode?: number;
    readonly durationMs: number;
    /** Masked and plain; what may be shown. */
    readonly lines: readonly string[];
}

export type DiagnoseEvent =
    | { readonly kind: 'started'; readonly check: string }
    | { readonly kind: 'line'; readonly check: string; readonly line: string }
    | { readonly kind: 'finished'; readonly report: CheckReport }
    /** No way into the container; the run goes on with what can be seen from outside. */
    | { readonly kind: 'unreachable'; readonly failure: Failure }
    | { readonly kind: 'verdict'; readonly verdict: Verdict; readonly probes: Probes }
    /** Instead of a verdict, when only a part was run: no part says what is wrong with the whole. */
    | { readonly kind: 'measured'; readonly probes: Probes };

export interface Diagnosis {
    readonly verdict: Verdict;
    readonly probes: Probes;
    readonly reports: readonly CheckReport[];
    readonly unreachable?: Failure;
}

/** The ids of the rows that are not checks of the container. */
export const outsideCheck = 'outside';
export const platformCheck = 'platform';

/**
 * Runs the battery over one connection, tells what comes as it comes, and decides. `only` runs a part of it, and tells no verdict; the container is not
 * reached for what is asked from outside.
 * Throws only Cancelled: a container that cannot be reached, hangs or lies is a result.
 */
export async function diagnose(
    op: Operation,
    ports: DiagnosePorts,
    target: DiagnoseTarget,
    onEvent: (event: DiagnoseEvent) => void,
    only?: readonly string[],
): Promise<Diagnosis> {
    const wanted = (id: string) => only?.includes(id) ?? true;
    const results = new Map<string, ExecResult>();
    const reports: CheckReport[] = [];
    const finish = (report: CheckReport) => {
        reports.push(report);
        onEvent({ kind: 'finished', report });
    };
    const outside =
        wanted(outsideCheck) && target.url !== undefined ? askOutside(op, ports.probeUrl, target.url, target.requests) : undefined;
    if (outside !== undefined) {
        onEvent({ kind: 'started', check: outsideCheck });
        outside.first.then(
            () => finish({ id: outsideCheck, ended: 'exited', ...outside.told() }),
            () => undefined,
        );
    }
    const platform = wanted(platformCheck) && ports.platform !== undefined ? askPlatform(op, ports.platform, onEvent, finish) : undefined;

    const chosen = checks.filter((check) => wanted(check.id));
    let unreachable: Failure | undefined;
    let clockAskedAt: number | undefined;
    if (chosen.length > 0) {
        op.report(`Connecting to ${target.name}`);
        unreachable = await reach(op, ports.shell);
        if (unreachable !== undefined) {
            onEvent({ kind: 'unreachable', failure: unreachable });
        }
    }
    if (chosen.length > 0 && unreachable === undefined) {
        const context: CheckContext = {
            requests: target.requests,
            ...(target.configuredPort === undefined ? {} : { configuredPort: target.configuredPort }),
            ...(target.url === undefined ? {} : { host: new URL(target.url).hostname }),
        };
        let lost: Failure | undefined;
        let failures = 0;
        const run = async (check: Check) => {
            onEvent({ kind: 'started', check: check.id });
            // A container that is ended again and again would be waited for by every check.
            const result =
                lost !== undefined && failures >= mostFailures
                    ? { failure: lost }
                    : await runCheck(op, ports.shell, check, context, onEvent);
            if (check.id === 'clock') {
                clockAskedAt = Math.round(ports.now() / 1000);
            }
            if ('failure' in result) {
                lost = result.failure;
                failures++;
                op.log(`${check.id}: ${result.failure.message}`);
                finish({ id: check.id, ended: 'failed', durationMs: 0, lines: [] });
                return;
            }
            results.set(check.id, result);
            finish(reportOf(check, result));
        };
        op.report(`Running ${chosen.length} checks on ${target.name}`);
        const those = (when: Check['when']) => chosen.filter((check) => check.when === when);
        await Promise.all([...those('first'), ...those('together')].map(run));
        for (const check of those('alone')) {
            throwIfCancelled(op);
            op.report(check.title);
            await run(check);
        }
    }
    const platformState = await platform;
    const gathered: Gathered = {
        requests: target.requests,
        ...(target.configuredPort === undefined ? {} : { configuredPort: target.configuredPort }),
        ...(target.portIn === undefined ? {} : { portIn: target.portIn }),
        reachedContainer: unreachable === undefined ? 'yes' : 'no',
        outside: (await outside?.first) ?? [],
        ...(platformState === undefined ? {} : { platform: platformState }),
        ...(target.settings === undefined ? {} : { settings: target.settings }),
        ...(target.assigned === undefined ? {} : { assigned: target.assigned }),
        results,
        ...(clockAskedAt === undefined ? {} : { clockAskedAt }),
    };
    let probes = readProbes(gathered);
    const changed = await outside?.again(probes.requests.map(({ inside }) => inside));
    if (outside !== undefined && changed !== undefined) {
        probes = readProbes({ ...gathered, outside: changed });
        onEvent({ kind: 'finished', report: { id: outsideCheck, ended: 'exited', ...outside.told() } });
    }
    const verdict = decideVerdict(probes);
    onEvent(only === undefined ? { kind: 'verdict', verdict, probes } : { kind: 'measured', probes });
    return { verdict, probes, reports, ...(unreachable === undefined ? {} : { unreachable }) };
}

/** Why there is no way in; undefined when there is one. */
async function reach(op: Operation, shell: RemoteShell): Promise<Failure | undefined> {
    for (let attempt = 0; ; attempt++) {
        try {
            await shell.exec(op, 'true', { timeoutMs: 20_000 });
            return undefined;
        } catch (error) {
            if (!isFailure(error)) {
                throw error;
            }
            // Cut while it was opened: the next command finds a new connection.
            if (attempt > 0 || error.code !== 'ssh/connection-lost') {
                return error;
            }
        }
    }
}

/** So many checks that found no way in, however often they tried, are enough. */
const mostFailures = 3;

/** The container was reached before the battery began, so that whatever keeps a command from running then may pass. */
const attemptsAgain = 2;

/** Lines of one check that are told as they come; the report has more. */
const mostTold = 300;

async function runCheck(
    op: Operation,
    shell: RemoteShell,
    check: Check,
    context: CheckContext,
    onEvent: (event: DiagnoseEvent) => void,
): Promise<ExecResult | { readonly failure: Failure }> {
    for (let attempt = 0; ; attempt++) {
        const read = evidenceReader();
        let pending = '';
        let told = 0;
        try {
            return await shell.exec(op, renderCheck(check, context), {
                timeoutMs: check.timeoutMs + 2000,
                onOutput: (text, stream) => {
                    if (stream === 'stderr' || told >= mostTold) {
                        return;
                    }
                    const lines = (pending + text).split('\n');
                    pending = (lines.pop() ?? '').slice(0, 4000);
                    // One chunk of a flood holds thousands.
                    for (const line of lines.filter((one) => one.trim() !== '').slice(0, mostTold - told)) {
                        told++;
                        onEvent({ kind: 'line', check: check.id, line: read(line) });
                    }
                },
            });
        } catch (error) {
            if (!isFailure(error)) {
                throw error;
            }
            // Cut in the middle, perhaps while it was opened anew: the next command finds a new connection.
            if (attempt >= attemptsAgain) {
                return { failure: error };
            }
        }
    }
}

function reportOf(check: Check, result: ExecResult): CheckReport {
    const lines = [...evidenceLines(result.stdout), ...(result.exitCode === 0 ? [] : evidenceLines(result.stderr).slice(-10))];
    const absent = check.group === 'helpers' && result.stdout.includes('@helper=absent');
    return {
        id: check.id,
        ended: absent ? 'absent' : result.ended,
        ...(result.exitCode === undefined ? {} : { exitCode: result.exitCode }),
        durationMs: result.durationMs,
        lines: absent ? [] : lines,
    };
}

async function askPlatform(
    op: Operation,
    ask: (op: Operation) => Promise<PlatformState>,
    onEvent: (event: DiagnoseEvent) => void,
    finish: (report: CheckReport) => void,
): Promise<PlatformState | undefined> {
    onEvent({ kind: 'started', check: platformCheck });
    const begun = performance.now();
    try {
        const state = await ask(op);
        const lines = [
            ...(state.state === undefined ? [] : [`state: ${state.state}`]),
            ...(state.lastError === undefined ? [] : [`last error: ${state.lastError}`]),
            ...(state.serving === undefined ? [] : [`visitors get: ${state.serving}`]),
            ...(state.restarts === undefined ? [] : [`restarts: ${state.restarts}`]),
            ...(state.logLines ?? []).slice(-100),
        ];
        finish({ id: platformCheck, ended: 'exited', durationMs: performance.now() - begun, lines: lines.map(evidenceReader()) });
        return state;
    } catch (error) {
        if (isCancelled(error)) {
            throw error;
        }
        op.log(`platform: ${error instanceof Error ? error.message : String(error)}`);
        finish({ id: platformCheck, ended: 'failed', durationMs: performance.now() - begun, lines: [] });
        return undefined;
    }
}
