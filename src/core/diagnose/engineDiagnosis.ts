import { setupRules, type SetupFinding } from './engineFinding';
import { engineRules } from './engineRules';
import type { Setup } from './engineSetup';

/** Everything that the rules have to say about a setup; problems first, each kind in the order of weight. */
export function diagnoseSetup(setup: Setup): readonly SetupFinding[] {
    const findings = setupRules.flatMap((rule) => {
        const said = engineRules[rule](setup);
        return said === undefined ? [] : [{ rule, ...said }];
    });
    const weight = { problem: 0, warning: 1, good: 2 };
    return findings.sort((a, b) => weight[a.kind] - weight[b.kind]);
}
