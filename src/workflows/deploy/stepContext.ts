import type { Operation } from '../../base/operation';
import type { BuildEvent } from '../../core/build/buildEvent';
import type { DeployPlan } from '../../core/deploy/deployPlan';
import type { Sentence } from '../../core/deploy/sentence';
import type { DeployPorts } from './deployPorts';
import type { Made } from './made';

/** What every step is performed with. */
export interface StepContext {
    readonly op: Operation;
    readonly ports: DeployPorts;
    readonly plan: DeployPlan;
    readonly made: Made;
    readonly progress: (message: Sentence, fraction?: number) => void;
    readonly onBuild: (event: BuildEvent) => void;
}
