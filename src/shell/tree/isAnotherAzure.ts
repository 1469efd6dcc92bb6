import type * as vscode from 'vscode';

/** Whether what is asked for Azure's resources is another cloud or another account than before the settings changed. */
export function isAnotherAzure(event: vscode.ConfigurationChangeEvent): boolean {
    return ['slipway.cloud', 'slipway.azure.signIn', 'microsoft-sovereign-cloud'].some((name) => event.affectsConfiguration(name));
}
