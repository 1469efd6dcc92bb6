import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import { windowEngine } from '../../engine';
import { openPage } from '../../openPage';
import type { Shell } from '../../shell';
import { containerOf, imageOf } from './imageArgument';

/** Opens the page of the container that runs from the image. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const { engine } = await windowEngine(op, shell.memory);
    const { ports } = await containerOf(op, engine, imageOf(argument));
    const port = ports.find(({ hostPort }) => hostPort > 0);
    if (port === undefined) {
        void vscode.window.showInformationMessage(vscode.l10n.t('The container publishes no port.'));
        return;
    }
    await openPage(`http://127.0.0.1:${port.hostPort.toString()}/`);
}
