import type { DeployPorts } from '../../../src/workflows/deploy/deployPorts';

/** When a program that deploys is held up, and when it dies. */
export interface Life {
    /** Every call waits for this first. */
    gate: Promise<void>;
    /** Called as a call goes out. */
    onCall: () => void;
    /** From then on no call comes back, as in a process that was killed: nothing is caught, nothing is cleaned up. */
    dead: boolean;
}

const never = new Promise<never>(() => undefined);

/** The ports of a program that can die in the middle of a call. What was sent stays sent. */
export function mortalPorts(ports: DeployPorts, life: Life): DeployPorts {
    return mortal(ports, life);
}

type Method = (...args: readonly unknown[]) => unknown;

function mortal<T extends object>(target: T, life: Life): T {
    return new Proxy(target, {
        get(from, name): unknown {
            const value: unknown = Reflect.get(from, name);
            if (typeof value === 'function') {
                const method: Method = (...args) => Reflect.apply(value, from, args) as unknown;
                return name === 'nowMs' ? method : (...args: readonly unknown[]) => call(() => method(...args), life);
            }
            return typeof value === 'object' && value !== null ? mortal(value, life) : value;
        },
    });
}

async function call(send: () => unknown, life: Life): Promise<unknown> {
    await life.gate;
    await alive(life);
    life.onCall();
    try {
        return await send();
    } finally {
        await alive(life);
    }
}

/** Settles for the living only. */
function alive({ dead }: Life): Promise<void> {
    return dead ? never : Promise.resolve();
}
