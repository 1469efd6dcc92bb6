import * as vscode from 'vscode';
import { Cancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { rollBackRequest } from '../../../core/deploy/rollBackRequest';
import type { HistoryEntry } from '../../../core/deploy/tags';
import { agoWords } from '../../../views/agoWords';
import { shortDigest } from '../../../views/projectRows';
import { chooseDeployment, pageOf } from '../../deployments';
import { openPage } from '../../openPage';
import type { Shell } from '../../shell';
import { inspected, redeploy, type FoundDeployment } from './redeploy';

/** Runs what ran before: chosen from the history that the tags in Azure tell, verified like a deploy. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const chosen = await chooseDeployment(shell, op, argument);
    op.report(vscode.l10n.t('Reading what ran before'));
    const state = await inspected(op, chosen);
    const earlier = state.history.filter(({ digest }) => digest !== state.digest);
    if (earlier.length === 0) {
        void vscode.window.showInformationMessage(vscode.l10n.t('Nothing ran before on {0} that it could be rolled back to.', state.name));
        return;
    }
    const entry = await choose(state, earlier);
    shell.output.heading(`Roll back ${state.name} to ${entry.digest}`);
    const result = await redeploy(shell, op, chosen, state, (base) => rollBackRequest(base, entry));
    const open = vscode.l10n.t('Open');
    void vscode.window
        .showInformationMessage(vscode.l10n.t('{0} runs {1} again.', result.name, shortDigest(result.digest)), open)
        .then(async (choice) => (choice === open ? openPage(await pageOf(op, chosen.opened, result.url)) : undefined));
}

async function choose(state: FoundDeployment, earlier: readonly HistoryEntry[]): Promise<HistoryEntry> {
    const now = Date.now();
    const rows = earlier.map((entry, index) => ({
        label: `$(history) ${shortDigest(entry.digest)}`,
        description: [agoWords(now - entry.deployedMs), ...(index === 0 ? [vscode.l10n.t('the last before this one')] : [])].join(' · '),
        detail: [
            new Date(entry.deployedMs).toLocaleString(),
            ...(entry.port === undefined ? [] : [vscode.l10n.t('port {0}', entry.port)]),
        ].join(' · '),
        entry,
    }));
    const picked = await vscode.window.showQuickPick(rows, {
        title: vscode.l10n.t('Roll Back {0}', state.name),
        placeHolder: vscode.l10n.t('It runs {0} now. Which one shall run again?', shortDigest(state.digest ?? state.image)),
        matchOnDescription: true,
    });
    if (picked === undefined) {
        throw new Cancelled();
    }
    return picked.entry;
}
