import * as vscode from 'vscode';
import { absentEngine } from '../adapters/docker/absentEngine';
import { isFailure } from '../base/failure';
import type { Operation } from '../base/operation';
import type { Engine } from '../ports/engine';
import { windowEngine } from './engine';
import type { Shell } from './shell';

/** Where a deploy builds, and the engine, which refuses everything where there is none. */
export interface BuildPlace {
    readonly engine: Engine;
    readonly engineIs: 'there' | 'absent';
    readonly buildIn: 'azure' | undefined;
}

/** The engine of this machine, or Azure where none answers or the settings say so. Throws Failure 'engine/…' where the settings want the engine. */
export async function buildPlace(shell: Shell, op: Operation, folder: vscode.WorkspaceFolder): Promise<BuildPlace> {
    const where = vscode.workspace.getConfiguration('slipway', folder.uri).get<'auto' | 'engine' | 'azure'>('build.where', 'auto');
    try {
        const { engine } = await windowEngine(op, shell.memory);
        return { engine, engineIs: 'there', buildIn: where === 'azure' ? 'azure' : undefined };
    } catch (error) {
        if (where === 'engine' || !isFailure(error)) {
            throw error;
        }
        const words = vscode.l10n.t('No Docker engine answers here, so the image is built in Azure.');
        shell.output.line(`${words} (${error.code})`);
        const check = vscode.l10n.t('Check My Setup');
        void vscode.window
            .showInformationMessage(words, check)
            .then((choice) => (choice === check ? vscode.commands.executeCommand('slipway.engine.checkSetup') : undefined));
        return { engine: absentEngine(error), engineIs: 'absent', buildIn: 'azure' };
    }
}
