import type { Operation } from '../../../base/operation';
import type { Shell } from '../../shell';

/** Shows the next page of a subscription's deployments. */
export function run(shell: Shell, _op: Operation, subscriptionId: unknown): Promise<void> {
    if (typeof subscriptionId === 'string') {
        shell.projects.showMore(subscriptionId);
    }
    return Promise.resolve();
}
