import type { StepResult } from './runSteps.mjs';
export function summarize(
    results: readonly Pick<StepResult, 'name' | 'passed' | 'failed' | 'skipped' | 'reasons' | 'triedAgain'>[],
    rule: { readonly skipping: 'allowed' | 'refused' },
): number;
