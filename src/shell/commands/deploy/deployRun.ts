import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { Cancelled, isCancelled, isFailure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { DeployPlan } from '../../../core/deploy/deployPlan';
import type { DeployRequest } from '../../../core/deploy/deployRequest';
import type { Step } from '../../../core/deploy/step';
import type { ProposedFile, Profile } from '../../../core/project/profile';
import { compareRuns } from '../../../views/compareRuns';
import { failureText } from '../../../views/failureText';
import { planMade } from '../../../views/planMade';
import { readFromPlanPanel, type FromPlanPanel, type PanelPicture, type PlanPanelState, type ToPlanPanel } from '../../../views/planPanel';
import { canBeAnything } from '../../../views/planVariables';
import { pastState, planState, recordRun, type PanelBeside, type PlanContext, type StepProgress } from '../../../views/planState';
import { keptRuns, readRuns, type RunRecord } from '../../../views/runRecord';
import type { Milestone } from '../../milestones';
import { openPage } from '../../openPage';
import { PagePanel } from '../../panel/pagePanel';
import { perform } from '../../present';
import { previewFile } from '../../proposedFiles';
import type { Shell } from '../../shell';
import { lookAtAzure } from './lookAtAzure';

/** Makes a plan again for a changed request, from what Azure says now or from what it said last; throws what planning throws. */
export type Replan = (request: DeployRequest, look?: 'again' | 'known') => Promise<DeployPlan>;

/** A deploy does what the walkthrough's steps are about. */
const reaches: Partial<Record<Step['kind'], Milestone>> = {
    files: 'containerize',
    build: 'setup',
    rehearse: 'rehearse',
    resourceGroup: 'signIn',
};
const mostLines = 400;
const drawEveryMs = 100;
const translate = (sentence: string) => vscode.l10n.t(sentence);

/** One deploy of one folder as the window shows it: its panel, its steps, the status bar. Lives until the next deploy of the folder. */
export class DeployRun {
    private panel: PagePanel<ToPlanPanel, FromPlanPanel> | undefined;
    private plan: DeployPlan | undefined;
    private profile: Profile | undefined;
    private phase: PlanPanelState['phase'] = 'review';
    private progress: Record<string, StepProgress[string]> = {};
    private readonly logs = new Map<string, string[]>();
    private fieldErrors: Record<string, string> = {};
    private failure: PlanContext['failure'];
    private result: PlanContext['result'];
    private startedMs = 0;
    private endedMs: number | undefined;
    private picture: PanelPicture | undefined;
    private looking: AbortController | undefined;
    private drawing: NodeJS.Timeout | undefined;
    private decide: ((decision: 'start' | 'cancel') => void) | undefined;
    private cancelRun: (() => void) | undefined;
    private replan: Replan | undefined;
    private replanning: Promise<void> = Promise.resolve();

    constructor(
        private readonly shell: Shell,
        readonly folder: vscode.WorkspaceFolder,
    ) {}

    /** Opens the panel; says whether there was something to show: a plan of this window, or a run that is remembered. */
    show(): 'shown' | 'nothing' {
        const state = this.current();
        if (state === undefined) {
            return 'nothing';
        }
        if (this.panel === undefined) {
            const panel = new PagePanel<ToPlanPanel, FromPlanPanel>(
                this.shell.context.extensionUri,
                { viewType: 'slipway.plan', title: vscode.l10n.t('Slipway Plan'), script: 'plan.js', read: readFromPlanPanel },
                { kind: 'state', state },
                (message) => this.receive(message),
            );
            this.panel = panel;
            panel.onDidClose(() => {
                this.panel = undefined;
                this.looking?.abort();
                this.decide?.('cancel');
            });
            if (state.phase !== 'review' && state.phase !== 'running') {
                void this.look();
            }
        } else {
            this.panel.reveal();
        }
        return 'shown';
    }

    /** The plan that waits for its consent, or whose run has not ended. */
    underWay(): DeployPlan | undefined {
        return this.decide !== undefined || this.phase === 'running' ? this.plan : undefined;
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
        this.logs.clear();
        this.failure = undefined;
        this.result = undefined;
        this.startedMs = 0;
        this.endedMs = undefined;
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
        this.startedMs = Date.now();
        this.endedMs = undefined;
        this.draw();
    }

    step(id: string, progress: StepProgress[string]): void {
        const before = this.progress[id];
        const fromMs = before?.fromMs ?? Date.now() - this.startedMs;
        // What a step says while it runs is no news once it is done.
        this.progress[id] = progress.state === 'running' ? { ...before, ...progress, fromMs } : { ...progress, fromMs };
        const { plan } = this;
        const at = plan?.steps.findIndex((step) => step.id === id) ?? -1;
        if (progress.state === 'running' && plan !== undefined && at >= 0) {
            this.shell.statusBar.running(at + 1, plan.steps.length, this.state(plan).steps[at]?.title ?? '');
        }
        this.draw();
    }

    /** A line of what a step says; shown below it. */
    log(id: string, line: string): void {
        const lines = this.logs.get(id) ?? [];
        // A line that only counts on replaces the one before: a push tells its bytes many times a second.
        const shape = (text: string | undefined) => text?.replace(/[\d.,]+/g, '#');
        if (shape(lines.at(-1)) === shape(line)) {
            lines.pop();
        }
        lines.push(line);
        if (lines.length > mostLines) {
            lines.splice(0, lines.length - mostLines);
        }
        this.logs.set(id, lines);
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
        this.ended('live');
        void this.look();
    }

    /** Says whether the user has the failure before his eyes. */
    failed(error: unknown): 'seen' | 'unseen' {
        const wasRunning = this.phase === 'running';
        // Before there is a plan, the panel has the deploy before: nobody has to look there for this one.
        const ownPlan = wasRunning || this.phase === 'review' ? this.plan : undefined;
        this.phase = isCancelled(error) ? 'cancelled' : 'failed';
        if (isCancelled(error)) {
            this.failure = undefined;
        } else {
            this.failure = failureText(error, translate);
            this.result = undefined;
        }
        for (const [id, progress] of Object.entries(this.progress)) {
            if (progress.state === 'running') {
                this.progress[id] = { ...progress, state: isCancelled(error) ? 'skipped' : 'failed' };
            }
        }
        if (wasRunning) {
            this.ended(isCancelled(error) ? 'cancelled' : 'failed');
        } else {
            this.draw();
        }
        return ownPlan !== undefined && this.panel?.isVisible() === true ? 'seen' : 'unseen';
    }

    private ended(outcome: RunRecord['outcome']): void {
        this.endedMs = Date.now();
        if (this.plan !== undefined) {
            const record = recordRun(this.state(this.plan), outcome, this.startedMs);
            void this.shell.memory.set(this.runsKey(), [record, ...this.records()].slice(0, keptRuns));
        }
        this.draw();
    }

    /** Runs of the profile that is in use, newest first. */
    private records(): readonly RunRecord[] {
        return this.shell.memory.get(this.runsKey(), readRuns) ?? [];
    }

    private runsKey(): string {
        const { active } = this.shell.memory.profiles(this.folder.uri);
        return `runs:${this.folder.uri.toString()}${active === undefined ? '' : `#${active}`}`;
    }

    /** Many lines a second are one drawing. */
    private draw(): void {
        if (this.panel === undefined || this.drawing !== undefined) {
            return;
        }
        this.drawing = setTimeout(() => {
            this.drawing = undefined;
            const state = this.current();
            if (state !== undefined) {
                this.panel?.draw({ kind: 'state', state });
            }
        }, drawEveryMs);
    }

    private current(): PlanPanelState | undefined {
        if (this.plan !== undefined) {
            return this.state(this.plan);
        }
        const [newest] = this.records();
        this.failure = newest?.failure === undefined ? undefined : { code: 'internal/unexpected', ...newest.failure };
        this.result = newest?.result;
        return newest === undefined ? undefined : pastState(newest, this.beside());
    }

    private state(plan: DeployPlan): PlanPanelState {
        return planState(plan, {
            phase: this.phase,
            profile: this.profile,
            progress: Object.fromEntries(
                plan.steps.flatMap(({ id }) => {
                    const [progress, log] = [this.progress[id], this.logs.get(id)];
                    return progress === undefined ? [] : [[id, log === undefined ? progress : { ...progress, log: [...log] }]];
                }),
            ),
            fieldErrors: this.fieldErrors,
            ...(this.failure === undefined ? {} : { failure: this.failure }),
            ...(this.result === undefined ? {} : { result: this.result }),
            ...(this.startedMs === 0 ? {} : { totalMs: (this.endedMs ?? Date.now()) - this.startedMs }),
            beside: this.phase === 'review' ? {} : this.beside(),
            translate,
        });
    }

    private beside(): PanelBeside {
        const runs = compareRuns(this.records(), Date.now());
        return { ...(runs === undefined ? {} : { runs }), ...(this.picture === undefined ? {} : { picture: this.picture }) };
    }

    /** Asks Azure what there is now; a second call replaces the first. */
    private async look(): Promise<void> {
        if (this.panel === undefined || this.shell.memory.deployment(this.folder.uri)?.previous === undefined) {
            return;
        }
        this.looking?.abort();
        const looking = new AbortController();
        this.looking = looking;
        this.picture = { state: 'asking', words: vscode.l10n.t('Asking Azure…'), columns: this.picture?.columns ?? [] };
        this.draw();
        const picture = await lookAtAzure(this.shell, this.folder.uri, looking.signal);
        if (!looking.signal.aborted) {
            this.picture = picture;
            this.draw();
        }
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
            case 'look':
                void this.look();
                return;
            case 'node':
                void this.shell.projects.reveal(this.folder, message.node);
                return;
            case 'openMade':
                this.openMade(message.index);
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

    private openMade(index: number): void {
        const target = this.plan === undefined ? undefined : planMade(this.plan, this.progress, translate)[index]?.target;
        if (target?.kind === 'page') {
            void openPage(target.url);
        } else if (target?.kind === 'file') {
            void vscode.window.showTextDocument(vscode.Uri.joinPath(this.folder.uri, target.path), { preview: true });
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
                const text = failureText(error, translate);
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
