import type * as vscode from 'vscode';
import type { Cloud } from '../../core/deploy/cloud';

/** Which subscriptions the user wants to see; all as long as nothing was chosen. Remembered for the machine, by cloud. */
export function chosenSubscriptions(context: vscode.ExtensionContext, cloud: Cloud) {
    const key = `azure.subscriptions:${cloud.managementUrl}`;
    const value: unknown = context.globalState.get(key);
    const chosen = Array.isArray(value)
        ? value.filter((id): id is string => typeof id === 'string').map((id) => id.toLowerCase())
        : undefined;
    return {
        isChosen: (id: string) => chosen === undefined || chosen.includes(id.toLowerCase()),
        /** `undefined` chooses all, those that come later too. */
        choose: async (ids: readonly string[] | undefined) => {
            await context.globalState.update(key, ids);
        },
    };
}
