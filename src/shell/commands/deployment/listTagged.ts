import * as vscode from 'vscode';
import { isFailure } from '../../../base/failure';
import { quietOperation } from '../../../base/operation';
import { targetOf } from '../../../core/deploy/target';
import { deploymentsPage, type AzureKnown } from '../../../views/azureRows';
import { failureText } from '../../../views/failureText';
import { listDeployments, type ListedDeployment } from '../../../workflows/deployment/listDeployments';
import { openCloud, type OpenedCloud } from '../../cloud/openCloud';
import type { Shell } from '../../shell';

const timeoutMs = 30_000;

/** What Slipway's tags mark in the account's subscriptions. Never asks for a sign-in and never throws. */
export async function listTagged(shell: Shell): Promise<AzureKnown> {
    const op = quietOperation(AbortSignal.timeout(timeoutMs));
    try {
        const opened = await openCloud(shell, op, 'silent');
        const { subscriptions, failures } = await listDeployments(op, opened.azure, freshOf(shell, opened));
        return {
            kind: 'listed',
            subscriptions: subscriptions.map((one) =>
                one.kind === 'listed'
                    ? { ...one, shown: deploymentsPage }
                    : { subscription: one.subscription, kind: 'failed', why: why(one.error) },
            ),
            failures: failures.map(({ tenant, error }) => ({ tenant, why: why(error) })),
        };
    } catch (error) {
        return { kind: 'failed', why: why(error) };
    }
}

function why(error: unknown): string {
    return isFailure(error) ? failureText(error).what : 'Azure did not answer in time.';
}

/** The deployments of this window's folders. */
function freshOf(shell: Shell, opened: OpenedCloud): readonly ListedDeployment[] {
    return (vscode.workspace.workspaceFolders ?? []).flatMap((folder) => {
        const known = shell.memory.deployment(folder.uri);
        const target = known === undefined ? undefined : targetOf(known.resourceId);
        const { previous } = known ?? {};
        return known === undefined ||
            previous === undefined ||
            target === undefined ||
            known.cloud !== opened.name ||
            known.state !== 'live'
            ? []
            : [
                  {
                      subscription: previous.subscription,
                      resourceId: known.resourceId,
                      target,
                      name: known.name,
                      project: folder.name,
                      digest: known.digest,
                      deployedMs: previous.deployedMs,
                  },
              ];
    });
}
