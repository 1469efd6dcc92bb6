import * as vscode from 'vscode';
import type { Shell } from '../../shell';

/** Prints what was or would be sent, as it stands. */
export async function run(shell: Shell): Promise<void> {
    const { sending, events } = shell.telemetry.shown();
    const content = JSON.stringify(
        { sending, why: sending ? 'telemetry is on' : 'no telemetry key is set, or VS Code has telemetry off', events },
        null,
        4,
    );
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'json', content }));
}
