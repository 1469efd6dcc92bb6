import * as vscode from 'vscode';
import type { Shell } from '../../shell';

/** Prints what was or would be sent, as it stands, and the list of everything that can be. */
export async function run(shell: Shell): Promise<void> {
    const { sending, key, events } = shell.telemetry.shown();
    const why = sending
        ? 'Telemetry is on.'
        : key === 'none'
          ? 'This build has no telemetry key: nothing is ever sent.'
          : 'VS Code has telemetry off (telemetry.telemetryLevel): nothing is sent.';
    const list = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(shell.context.extensionUri, 'telemetry.json'));
    const content = JSON.stringify(
        { sending, why, thisWindow: events, everything: JSON.parse(new TextDecoder().decode(list)) as unknown },
        null,
        4,
    );
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'json', content }));
}
