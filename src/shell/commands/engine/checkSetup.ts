import * as vscode from 'vscode';
import { thisEnvironment } from '../../../adapters/docker/openEngine';
import { probeEngines } from '../../../adapters/docker/probeEngines';
import { probeMachine } from '../../../adapters/node/probeMachine';
import type { Operation } from '../../../base/operation';
import type { SetupFinding } from '../../../core/diagnose/engineFinding';
import { checkSetup } from '../../../workflows/checkSetup';
import { perform } from '../../present';
import type { Shell } from '../../shell';

const icons = { problem: 'error', warning: 'warning', good: 'pass' } as const;

interface Row extends vscode.QuickPickItem {
    readonly finding?: SetupFinding;
}

/** Everything that building here needs, one row each; choosing a row does its first remedy. */
export async function run(shell: Shell, op: Operation): Promise<void> {
    const chosen = vscode.workspace.getConfiguration('slipway').get<string>('engine.host', '');
    const environment = thisEnvironment();
    const { findings } = await checkSetup(op, {
        engine: (inner) => probeEngines(inner, environment, chosen === '' ? undefined : chosen),
        machine: (inner) => probeMachine(inner, environment),
    });
    shell.output.heading('Check My Setup');
    for (const finding of findings) {
        shell.output.line(`${finding.kind}: ${finding.title}. ${finding.cause} Seen: ${finding.evidence}. ${finding.fix}`);
    }
    if (findings.every(({ kind }) => kind !== 'problem')) {
        shell.milestones.reached('setup');
    }
    void show(findings);
}

async function show(findings: readonly SetupFinding[]): Promise<void> {
    const rows = findings.map((finding): Row => {
        const remedy = finding.remedies[0];
        return {
            label: `$(${icons[finding.kind]}) ${finding.title}`,
            description: remedy === undefined ? finding.evidence : remedy.title,
            detail: finding.kind === 'good' ? finding.cause : [finding.cause, finding.fix].filter((part) => part !== '').join(' '),
            finding,
        };
    });
    const problems = findings.filter((finding) => finding.kind === 'problem').length;
    const chosen = await vscode.window.showQuickPick(rows, {
        title: vscode.l10n.t('Slipway: Check My Setup'),
        placeHolder: problems === 0 ? vscode.l10n.t('Nothing keeps you from building here') : vscode.l10n.t('Choose a row to mend it'),
        matchOnDetail: true,
    });
    const remedy = chosen?.finding?.remedies[0];
    if (remedy !== undefined) {
        await perform(remedy);
    }
}
