import type { Step } from './runSteps.mjs';
export function chooseSteps(steps: readonly Step[], names: readonly string[]): readonly Step[];
