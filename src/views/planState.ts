import { decimal } from '../base/decimal';
import type { DeployPlan } from '../core/deploy/deployPlan';
import type { Sentence } from '../core/deploy/sentence';
import type { Step } from '../core/deploy/step';
import { targets } from '../core/deploy/target';
import { servedByDockerfile } from '../core/dockerfile/servedByDockerfile';
import type { Profile, ProposedFile } from '../core/project/profile';
import { failureText, type FailureText, type Translate } from './failureText';
import { planVariables } from './planVariables';
import { planMade } from './planMade';
import type { PanelFact, PanelField, PanelFile, PanelMade, PanelStep, PlanPanelState } from './planPanel';
import type { RecordedStep, RunRecord } from './runRecord';
import { say as spoken } from './say';
import { fill } from './words';
import { Failure } from '../base/failure';

/** How far each step of a run is, by step id. */
export type StepProgress = Readonly<Record<string, Pick<PanelStep, 'state' | 'durationMs' | 'message' | 'fromMs' | 'log'>>>;

/** What the panel shows besides the plan itself. */
export interface PlanContext {
    readonly phase: PlanPanelState['phase'];
    readonly profile: Profile | undefined;
    readonly progress: StepProgress;
    /** A field's own complaint, by field. */
    readonly fieldErrors: Readonly<Record<string, string>>;
    readonly failure?: FailureText;
    readonly result?: NonNullable<PlanPanelState['result']>;
    readonly totalMs?: number;
    readonly beside: PanelBeside;
    readonly translate: Translate;
}

/** What the panel shows beside a plan: earlier runs and what is in Azure now. */
export type PanelBeside = Pick<PlanPanelState, 'runs' | 'picture'>;

/** A run of an earlier window as the panel shows it. */
export function pastState(run: RunRecord, beside: PanelBeside): PlanPanelState {
    return {
        title: run.title,
        subtitle: run.subtitle,
        phase: 'past',
        facts: [],
        files: [],
        fields: [],
        variables: [],
        steps: run.steps.map((step) => ({ ...step, change: 'run' })),
        warnings: [],
        made: [],
        totalMs: run.durationMs,
        ...(run.result === undefined ? {} : { result: run.result }),
        ...(run.failure === undefined ? {} : { failure: run.failure }),
        ...beside,
    };
}

/** A run that has ended, to be remembered. What still ran when it ended has not come to an end. */
export function recordRun(state: PlanPanelState, outcome: RunRecord['outcome'], startedMs: number): RunRecord {
    return {
        startedMs,
        durationMs: state.totalMs ?? 0,
        outcome,
        title: state.title,
        subtitle: state.subtitle,
        steps: state.steps.map(({ id, title, state: step, durationMs }): RecordedStep => ({
            id,
            title,
            state: step === 'running' ? 'waiting' : step,
            ...(durationMs === undefined ? {} : { durationMs }),
        })),
        ...(state.result === undefined ? {} : { result: state.result }),
        ...(state.failure === undefined ? {} : { failure: state.failure }),
    };
}

/** The panel's whole state from a plan and how far it got. */
export function planState(plan: DeployPlan, context: PlanContext): PlanPanelState {
    const say = (sentence: Sentence) => fill(context.translate(sentence.text), sentence.facts);
    const target = targets[plan.target].title;
    const problem = plan.problems[0];
    const failure =
        context.failure ?? (problem === undefined ? undefined : failureText(new Failure(problem.code, problem.facts), context.translate));
    return {
        title: fill(context.translate('Deploy {name} to {target}'), { name: plan.request.projectName, target }),
        subtitle: subtitle(plan),
        phase: context.phase,
        facts: context.profile === undefined ? [] : profileFacts(servedByDockerfile(context.profile, proposedFiles(plan))),
        files: planFiles(plan),
        fields: planFields(plan, context.fieldErrors),
        variables: planVariables(plan, context.translate),
        steps: plan.steps.map((step) => panelStep(step, say, context.progress)),
        cost: costWords(plan),
        warnings: plan.warnings.map(say),
        made: planMade(plan, context.progress, context.translate).map(({ label, name, change, opens }): PanelMade => ({
            label,
            name,
            change,
            ...(opens === undefined ? {} : { opens }),
        })),
        ...(plan.cloud.name === 'local' ? { local: 'yes' as const } : {}),
        ...(context.totalMs === undefined ? {} : { totalMs: context.totalMs }),
        ...context.beside,
        ...(context.result === undefined ? {} : { result: context.result }),
        ...(failure === undefined ? {} : { failure }),
    };
}

function subtitle(plan: DeployPlan): string {
    // The local Azure has one subscription, of its own name.
    const where = plan.subscription === undefined || plan.subscription.name === plan.cloud.title ? '' : ` · ${plan.subscription.name}`;
    return plan.cloud.name === 'local' ? `${spoken('Local Azure on this machine')}${where}` : `${plan.cloud.title}${where}`;
}

const factLabels: readonly (readonly [field: keyof Profile, label: () => string])[] = [
    ['language', () => spoken('Language')],
    ['runtimeVersion', () => spoken('Version')],
    ['framework', () => spoken('Framework')],
    ['entry', () => spoken('Entry')],
    ['server', () => spoken('Server')],
    ['startCommand', () => spoken('Start command')],
    ['port', () => spoken('Port')],
    ['packageManager', () => spoken('Packages')],
    ['healthPath', () => spoken('Health path')],
];

/** What was found, each with the place of its best evidence. */
export function profileFacts(profile: Profile): readonly PanelFact[] {
    return factLabels.flatMap(([field, label]) => {
        // What Slipway starts follows from the other facts; a start command is told where somebody wrote it.
        const value = field === 'startCommand' ? writtenCommand(profile) : profile[field];
        if (typeof value !== 'string' && typeof value !== 'number') {
            return [];
        }
        const evidence =
            profile.evidence.find((entry) => entry.fact === field && entry.value === String(value)) ??
            profile.evidence.find((entry) => entry.fact === field);
        return [
            {
                label: label(),
                value: String(value),
                ...(evidence === undefined ? {} : { file: evidence.file }),
                ...(evidence?.line === undefined ? {} : { line: evidence.line }),
            },
        ];
    });
}

function writtenCommand({ startCommand, evidence }: Profile): string | undefined {
    return evidence.some((entry) => entry.fact === 'startCommand') ? startCommand?.join(' ') : undefined;
}

function proposedFiles(plan: DeployPlan): readonly ProposedFile[] {
    return plan.request.source.kind === 'build' ? plan.request.source.files : [];
}

function planFiles(plan: DeployPlan): readonly PanelFile[] {
    return proposedFiles(plan).map((file) => ({ path: file.path, action: file.action, reason: spoken(file.reason ?? '') }));
}

function planFields(plan: DeployPlan, errors: Readonly<Record<string, string>>): readonly PanelField[] {
    return plan.choices
        .filter((choice) => choice.editable === 'yes')
        .map((choice) => {
            const error = errors[choice.field];
            return {
                id: choice.field,
                label: spoken(choice.title),
                value: choice.value,
                ...(choice.options === undefined
                    ? {}
                    : {
                          choices: withValue(choice.options, choice.value).map((value) => ({
                              value,
                              label: choice.titles?.[value] === undefined ? value : spoken(choice.titles[value]),
                          })),
                      }),
                ...(choice.typing === undefined ? {} : { typing: choice.typing }),
                ...(error === undefined ? {} : { error }),
            };
        });
}

function withValue(options: readonly string[], value: string): readonly string[] {
    return options.includes(value) ? options : [value, ...options];
}

function panelStep(step: Step, say: (sentence: Sentence) => string, progress: StepProgress): PanelStep {
    const details = (step.details ?? []).map((detail) =>
        detail.before === undefined
            ? `${spoken(detail.label)}: ${spoken(detail.after)}`
            : `${spoken(detail.label)}: ${spoken(detail.before)} → ${spoken(detail.after)}`,
    );
    return {
        id: step.id,
        title: say(step.words),
        change: step.change === 'check' ? 'run' : step.change,
        state: 'waiting',
        ...(details.length === 0 ? {} : { detail: details.join(' · ') }),
        ...progress[step.id],
    };
}

function costWords(plan: DeployPlan): string {
    const { monthlyUsd, unknown, asOf } = plan.cost;
    if (plan.cloud.name === 'local') {
        return spoken('Costs nothing: it runs on this machine.');
    }
    const rest = unknown.length === 0 ? '' : ` ${spoken('Not known: {0}.', unknown.join(', '))}`;
    return monthlyUsd === 0
        ? `${spoken('Adds no fixed cost.')}${rest}`
        : `${spoken('Adds about {0} US dollars a month (list prices of {1}, without traffic).', decimal(monthlyUsd, 2), asOf)}${rest}`;
}
