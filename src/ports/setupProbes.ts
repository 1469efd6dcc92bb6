import type { Operation } from '../base/operation';
import type { EngineSetup, MachineSetup } from '../core/diagnose/engineSetup';

/** Looks at the machine for the doctor. Nothing here throws but Cancelled: what cannot be found out is left out. May start short processes. */
export interface SetupProbes {
    engine(op: Operation): Promise<EngineSetup>;
    machine(op: Operation): Promise<MachineSetup>;
}
