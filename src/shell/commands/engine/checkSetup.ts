import * as vscode from 'vscode';
import { thisEnvironment } from '../../../adapters/docker/openEngine';
import { probeEngines } from '../../../adapters/docker/probeEngines';
import { probeMachine } from '../../../adapters/node/probeMachine';
import { quietOperation, type Operation } from '../../../base/operation';
import { probeProject } from '../../../adapters/node/probeProject';
import type { SetupFinding } from '../../../core/diagnose/engineFinding';
import type { ProjectSetup } from '../../../core/diagnose/engineSetup';
import { checkSetup } from '../../../workflows/checkSetup';
import { signInOf } from '../../cloud/signInOf';
import { chosenEngine } from '../../engine';
import { lastComplaint } from '../../lastComplaint';
import { perform } from '../../present';
import { sayMade } from '../../sayMade';
import type { Shell } from '../../shell';
import { pick, unlessClosed } from '../../ask';

const icons = { problem: 'error', warning: 'warning', good: 'pass' } as const;

interface Row extends vscode.QuickPickItem {
    readonly finding?: SetupFinding;
}

/** Everything that building here needs, one row each; choosing a row does its first remedy. */
export async function run(shell: Shell, op: Operation): Promise<void> {
    const environment = thisEnvironment();
    const complaint = lastComplaint();
    const { findings } = await checkSetup(
        op,
        {
            engine: (inner) => probeEngines(inner, environment, chosenEngine(shell.memory)),
            machine: (inner) => probeMachine(inner, environment),
        },
        { project: await projectSetup(shell), ...(complaint === undefined ? {} : { complaint }) },
    );
    shell.output.heading('Check My Setup');
    for (const finding of findings) {
        shell.output.line(`${finding.kind}: ${finding.title}. ${finding.cause} Seen: ${finding.evidence}. ${finding.fix}`);
    }
    if (findings.every(({ kind }) => kind !== 'problem')) {
        shell.milestones.reached('setup');
    }
    void show(findings);
}

/** What the tutorial asks of a newcomer, besides an engine: where the window works, the folder's needs, the account. */
async function projectSetup(shell: Shell): Promise<ProjectSetup> {
    const folder = vscode.workspace.workspaceFolders?.[0];
    const project = folder === undefined ? undefined : await probeProject(folder.uri.fsPath);
    return {
        window: vscode.env.remoteName ?? 'local',
        needsPython: 'no',
        environment: 'unknown',
        dockerfileNeeds: [],
        ...project,
        azure: await azureAccount(shell),
    };
}

/** Asks VS Code for its accounts, and nobody to sign in. */
async function azureAccount(shell: Shell): Promise<ProjectSetup['azure']> {
    if (vscode.workspace.getConfiguration('slipway').get('cloud') === 'local') {
        return 'unknown';
    }
    try {
        const { how, cloud } = signInOf(shell.context);
        if (how !== 'vscode') {
            return 'unknown';
        }
        const accounts = await vscode.authentication.getAccounts(cloud.name === 'public' ? 'microsoft' : 'microsoft-sovereign-cloud');
        return accounts.length > 0 ? 'signed-in' : 'signed-out';
    } catch {
        return 'unknown';
    }
}

async function show(findings: readonly SetupFinding[]): Promise<void> {
    const rows = findings.map((finding): Row => {
        const remedy = finding.remedies[0];
        return {
            label: `$(${icons[finding.kind]}) ${sayMade(finding.title)}`,
            description: remedy === undefined ? finding.evidence : sayMade(remedy.title),
            detail: (finding.kind === 'good' ? [finding.cause] : [finding.cause, finding.fix])
                .filter((part) => part !== '')
                .map(sayMade)
                .join(' '),
            finding,
        };
    });
    const problems = findings.filter((finding) => finding.kind === 'problem').length;
    const chosen = await unlessClosed(
        pick(quietOperation(), rows, {
            title: vscode.l10n.t('Slipway: Check My Setup'),
            placeHolder: problems === 0 ? vscode.l10n.t('Nothing keeps you from building here') : vscode.l10n.t('Choose a row to mend it'),
        }),
    );
    const remedy = chosen?.finding?.remedies[0];
    if (remedy !== undefined) {
        await perform(remedy);
    }
}
