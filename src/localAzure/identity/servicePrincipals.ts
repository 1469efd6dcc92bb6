import { randomBytes, randomUUID } from 'node:crypto';
import { json } from '../http/answer';
import type { Route } from '../http/router';
import type { Principal } from './principal';

/** Service principals: made at an endpoint of the local Azure's own, in place of Microsoft Graph, and given roles like every principal. */
export interface ServicePrincipals {
    /** `POST /slipway/local/servicePrincipals` → `{"clientId","objectId","secret"}`. */
    readonly routes: readonly Route[];
    /** Whose client id and secret these are; undefined when they are nobody's. */
    signIn(clientId: string, secret: string): Principal | undefined;
}

export function createServicePrincipals(): ServicePrincipals {
    const made = new Map<string, { readonly principal: Principal; readonly secret: string }>();
    return {
        routes: [
            {
                method: 'POST',
                path: '/slipway/local/servicePrincipals',
                handle: () => {
                    const [clientId, objectId] = [randomUUID(), randomUUID()];
                    const secret = randomBytes(30).toString('base64url');
                    made.set(clientId, { principal: { kind: 'managedIdentity', objectId, name: clientId }, secret });
                    return json(201, { clientId, objectId, secret });
                },
            },
        ],
        signIn(clientId, secret) {
            const found = made.get(clientId.toLowerCase());
            return found?.secret === secret ? found.principal : undefined;
        },
    };
}
