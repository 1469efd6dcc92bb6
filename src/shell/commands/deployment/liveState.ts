import type * as vscode from 'vscode';
import { isFailure } from '../../../base/failure';
import { quietOperation } from '../../../base/operation';
import { failureText } from '../../../views/failureText';
import type { LiveState } from '../../../views/projectRows';
import { openCloud } from '../../cloud/openCloud';
import type { Shell } from '../../shell';

const timeoutMs = 15_000;

/** What Azure says of a folder's deployment now. Never asks for a sign-in and never throws: a row shows what went wrong. */
export async function liveState(shell: Shell, folder: vscode.Uri): Promise<LiveState> {
    const deployment = shell.memory.deployment(folder);
    if (deployment === undefined) {
        return { kind: 'gone' };
    }
    const op = quietOperation(AbortSignal.timeout(timeoutMs));
    try {
        const { azure, name } = await openCloud(shell, op, 'silent');
        if (name !== deployment.cloud) {
            return {
                kind: 'unknown',
                why: name === 'local' ? 'It is in Azure; this window uses the local Azure.' : 'It was in a local Azure.',
            };
        }
        const site = await azure.sites.get(op, deployment.resourceId);
        if (site === undefined) {
            return { kind: 'gone' };
        }
        if (site.state.toLowerCase() === 'stopped') {
            return { kind: 'stopped' };
        }
        const instances = (await azure.sites.status(op, deployment.resourceId)) ?? [];
        const started = instances.filter((instance) => instance.state === 'Started');
        const broken = instances.find((instance) => instance.lastError !== '' && instance.state !== 'Started');
        if (started.length > 0 || instances.length === 0) {
            return { kind: 'running', instances: Math.max(1, started.length) };
        }
        return broken === undefined
            ? { kind: 'starting' }
            : { kind: 'failed', why: `${broken.lastError} ${broken.lastErrorDetails}`.trim() };
    } catch (error) {
        return { kind: 'unknown', why: isFailure(error) ? failureText(error).what : 'Azure did not answer in time.' };
    }
}
