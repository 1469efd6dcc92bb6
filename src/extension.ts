import type { ExtensionContext } from 'vscode';
import { start } from './shell/app';

/** Registers what VS Code needs to know and returns; nothing is read, dialled or spawned here. */
export function activate(context: ExtensionContext): void {
    start(context);
}
