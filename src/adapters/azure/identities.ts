import * as z from 'zod';
import type { Identity } from '../../core/deploy/resources';
import type { Identities } from '../../ports/azure';
import { operations } from './operations';
import { read } from './read';
import { partsOf, type Session } from './session';

const identityBody = z.object({
    id: z.string(),
    tags: z.record(z.string(), z.string()).nullish(),
    properties: z.object({ principalId: z.string(), clientId: z.string() }),
});

function toIdentity(body: unknown): Identity {
    const { id, tags, properties } = read(identityBody, body);
    return { id, principalId: properties.principalId, clientId: properties.clientId, tags: tags ?? {} };
}

/** User-assigned managed identities. */
export function identities(session: Session): Identities {
    const request = (id: string) => ({ params: { id }, tenantId: session.tenantOf(partsOf(id).subscriptionId) });
    return {
        async get(op, id) {
            const body = await session.arm.find(op, { operation: operations.getIdentity, ...request(id) });
            return body === undefined ? undefined : toIdentity(body);
        },
        async create(op, id, wanted) {
            return toIdentity(await session.arm.send(op, { operation: operations.createIdentity, ...request(id), body: wanted }));
        },
    };
}
