import * as vscode from 'vscode';
import { isFailure } from '../../../base/failure';
import { pause, type Operation } from '../../../base/operation';
import { rollBackRequest } from '../../../core/deploy/rollBackRequest';
import type { Sentence } from '../../../core/deploy/sentence';
import type { HistoryEntry } from '../../../core/deploy/tags';
import { agoWords } from '../../../views/agoWords';
import { shortDigest } from '../../../views/projectRows';
import { readSnapshot, type Snapshot } from '../../../core/deploy/snapshot';
import { restoreVerified, type PullPassword } from '../../../workflows/deployment/restoreVerified';
import { chooseDeployment, windowSnapshots, type ChosenDeployment } from '../../deployments';
import { openPage } from '../../openPage';
import { words } from '../../sentenceWords';
import type { Shell } from '../../shell';
import { askReplace } from '../deploy/answerQuestions';
import { throwIfUnderWay } from '../deploy/runs';
import { untilSettled } from './control';
import { inspected, redeploy, type FoundDeployment } from './redeploy';
import { askText, pick } from '../../ask';

/** Runs what ran before: chosen from the history that the tags in Azure tell, verified like a deploy. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    throwIfUnderWay(shell);
    const chosen = await chooseDeployment(shell, op, argument);
    op.report(vscode.l10n.t('Reading what ran before'));
    const state = await inspected(op, chosen);
    const earlier = state.history.filter(({ digest }) => digest !== state.digest);
    const before = state.digest === undefined ? undefined : readSnapshot(state.tags);
    if (earlier.length === 0 && before === undefined) {
        void vscode.window.showInformationMessage(vscode.l10n.t('Nothing ran before on {0} that it could be rolled back to.', state.name));
        return;
    }
    const entry = await choose(op, state, earlier, before);
    if (entry === 'before') {
        await restore(shell, op, chosen, state);
        return;
    }
    shell.output.heading(`Roll back ${state.name} to ${entry.digest}`);
    const result = await redeploy(shell, op, chosen, state, (base) => rollBackRequest(base, entry));
    const open = vscode.l10n.t('Open');
    void vscode.window
        .showInformationMessage(
            vscode.l10n.t('{0} runs {1} again.', result.name, shortDigest(result.digest)),
            ...(result.url === '' ? [] : [open]),
        )
        .then(async (choice) => (choice === open ? openPage(await chosen.opened.pageOf(op, result.url)) : undefined));
}

/** What was there before Slipway: nothing of it was rehearsed, so that running, on containers of its own, is what is waited for. */
export async function restore(shell: Shell, op: Operation, chosen: ChosenDeployment, state: FoundDeployment): Promise<void> {
    // While the user chose, a deploy may have begun; and none may begin beside this.
    throwIfUnderWay(shell);
    const { folder, name, address } = chosen;
    shell.statusBar.preparing({ name: folder?.name ?? name, folder, resourceId: address.resourceId });
    op.report(vscode.l10n.t('Restoring what ran before Slipway'));
    const { azure } = chosen.opened;
    let notes: readonly Sentence[];
    try {
        const clock = { nowMs: () => Date.now(), pause };
        const ports = { azure, snapshots: windowSnapshots(shell.context), http: chosen.opened.http, clock };
        notes = await restoreVerified(op, ports, chosen.address, state).catch(async (error: unknown) => {
            if (!isFailure(error)) {
                throw error;
            }
            switch (error.code) {
                case 'deploy/replace-needed':
                    await askReplace({ kind: 'replace', name: state.name, reasons: [String(error.facts.reasons)] });
                    return await restoreVerified(op, ports, chosen.address, state, { replace: 'agreed' });
                case 'deploy/pull-password': {
                    const login = await askLogin(op, String(error.facts.server));
                    return await restoreVerified(op, ports, chosen.address, state, { login });
                }
                default:
                    throw error;
            }
        });
        await untilSettled(op, () => inspected(op, chosen), ['running', 'asleep']);
    } finally {
        shell.statusBar.settle();
        shell.projects.refresh('forget');
    }
    const said = [vscode.l10n.t('{0} runs what it ran before Slipway.', state.name), ...notes.map(words)].join(' ');
    shell.output.heading(said);
    void vscode.window.showInformationMessage(said);
}

/** Azure forgot it with the first deploy, and this machine never knew it. */
async function askLogin(op: Operation, server: string): Promise<PullPassword> {
    const title = vscode.l10n.t('What ran before Slipway was pulled from {0} with a password', server);
    const validateInput = (value: string) => (value === '' ? vscode.l10n.t('Nothing is pulled without it.') : undefined);
    const username = await askText(op, { title, prompt: vscode.l10n.t('User name'), validateInput });
    const password = await askText(op, { title, prompt: vscode.l10n.t('Password'), password: true, validateInput });
    return { username, password };
}

async function choose(
    op: Operation,
    state: FoundDeployment,
    earlier: readonly HistoryEntry[],
    before: Snapshot | undefined,
): Promise<HistoryEntry | 'before'> {
    const now = Date.now();
    const lastGood = earlier.findIndex(({ failed }) => failed !== 'yes');
    const rows = earlier.map((entry, index) => ({
        label: `$(${entry.failed === 'yes' ? 'warning' : 'history'}) ${shortDigest(entry.digest)}`,
        description: [
            agoWords(now - entry.deployedMs),
            ...(index === lastGood ? [vscode.l10n.t('the last before this one')] : []),
            ...(entry.failed === 'yes' ? [vscode.l10n.t('never answered')] : []),
        ].join(' · '),
        detail: [
            new Date(entry.deployedMs).toLocaleString(vscode.env.language),
            ...(entry.port === undefined ? [] : [vscode.l10n.t('port {0}', entry.port)]),
        ].join(' · '),
        entry,
    }));
    const last =
        before === undefined
            ? []
            : [
                  {
                      label: `$(archive) ${vscode.l10n.t('What ran before Slipway')}`,
                      description: before.image,
                      detail: before.settings.join(', '),
                      entry: 'before' as const,
                  },
              ];
    const picked = await pick(op, [...rows, ...last], {
        title: vscode.l10n.t('Roll Back {0}', state.name),
        placeHolder: vscode.l10n.t('It runs {0} now. Which one shall run again?', shortDigest(state.digest ?? state.image)),
    });
    return picked.entry;
}
