import * as vscode from 'vscode';
import { Cancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { windowEngine } from '../../engine';
import type { Shell } from '../../shell';
import { imageOf } from './imageArgument';
import { askText } from '../../ask';

/** Gives the image another name. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const reference = imageOf(argument);
    const wanted = await askText(op, {
        title: vscode.l10n.t('Tag {0}', reference),
        prompt: vscode.l10n.t('Another name for this image'),
        value: reference,
        validateInput: (text) =>
            /^[a-z0-9]+([._/:-]+[a-z0-9]+)*:[\w][\w.-]{0,127}$/.test(text)
                ? undefined
                : vscode.l10n.t('Write it like registry.example.com/name:tag.'),
    });
    if (wanted === reference) {
        throw new Cancelled();
    }
    const { engine } = await windowEngine(op, shell.memory);
    await engine.tag(op, reference, wanted);
    shell.projects.refreshImages();
}
