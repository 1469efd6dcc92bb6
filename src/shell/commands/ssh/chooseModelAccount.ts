import * as vscode from 'vscode';
import { quietOperation } from '../../../base/operation';
import { failureSentence, failureText } from '../../../views/failureText';
import type { FoundModelAccounts, ModelAccount } from '../../../workflows/deployment/mendDeployment';
import { pick } from '../../ask';
import type { Shell } from '../../shell';

/** The account whose name the endpoint has; else the person says. Undefined when there is none. Throws Cancelled. */
export async function chooseModelAccount(
    accounts: readonly ModelAccount[],
    host: string,
    unseen: string | undefined,
): Promise<ModelAccount | undefined> {
    const sure = accounts.filter(({ match }) => match === 'by-name');
    if (sure.length === 1 || accounts.length === 0) {
        return sure[0];
    }
    const chosen = await pick(
        quietOperation(),
        accounts.map((account) => ({ label: account.name, description: account.subscription.name, account })),
        { title: vscode.l10n.t('Which resource answers at {0}?', host), ...(unseen === undefined ? {} : { placeHolder: unseen }) },
    );
    return chosen.account;
}

/** The model may be in what did not answer: a sentence that says so, and each reason in the output. */
export function whatWasNotSeen(shell: Shell, { failures }: FoundModelAccounts): string | undefined {
    const [first] = failures;
    if (first === undefined) {
        return undefined;
    }
    const translate = (sentence: string) => vscode.l10n.t(sentence);
    failures.forEach(({ where, error }) => shell.output.line(`${where}: ${failureSentence(failureText(error))}`));
    return vscode.l10n.t(
        'Not looked through: {0}. {1}',
        failures.map(({ where }) => where).join(', '),
        failureSentence(failureText(first.error, translate)),
    );
}
