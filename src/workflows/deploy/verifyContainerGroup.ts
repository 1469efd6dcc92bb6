import { Failure } from '../../base/failure';
import { sentence } from '../../core/deploy/sentence';
import type { ContainerGroup } from '../../core/deploy/resources';
import { containerInstanceRules } from '../../core/deploy/rules/containers';
import type { VerifyStep } from '../../core/deploy/step';
import { judgeAnswer, type AnswerVerdict } from '../../core/deploy/verify/judgeAnswer';
import { judgeGroup, type GroupVerdict } from '../../core/deploy/verify/judgeGroup';
import { listeningLine, portInLog } from '../../core/diagnose/portInLog';
import { explainStart } from '../../core/diagnose/explainStart';
import { crashWords } from '../../core/image/crashWords';
import type { DeployFailure } from '../../core/failures/deploy';
import type { RegistryFailure } from '../../core/failures/registry';
import { needed, portOf, type Verified } from './made';
import { groupAddress, pathAt } from './publicAddress';
import { quietly } from './quietly';
import type { StepContext } from './stepContext';
import { exitCodeIn } from './verifyContainerApp';
import { imageFacts, symptomFacts } from './waitForRole';

const lookEveryMs = 1000;
const giveUpMs = 10 * 60_000;
const logLines = 100;
/** How long an app that says in its log that it listens elsewhere may still begin to listen here too. */
const elsewhereMs = 15_000;
const logEveryMs = 5000;

/**
 * Waits until the deployment is true: the group bears the digest, its container started after the change and runs, and the public address gives the app's
 * own answer. Container Instances know no probe: an app that runs and stays silent for as long as a start may take listens elsewhere, and sooner when its
 * own log names another port.
 */
export async function verifyContainerGroup(context: StepContext, step: VerifyStep): Promise<Verified> {
    const { op, ports, plan, made, progress } = context;
    const { id } = needed(made, 'containerGroup');
    const expected = plan.request.expectedStatus ?? made.rehearsed?.status ?? step.expectedStatus;
    const startedMs = ports.clock.nowMs();
    let runsSinceMs: number | undefined;
    let nextLogMs = 0;
    for (;;) {
        const waitedMs = ports.clock.nowMs() - startedMs;
        const group = await look(context, id);
        const verdict = judgeGroup(group, made.changedMs);
        const url = groupAddress(group);
        if (verdict.kind === 'failing') {
            throw await startFailure(context, group, url ?? '', verdict);
        }
        const answer =
            verdict.kind === 'running' && url !== undefined
                ? judgeAnswer(await ports.http(op, pathAt(url, step.healthPath)), expected)
                : undefined;
        if (answer?.kind === 'app' && verdict.kind === 'running' && url !== undefined) {
            return { url, status: answer.status, note: answer.note, instances: verdict.instances, evidence: 'container' };
        }
        runsSinceMs = verdict.kind === 'running' ? (runsSinceMs ?? waitedMs) : undefined;
        const silent = runsSinceMs !== undefined && waitedMs - runsSinceMs > containerInstanceRules.startLimitMs;
        const mute = isMute(answer) && runsSinceMs !== undefined && waitedMs - runsSinceMs > elsewhereMs && waitedMs >= nextLogMs;
        if (mute) {
            nextLogMs = waitedMs + logEveryMs;
        }
        if (silent || waitedMs > giveUpMs || (mute && (await saysElsewhere(context, group)))) {
            throw await lateFailure(context, group, url ?? '', answer, verdict);
        }
        progress(waitingFor(answer, verdict), Math.min(waitedMs / containerInstanceRules.startLimitMs, 0.99));
        await ports.clock.pause(op, lookEveryMs);
    }
}

async function look({ op, ports, made }: StepContext, id: string): Promise<ContainerGroup> {
    const { name } = needed(made, 'containerGroup');
    const group = await ports.azure.containerGroups.get(op, id);
    if (group === undefined) {
        throw new Failure<DeployFailure>('deploy/gone', { name });
    }
    const reference = needed(made, 'reference').toLowerCase();
    const [container] = group.containers;
    if (container?.image.toLowerCase() !== reference) {
        throw new Failure<DeployFailure>('deploy/app-changed', { name, found: container?.image });
    }
    return group;
}

async function logOf({ op, ports }: StepContext, group: ContainerGroup): Promise<readonly string[]> {
    const [container] = group.containers;
    return container === undefined ? [] : quietly(op, [], ports.azure.containerGroups.logs(op, group.id, container.name, logLines));
}

function isMute(answer: AnswerVerdict | undefined): boolean {
    return answer === undefined || answer.kind === 'silent' || answer.kind === 'platform';
}

async function saysElsewhere(context: StepContext, group: ContainerGroup): Promise<boolean> {
    const port = portInLog(await logOf(context, group));
    return port !== undefined && port !== portOf(context.plan, context.made);
}

async function startFailure(
    context: StepContext,
    group: ContainerGroup,
    url: string,
    { lines, exitCode }: Extract<GroupVerdict, { kind: 'failing' }>,
): Promise<Failure<DeployFailure | RegistryFailure>> {
    const log = await logOf(context, group);
    // A program of another processor says so itself, and nothing else.
    const symptom = explainStart([...lines, ...log.filter((line) => /exec format error/i.test(line))], context.made.registry);
    const facts = {
        ...imageFacts(context, group.name),
        ...symptomFacts(symptom),
        url,
        reason: [...new Set([...crashWords(log), symptom?.line ?? lines.at(-1) ?? ''])]
            .filter((line) => line !== '')
            .join(' · ')
            .slice(0, 800),
        exitCode: exitCode ?? symptom?.exitCode ?? exitCodeIn(lines),
    };
    return new Failure<DeployFailure | RegistryFailure>(symptom?.code ?? 'deploy/crashed', facts, { lines, log: log.slice(-40) });
}

async function lateFailure(
    context: StepContext,
    group: ContainerGroup,
    url: string,
    answer: AnswerVerdict | undefined,
    verdict: GroupVerdict,
): Promise<Failure<DeployFailure>> {
    const log = await logOf(context, group);
    const reason = (listeningLine(log) ?? log.slice(-3).join(' · ')).slice(0, 800);
    const facts = {
        ...imageFacts(context, group.name),
        url,
        reason: verdict.kind === 'waiting' ? verdict.reason : reason,
        port: portOf(context.plan, context.made),
        listening: portInLog(log),
    };
    if (verdict.kind === 'old') {
        return new Failure<DeployFailure>('deploy/old-still-runs', facts);
    }
    if (verdict.kind === 'running' && isMute(answer)) {
        return new Failure<DeployFailure>('deploy/port-silent', facts, { log: log.slice(-40) });
    }
    return answer?.kind === 'wrong'
        ? new Failure<DeployFailure>('deploy/wrong-status', { ...facts, status: answer.status })
        : new Failure<DeployFailure>('deploy/not-verified', facts);
}

function waitingFor(answer: AnswerVerdict | undefined, verdict: GroupVerdict) {
    switch (verdict.kind) {
        case 'waiting':
            return sentence('Waiting for the container: {reason}.', { reason: verdict.reason });
        case 'old':
            return sentence('Waiting for the new container to take over.');
        default:
            return answer?.kind === 'wrong'
                ? sentence('The address answers with status {status}.', { status: answer.status })
                : sentence('Waiting for the address to answer.');
    }
}
