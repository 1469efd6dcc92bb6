import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import { openCloud } from '../../cloud/openCloud';
import type { Shell } from '../../shell';

/** Signs in and tells who and with how many subscriptions; a tenant that failed is told and does not hide the rest. */
export async function run(shell: Shell, op: Operation): Promise<void> {
    const { azure, cloud, tokens } = await openCloud(shell, op);
    const { subscriptions, failures } = await azure.subscriptions.list(op);
    for (const failure of failures) {
        shell.output.line(`Tenant ${failure.tenant}: ${failure.error instanceof Error ? failure.error.message : String(failure.error)}`);
    }
    const words = vscode.l10n.t('Signed in to {0} as {1}: {2} subscriptions.', cloud.title, tokens.account, String(subscriptions.length));
    shell.output.heading(words);
    void vscode.window.showInformationMessage(
        failures.length === 0 ? words : vscode.l10n.t('{0} {1} tenants did not answer; see the output.', words, String(failures.length)),
    );
    shell.projects.refresh('forget');
}
