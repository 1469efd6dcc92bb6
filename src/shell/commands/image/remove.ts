import * as vscode from 'vscode';
import { Cancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { windowEngine } from '../../engine';
import type { Shell } from '../../shell';
import { imageOf } from './imageArgument';

/** Removes the tag, and the image with its last one, after asking. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const reference = imageOf(argument);
    const remove = vscode.l10n.t('Remove');
    const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('Remove {0} from this engine?', reference),
        { modal: true },
        remove,
    );
    if (answer !== remove) {
        throw new Cancelled();
    }
    const { engine } = await windowEngine(op, shell.memory);
    await engine.removeImage(op, reference);
    shell.projects.refreshImages();
}
