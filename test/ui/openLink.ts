import type { Workbench } from './workbench/workbench';

/** Opens a link to the extension, as a click on it in another program does, and agrees to it. */
export async function openLink(workbench: Workbench, target: string): Promise<void> {
    await workbench.command('Developer: Open URL');
    await workbench.quick.type(`vscode://slipway-dev.slipway${target}`);
    await workbench.dialog.click('Open');
}
