import * as z from 'zod';
import { pause } from '../../base/operation';
import type { Providers } from '../../ports/azure';
import { tooSlow } from './failures';
import { operations } from './operations';
import { read } from './read';
import type { Session } from './session';

const providerBody = z.object({ registrationState: z.string().default('NotRegistered') });

export function providers(session: Session): Providers {
    const request = (subscription: string, namespace: string) => ({
        params: { subscription, namespace },
        tenantId: session.tenantOf(subscription),
    });
    const state: Providers['state'] = async (op, subscriptionId, namespace) =>
        read(providerBody, await session.arm.send(op, { operation: operations.getProvider, ...request(subscriptionId, namespace) }))
            .registrationState;
    return {
        state,
        async register(op, subscriptionId, namespace) {
            await session.arm.send(op, { operation: operations.registerProvider, ...request(subscriptionId, namespace) });
            const untilMs = Date.now() + session.operationLimitMs;
            while (!/^registered$/i.test(await state(op, subscriptionId, namespace))) {
                if (Date.now() > untilMs) {
                    throw tooSlow(session.operationLimitMs);
                }
                await pause(op, session.pollMs);
            }
        },
    };
}
