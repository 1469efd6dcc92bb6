import type { Operation } from '../base/operation';
import { diagnoseSetup } from '../core/diagnose/engineDiagnosis';
import type { SetupFinding } from '../core/diagnose/engineFinding';
import type { ProjectSetup, Setup } from '../core/diagnose/engineSetup';
import type { SetupProbes } from '../ports/setupProbes';

export interface SetupCheck {
    readonly findings: readonly SetupFinding[];
    /** What the rules looked at; holds no secret. */
    readonly setup: Setup;
}

/** Looks at everything that building here needs. `complaint` is what an engine or a command said when it failed. */
export async function checkSetup(
    op: Operation,
    probes: SetupProbes,
    known: { readonly project?: ProjectSetup; readonly complaint?: string } = {},
): Promise<SetupCheck> {
    op.report('Looking at your setup');
    const [engine, machine] = await Promise.all([probes.engine(op), probes.machine(op)]);
    const setup: Setup = { engine, machine, ...known };
    return { findings: diagnoseSetup(setup), setup };
}
