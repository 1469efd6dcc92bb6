import { isBroken } from '../../core/deploy/provisioningState';
import { sentence } from '../../core/deploy/sentence';
import type { StepContext } from './stepContext';

const lookEveryMs = 3_000;
/** After this long an operation is taken for one that never ends; what needs the resource then says so in Azure's words. */
const giveUpMs = 10 * 60_000;

interface Settling {
    readonly name: string;
    /** Azure's provisioning state. */
    readonly state: string;
}

/**
 * Waits for a resource that an earlier run began and left in the making. Answers it as it is then, or undefined when it came to nothing and is to be made
 * again: Azure leaves a failed one under its name, and takes the same request for another try.
 */
export async function untilSettled<T extends Settling>(
    { op, ports, progress }: StepContext,
    found: T,
    look: () => Promise<T | undefined>,
): Promise<T | undefined> {
    const startedMs = ports.clock.nowMs();
    let seen: T | undefined = found;
    while (seen !== undefined && !/^(succeeded|upgradefailed)$/i.test(seen.state) && !isBroken(seen.state)) {
        if (ports.clock.nowMs() - startedMs > giveUpMs) {
            return seen;
        }
        progress(sentence('Waiting for {name}, which an earlier try began.', { name: seen.name }));
        await ports.clock.pause(op, lookEveryMs);
        seen = await look();
    }
    return seen === undefined || isBroken(seen.state) ? undefined : seen;
}
