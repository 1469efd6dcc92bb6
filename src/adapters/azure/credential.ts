import type { AccessToken, TokenCredential } from '@azure/core-auth';
import { quietOperation } from '../../base/operation';
import type { TokenSource } from '../../ports/tokenSource';

const fallbackLifeMs = 5 * 60_000;

/** A TokenSource as the SDKs want it. `tenantId` is the tenant of the subscription that is talked about. */
export function credentialFor(tokens: TokenSource, tenantId: string | undefined): TokenCredential {
    return {
        async getToken(scopes, options): Promise<AccessToken> {
            const scope = typeof scopes === 'string' ? scopes : (scopes[0] ?? '');
            const tenant = options?.tenantId ?? tenantId;
            const signal = options?.abortSignal === undefined ? undefined : toAbortSignal(options.abortSignal);
            const token = await tokens.token(quietOperation(signal), scope, {
                ...(tenant === undefined ? {} : { tenantId: tenant }),
                ...(options?.claims === undefined ? {} : { claims: options.claims }),
            });
            return { token, expiresOnTimestamp: expiryMs(token) ?? Date.now() + fallbackLifeMs };
        },
    };
}

type AbortSignalLike = NonNullable<NonNullable<Parameters<TokenCredential['getToken']>[1]>['abortSignal']>;

function toAbortSignal(signal: AbortSignalLike): AbortSignal {
    if (signal instanceof AbortSignal) {
        return signal;
    }
    const controller = new AbortController();
    if (signal.aborted) {
        controller.abort();
    } else {
        signal.addEventListener('abort', () => controller.abort());
    }
    return controller.signal;
}

/** When the token says that it ends. It is not checked: that is the receiver's business. */
function expiryMs(token: string): number | undefined {
    const [, payload] = token.split('.');
    try {
        const claims: unknown = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString('utf8'));
        const exp = typeof claims === 'object' && claims !== null && 'exp' in claims ? claims.exp : undefined;
        return typeof exp === 'number' ? exp * 1000 : undefined;
    } catch {
        return undefined;
    }
}
