import * as vscode from 'vscode';
import { Cancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { importSource } from '../../../core/deploy/importSource';
import { openCloud } from '../../cloud/openCloud';
import type { Shell } from '../../shell';
import type { RegistryNode } from '../../tree/registriesView';
import { chooseSubscription } from './chooseSubscription';
import { askText, pick } from '../../ask';

/** Copies an image from another registry into one of the user's, inside Azure. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const opened = await openCloud(shell, op);
    const registry = await chooseRegistry(op, opened.azure, argument);
    const text = await askText(op, {
        title: vscode.l10n.t('Slipway: Import Image'),
        prompt: vscode.l10n.t('An image that anybody may pull, such as mcr.microsoft.com/oss/nginx/nginx:1.27'),
        validateInput: (value) => (importSource(value) === undefined ? vscode.l10n.t('Type registry/repository:tag.') : undefined),
    });
    const source = importSource(text);
    if (source === undefined) {
        throw new Cancelled();
    }
    op.report(vscode.l10n.t('Azure copies {0} to {1}', source.image, registry.name));
    await opened.azure.registries.importImage(op, registry.id, source, source.target);
    const said = vscode.l10n.t('{0} has {1} now.', registry.name, source.target);
    shell.output.heading(said);
    void vscode.window.showInformationMessage(said);
    shell.registries.refresh();
}

async function chooseRegistry(op: Operation, azure: Parameters<typeof chooseSubscription>[1], argument: unknown) {
    const node = argument as RegistryNode | undefined;
    if (node?.kind === 'registry') {
        return node.registry;
    }
    const subscription = await chooseSubscription(op, azure, vscode.l10n.t('Slipway: Import Image'));
    const rows = (await azure.registries.list(op, subscription.id)).map((registry) => ({
        label: registry.name,
        description: `${registry.loginServer} · ${registry.location}`,
        registry,
    }));
    const chosen = await pick(op, rows, {
        title: vscode.l10n.t('Slipway: Import Image'),
        placeHolder: rows.length === 0 ? vscode.l10n.t('No registry yet') : vscode.l10n.t('Into which registry?'),
    });
    return chosen.registry;
}
