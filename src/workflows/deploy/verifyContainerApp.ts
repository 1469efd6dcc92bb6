import { Failure } from '../../base/failure';
import { sentence } from '../../core/deploy/sentence';
import type { ContainerApp } from '../../core/deploy/resources';
import { containerAppRules } from '../../core/deploy/rules/containers';
import type { VerifyStep } from '../../core/deploy/step';
import { judgeAnswer, type AnswerVerdict } from '../../core/deploy/verify/judgeAnswer';
import { judgeReplicas, type ReplicasVerdict } from '../../core/deploy/verify/judgeReplicas';
import { portInLog } from '../../core/diagnose/portInLog';
import { explainStart, explainStartByLog } from '../../core/diagnose/explainStart';
import { crashWords } from '../../core/image/crashWords';
import type { DeployFailure } from '../../core/failures/deploy';
import type { RegistryFailure } from '../../core/failures/registry';
import { needed, portOf, type Verified } from './made';
import { pathAt } from './publicAddress';
import { quietly } from './quietly';
import type { StepContext } from './stepContext';
import { verifyJob } from './verifyJob';
import { imageFacts, symptomFacts } from './waitForRole';

const lookEveryMs = 1000;
const giveUpMs = 10 * 60_000;
/** After this long with a working app whose old revision does not leave, it is not on its way out: it stays until the new one is ready. */
const oldAfterMs = containerAppRules.startLimitMs;
/** A front end is told of a new revision a moment after it is ready. */
const frontEndMs = 60_000;
const logLines = 100;

/**
 * Waits until the deployment is true: the active revision bears the digest, each of its replicas was created after the change and is ready, what ran before
 * has left, and the public address gives the app's own answer. When that does not come, the failure says why, in the platform's words.
 */
export async function verifyContainerApp(context: StepContext, step: VerifyStep): Promise<Verified> {
    const { op, ports, plan, made, progress } = context;
    const app = needed(made, 'containerApp');
    if (app.kind === 'job') {
        return await verifyJob(context, app);
    }
    const { changedMs } = made;
    const host = hostOf(app);
    // What a roll-back or another scale leaves closed to the internet can be asked by nobody from here.
    const closed = app.ingress !== 'internet' && plan.request.source.kind === 'digest';
    if (host === undefined && !closed) {
        throw new Failure<DeployFailure>('deploy/app-changed', { name: app.name, found: 'no ingress' });
    }
    const url = host === undefined ? '' : `https://${host}`;
    const expected = plan.request.expectedStatus ?? made.rehearsed?.status ?? step.expectedStatus;
    const startedMs = ports.clock.nowMs();
    let readyMs: number | undefined;
    let oldMs: number | undefined;
    for (;;) {
        const waitedMs = ports.clock.nowMs() - startedMs;
        const seen = await look(context, app);
        const replicas = judgeReplicas(seen, changedMs);
        if (replicas.kind === 'failing') {
            throw await startFailure(context, app, url, replicas);
        }
        if (closed && (replicas.kind === 'running' || replicas.kind === 'asleep')) {
            made.notes = [
                ...(made.notes ?? []),
                sentence('It is not reached from the internet: that its replicas run is all that was seen.'),
            ];
            const instances = replicas.kind === 'running' ? replicas.instances : 0;
            return { url, status: 0, note: undefined, instances, evidence: 'replica' };
        }
        // A request wakes an app that sleeps; one to an app that is not ready would only be held.
        const maySleep = seen.revision !== undefined && seen.replicas.length === 0;
        const asked = !closed && (maySleep || ['running', 'old'].includes(replicas.kind));
        const verdict = asked ? judgeAnswer(await ports.http(op, pathAt(url, step.healthPath)), expected) : undefined;
        if (verdict?.kind === 'app' && replicas.kind === 'running') {
            return { url, status: verdict.status, note: verdict.note, instances: replicas.instances, evidence: 'replica' };
        }
        readyMs = replicas.kind === 'running' ? (readyMs ?? waitedMs) : undefined;
        oldMs = replicas.kind === 'old' ? (oldMs ?? waitedMs) : undefined;
        const settled = readyMs !== undefined && waitedMs - readyMs > frontEndMs && verdict?.kind !== 'silent';
        if (waitedMs > giveUpMs || settled || (oldMs !== undefined && waitedMs - oldMs > oldAfterMs)) {
            throw await lateFailure(context, app, url, verdict, replicas);
        }
        progress(waitingFor(verdict, replicas), Math.min(waitedMs / containerAppRules.startLimitMs, 0.99));
        await ports.clock.pause(op, lookEveryMs);
    }
}

/** The app's address; the new revision's own where it gets only a part of the traffic. */
function hostOf(app: ContainerApp): string | undefined {
    const share = app.traffic.find(({ revision }) => revision === undefined || revision === app.latestRevision);
    return app.revisions === 'multiple' && app.traffic.length > 0 && (share?.percent ?? 0) < 100
        ? (app.latestRevisionHost ?? app.host)
        : app.host;
}

async function look({ op, ports, made }: StepContext, app: ContainerApp) {
    const { containerApps } = ports.azure;
    const [revisions, replicas] = await Promise.all([
        containerApps.revisions(op, app.id),
        containerApps.replicas(op, app.id, app.latestRevision),
    ]);
    const revision = revisions.find(({ name }) => name === app.latestRevision);
    const reference = needed(made, 'reference');
    if (revision !== undefined && (revision.image.toLowerCase() !== reference.toLowerCase() || revision.active === 'no')) {
        throw new Failure<DeployFailure>('deploy/app-changed', {
            name: app.name,
            found: revision.active === 'no' ? `${revision.name}, which is not active,` : revision.image,
        });
    }
    const newer =
        app.revisions === 'single'
            ? revisions.find(({ active, createdMs }) => active === 'yes' && createdMs > (revision?.createdMs ?? Infinity))
            : undefined;
    if (newer !== undefined && newer.image.toLowerCase() !== reference.toLowerCase()) {
        throw new Failure<DeployFailure>('deploy/app-changed', { name: app.name, found: newer.image });
    }
    const leaving =
        app.revisions === 'single' ? revisions.filter(({ active, name }) => active === 'yes' && name !== app.latestRevision) : [];
    return { revision, replicas, leaving, ...(made.replicasBefore === undefined ? {} : { before: made.replicasBefore }) };
}

type StartCode = DeployFailure | RegistryFailure;

interface Told {
    readonly system: readonly string[];
    readonly console: readonly string[];
}

/** What the platform and the app wrote since the change; the app's last words are the likeliest cause. */
async function logsOf({ op, ports, made }: StepContext, app: ContainerApp): Promise<Told> {
    const { containerApps } = ports.azure;
    const after = (lines: readonly string[]) =>
        lines.filter((line) => made.changedMs === undefined || !(Date.parse(`${line.slice(0, 19)}Z`) + 1000 < made.changedMs));
    const system = await quietly(op, [], containerApps.systemLog(op, app, logLines));
    const replicas = await quietly(op, [], containerApps.replicas(op, app.id, app.latestRevision));
    const container = replicas[0]?.containers[0];
    const written = container === undefined ? [] : await quietly(op, [], containerApps.consoleLog(op, app.id, container, logLines));
    return { system: after(system), console: written.filter((line) => !/ (Connecting|Successfully Connected) to /i.test(line)) };
}

async function startFailure(
    context: StepContext,
    app: ContainerApp,
    url: string,
    verdict: Extract<ReplicasVerdict, { kind: 'failing' }>,
): Promise<Failure<StartCode>> {
    const { system, console: written } = await logsOf(context, app);
    const warnings = system.filter((line) => line.includes(' Warning '));
    const symptom = explainStartByLog([...verdict.lines, ...warnings], written, context.made.registry);
    // A container that runs and is not ready has nothing on the port that is probed.
    const running = verdict.cause === 'notReady' && symptom?.code !== 'deploy/crashed';
    const last = crashWords(written.map((line) => line.replace(/^\d{4}-\S+ /, '')));
    const facts = {
        ...imageFacts(context, app.name),
        ...symptomFacts(symptom),
        url,
        reason: [...last, verdict.lines[0], symptom?.line]
            .filter((line, index, all) => line !== undefined && all.indexOf(line) === index)
            .join(' · ')
            .slice(0, 800),
        exitCode: symptom?.exitCode ?? exitCodeIn([...verdict.lines, ...warnings]),
        ...(running ? { port: portOf(context.plan, context.made), listening: symptom?.listening ?? portInLog(written) } : {}),
    };
    const code = running ? 'deploy/port-silent' : (symptom?.code ?? 'deploy/not-verified');
    return new Failure<StartCode>(code, facts, { lines: verdict.lines, system, log: written.slice(-40) });
}

async function lateFailure(
    context: StepContext,
    app: ContainerApp,
    url: string,
    verdict: AnswerVerdict | undefined,
    replicas: ReplicasVerdict,
): Promise<Failure<StartCode>> {
    const { system, console: written } = await logsOf(context, app);
    const symptom = explainStart(
        system.filter((line) => line.includes(' Warning ')),
        context.made.registry,
    );
    const reason = 'reason' in replicas ? replicas.reason : (written.at(-1) ?? '');
    const facts = { ...imageFacts(context, app.name), ...symptomFacts(symptom), url, reason: symptom?.line ?? reason };
    if (replicas.kind === 'old') {
        return new Failure<DeployFailure>('deploy/old-still-runs', facts);
    }
    if (verdict?.kind === 'wrong') {
        return new Failure<DeployFailure>('deploy/wrong-status', { ...facts, reason: written.at(-1) ?? '', status: verdict.status });
    }
    if (verdict?.kind === 'platform' && verdict.cause === 'address') {
        return new Failure<DeployFailure>('deploy/address-refused', { name: app.name, url, page: verdict.page });
    }
    if (verdict?.kind === 'platform') {
        const said = `${verdict.page}. ${facts.reason}`;
        return new Failure<DeployFailure>('deploy/placeholder', { ...facts, status: verdict.status, reason: said });
    }
    return new Failure<StartCode>(symptom?.code ?? 'deploy/not-verified', facts, { system, log: written.slice(-40) });
}

/** "… terminated with exit code '3' and reason 'ProcessExited'" */
export function exitCodeIn(lines: readonly string[]): number | undefined {
    const code = lines.map((line) => /exit ?code:? ?'?(-?\d+)/i.exec(line)?.[1]).findLast((found) => found !== undefined);
    return code === undefined ? undefined : Number(code);
}

function waitingFor(verdict: AnswerVerdict | undefined, replicas: ReplicasVerdict) {
    switch (replicas.kind) {
        case 'waiting':
            return sentence('Waiting for the replicas: {reason}.', { reason: replicas.reason });
        case 'old':
            return sentence('Waiting for {name} to leave.', { name: replicas.reason });
        case 'asleep':
            return sentence('Waking the app.');
        default:
            return verdict?.kind === 'wrong' || verdict?.kind === 'platform'
                ? sentence('The address answers with status {status}.', { status: verdict.status })
                : sentence('Waiting for the address to answer.');
    }
}
