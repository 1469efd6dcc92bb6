import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import { defaultPushNames } from '../../../core/deploy/defaultPushNames';
import { registryNameProblem, resourceGroupNameProblem } from '../../../core/deploy/names';
import { pricesAsOf, registryMonthlyUsd } from '../../../core/deploy/prices';
import { nearestRegion } from '../../../core/deploy/regions';
import { resourceId } from '../../../core/deploy/resourceId';
import type { ContainerRegistry, Subscription } from '../../../core/deploy/resources';
import type { Azure } from '../../../ports/azure';
import { askText, pick } from '../../ask';

const title = () => vscode.l10n.t('Slipway: Create Registry');
const skus = ['Basic', 'Standard', 'Premium'] as const;
const namespace = 'Microsoft.ContainerRegistry';

/** Asks for name, group and size, then makes a registry without an admin user: whoever pushes or pulls does so by identity. */
export async function createRegistry(
    op: Operation,
    azure: Azure,
    subscription: Subscription,
    folder: vscode.WorkspaceFolder | undefined,
): Promise<ContainerRegistry> {
    const names = defaultPushNames(folder?.name ?? 'registry', folder?.uri.fsPath ?? '', subscription.id);
    // The name cannot be checked before the provider is known to the subscription.
    if ((await azure.providers.state(op, subscription.id, namespace)).toLowerCase() !== 'registered') {
        op.report(vscode.l10n.t('Registering {0}', namespace));
        await azure.providers.register(op, subscription.id, namespace);
    }
    const name = await askName(op, azure, subscription, names.registry);
    const group = await askGroup(op, names.resourceGroup);
    const sku = await askSku(op);
    op.report(vscode.l10n.t('Creating the registry {0}', name));
    const there = await azure.groups.get(op, subscription.id, group);
    const wanted = vscode.workspace.getConfiguration('slipway', folder?.uri).get<string>('deploy.region', '');
    const location = wanted === '' ? (there?.location ?? (await nearby(op, azure, subscription))) : wanted;
    if (there === undefined) {
        await azure.groups.create(op, subscription.id, group, { location, tags: {} });
    }
    const id = resourceId(subscription.id, group, `${namespace}/registries`, name);
    return await azure.registries.create(op, id, { location, sku, tags: {} });
}

/** As a deploy chooses it. */
async function nearby(op: Operation, azure: Azure, { id }: Subscription): Promise<string> {
    const regions = (await azure.subscriptions.locations(op, id)).map(({ name }) => name);
    return nearestRegion(Intl.DateTimeFormat().resolvedOptions().timeZone, regions) ?? 'westeurope';
}

async function askName(op: Operation, azure: Azure, subscription: Subscription, value: string): Promise<string> {
    return await input(op, {
        prompt: vscode.l10n.t('A name that nobody in Azure has; 5 to 50 letters and digits.'),
        value,
        validateInput: async (text) => {
            const problem = registryNameProblem(text);
            if (problem !== undefined) {
                return problem;
            }
            const check = await azure.registries.checkName(op, subscription.id, text);
            return check.available ? undefined : check.message;
        },
    });
}

async function askGroup(op: Operation, value: string): Promise<string> {
    return await input(op, {
        prompt: vscode.l10n.t('Its resource group; it is created when there is none of this name.'),
        value,
        validateInput: (text) => resourceGroupNameProblem(text),
    });
}

async function input(op: Operation, options: vscode.InputBoxOptions): Promise<string> {
    const answer = await askText(op, { title: title(), ignoreFocusOut: true, ...options });
    return answer;
}

async function askSku(op: Operation): Promise<string> {
    const notes = {
        Basic: vscode.l10n.t('10 GiB; enough for most'),
        Standard: vscode.l10n.t('100 GiB'),
        Premium: vscode.l10n.t('500 GiB, private networks, geo-replication'),
    };
    const rows = skus.map((sku) => ({
        label: sku,
        description: vscode.l10n.t('about ${0} a month ({1})', String(registryMonthlyUsd[sku] ?? '?'), pricesAsOf),
        detail: notes[sku],
    }));
    const chosen = await pick(op, rows, { title: title(), placeHolder: vscode.l10n.t('Which size?') });
    return chosen.label;
}
