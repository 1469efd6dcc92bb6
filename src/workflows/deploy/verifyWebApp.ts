import { Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { listeningLine, portInLog } from '../../core/diagnose/portInLog';
import { explainStartByLog, type StartSymptom } from '../../core/diagnose/explainStart';
import { isInternalSite } from '../../core/deploy/cloud';
import { imageOf } from '../../core/deploy/imageReference';
import { siteAddress } from '../../core/deploy/siteAddress';
import type { Site, StartupLog } from '../../core/deploy/resources';
import { pullRole } from '../../core/deploy/roles';
import { appServiceRules } from '../../core/deploy/rules/appService';
import { sentence } from '../../core/deploy/sentence';
import type { VerifyStep } from '../../core/deploy/step';
import { judgeAnswer, type AnswerVerdict } from '../../core/deploy/verify/judgeAnswer';
import { judgeInstances, startIsUnderWay, type InstancesVerdict } from '../../core/deploy/verify/judgeInstances';
import { crashWords } from '../../core/image/crashWords';
import type { DeployFailure } from '../../core/failures/deploy';
import type { RegistryFailure } from '../../core/failures/registry';
import { needed, portOf, type Verified } from './made';
import { quietly } from './quietly';
import type { StepContext } from './stepContext';

const lookEveryMs = 900;
const giveUpMs = 10 * 60_000;
/** After this long with a working app and nothing that shows a restart, the old container is still there. */
const oldAfterMs = 120_000;
/** After this long a started app with an internal address is not slow, but out of reach from here. */
const internalMs = 90_000;
/** How long a pull may be refused before it is more than a role on its way to the registry. */
const roleWaitMs = 5 * 60_000;
const firstRetryMs = 10_000;
const dockerLines = 400;

/**
 * Waits until the deployment is true: the configuration names the digest, every instance started after the change and runs, and the public address gives
 * the app's own answer. When that does not come, the failure says why, in the platform's words.
 */
export async function verifyWebApp(context: StepContext, step: VerifyStep): Promise<Verified> {
    const { op, ports, plan, made, progress } = context;
    const site = needed(made, 'site');
    await checkConfiguration(context, site);
    const url = `${siteAddress(site)}${step.healthPath.startsWith('/') ? '' : '/'}${step.healthPath}`;
    const startedMs = ports.clock.nowMs();
    // Where no role was given in this deploy none is on its way.
    const patienceMs = plan.steps.some(({ kind }) => kind === 'role') ? roleWaitMs : 0;
    const restarted = new Set<string>();
    let retryMs = firstRetryMs;
    let nextRetryMs = 0;
    let oldSinceMs: number | undefined;
    for (;;) {
        const waitedMs = ports.clock.nowMs() - startedMs;
        const changedMs = ports.azure.nowMs() < (made.settledMs ?? Infinity) ? made.changedMs : undefined;
        // Asking also wakes an app that sleeps.
        const [answer, statuses] = await Promise.all([ports.http(op, url), ports.azure.sites.status(op, site.id)]);
        statuses?.filter((status) => status.state !== 'Started').forEach((status) => restarted.add(status.instanceId));
        const verdict = judgeAnswer(answer, plan.request.expectedStatus ?? made.rehearsed?.status ?? step.expectedStatus);
        const answers = verdict.kind === 'app' || keepsOut(verdict);
        const evidence = answers && changedMs !== undefined ? await logsOf(op, context, site, changedMs) : noLogs;
        const instances = judgeInstances(
            { statuses, restarted, errorsBefore: made.errorsBefore ?? new Set(), image: made.replacing, ...evidence },
            changedMs,
        );
        if (verdict.kind === 'app' && instances.kind === 'running') {
            return {
                url: siteAddress(site),
                status: verdict.status,
                note: verdict.note,
                instances: instances.instances,
                evidence: instances.evidence,
            };
        }
        if (keepsOut(verdict) && instances.kind === 'running') {
            throw new Failure<DeployFailure>('deploy/address-refused', { name: site.name, url, page: verdict.page });
        }
        if (instances.kind === 'failing') {
            const log = await withStartupLines(op, context, site, changedMs, await dockerLogAfter(op, context, site, changedMs));
            const symptom = explainStartByLog(instances.lines, log, made.registry);
            const passing = symptom?.code === 'deploy/pull-unauthorized' && waitedMs < patienceMs;
            if (!passing) {
                throw startFailure(context, site, url, symptom, instances.lines, log);
            }
            if (waitedMs >= nextRetryMs) {
                if (nextRetryMs > 0) {
                    progress(sentence('The role has not reached the registry yet; trying again.'));
                    await ports.azure.sites.restart(op, site.id);
                    retryMs = Math.min(retryMs * 2, 60_000);
                }
                nextRetryMs = waitedMs + retryMs;
            }
        }
        if (
            verdict.kind === 'silent' &&
            waitedMs > internalMs &&
            isInternalSite(plan.cloud, site.defaultHost) &&
            statuses !== undefined &&
            statuses.length > 0 &&
            // One that was seen starting after the change, or that nothing was changed for: an old one may run while the new image is pulled.
            statuses.every(
                ({ state, instanceId }) =>
                    state === 'Started' && (changedMs === undefined || made.replacing === undefined || restarted.has(instanceId)),
            )
        ) {
            throw new Failure<DeployFailure>('deploy/internal-address', { name: site.name, url });
        }
        // The pull takes its time, in which the old container answers: it counts from when it does, and not while the log tells of the new one.
        const isOld = instances.kind === 'old' && verdict.kind === 'app' && made.settledMs === undefined;
        oldSinceMs = isOld && !startIsUnderWay(evidence.dockerLines, changedMs, made.replacing) ? (oldSinceMs ?? waitedMs) : undefined;
        if (waitedMs > giveUpMs || (oldSinceMs !== undefined && waitedMs - oldSinceMs > oldAfterMs)) {
            throw await lateFailure(op, context, site, url, verdict, instances, changedMs);
        }
        progress(waitingFor(verdict, instances), Math.min(waitedMs / (appServiceRules.startTimeLimitSeconds * 1000), 0.99));
        await ports.clock.pause(op, lookEveryMs);
    }
}

/** The front end lets nobody in from here: what the app itself answers cannot be seen. */
function keepsOut(verdict: AnswerVerdict): verdict is Extract<AnswerVerdict, { kind: 'platform' }> {
    return verdict.kind === 'platform' && verdict.cause === 'address';
}

async function checkConfiguration({ op, ports, made }: StepContext, site: Site): Promise<void> {
    // A site's PUT answers before config/web has settled; an update's PATCH answered with it.
    const config = made.config ?? (await ports.azure.sites.config(op, site.id));
    const image = imageOf(config.linuxFxVersion);
    if (image?.toLowerCase() !== needed(made, 'reference').toLowerCase()) {
        throw new Failure<DeployFailure>('deploy/app-changed', { name: site.name, found: image ?? config.linuxFxVersion });
    }
}

interface Logs {
    readonly startupLogs: readonly StartupLog[] | undefined;
    readonly dockerLines: readonly string[];
}

const noLogs: Logs = { startupLogs: undefined, dockerLines: [] };

async function logsOf(op: Operation, context: StepContext, site: Site, changedMs: number): Promise<Logs> {
    const startupLogs = await quietly(op, undefined, context.ports.azure.sites.startupLogs(op, site));
    const told = startupLogs?.some((log) => log.lastWriteMs >= changedMs) === true;
    if (told && context.made.replacing === undefined) {
        return { startupLogs, dockerLines: [] };
    }
    return { startupLogs, dockerLines: await quietly(op, [], context.ports.azure.sites.dockerLog(op, site, dockerLines)) };
}

async function dockerLogAfter(
    op: Operation,
    { ports }: StepContext,
    site: Site,
    changedMs: number | undefined,
): Promise<readonly string[]> {
    const lines = await quietly(op, [], ports.azure.sites.dockerLog(op, site, dockerLines));
    return lines.filter((line) => changedMs === undefined || !(Date.parse(line.split(/\s/)[0] ?? '') < changedMs));
}

/** With what the app wrote in the start that failed, where its own lines are not kept in the log of containers. */
async function withStartupLines(
    op: Operation,
    { ports }: StepContext,
    site: Site,
    changedMs: number | undefined,
    log: readonly string[],
): Promise<readonly string[]> {
    if (log.some((line) => !isPlatformLine(line))) {
        return log;
    }
    const { sites } = ports.azure;
    const logs = (await quietly(op, undefined, sites.startupLogs(op, site))) ?? [];
    const newest = logs
        .filter(({ outcome, lastWriteMs }) => outcome === 'failure' && lastWriteMs >= (changedMs ?? 0))
        .sort((one, other) => other.lastWriteMs - one.lastWriteMs)[0];
    const text = newest === undefined ? '' : await quietly(op, '', sites.startupLog(op, site, newest.file));
    // "2026-04-27T15:05:51.78+00:00 ContainerStream: <what the app wrote>"
    const written = text.split('\n').flatMap((line) => /^(\S+) ContainerStream: (.*)$/.exec(line)?.slice(1, 3).join(' ') ?? []);
    return [...log, ...written];
}

function isPlatformLine(line: string): boolean {
    return / (INFO|WARN|ERROR) +- /.test(line);
}

function startFailure(
    { plan, made }: StepContext,
    site: Site,
    url: string,
    symptom: StartSymptom | undefined,
    lines: readonly string[],
    log: readonly string[],
): Failure<DeployFailure | RegistryFailure> {
    const written = log.filter((line) => !isPlatformLine(line));
    const elsewhere = symptom?.code === 'deploy/port-silent' ? listeningLine(written) : undefined;
    const last = elsewhere === undefined ? crashWords(written) : [elsewhere];
    const facts = {
        name: site.name,
        url,
        reason: [...last, symptom?.line ?? lines.join(' ')]
            .filter((line) => line !== '')
            .join(' · ')
            .slice(0, 800),
        port: symptom?.port ?? portOf(plan, made),
        exitCode: symptom?.exitCode ?? exitCodeIn([...lines, ...log]),
        listening: symptom?.listening ?? portInLog(written),
        ip: symptom?.ip,
        row: symptom?.row,
        registry: made.registry?.name,
        role: made.registry === undefined ? undefined : pullRole(made.registry.permissions).title,
        found: made.image === undefined ? undefined : `${made.image.os}/${made.image.architecture}`,
        wanted: appServiceRules.platform,
    };
    return new Failure<DeployFailure | RegistryFailure>(symptom?.code ?? 'deploy/not-verified', facts, { lines, log: log.slice(-40) });
}

function exitCodeIn(lines: readonly string[]): number | undefined {
    const code = lines
        .map((line) => /exit(?:ed)?(?: with)?(?: exit)? code:? ?(-?\d+)/i.exec(line)?.[1])
        .findLast((found) => found !== undefined);
    return code === undefined ? undefined : Number(code);
}

async function lateFailure(
    op: Operation,
    context: StepContext,
    site: Site,
    url: string,
    verdict: AnswerVerdict,
    instances: InstancesVerdict,
    changedMs: number | undefined,
): Promise<Failure<DeployFailure | RegistryFailure>> {
    const log = await withStartupLines(op, context, site, changedMs, await dockerLogAfter(op, context, site, changedMs));
    const symptom = explainStartByLog([], log, context.made.registry);
    if (symptom !== undefined) {
        return startFailure(context, site, url, symptom, [], log);
    }
    const facts = { name: site.name, url, reason: log.at(-1) ?? (instances.kind === 'waiting' ? instances.reason : '') };
    if (verdict.kind === 'app') {
        return new Failure<DeployFailure>('deploy/old-still-runs', facts);
    }
    if (verdict.kind === 'platform' && verdict.cause === 'address') {
        return new Failure<DeployFailure>('deploy/address-refused', { name: site.name, url, page: verdict.page });
    }
    if (verdict.kind === 'platform') {
        return new Failure<DeployFailure>('deploy/placeholder', {
            ...facts,
            status: verdict.status,
            reason: `${verdict.page}. ${facts.reason}`,
        });
    }
    return verdict.kind === 'wrong'
        ? new Failure<DeployFailure>('deploy/wrong-status', { ...facts, status: verdict.status })
        : new Failure<DeployFailure>('deploy/not-verified', facts);
}

function waitingFor(verdict: AnswerVerdict, instances: InstancesVerdict) {
    if (instances.kind === 'waiting') {
        return sentence('Waiting for the instances: {reason}.', { reason: instances.reason });
    }
    if (instances.kind === 'old') {
        return sentence('Waiting for the new container to take over.');
    }
    return verdict.kind === 'wrong' || verdict.kind === 'platform'
        ? sentence('The address answers with status {status}.', { status: verdict.status })
        : sentence('Waiting for the address to answer.');
}
