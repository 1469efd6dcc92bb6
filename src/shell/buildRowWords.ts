import * as vscode from 'vscode';
import type { BuildRowWords } from '../views/buildPanel';

/** What stands around the steps of a build, wherever they are shown. */
export function buildRowWords(): BuildRowWords {
    return {
        preparation: vscode.l10n.t('Preparation'),
        steps: vscode.l10n.t('Dockerfile'),
        result: vscode.l10n.t('Result'),
        cached: vscode.l10n.t('cached'),
        line: vscode.l10n.t('line {0}', '{0}'),
        states: {
            waiting: vscode.l10n.t('waiting'),
            running: vscode.l10n.t('running'),
            done: vscode.l10n.t('done'),
            cached: vscode.l10n.t('from the cache'),
            failed: vscode.l10n.t('failed'),
            cancelled: vscode.l10n.t('cancelled'),
        },
    };
}
