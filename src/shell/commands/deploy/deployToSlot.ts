import * as vscode from 'vscode';
import { Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { DeployFailure } from '../../../core/failures/deploy';
import { openCloud } from '../../cloud/openCloud';
import { chooseFolder } from '../../folderArgument';
import type { Shell } from '../../shell';
import { askText, pick } from '../../ask';

/** Chooses a slot of the web app that was deployed last, and deploys to it. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const folder = await chooseFolder(op, argument);
    const deployment = shell.memory.deployment(folder.uri, 'appService');
    if (deployment?.previous === undefined) {
        throw new Failure<DeployFailure>('deploy/nothing-deployed');
    }
    const { azure } = await openCloud(shell, op);
    azure.subscriptions.use(deployment.previous.subscription);
    const slots = (await azure.sites.slots(op, deployment.previous.resourceId)).map(({ id }) => id.split('/').at(-1) ?? '');
    const slot = await choose(op, slots, deployment.name);
    await vscode.commands.executeCommand('slipway.deploy', { folderUri: folder.uri.toString(), target: 'appService', slot });
}

async function choose(op: Operation, slots: readonly string[], name: string): Promise<string> {
    const fresh = { label: vscode.l10n.t('$(add) New slot…'), slot: undefined };
    const rows = [...slots.map((slot) => ({ label: slot, slot })), fresh];
    const title = vscode.l10n.t('Slipway: Deploy to Slot');
    const chosen = slots.length === 0 ? fresh : await pick(op, rows, { title, placeHolder: vscode.l10n.t('Which slot of {0}?', name) });
    return (
        chosen.slot ??
        (await askText(op, {
            title,
            prompt: vscode.l10n.t('A slot’s name: letters, digits and hyphens'),
            value: slots.includes('staging') ? '' : 'staging',
            validateInput: (text) =>
                /^[a-z0-9](?:[a-z0-9-]{0,57}[a-z0-9])?$/i.test(text) && text.toLowerCase() !== 'production'
                    ? undefined
                    : vscode.l10n.t('A slot’s name has letters, digits and hyphens, and is not "production".'),
        }))
    );
}
