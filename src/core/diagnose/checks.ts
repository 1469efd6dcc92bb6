import { aiChecks } from './checksAi';
import { appChecks } from './checksApp';
import type { Check } from './check';
import { helperChecks } from './checksHelpers';
import { systemChecks } from './checksSystem';

/** The whole battery, in the order in which the panel shows it. */
export const checks: readonly Check[] = [...appChecks, ...aiChecks, ...systemChecks, ...helperChecks];
