import * as vscode from 'vscode';
import { Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { AzureFailure } from '../../../core/failures/azure';
import { chosenSubscriptions } from '../../cloud/chosenSubscriptions';
import { openCloud } from '../../cloud/openCloud';
import type { Shell } from '../../shell';
import { pickMany } from '../../ask';

/** Which subscriptions Slipway shows and asks about. All of them chosen means those too that come later. */
export async function run(shell: Shell, op: Operation): Promise<void> {
    const { azure, cloud, tokens } = await openCloud(shell, op);
    op.report(vscode.l10n.t('Reading your subscriptions'));
    const { subscriptions, failures } = await azure.subscriptions.list(op, 'all');
    if (subscriptions.length === 0) {
        throw new Failure<AzureFailure>('azure/no-subscription', { account: tokens.account });
    }
    const chosen = chosenSubscriptions(shell.context, cloud);
    const rows = subscriptions.map(({ id, name, state }) => ({
        label: name,
        description: state === 'Enabled' ? id : `${id} · ${state}`,
        picked: chosen.isChosen(id),
        id,
    }));
    const picked = await pickMany(op, rows, {
        title: vscode.l10n.t('Slipway: Select Subscriptions'),
        placeHolder:
            failures.length === 0
                ? vscode.l10n.t('Which subscriptions of {0}?', tokens.account)
                : vscode.l10n.t('Which subscriptions? {0} tenants did not answer.', String(failures.length)),
    });
    const all = picked.length === 0 || picked.length === rows.length;
    await chosen.choose(all ? undefined : picked.map(({ id }) => id));
    shell.output.line(all ? 'All subscriptions are used.' : `Subscriptions in use: ${picked.map(({ label }) => label).join(', ')}`);
    shell.projects.refresh('forget');
    shell.registries.refresh();
}
