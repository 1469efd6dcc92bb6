import type { Step } from './runSteps.mjs';
export function alternate(busy: readonly Step[], waiting: readonly Step[]): readonly Step[];
