import * as vscode from 'vscode';
import { Failure } from '../../../base/failure';
import { pause, type Operation } from '../../../base/operation';
import { isJob } from '../../../core/deploy/target';
import type { DeployFailure } from '../../../core/failures/deploy';
import { controlDeployment } from '../../../workflows/deployment/controlDeployment';
import { chooseDeployment } from '../../deployments';
import type { Shell } from '../../shell';
import { inspected, type FoundDeployment } from './redeploy';

const lookEveryMs = 1000;
const giveUpMs = 5 * 60_000;

/** Restarts, stops or starts a deployment and waits until Azure says that it is so. */
export async function control(shell: Shell, op: Operation, argument: unknown, order: 'restart' | 'stop' | 'start'): Promise<void> {
    const chosen = await chooseDeployment(shell, op, argument);
    op.report({ restart: vscode.l10n.t('Restarting'), stop: vscode.l10n.t('Stopping'), start: vscode.l10n.t('Starting') }[order]);
    try {
        await controlDeployment(op, chosen.opened.azure, chosen.address, order);
        const state = await untilSettled(op, () => inspected(op, chosen), statesAfter(order, chosen.address.resourceId));
        void vscode.window.showInformationMessage(
            order === 'stop' ? vscode.l10n.t('{0} is stopped.', state.name) : vscode.l10n.t('{0} runs.', state.name),
        );
    } finally {
        shell.projects.refresh('forget');
    }
}

/** A job that is stopped waits for its next run, whatever became of the last one. */
function statesAfter(order: 'restart' | 'stop' | 'start', resourceId: string): readonly FoundDeployment['state'][] {
    return order !== 'stop' ? ['running', 'asleep'] : isJob(resourceId) ? ['asleep', 'failing'] : ['stopped'];
}

/** Looks until a deployment is in one of these states; throws 'deploy/not-verified' when it fails instead, or takes too long. */
export async function untilSettled(
    op: Operation,
    look: () => Promise<FoundDeployment>,
    wanted: readonly FoundDeployment['state'][],
): Promise<FoundDeployment> {
    const startedMs = Date.now();
    for (;;) {
        const state = await look();
        if (wanted.includes(state.state)) {
            return state;
        }
        if (state.state === 'failing' || Date.now() - startedMs > giveUpMs) {
            const { name, url, reason } = state;
            throw new Failure<DeployFailure>('deploy/not-verified', { name, url, reason });
        }
        await pause(op, lookEveryMs);
    }
}
