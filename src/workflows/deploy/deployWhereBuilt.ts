import { isFailure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { DeployPlan } from '../../core/deploy/deployPlan';
import type { DeployRequest } from '../../core/deploy/deployRequest';
import type { DeployResult } from '../../core/deploy/deployResult';
import type { DeployPorts } from './deployPorts';
import { performDeploy } from './performDeploy';
import type { StepEvent } from './stepEvent';

/**
 * Performs a plan. Where its build in Azure is refused, as free subscriptions may have none, and this machine has an engine, the plan is made again to build
 * here: `replan` makes it from what is there by then, and `onPlan` hears of it.
 */
export async function deployWhereBuilt(
    op: Operation,
    ports: DeployPorts & { readonly engineIs: 'there' | 'absent' },
    plan: DeployPlan,
    replan: (request: DeployRequest) => Promise<DeployPlan>,
    onPlan: (plan: DeployPlan) => (event: StepEvent) => void,
): Promise<DeployResult> {
    try {
        return await performDeploy(op, ports, plan, onPlan(plan));
    } catch (error) {
        if (!isFailure(error) || error.code !== 'registry/tasks-refused' || ports.engineIs === 'absent') {
            throw error;
        }
        op.log('Azure does not build for this subscription; building on this machine.');
        const { buildIn: _, ...request } = plan.request;
        const here = await replan({ ...request, source: written(request.source) });
        return performDeploy(op, ports, here, onPlan(here));
    }
}

/** The refusal came after the files of the first plan were written: they are the folder's own by now. */
function written(source: DeployRequest['source']): DeployRequest['source'] {
    return source.kind === 'build' ? { ...source, files: [] } : source;
}
