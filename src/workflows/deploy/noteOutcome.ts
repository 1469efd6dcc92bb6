import { isCancelled, isFailure } from '../../base/failure';
import { nameOf } from '../../core/deploy/resourceId';
import type { Step } from '../../core/deploy/step';
import { outcomeTags } from '../../core/deploy/tags';
import type { Tags } from '../../core/deploy/resources';
import type { StepContext } from './stepContext';

/** Verification ended without having seen what was deployed. */
const unknown = ['deploy/app-changed', 'deploy/address-refused'];

/**
 * Notes in the app's tags whether what was deployed answered, so that the history offers no image that never ran as if it had. Only what verification itself
 * found counts: a line that was cut says nothing of the app. A tag that cannot be written is a line in the log.
 */
export async function noteOutcome(context: StepContext, step: Step, outcome: { readonly error?: unknown } = {}): Promise<void> {
    const { op, ports, made } = context;
    const id = made.app?.id ?? (step.kind === 'containerApp' ? step.appId : step.kind === 'containerGroup' ? step.groupId : undefined);
    const { digest } = made;
    if (id === undefined || digest === undefined) {
        return;
    }
    const failed = isFailure(outcome.error) && outcome.error.code.startsWith('deploy/') && !unknown.includes(outcome.error.code);
    if (outcome.error !== undefined && !failed) {
        return;
    }
    const tags = outcomeTags(tagsOf(context), digest, failed ? 'failed' : 'answers');
    if (tags === undefined) {
        return;
    }
    try {
        await ports.azure.resources.setTags(op, id, tags);
    } catch (error) {
        if (isCancelled(error)) {
            throw error;
        }
        op.log(`The tags of ${nameOf(id)} could not be written: ${error instanceof Error ? error.message : String(error)}`);
    }
}

/** The app's tags as they were read last. */
function tagsOf({ plan, made: { site, containerApp, containerGroup } }: StepContext): Tags {
    const before = plan.steps.flatMap((step) => (step.kind === 'containerApp' || step.kind === 'containerGroup' ? [step.existing] : []))[0];
    return (site ?? containerApp ?? containerGroup ?? before)?.tags ?? {};
}
