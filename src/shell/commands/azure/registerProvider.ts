import * as vscode from 'vscode';
import { Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { openCloud } from '../../cloud/openCloud';
import type { Shell } from '../../shell';

/** Registers a subscription for a provider and waits until it is: the button beside a refusal that asked for it. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const { subscription, namespace } = readArgument(argument);
    const { azure } = await openCloud(shell, op);
    await azure.providers.register(op, subscription, namespace);
    const words = vscode.l10n.t('The subscription is registered for {0}.', namespace);
    shell.output.heading(words);
    const deploy = vscode.l10n.t('Deploy');
    void vscode.window
        .showInformationMessage(words, deploy)
        .then((choice) => (choice === deploy ? vscode.commands.executeCommand('slipway.deploy') : undefined));
}

function readArgument(argument: unknown): { readonly subscription: string; readonly namespace: string } {
    if (typeof argument === 'object' && argument !== null && 'subscription' in argument && 'namespace' in argument) {
        const { subscription, namespace } = argument;
        if (typeof subscription === 'string' && typeof namespace === 'string' && /^Microsoft\.\w+$/i.test(namespace)) {
            return { subscription, namespace };
        }
    }
    throw new Failure('internal/unexpected', { reason: 'No provider was named.' });
}
