import * as vscode from 'vscode';
import { Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { windowEngine } from '../../engine';
import type { Shell } from '../../shell';
import { imageOf } from './imageArgument';

/** Shows what the engine knows of the image. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const reference = imageOf(argument);
    const { engine } = await windowEngine(op, shell.memory);
    const image = await engine.image(op, reference);
    if (image === undefined) {
        throw new Failure('engine/no-such-image', { image: reference });
    }
    const shown = { ...image, created: new Date(image.createdMs).toISOString() };
    const document = await vscode.workspace.openTextDocument({ language: 'json', content: `${JSON.stringify(shown, undefined, 4)}\n` });
    await vscode.window.showTextDocument(document, { preview: true });
}
