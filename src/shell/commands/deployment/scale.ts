import * as vscode from 'vscode';
import { Cancelled, Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { Plan } from '../../../core/deploy/resources';
import { appServiceSku, readInstances } from '../../../core/deploy/rules/appService';
import { containerAppRules, containerInstanceRules, readReplicas, replicasText, sizeText } from '../../../core/deploy/rules/containers';
import type { DeployFailure } from '../../../core/failures/deploy';
import { chooseDeployment } from '../../deployments';
import type { Shell } from '../../shell';
import { throwIfUnderWay } from '../deploy/runs';
import { inspected, redeploy } from './redeploy';
import { askText, pick } from '../../ask';

/**
 * Other replicas of a container app, or another size of a container group: a change in place, verified like a deploy. Of a web app's plan the number of
 * instances: its image stays.
 */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    throwIfUnderWay(shell);
    const chosen = await chooseDeployment(shell, op, argument);
    const state = await inspected(op, chosen);
    if (state.digest === undefined && state.target !== 'appService') {
        // Its image is named by a tag: to deploy the digest that Slipway remembers would run another program.
        throw new Failure<DeployFailure>('deploy/app-changed', { name: state.name, found: state.image });
    }
    switch (state.target) {
        case 'containerApps': {
            const app = await chosen.opened.azure.containerApps.get(op, chosen.address.resourceId);
            if (app?.kind === 'job') {
                void vscode.window.showInformationMessage(
                    vscode.l10n.t('{0} is a job: each run is one container. Change its size in the plan of a deploy.', state.name),
                );
                return;
            }
            const replicas = await askReplicas(op, state.name, replicasText(app?.scale ?? containerAppRules.replicas));
            await redeploy(shell, op, chosen, state, (base) => ({ ...base, replicas }));
            break;
        }
        case 'containerInstances': {
            const size = await askSize(op, state.name);
            await redeploy(shell, op, chosen, state, (base) => ({ ...base, size }));
            break;
        }
        case 'appService': {
            const { azure } = chosen.opened;
            const planId = (await azure.sites.get(op, chosen.address.resourceId))?.planId ?? '';
            const plan = planId === '' ? undefined : await azure.plans.get(op, planId);
            if (plan === undefined) {
                throw new Failure<DeployFailure>('deploy/gone', { name: state.name });
            }
            if ((appServiceSku(plan.sku)?.maxInstances ?? 2) < 2) {
                void vscode.window.showInformationMessage(
                    vscode.l10n.t(
                        '{0} is of size {1}, which has one instance: choose a larger size in the Azure portal.',
                        plan.name,
                        plan.sku,
                    ),
                );
                return;
            }
            const capacity = await askInstances(op, plan);
            // While the number was typed, a deploy may have begun.
            throwIfUnderWay(shell);
            const { folder, name, address } = chosen;
            shell.statusBar.preparing({ name: folder?.name ?? name, folder, resourceId: address.resourceId });
            try {
                op.report(vscode.l10n.t('Scaling {0}', plan.name));
                await azure.plans.setCapacity(op, plan.id, capacity);
            } finally {
                shell.statusBar.settle();
            }
            void vscode.window.showInformationMessage(
                vscode.l10n.t('{0} has {1} instances. A new one takes some minutes to answer.', plan.name, String(capacity)),
            );
            return;
        }
    }
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} was scaled.', state.name));
}

/** A plan has instances; its size, and whether Azure counts them by the load, are its own. */
async function askInstances(op: Operation, plan: Plan): Promise<number> {
    const most = appServiceSku(plan.sku)?.maxInstances ?? 100;
    const text = await askText(op, {
        title: vscode.l10n.t('Instances of {0}', plan.name),
        prompt: vscode.l10n.t(
            'It has {0} ({1}). Each costs as much as the first, and runs every app of the plan.',
            String(plan.capacity),
            plan.sku,
        ),
        value: String(plan.capacity),
        validateInput: (typed) =>
            (readInstances(typed) ?? most + 1) <= most ? undefined : vscode.l10n.t('A number of instances, from 1 to {0}.', String(most)),
    });
    const capacity = readInstances(text);
    if (capacity === undefined || capacity === plan.capacity) {
        throw new Cancelled();
    }
    return capacity;
}

async function askReplicas(op: Operation, name: string, now: string): Promise<string> {
    const text = await askText(op, {
        title: vscode.l10n.t('Scale {0}', name),
        prompt: vscode.l10n.t('The fewest and the most replicas, such as 0-3. With 0 it sleeps when nobody asks.'),
        value: now,
        validateInput: (value) =>
            readReplicas(value) === undefined ? vscode.l10n.t('Two numbers, the smaller first, at most 1000.') : undefined,
    });
    if (text.trim() === now) {
        throw new Cancelled();
    }
    return text;
}

async function askSize(op: Operation, name: string): Promise<string> {
    const rows = containerInstanceRules.sizes.map((size) => ({ label: sizeText(size) }));
    const { label } = await pick(op, rows, {
        title: vscode.l10n.t('Scale {0}', name),
        placeHolder: vscode.l10n.t('Another size means deleting the container group and making it anew; you are asked before.'),
    });
    return label;
}
