import type * as vscode from 'vscode';
import { isFailure } from '../../../base/failure';
import { quietOperation } from '../../../base/operation';
import { failureText } from '../../../views/failureText';
import type { LiveState } from '../../../views/projectRows';
import { parseResourceId } from '../../../core/deploy/resourceId';
import { isJob } from '../../../core/deploy/target';
import type { DeploymentAddress } from '../../../workflows/deployment/deploymentAddress';
import { inspectDeployment } from '../../../workflows/deployment/inspectDeployment';
import { openCloud } from '../../cloud/openCloud';
import type { Shell } from '../../shell';

const timeoutMs = 15_000;

/** What Azure says of a folder's deployment now. Never asks for a sign-in and never throws: a row shows what went wrong. */
export async function liveState(shell: Shell, folder: vscode.Uri): Promise<LiveState> {
    const deployment = shell.memory.deployment(folder);
    if (deployment === undefined) {
        return { kind: 'gone' };
    }
    const { cloud, resourceId, previous } = deployment;
    const id = parseResourceId(resourceId)?.subscriptionId ?? '';
    return stateAt(shell, { resourceId, subscription: previous?.subscription ?? { id, name: id, tenantId: '', state: 'Enabled' } }, cloud);
}

/** The same for any deployment; `cloud` where it is known to be elsewhere than this window looks. */
export async function stateAt(shell: Shell, address: DeploymentAddress, cloud?: 'azure' | 'local'): Promise<LiveState> {
    const op = quietOperation(AbortSignal.timeout(timeoutMs));
    try {
        const { azure, name } = await openCloud(shell, op, 'silent');
        if (cloud !== undefined && name !== cloud) {
            return {
                kind: 'unknown',
                why: name === 'local' ? 'It is in Azure; this window uses the local Azure.' : 'It was in a local Azure.',
            };
        }
        const state = await inspectDeployment(op, azure, address);
        if (state.kind === 'gone') {
            return { kind: 'gone' };
        }
        switch (state.state) {
            case 'running':
                return { kind: 'running', instances: Math.max(1, state.instances.running) };
            case 'failing':
                return { kind: 'failed', why: state.reason };
            case 'asleep':
                return isJob(address.resourceId) ? { kind: 'idle', lastRun: state.reason } : { kind: 'asleep' };
            case 'starting':
            case 'stopped':
                return { kind: state.state };
        }
    } catch (error) {
        return { kind: 'unknown', why: isFailure(error) ? failureText(error).what : 'Azure did not answer in time.' };
    }
}
