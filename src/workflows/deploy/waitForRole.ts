import { Failure, isFailure, type Facts } from '../../base/failure';
import { pullRole } from '../../core/deploy/roles';
import { appServiceRules } from '../../core/deploy/rules/appService';
import { sentence } from '../../core/deploy/sentence';
import type { StartSymptom } from '../../core/diagnose/explainStart';
import { portOf } from './made';
import type { StepContext } from './stepContext';

/** How long a pull may be refused before it is more than a role on its way to the registry. */
const roleWaitMs = 5 * 60_000;
const firstRetryMs = 5_000;
const longestRetryMs = 60_000;

/**
 * Container Apps and Container Instances pull the image before they take a request, so that a role that has not reached the registry refuses it. Tries again
 * while that may be the cause; what else is said of the image gets the facts that its words mention. `refine` looks closer at what Azure leaves open.
 */
export async function waitForRole<T>(
    context: StepContext,
    name: string,
    send: () => Promise<T>,
    refine: (failure: Failure) => Promise<Failure> = (failure) => Promise.resolve(failure),
): Promise<T> {
    const { ports, plan, progress, op } = context;
    const startedMs = ports.clock.nowMs();
    // Where no role was given in this deploy none is on its way.
    const patienceMs = plan.steps.some((step) => step.kind === 'role') ? roleWaitMs : 0;
    for (let retryMs = firstRetryMs; ; retryMs = Math.min(retryMs * 2, longestRetryMs)) {
        try {
            return await send();
        } catch (error) {
            if (!isFailure(error) || !error.code.startsWith('deploy/')) {
                throw error;
            }
            const failure = await refine(error);
            if (failure.code !== 'deploy/pull-unauthorized' || ports.clock.nowMs() - startedMs >= patienceMs) {
                const reason = String(failure.facts.message ?? '');
                throw new Failure(failure.code, { ...imageFacts(context, name), reason, ...failure.facts, name }, error);
            }
            progress(sentence('The role has not reached the registry yet; trying again.'));
            await ports.clock.pause(op, retryMs);
        }
    }
}

/** What the words of a start failure mention, whatever its cause. */
export function imageFacts(context: StepContext, name: string): Facts {
    const { made, plan } = context;
    return {
        name,
        port: portOf(plan, made),
        registry: made.registry?.name,
        role: made.registry === undefined ? undefined : pullRole(made.registry.permissions).title,
        found: made.image === undefined ? undefined : `${made.image.os}/${made.image.architecture}`,
        wanted: appServiceRules.platform,
    };
}

/** What a symptom adds to them. */
export function symptomFacts(symptom: StartSymptom | undefined): Facts {
    if (symptom === undefined) {
        return {};
    }
    const { row, exitCode, listening, ip, port } = symptom;
    return { row, exitCode, listening, ip, ...(port === undefined ? {} : { port }) };
}
