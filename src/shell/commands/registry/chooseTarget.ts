import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import type { ContainerRegistry, Subscription } from '../../../core/deploy/resources';
import type { OpenedCloud } from '../../cloud/openCloud';
import { chooseSubscription } from './chooseSubscription';
import { createRegistry } from './createRegistry';
import { pick } from '../../ask';

/** Asks where an image goes: the only subscription or the user's choice, and a registry of it or a new one. `title` is the command's. */
export async function chooseTarget(
    op: Operation,
    opened: OpenedCloud,
    folder: vscode.WorkspaceFolder,
    title: string,
): Promise<{ readonly subscription: Subscription; readonly registry: ContainerRegistry }> {
    const subscription = await chooseSubscription(op, opened.azure, title);
    return { subscription, registry: await chooseRegistry(op, opened, subscription, folder, title) };
}

async function chooseRegistry(
    op: Operation,
    { azure }: OpenedCloud,
    subscription: Subscription,
    folder: vscode.WorkspaceFolder,
    title: string,
): Promise<ContainerRegistry> {
    const registries = await azure.registries.list(op, subscription.id);
    const create = { label: vscode.l10n.t('$(add) Create a registry…'), description: '', registry: undefined };
    const rows = [
        ...registries.map((registry) => ({
            label: registry.name,
            description: `${registry.loginServer} · ${registry.location}`,
            registry,
        })),
        create,
    ];
    const chosen =
        registries.length === 0
            ? create
            : await pick(op, rows, {
                  title,
                  placeHolder: vscode.l10n.t('Which registry?'),
              });
    return chosen.registry ?? (await createRegistry(op, azure, subscription, folder));
}
