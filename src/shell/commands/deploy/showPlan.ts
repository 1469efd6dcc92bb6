import * as vscode from 'vscode';
import type { Shell } from '../../shell';
import { newestRun } from './runs';

/** Shows the newest run; without one, deploying makes the plan. */
export async function run(_shell: Shell): Promise<void> {
    const newest = newestRun();
    if (newest === undefined) {
        await vscode.commands.executeCommand('slipway.deploy');
    } else {
        newest.show();
    }
}
