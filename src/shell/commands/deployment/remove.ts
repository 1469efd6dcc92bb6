import * as vscode from 'vscode';
import { Cancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { RemovalPlan } from '../../../core/deploy/planRemoval';
import { gatherRemoval, removeDeployment } from '../../../workflows/deployment/removeDeployment';
import { removalLines } from '../../../views/removalLines';
import { chooseDeployment } from '../../deployments';
import type { Shell } from '../../shell';
import { words } from '../../sentenceWords';
import { throwIfUnderWay } from '../deploy/runs';

/** Lists exactly what Slipway's tags say that it made for this app, and deletes that after consent. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const chosen = await chooseDeployment(shell, op, argument);
    const { opened, address, name, folder, remembered } = chosen;
    const { resourceId } = address;
    throwIfUnderWay(shell, { folder, resourceId });
    const ports = { azure: opened.azure, registry: opened.registries };
    op.report(vscode.l10n.t('Reading what Slipway made for {0}', name));
    const plan = await gatherRemoval(op, ports, address);
    if (plan.items.length === 0 && plan.group === 'keep') {
        void vscode.window.showInformationMessage(vscode.l10n.t('Slipway made nothing of {0}: nothing is deleted.', name));
        return;
    }
    await confirm(name, plan);
    // While the user thought it over, a deploy may have begun.
    throwIfUnderWay(shell, { folder, resourceId });
    shell.output.heading(`Remove ${name}`);
    const all = plan.items.length + (plan.group === 'delete' ? 1 : 0);
    let gone = 0;
    await removeDeployment(op, ports, plan, (item, state) => {
        if (state === 'started') {
            op.report(vscode.l10n.t('Deleting {0}', item.name), gone / all);
        } else {
            gone += 1;
        }
        op.log(`${state === 'gone' ? 'deleted' : 'deleting'} ${item.id}`);
    });
    if (folder !== undefined && remembered !== undefined) {
        await shell.memory.forget(folder.uri, remembered);
    }
    shell.projects.refresh('forget');
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} was removed: {1} resources were deleted.', name, String(gone)));
}

async function confirm(name: string, plan: RemovalPlan): Promise<void> {
    const yes = vscode.l10n.t('Delete');
    const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('Remove {0}? This cannot be undone.', name),
        { modal: true, detail: removalLines(plan, words).join('\n') },
        yes,
    );
    if (answer !== yes) {
        throw new Cancelled();
    }
}
