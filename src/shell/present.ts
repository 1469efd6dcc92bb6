import * as vscode from 'vscode';
import { isFailure } from '../base/failure';
import { failureSentence, failureText, type FailureText, type Remedy } from '../views/failureText';
import { noteComplaint } from './lastComplaint';
import type { Shell } from './shell';

const seenAlready = new WeakSet();

/** The user has this failure before his eyes, with its buttons: a message that says the same, and stays over the next try, would be one too many. */
export function seen(error: unknown): void {
    if (error instanceof Error) {
        seenAlready.add(error);
    }
}

/** Shows a failure with its buttons and writes the whole story to the output. Does not wait for the user. */
export function present(shell: Shell, error: unknown): void {
    const text = failureText(error, (sentence) => vscode.l10n.t(sentence));
    shell.output.heading(`${text.code}: ${failureSentence(text)}`);
    writeCauses(shell, error);
    noteComplaint(error);
    if (error instanceof Error && seenAlready.has(error)) {
        return;
    }
    const showOutput: Remedy = { kind: 'command', title: vscode.l10n.t('Show Output'), command: 'slipway.output.show' };
    const known = text.remedies.some((remedy) => remedy.kind === 'command' && remedy.command === showOutput.command);
    const remedies = known ? text.remedies : [...text.remedies, showOutput];
    void vscode.window.showErrorMessage(failureSentence(text), ...remedies.map((remedy) => remedy.title)).then((choice) => {
        const chosen = remedies.find((remedy) => remedy.title === choice);
        return chosen === undefined ? undefined : perform(chosen);
    });
}

/** Does what a failure's button promises. */
export async function perform(remedy: FailureText['remedies'][number]): Promise<void> {
    switch (remedy.kind) {
        case 'command':
            await vscode.commands.executeCommand(remedy.command, ...(remedy.args ?? []));
            return;
        case 'copy':
            await vscode.env.clipboard.writeText(remedy.text);
            void vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 3000);
            return;
        case 'open':
            await vscode.env.openExternal(vscode.Uri.parse(remedy.url, true));
            return;
    }
}

function writeCauses(shell: Shell, error: unknown): void {
    let cause: unknown = isFailure(error) ? error.cause : error;
    for (let depth = 0; cause instanceof Error && depth < 5; depth++) {
        shell.output.line(`  caused by ${cause.stack ?? cause.message}`);
        cause = cause.cause;
    }
}
