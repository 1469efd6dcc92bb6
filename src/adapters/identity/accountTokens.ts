import {
    AzureCliCredential,
    AzureDeveloperCliCredential,
    DeviceCodeCredential,
    EnvironmentCredential,
    ManagedIdentityCredential,
    type GetTokenOptions,
    type TokenCredential,
} from '@azure/identity';
import { Cancelled, Failure } from '../../base/failure';
import type { Cloud } from '../../core/deploy/cloud';
import type { AzureFailure } from '../../core/failures/azure';
import type { TokenSource } from '../../ports/tokenSource';
import { claimsOf } from './claimsOf';

/** Accounts beside VS Code's own. */
export type AccountKind = 'azureCli' | 'azd' | 'environment' | 'managedIdentity' | 'deviceCode';

export interface AccountOptions {
    readonly kind: AccountKind;
    readonly cloud: Cloud;
    /** `silent` never opens a page or shows a code. */
    readonly ask: 'interactive' | 'silent';
    /** Shows the user where to type the code; for `deviceCode`. */
    readonly showCode: (code: { readonly url: string; readonly code: string }) => void;
}

const titles: Record<AccountKind, string> = {
    azureCli: 'Azure CLI',
    azd: 'Azure Developer CLI',
    environment: 'Service principal',
    managedIdentity: 'Managed identity',
    deviceCode: 'Device code',
};
// A token is asked for again this long before it ends.
const marginMs = 5 * 60_000;
// One credential each, so that what one command signed in the next one finds.
const credentials = new Map<string, TokenCredential>();

/** Tokens of an account that the machine has. They stay in memory; none is written to disk. */
export function accountTokens(options: AccountOptions): TokenSource {
    const { kind, cloud } = options;
    const kept = new Map<string, { readonly token: string; readonly untilMs: number }>();
    let account = titles[kind];
    return {
        get account() {
            return account;
        },
        // Programs and machines ask nobody anyway.
        ...(kind === 'deviceCode' && options.ask === 'interactive' ? { silent: accountTokens({ ...options, ask: 'silent' }) } : {}),
        async token(op, scope, { tenantId, claims } = {}) {
            const key = `${scope}|${tenantId ?? ''}`;
            const known = kept.get(key);
            if (known !== undefined && claims === undefined && known.untilMs > Date.now()) {
                return known.token;
            }
            const wanted: GetTokenOptions = {
                abortSignal: op.signal,
                ...(tenantId === undefined ? {} : { tenantId }),
                ...(claims === undefined ? {} : { claims }),
            };
            try {
                const answer = await ask(credentialOf(kind, cloud, options), scope, wanted, options.ask);
                kept.set(key, { token: answer.token, untilMs: answer.expiresOnTimestamp - marginMs });
                account = nameIn(answer.token) ?? account;
                return answer.token;
            } catch (error) {
                if (op.signal.aborted) {
                    throw new Cancelled();
                }
                throw explain(error, claims);
            }
        },
    };
}

async function ask(credential: TokenCredential, scope: string, wanted: GetTokenOptions, how: AccountOptions['ask']) {
    try {
        const answer = await credential.getToken(scope, wanted);
        if (answer !== null) {
            return answer;
        }
    } catch (error) {
        const signInFirst = error instanceof Error && error.name === 'AuthenticationRequiredError';
        if (!signInFirst || how === 'silent' || !(credential instanceof DeviceCodeCredential)) {
            throw error;
        }
        await credential.authenticate(scope, wanted);
        return await credential.getToken(scope, wanted);
    }
    throw new Error('It gave no token.');
}

function credentialOf(kind: AccountKind, cloud: Cloud, { showCode }: AccountOptions): TokenCredential {
    const key = `${kind}|${cloud.loginUrl}`;
    const known = credentials.get(key);
    if (known !== undefined) {
        return known;
    }
    const tenants = { additionallyAllowedTenants: ['*'] };
    const authority = { authorityHost: cloud.loginUrl };
    const make: Record<AccountKind, () => TokenCredential> = {
        azureCli: () => new AzureCliCredential(tenants),
        azd: () => new AzureDeveloperCliCredential(tenants),
        environment: () => new EnvironmentCredential({ ...tenants, ...authority }),
        managedIdentity: () => {
            const clientId = process.env.AZURE_CLIENT_ID;
            return clientId === undefined || clientId === ''
                ? new ManagedIdentityCredential(authority)
                : new ManagedIdentityCredential({ ...authority, clientId });
        },
        deviceCode: () =>
            new DeviceCodeCredential({
                ...tenants,
                ...authority,
                disableAutomaticAuthentication: true,
                userPromptCallback: ({ verificationUri, userCode }) => showCode({ url: verificationUri, code: userCode }),
            }),
    };
    const credential = make[kind]();
    credentials.set(key, credential);
    return credential;
}

/** The libraries' errors bear the command that helps, after a sentence of their own. */
function explain(error: unknown, claims: string | undefined): Failure<AzureFailure> {
    const message = error instanceof Error ? error.message : String(error);
    const command = /\b(?:az|azd) (?:auth )?login\b[^\n`"']*/.exec(message)?.[0].trim();
    const facts = { reason: message.split('\n')[0] ?? '', message: message.split('\n')[0] ?? '', command };
    return new Failure<AzureFailure>(claims === undefined ? 'azure/not-signed-in' : 'azure/more-proof-needed', facts, error);
}

function nameIn(token: string): string | undefined {
    const claims = claimsOf(token);
    return [claims.upn, claims.preferred_username, claims.unique_name, claims.app_displayname, claims.appid].find(
        (name): name is string => typeof name === 'string' && name !== '',
    );
}
