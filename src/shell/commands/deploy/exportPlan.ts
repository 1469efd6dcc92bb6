import * as vscode from 'vscode';
import { Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { DeployPlan } from '../../../core/deploy/deployPlan';
import { exportPlan } from '../../../core/deploy/export/exportPlan';
import { secretsOf } from '../../../core/deploy/export/exportModel';
import { renderAzScript } from '../../../core/deploy/export/renderAzScript';
import { renderBicep } from '../../../core/deploy/export/renderBicep';
import { renderWorkflow } from '../../../core/deploy/export/renderWorkflow';
import { planDeploy } from '../../../core/deploy/planDeploy';
import type { DeployFailure } from '../../../core/failures/deploy';
import { gatherDeploy } from '../../../workflows/deploy/gatherDeploy';
import { openCloud } from '../../cloud/openCloud';
import { chooseFolder } from '../../folderArgument';
import { chooseProject, inspectFolder } from '../../inspectFolder';
import type { Shell } from '../../shell';
import { chooseSubscription } from '../registry/chooseSubscription';
import { firstRequest } from './deploy';
import { runOf } from './runs';
import { pick } from '../../ask';

/** Writes the plan of a folder as a file for another tool, into an editor: nothing is saved and nothing is deployed. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const folder = await chooseFolder(op, argument);
    const plan = runOf(shell, folder).shown() ?? (await makePlan(shell, op, folder));
    const model = exportPlan(plan);
    if (model === undefined) {
        throw new Failure<DeployFailure>('deploy/unanswered', { questions: plan.questions.map(({ kind }) => kind).join(', ') });
    }
    const several = plan.steps.find((step) => step.kind === 'configure' && step.current.container !== undefined);
    if (several !== undefined) {
        void vscode.window.showInformationMessage(
            vscode.l10n.t('{0} has several containers, which an exported file would not keep: deploy it from here.', model.app),
        );
        return;
    }
    const ways = [
        {
            label: vscode.l10n.t('$(file-code) Bicep'),
            detail: vscode.l10n.t('For az deployment group create'),
            // Without the Bicep extension VS Code does not know the language.
            language: 'bicep',
            render: renderBicep,
        },
        {
            label: vscode.l10n.t('$(terminal) Azure CLI script'),
            detail: vscode.l10n.t('The plan as az and docker commands'),
            language: 'shellscript',
            render: renderAzScript,
        },
        {
            label: vscode.l10n.t('$(github-action) GitHub Actions workflow'),
            detail: vscode.l10n.t('Builds and deploys at every push; signs in by OIDC'),
            language: 'yaml',
            render: renderWorkflow,
        },
    ];
    const way = await pick(op, ways, {
        title: vscode.l10n.t('Slipway: Export Deployment Plan'),
        placeHolder: vscode.l10n.t('As what?'),
    });
    const known = await vscode.languages.getLanguages();
    const document = await vscode.workspace.openTextDocument({
        content: way.render(model),
        language: known.includes(way.language) ? way.language : 'plaintext',
    });
    await vscode.window.showTextDocument(document);
    const secrets = secretsOf(model);
    if (secrets.length > 0) {
        void vscode.window.showInformationMessage(
            vscode.l10n.t('The file names secrets and holds no value of one: {0}.', secrets.join(', ')),
        );
    }
}

/** What a deploy would do, without the engine: nothing is built for it. */
async function makePlan(shell: Shell, op: Operation, folder: vscode.WorkspaceFolder): Promise<DeployPlan> {
    const project = await chooseProject(op, await inspectFolder(shell, op, folder), folder);
    const opened = await openCloud(shell, op);
    const ports = { azure: opened.azure, engine: { image: () => Promise.resolve(undefined) } };
    const request = firstRequest(shell, folder, project, opened);
    const plan = planDeploy(request, await gatherDeploy(op, ports, request));
    if (plan.subscription !== undefined) {
        return plan;
    }
    const { id } = await chooseSubscription(op, opened.azure, vscode.l10n.t('Slipway: Export Deployment Plan'));
    const again = { ...request, subscriptionId: id };
    return planDeploy(again, await gatherDeploy(op, ports, again));
}
