import * as vscode from 'vscode';
import { Cancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { DeployPlan, Question } from '../../../core/deploy/deployPlan';
import type { Replan } from './deployRun';
import { askText, pick } from '../../ask';

/** Asks what cannot be shown as a field of the plan: the subscription, secret values, and consent to what cannot be taken back. */
export async function answerQuestions(op: Operation, first: DeployPlan, replan: Replan): Promise<DeployPlan> {
    let plan = first;
    for (;;) {
        const subscription = plan.questions.find((question) => question.kind === 'subscription');
        const takeOver = plan.questions.find((question) => question.kind === 'takeOver');
        const expose = plan.questions.find((question) => question.kind === 'expose');
        const replace = plan.questions.find((question) => question.kind === 'replace');
        const values = plan.questions.find((question) => question.kind === 'values');
        if (subscription !== undefined) {
            plan = await replan({ ...plan.request, subscriptionId: await askSubscription(op, subscription) });
        } else if (takeOver !== undefined) {
            await askTakeOver(takeOver);
            plan = await replan({ ...plan.request, takeOver: 'agreed' });
        } else if (expose !== undefined) {
            await askExpose(expose);
            plan = await replan({ ...plan.request, expose: 'agreed' });
        } else if (replace !== undefined) {
            await askReplace(replace);
            plan = await replan({ ...plan.request, replace: 'agreed' });
        } else if (values !== undefined) {
            plan = await replan({ ...plan.request, env: { ...plan.request.env, ...(await askValues(op, values)) } });
        } else {
            return plan;
        }
    }
}

async function askSubscription(op: Operation, question: Extract<Question, { kind: 'subscription' }>): Promise<string> {
    const rows = question.options.map((option) => ({ label: option.name, description: option.id, id: option.id }));
    const chosen = await pick(op, rows, {
        title: vscode.l10n.t('Slipway: Deploy'),
        placeHolder: vscode.l10n.t('Which subscription?'),
    });
    return chosen.id;
}

async function askTakeOver(question: Extract<Question, { kind: 'takeOver' }>): Promise<void> {
    const yes = vscode.l10n.t('Replace What Runs There');
    const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('{0} exists and was not made by Slipway.', question.name),
        { modal: true, detail: vscode.l10n.t('It runs {0} now.', question.runsNow) },
        yes,
    );
    if (answer !== yes) {
        throw new Cancelled();
    }
}

async function askExpose(question: Extract<Question, { kind: 'expose' }>): Promise<void> {
    const yes = vscode.l10n.t('Open to the Internet');
    const answer = await vscode.window.showWarningMessage(
        question.now === 'inside'
            ? vscode.l10n.t('{0} is reached from inside its environment only.', question.name)
            : vscode.l10n.t('{0} is reached by nobody: its ingress is off.', question.name),
        { modal: true, detail: vscode.l10n.t('A deploy opens it to the internet, where its page is checked.') },
        yes,
    );
    if (answer !== yes) {
        throw new Cancelled();
    }
}

export async function askReplace(question: Extract<Question, { kind: 'replace' }>): Promise<void> {
    const yes = vscode.l10n.t('Delete and Make Anew');
    const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('{0} cannot be changed in place.', question.name),
        {
            modal: true,
            detail: vscode.l10n.t(
                'Container Instances refuse this change: {0}. The container group is deleted and made anew: it is away for a moment, and its IP address changes.',
                question.reasons.join(', '),
            ),
        },
        yes,
    );
    if (answer !== yes) {
        throw new Cancelled();
    }
}

/** Values go into the request and from there to Azure: they are kept nowhere. */
export async function askValues(
    op: Operation,
    question: Pick<Extract<Question, { kind: 'values' }>, 'name' | 'settings'>,
): Promise<Readonly<Record<string, string>>> {
    const values: Record<string, string> = {};
    for (const [index, name] of question.settings.entries()) {
        const value = await askText(op, {
            title: vscode.l10n.t('Value of {0} ({1} of {2})', name, String(index + 1), String(question.settings.length)),
            prompt: vscode.l10n.t('{0} is written as a whole, and Azure does not tell this secret value.', question.name),
            password: true,
        });
        values[name] = value;
    }
    return values;
}
