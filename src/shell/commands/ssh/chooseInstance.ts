import * as vscode from 'vscode';
import { Cancelled } from '../../../base/failure';
import { instanceLabel } from '../../../views/instanceLabel';

/** One of several instances by a quick pick, undefined where there is no choice. Throws Cancelled. */
export async function chooseInstance(instances: readonly string[]): Promise<string | undefined> {
    if (instances.length <= 1) {
        return undefined;
    }
    const rows = instances.map((instance, index) => ({
        label: vscode.l10n.t('Instance {0}', String(index + 1)),
        description: instanceLabel(instance),
        instance,
    }));
    const chosen = await vscode.window.showQuickPick(rows, {
        title: vscode.l10n.t('Slipway: Choose Instance'),
        placeHolder: vscode.l10n.t('Which instance?'),
        ignoreFocusOut: true,
    });
    if (chosen === undefined) {
        throw new Cancelled();
    }
    return chosen.instance;
}
