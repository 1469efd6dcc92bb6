import * as vscode from 'vscode';
import { Cancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { windowEngine } from '../../engine';
import type { Shell } from '../../shell';
import { imageOf } from './imageArgument';

const named = 10;

/** Removes the tags of the chosen rows, and each image with its last one, after saying which. One that is refused does not keep the others. */
export async function run(shell: Shell, op: Operation, argument: unknown, chosen: unknown): Promise<void> {
    const references = chosenImages(argument, chosen);
    const [first = ''] = references;
    const more = references.length - named;
    const remove = vscode.l10n.t('Remove');
    const answer = await vscode.window.showWarningMessage(
        references.length === 1
            ? vscode.l10n.t('Remove {0} from this engine?', first)
            : vscode.l10n.t('Remove {0} images from this engine?', String(references.length)),
        {
            modal: true,
            ...(references.length === 1
                ? {}
                : {
                      detail: [...references.slice(0, named), ...(more > 0 ? [vscode.l10n.t('and {0} more', String(more))] : [])].join(
                          '\n',
                      ),
                  }),
        },
        remove,
    );
    if (answer !== remove) {
        throw new Cancelled();
    }
    const { engine } = await windowEngine(op, shell.memory);
    const refused: unknown[] = [];
    for (const reference of references) {
        try {
            await engine.removeImage(op, reference);
        } catch (error) {
            refused.push(error);
        }
    }
    shell.projects.refreshImages();
    if (refused.length > 0) {
        throw refused[0] as Error;
    }
}

/** The images of the rows that were chosen together with the one that the menu was opened on; other rows are left alone. */
function chosenImages(argument: unknown, chosen: unknown): readonly string[] {
    const rows = Array.isArray(chosen) && chosen.length > 1 ? (chosen as unknown[]) : [argument];
    const references = rows.flatMap((row) => {
        try {
            return [imageOf(row)];
        } catch {
            return [];
        }
    });
    return references.length === 0 ? [imageOf(argument)] : [...new Set(references)];
}
