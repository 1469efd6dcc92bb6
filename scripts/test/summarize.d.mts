import type { StepResult } from './runSteps.mjs';
export function summarize(
    results: readonly Pick<StepResult, 'name' | 'passed' | 'failed' | 'skipped'>[],
    rule: { readonly skipping: 'allowed' | 'refused' },
): number;
