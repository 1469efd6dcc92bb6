import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { Cancelled, isCancelled, isFailure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { DeployPlan } from '../../../core/deploy/deployPlan';
import type { DeployRequest } from '../../../core/deploy/deployRequest';
import type { Step } from '../../../core/deploy/step';
import type { ProposedFile, Profile } from '../../../core/project/profile';
import { failureText } from '../../../views/failureText';
import { readFromPlanPanel, type FromPlanPanel, type PlanPanelState, type ToPlanPanel } from '../../../views/planPanel';
import { canBeAnything } from '../../../views/planVariables';
import { planState, type PlanContext, type StepProgress } from '../../../views/planState';
import { openPage } from '../../openPage';
import { PagePanel } from '../../panel/pagePanel';
import type { Milestone } from '../../milestones';
import { perform } from '../../present';
import { previewFile } from '../../proposedFiles';
import type { Shell } from '../../shell';

/** Makes a plan again for a changed request, from what Azure says now or from what it said last; throws what planning throws. */
export type Replan = (request: DeployRequest, look?: 'again' | 'known') => Promise<DeployPlan>;

/** A deploy does what the walkthrough's steps are about. */
const reaches: Partial<Record<Step['kind'], Milestone>> = {
    files: 'containerize',
    build: 'setup',
    rehearse: 'rehearse',
    resourceGroup: 'signIn',
};

/** One deploy of one folder as the window shows it: its panel, its steps, the status bar. Lives until the next deploy of the folder. */
export class DeployRun {
    private panel: PagePanel<ToPlanPanel, FromPlanPanel> | undefined;
    private plan: DeployPlan | undefined;
    private profile: Profile | undefined;
    private phase: PlanPanelState['phase'] = 'review';
    private progress: Record<string, StepProgress[string]> = {};
    private fieldErrors: Record<string, string> = {};
    private failure: PlanContext['failure'];
    private result: PlanContext['result'];
    private decide: ((decision: 'start' | 'cancel') => void) | undefined;
    private cancelRun: (() => void) | undefined;
    private replan: Replan | undefined;
    private replanning: Promise<void> = Promise.resolve();

    constructor(
        private readonly shell: Shell,
        private readonly folder: vscode.WorkspaceFolder,
    ) {}

    show(): void {
        if (this.plan === undefined) {
            return;
        }
        if (this.panel === undefined) {
            const panel = new PagePanel<ToPlanPanel, FromPlanPanel>(
                this.shell.context.extensionUri,
                { viewType: 'slipway.plan', title: vscode.l10n.t('Slipway Plan'), script: 'plan.js', read: readFromPlanPanel },
                { kind: 'state', state: this.state(this.plan) },
                (message) => this.receive(message),
            );
            this.panel = panel;
            panel.onDidClose(() => {
                this.panel = undefined;
                this.decide?.('cancel');
            });
        } else {
            this.panel.reveal();
        }
    }

    /** The plan as it is on screen, if one is. */
    shown(): DeployPlan | undefined {
        return this.panel === undefined ? undefined : this.plan;
    }

    /** Takes a plan and what it was made from; nothing is shown yet. */
    planned(plan: DeployPlan, profile: Profile | undefined): void {
        this.plan = plan;
        this.profile = profile;
        this.phase = 'review';
        this.progress = {};
        this.failure = undefined;
        this.result = undefined;
        this.draw();
    }

    /** Shows the plan and waits for the user's consent; answers the plan as it was edited. Throws Cancelled when the user closes or cancels it. */
    async consent(op: Operation, replan: Replan): Promise<DeployPlan> {
        this.replan = replan;
        this.show();
        const stop = () => this.decide?.('cancel');
        op.signal.addEventListener('abort', stop, { once: true });
        try {
            for (;;) {
                const decision = await new Promise<'start' | 'cancel'>((resolve) => {
                    this.decide = resolve;
                });
                if (decision === 'cancel') {
                    this.panel?.dispose();
                    throw new Cancelled();
                }
                await this.replanning;
                const plan = this.plan;
                if (plan?.problems.length === 0 && Object.keys(this.fieldErrors).length === 0) {
                    const ready = await this.withoutSettings(plan, replan);
                    if (ready !== undefined) {
                        return ready;
                    }
                }
            }
        } finally {
            this.decide = undefined;
            this.replan = undefined;
            op.signal.removeEventListener('abort', stop);
        }
    }

    /** An app that lacks what its code requires will hardly start; whoever knows better may go on. */
    private async withoutSettings(plan: DeployPlan, replan: Replan): Promise<DeployPlan | undefined> {
        const missing = plan.questions.find((question) => question.kind === 'settings');
        if (missing === undefined) {
            return plan;
        }
        const anyway = vscode.l10n.t('Deploy Anyway');
        const answer = await vscode.window.showWarningMessage(
            vscode.l10n.t('{0} has no value.', missing.names.join(', ')),
            { modal: true, detail: vscode.l10n.t('The code requires it: without it the app will probably not start.') },
            anyway,
        );
        return answer === anyway ? await replan({ ...plan.request, missingSettings: 'agreed' }, 'known') : undefined;
    }

    /** The run begins; `cancel` stops it. */
    started(cancel: () => void): void {
        this.cancelRun = cancel;
        this.phase = 'running';
        this.failure = undefined;
        this.draw();
    }

    step(id: string, progress: StepProgress[string]): void {
        // What a step says while it runs is no news once it is done.
        this.progress[id] = progress.state === 'running' ? { ...this.progress[id], ...progress } : progress;
        const { plan } = this;
        const at = plan?.steps.findIndex((step) => step.id === id) ?? -1;
        if (progress.state === 'running' && plan !== undefined && at >= 0) {
            this.shell.statusBar.running(at + 1, plan.steps.length, this.state(plan).steps[at]?.title ?? '');
        }
        this.draw();
    }

    finished(step: Step, outcome: 'done' | 'kept', durationMs: number): void {
        this.step(step.id, { state: outcome === 'kept' ? 'skipped' : 'done', durationMs });
        this.shell.telemetry.send('step', { step: step.kind, outcome, durationMs });
        const milestone = reaches[step.kind];
        if (milestone !== undefined) {
            this.shell.milestones.reached(milestone);
        }
    }

    stepFailed(step: Step, error: unknown, durationMs: number): void {
        this.step(step.id, { state: isCancelled(error) ? 'skipped' : 'failed', durationMs });
        const outcome = isCancelled(error) ? 'cancelled' : isFailure(error) ? error.code : 'internal/unexpected';
        this.shell.telemetry.send('step', { step: step.kind, outcome, durationMs });
    }

    succeeded(url: string, words: string): void {
        this.phase = 'done';
        this.result = { url, words };
        this.draw();
    }

    failed(error: unknown): void {
        this.phase = isCancelled(error) ? 'cancelled' : 'failed';
        this.failure = isCancelled(error) ? undefined : failureText(error, (sentence) => vscode.l10n.t(sentence));
        for (const [id, progress] of Object.entries(this.progress)) {
            if (progress.state === 'running') {
                this.progress[id] = { ...progress, state: isCancelled(error) ? 'skipped' : 'failed' };
            }
        }
        this.draw();
    }

    private draw(): void {
        if (this.plan !== undefined) {
            this.panel?.draw({ kind: 'state', state: this.state(this.plan) });
        }
    }

    private state(plan: DeployPlan): PlanPanelState {
        return planState(plan, {
            phase: this.phase,
            profile: this.profile,
            progress: this.progress,
            fieldErrors: this.fieldErrors,
            ...(this.failure === undefined ? {} : { failure: this.failure }),
            ...(this.result === undefined ? {} : { result: this.result }),
            translate: (sentence) => vscode.l10n.t(sentence),
        });
    }

    private receive(message: FromPlanPanel): void {
        switch (message.kind) {
            case 'ready':
                return;
            case 'start':
                if (this.decide === undefined) {
                    void vscode.commands.executeCommand('slipway.deploy', { folderUri: this.folder.uri.toString() });
                } else {
                    this.decide('start');
                }
                return;
            case 'cancel':
                this.decide?.('cancel');
                this.cancelRun?.();
                return;
            case 'field':
                this.edit(message.id, message.value);
                return;
            case 'variable':
                this.setVariable(message.name, message.value);
                return;
            case 'generate':
                if (this.plan?.settings.some((setting) => setting.name === message.name && canBeAnything(setting)) === true) {
                    this.setVariable(message.name, randomBytes(32).toString('base64url'));
                }
                return;
            case 'showFile':
                this.showFile(message.path);
                return;
            case 'showEvidence':
                this.showEvidence(message.file, message.line);
                return;
            case 'openResult':
                if (this.result !== undefined) {
                    void openPage(this.result.url);
                }
                return;
            case 'export':
                void vscode.commands.executeCommand('slipway.plan.export', { folderUri: this.folder.uri.toString() });
                return;
            case 'showOutput':
                this.shell.output.show();
                return;
            case 'remedy': {
                const remedy = this.failure?.remedies[message.index];
                if (remedy !== undefined) {
                    void perform(remedy);
                }
                return;
            }
        }
    }

    private edit(field: string, value: string): void {
        const { plan, replan } = this;
        if (plan === undefined || replan === undefined || !plan.choices.some((choice) => choice.field === field)) {
            return;
        }
        this.replanning = this.replanning.then(async () => {
            try {
                this.plan = await replan({ ...(this.plan ?? plan).request, [field]: value });
                this.fieldErrors = {};
            } catch (error) {
                const text = failureText(error, (sentence) => vscode.l10n.t(sentence));
                this.fieldErrors = { ...this.fieldErrors, [field]: text.why ?? text.what };
            }
            this.draw();
        });
    }

    /** Only variables of this plan are set: the message comes from a page. */
    private setVariable(name: string, value: string): void {
        const { replan } = this;
        if (replan === undefined || this.plan?.settings.some((setting) => setting.name === name) !== true) {
            return;
        }
        this.replanning = this.replanning.then(async () => {
            const { plan } = this;
            if (plan !== undefined) {
                const { [name]: _old, ...others } = plan.request.env;
                const { [name]: _known, ...known } = plan.request.knownEnv ?? {};
                const env = value === '' ? others : { ...others, [name]: value };
                this.plan = await replan({ ...plan.request, env, knownEnv: known }, 'known');
                this.draw();
            }
        });
    }

    private files(): readonly ProposedFile[] {
        return this.plan?.request.source.kind === 'build' ? this.plan.request.source.files : [];
    }

    /** Only files of this plan are opened: the message comes from a page. */
    private showFile(path: string): void {
        const file = this.files().find((proposed) => proposed.path === path);
        if (file !== undefined) {
            void previewFile(this.shell, this.folder.uri, file);
        }
    }

    private showEvidence(file: string, line: number): void {
        const variables = this.plan?.settings ?? [];
        if (this.profile?.evidence.some((entry) => entry.file === file) === true || variables.some((entry) => entry.file === file)) {
            const at = new vscode.Position(Math.max(0, line - 1), 0);
            void vscode.window.showTextDocument(vscode.Uri.joinPath(this.folder.uri, file), {
                selection: new vscode.Range(at, at),
                preview: true,
            });
        }
    }
}
