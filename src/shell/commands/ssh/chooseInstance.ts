import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import { instanceLabel } from '../../../views/instanceLabel';
import { pick } from '../../ask';

/** One of several instances by a quick pick, undefined where there is no choice. Throws Cancelled. */
export async function chooseInstance(op: Operation, instances: readonly string[]): Promise<string | undefined> {
    if (instances.length <= 1) {
        return undefined;
    }
    const rows = instances.map((instance, index) => ({
        label: vscode.l10n.t('Instance {0}', String(index + 1)),
        description: instanceLabel(instance),
        instance,
    }));
    const chosen = await pick(op, rows, {
        title: vscode.l10n.t('Slipway: Choose Instance'),
        placeHolder: vscode.l10n.t('Which instance?'),
    });
    return chosen.instance;
}
