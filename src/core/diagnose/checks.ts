import { aiChecks } from './checksAi';
import { appChecks } from './checksApp';
import type { Check } from './check';
import { helperChecks } from './checksHelpers';
import { systemChecks } from './checksSystem';

/** The whole battery, in the order in which the panel shows it. The slowest come first where order decides how well eight channels are used. */
export const checks: readonly Check[] = [...appChecks, ...aiChecks, ...systemChecks, ...helperChecks];
