import type { InstanceStatus, StartupLog } from '../resources';

/** What is known of a site's instances at one moment. */
export interface InstancesSeen {
    readonly statuses: readonly InstanceStatus[] | undefined;
    readonly startupLogs: readonly StartupLog[] | undefined;
    readonly dockerLines: readonly string[];
    /** The new image's reference where the change replaced another image: then only a start after its pull counts. */
    readonly image?: string | undefined;
    /** Instances that were seen in another state than started since the change. */
    readonly restarted: ReadonlySet<string>;
    /** Errors that were there before the change, as errorKey names them. */
    readonly errorsBefore: ReadonlySet<string>;
}

/** Tells one error of an instance from the next. */
export function errorKey(status: InstanceStatus): string {
    return `${status.instanceId}|${status.lastErrorTime}|${status.lastError}`;
}

export type InstancesVerdict =
    | { readonly kind: 'running'; readonly instances: number; readonly evidence: 'startupLog' | 'dockerLog' | 'status' | 'answer' }
    | { readonly kind: 'waiting'; readonly reason: string }
    /** An instance reports an error after the change. `at` tells one error from the next. */
    | { readonly kind: 'failing'; readonly lines: readonly string[]; readonly at: string }
    /** They run, and nothing shows that they started after the change. */
    | { readonly kind: 'old' };

// "2026-11-22T21:05:51.780Z INFO  - Container app_0_1a for site app initialized successfully and is ready to serve requests."
const startedLine = /initialized successfully and is ready|Site started\.|WarmUpProbeSucceeded|startup probe succeeded/i;

const pullLine = /\bPulling image/i;

/**
 * Judges whether every instance runs what was deployed. `changedMs` is Azure's time of the change, or undefined when nothing changed: then running is
 * enough. siteStatus has no time of start, so that the start-up log, the docker log, or a seen restart has to tell.
 */
export function judgeInstances(seen: InstancesSeen, changedMs: number | undefined): InstancesVerdict {
    const { statuses } = seen;
    if (statuses !== undefined && statuses.length > 0) {
        const failing = statuses.filter(
            (status) =>
                status.lastError !== '' &&
                status.state !== 'Started' &&
                !seen.errorsBefore.has(errorKey(status)) &&
                isAfter(status.lastErrorTime, changedMs),
        );
        const first = failing[0];
        if (first !== undefined) {
            return {
                kind: 'failing',
                lines: failing.flatMap((status) =>
                    [status.lastError, status.lastErrorDetails, status.details].filter((line) => line !== ''),
                ),
                at: first.lastErrorTime,
            };
        }
        const notYet = statuses.find((status) => status.state !== 'Started');
        if (notYet !== undefined) {
            return { kind: 'waiting', reason: notYet.action === '' ? notYet.state : `${notYet.state}: ${notYet.action}` };
        }
    }
    const instances = statuses?.length ?? 0;
    if (changedMs === undefined) {
        return instances > 0 ? { kind: 'running', instances, evidence: 'status' } : { kind: 'running', instances: 1, evidence: 'answer' };
    }
    const sinceMs = seen.image === undefined ? changedMs : pulledMs(seen.image, seen.dockerLines, changedMs);
    if (sinceMs === undefined) {
        return { kind: 'old' };
    }
    const logs = (seen.startupLogs ?? []).filter((log) => log.lastWriteMs >= sinceMs && log.outcome === 'success');
    if (new Set(logs.map((log) => log.instance)).size >= Math.max(instances, 1)) {
        return { kind: 'running', instances: Math.max(instances, 1), evidence: 'startupLog' };
    }
    const started = seen.dockerLines.filter((line) => startedLine.test(line) && isAfter(timeOf(line), sinceMs));
    if (started.length >= Math.max(instances, 1)) {
        return { kind: 'running', instances: Math.max(instances, 1), evidence: 'dockerLog' };
    }
    if (statuses !== undefined && instances > 0 && statuses.every((status) => seen.restarted.has(status.instanceId))) {
        return { kind: 'running', instances, evidence: 'status' };
    }
    return { kind: 'old' };
}

/**
 * When the image's pull began after the change; undefined when the log tells of other pulls only. A restart of the old image may still be under way at the
 * change, and Azure's clock is read to the second. Where the log does not tell of pulls, the time of the change has to do.
 */
function pulledMs(image: string, lines: readonly string[], changedMs: number): number | undefined {
    const pulls = lines.filter((line) => pullLine.test(line));
    if (pulls.length === 0) {
        return changedMs;
    }
    const [repository = '', digest = ''] = image.split('@');
    const isOurs = (line: string) => (line.includes('@sha256:') ? line.includes(digest) : line.includes(repository));
    const first = pulls.find((line) => isOurs(line) && isAfter(timeOf(line), changedMs));
    return first === undefined ? undefined : Math.max(Date.parse(timeOf(first)) || changedMs, changedMs);
}

/**
 * The platform's log tells that the new container is on its way: after the change its image was pulled or a container started. A large image or a slow start
 * takes longer than the old container needs to show that nothing happens.
 */
export function startIsUnderWay(lines: readonly string[], changedMs: number | undefined, image: string | undefined): boolean {
    if (changedMs === undefined) {
        return false;
    }
    const beganMs = image === undefined ? changedMs : pulledMs(image, lines, changedMs);
    return (
        beganMs !== undefined &&
        lines.some(
            (line) =>
                /\b(?:Pulling image|Pull(?:ed)? |Starting container|Waiting for response to warmup)/i.test(line) &&
                isAfter(timeOf(line), beganMs),
        )
    );
}

function timeOf(line: string): string {
    return line.slice(0, 30).split(/\s/)[0] ?? '';
}

function isAfter(time: string, changedMs: number | undefined): boolean {
    const ms = Date.parse(time);
    return changedMs === undefined ? !Number.isNaN(ms) : Number.isNaN(ms) ? time === '' : ms >= changedMs;
}
