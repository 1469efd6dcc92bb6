import { Cancelled, Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { connectionFailure } from '../../core/diagnose/connectionFailure';
import { explainAzureError } from '../../core/diagnose/explainAzureError';
import type { LocalAzureFailure } from '../../core/failures/localAzure';
import type { TokenSource } from '../../ports/tokenSource';

/** How to reach a local Azure. */
export interface LocalAzureAddress {
    readonly url: string;
    readonly key: string;
    readonly tenantId: string;
}

// A token is asked for again this long before it ends.
const marginMs = 60_000;

/** The local Azure's own sign-in: tokens are issued by its process for whoever has its key. VS Code is never asked for a Microsoft session. */
export function localTokens(local: LocalAzureAddress): TokenSource {
    const kept = new Map<string, { readonly token: string; readonly untilMs: number }>();
    return {
        account: 'you@local.azure',
        async token(op: Operation, scope: string, options = {}): Promise<string> {
            const known = kept.get(scope);
            if (known !== undefined && known.untilMs > Date.now() && options.claims === undefined) {
                return known.token;
            }
            const answer = await ask(op, local, scope, options.claims === undefined ? 'known' : 'asked for more');
            kept.set(scope, answer);
            return answer.token;
        },
    };
}

async function ask(
    op: Operation,
    local: LocalAzureAddress,
    scope: string,
    proof: 'known' | 'asked for more',
): Promise<{ readonly token: string; readonly untilMs: number }> {
    let body: unknown;
    try {
        const response = await fetch(new URL('/slipway/local/token', local.url), {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-slipway-key': local.key },
            // Whoever is asked for more proof gives the second factor: there is no device to wait for.
            body: JSON.stringify({ scope, ...(proof === 'known' ? {} : { secondFactor: true }) }),
            signal: op.signal,
        });
        body = await response.json();
    } catch (error) {
        if (op.signal.aborted) {
            throw new Cancelled();
        }
        throw (
            connectionFailure(error, local.url) ??
            new Failure<LocalAzureFailure>(
                'localAzure/not-running',
                { reason: error instanceof Error ? error.message : String(error) },
                error,
            )
        );
    }
    if (typeof body === 'object' && body !== null && 'access_token' in body && typeof body.access_token === 'string') {
        const until = 'expires_on' in body ? Number(body.expires_on) * 1000 : Date.now() + 5 * 60_000;
        return { token: body.access_token, untilMs: until - marginMs };
    }
    if (typeof body === 'object' && body !== null && 'error_description' in body && typeof body.error_description === 'string') {
        const { code, facts } = explainAzureError({ status: 401, code: '', message: body.error_description, details: [] });
        if (facts.row !== undefined) {
            throw new Failure(code, facts);
        }
    }
    throw new Failure<LocalAzureFailure>('localAzure/not-running', { reason: 'It gave no token.' });
}
