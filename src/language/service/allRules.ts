import { dockerfileRules } from './dockerfileRules';
import { ignoreRules } from './ignoreRules';
import { requirementsRules } from './requirementsRules';
import type { RuleFact } from './rule';

/** Every rule, for the settings schema, docs/rules.md and the tests. */
export const allRules: readonly RuleFact[] = [
    ...dockerfileRules.map((rule) => ({ ...rule, kind: 'dockerfile' as const })),
    ...requirementsRules.map((rule) => ({ ...rule, kind: 'requirements' as const })),
    ...ignoreRules.map((rule) => ({ ...rule, kind: 'dockerignore' as const })),
];
