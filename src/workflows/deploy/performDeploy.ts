import { Failure } from '../../base/failure';
import { throwIfCancelled, type Operation } from '../../base/operation';
import { portalUrl } from '../../core/deploy/cloud';
import type { DeployPlan } from '../../core/deploy/deployPlan';
import type { DeployResult } from '../../core/deploy/deployResult';
import { sentence, type Sentence } from '../../core/deploy/sentence';
import type { Step } from '../../core/deploy/step';
import type { DeployFailure } from '../../core/failures/deploy';
import type { DeployPorts } from './deployPorts';
import { needed, type Made } from './made';
import { noteOutcome } from './noteOutcome';
import { performStep } from './performStep';
import type { StepContext } from './stepContext';
import type { StepEvent } from './stepEvent';

/**
 * Performs a plan, step by step. What is there is kept, so that a plan that was stopped or failed is simply made and performed again. Throws the failing
 * step's Failure, or Cancelled; questions that were not answered in the request are a failure, except the consent to files: performing is the consent.
 */
export async function performDeploy(
    op: Operation,
    ports: DeployPorts,
    plan: DeployPlan,
    onStep: (event: StepEvent) => void,
): Promise<DeployResult> {
    const begunMs = ports.clock.nowMs();
    refuseUnready(plan);
    const made: Made = {};
    for (const [index, step] of plan.steps.entries()) {
        throwIfCancelled(op);
        const startedMs = ports.clock.nowMs();
        onStep({ kind: 'started', step, atMs: startedMs });
        const progress = (message: Sentence, fraction?: number) => {
            onStep({ kind: 'progress', step, message, ...(fraction === undefined ? {} : { fraction }) });
        };
        const context: StepContext = { op, ports, plan, made, progress, onBuild: (event) => onStep({ kind: 'build', step, event }) };
        try {
            const outcome = await performStep(context, step);
            if (step.kind === 'verify') {
                await noteOutcome(context, step);
            }
            onStep({ kind: 'finished', step, outcome, durationMs: ports.clock.nowMs() - startedMs });
        } catch (error) {
            if (['verify', 'containerApp', 'containerGroup'].includes(step.kind)) {
                await noteOutcome(context, step, { error });
            }
            onStep({ kind: 'failed', step, error, durationMs: ports.clock.nowMs() - startedMs });
            throw error;
        }
        op.report(step.words.text, (index + 1) / plan.steps.length);
    }
    return resultOf(plan, made, ports.clock.nowMs() - begunMs, ports.clock.nowMs());
}

function refuseUnready(plan: DeployPlan): void {
    const problem = plan.problems[0];
    if (problem !== undefined) {
        throw new Failure(problem.code, problem.facts);
    }
    const open = plan.questions.filter((question) => !['consent', 'name'].includes(question.kind));
    if (open.length > 0) {
        throw new Failure<DeployFailure>('deploy/unanswered', { questions: open.map((question) => question.kind).join(', ') });
    }
}

function resultOf(plan: DeployPlan, made: Made, durationMs: number, nowMs: number): DeployResult {
    const app = needed(made, 'app');
    const verified = needed(made, 'verified');
    const digest = needed(made, 'digest');
    const registry = needed(made, 'registry');
    const subscription = plan.subscription;
    if (subscription === undefined) {
        throw new Failure<DeployFailure>('deploy/unanswered', { questions: 'subscription' });
    }
    const push = plan.steps.find(
        (step): step is Extract<Step, { kind: 'push' | 'remoteBuild' }> => step.kind === 'push' || step.kind === 'remoteBuild',
    );
    const notes: Sentence[] = [...(made.rehearsed?.notes ?? []), ...(made.notes ?? [])];
    if (verified.note === 'signIn') {
        notes.push(sentence('The address asks visitors to sign in.'));
    } else if (verified.note === 'clientError') {
        notes.push(sentence('The app answers {path} with status {status}.', { path: plan.request.healthPath, status: verified.status }));
    }
    return {
        url: verified.url,
        digest,
        name: app.name,
        resourceId: app.id,
        portalUrl: portalUrl(plan.cloud, app.id),
        image: needed(made, 'reference'),
        instances: verified.instances,
        evidence: verified.evidence,
        status: verified.status,
        notes,
        durationMs,
        previous: {
            target: plan.target,
            subscription,
            resourceId: app.id,
            registryId: registry.id,
            repository: push?.repository ?? '',
            digest,
            url: verified.url,
            deployedMs: nowMs,
            ...remembered(plan, made),
        },
    };
}

/** What was learned of the image: now, or earlier when it was not rehearsed this time. */
function remembered({ request }: DeployPlan, { rehearsed }: Made): Pick<DeployResult['previous'], 'rehearsed'> {
    if (rehearsed === undefined) {
        const before = request.previous?.rehearsed;
        return before === undefined ? {} : { rehearsed: before };
    }
    const { port, status } = rehearsed;
    return { rehearsed: { requestedPort: request.port, port, ...(status === undefined ? {} : { status }) } };
}
