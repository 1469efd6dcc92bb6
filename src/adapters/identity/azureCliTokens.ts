import { AzureCliCredential } from '@azure/identity';
import { Cancelled, Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { AzureFailure } from '../../core/failures/azure';
import type { TokenSource } from '../../ports/tokenSource';

/** Tokens of the account that `az login` signed in. Each is kept by the caller's pipeline, none on disk. */
export function azureCliTokens(): TokenSource {
    return {
        account: 'Azure CLI',
        async token(op: Operation, scope: string, options = {}): Promise<string> {
            const credential = new AzureCliCredential(options.tenantId === undefined ? {} : { tenantId: options.tenantId });
            try {
                const answer = await credential.getToken(scope, {
                    abortSignal: op.signal,
                    ...(options.claims === undefined ? {} : { claims: options.claims }),
                });
                return answer.token;
            } catch (error) {
                if (op.signal.aborted) {
                    throw new Cancelled();
                }
                throw new Failure<AzureFailure>(
                    'azure/not-signed-in',
                    { reason: error instanceof Error ? firstLine(error.message) : String(error) },
                    error,
                );
            }
        },
    };
}

function firstLine(text: string): string {
    return text.split('\n')[0] ?? '';
}
