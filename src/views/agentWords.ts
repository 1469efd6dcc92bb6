import type { DeployPlan } from '../core/deploy/deployPlan';
import type { Profile } from '../core/project/profile';
import { planState } from './planState';

const same = (sentence: string) => sentence;

/** What was found out about a project, without the places it was read from, for an agent. */
export function agentProfile({ evidence, alternatives: _, ...profile }: Profile): Readonly<Record<string, unknown>> {
    return {
        ...profile,
        findings: profile.findings.map(({ code, severity, message, file, line }) => ({ code, severity, message, file, line })),
        evidence: evidence.map(({ fact, value, file, line }) => `${fact} = ${value} (${file}${line === undefined ? '' : `:${line}`})`),
    };
}

/** The plan in the words that a person is shown. */
export function agentPlan(plan: DeployPlan, profile: Profile): Readonly<Record<string, unknown>> {
    const state = planState(plan, { phase: 'review', profile, progress: {}, fieldErrors: {}, beside: {}, translate: same });
    return {
        title: state.title,
        where: state.subtitle,
        choices: state.fields.map(({ label, value }) => `${label}: ${value}`),
        files: state.files,
        steps: state.steps.map(({ title }) => title),
        cost: state.cost,
        warnings: state.warnings,
        problem: state.failure?.what,
        questions: plan.questions.map(({ kind }) => kind),
    };
}
