import { randomBytes } from 'node:crypto';
import type {
    OAuthClientInformationContext,
    OAuthClientMetadata,
    OAuthClientProvider,
    OAuthDiscoveryState,
    StoredOAuthClientInformation,
    StoredOAuthTokens,
} from '@modelcontextprotocol/client';
import { Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { redact } from '../../base/redact';
import type { McpFailure } from '../../core/failures/mcp';
import type { OAuthFlow } from '../../ports/mcp';

/** The SDK's view of a sign-in. Requests never open a browser: they leave an address behind, which `finish` takes the user to between two requests. */
export interface SignIn {
    readonly provider: OAuthClientProvider;
    /** True when a request was refused for want of consent. */
    readonly isPending: () => boolean;
    /** Takes the user through the browser and hands the callback's parameters to `redeem`. */
    finish(op: Operation, redeem: (parameters: URLSearchParams) => Promise<void>): Promise<void>;
}

// Of what another server wrote, no more than this is looked at.
const textRead = 2000;
const tokensKeyOf = (serverUrl: string) => `tokens ${serverUrl}`;

/** The access token of the last sign-in, for requests beside the session's. It may have expired. */
export async function keptAccessToken(flow: Pick<OAuthFlow, 'load'>, serverUrl: string): Promise<string | undefined> {
    const text = await flow.load(tokensKeyOf(serverUrl));
    return text === undefined ? undefined : (JSON.parse(text) as StoredOAuthTokens).access_token;
}

export function signInWith(flow: OAuthFlow, serverUrl: string): SignIn {
    let pending: URL | undefined;
    let verifier = '';
    let state = '';
    let discovery: OAuthDiscoveryState | undefined;
    const clientKey = (context?: OAuthClientInformationContext) => `client ${context?.issuer ?? ''}`;
    const tokensKey = tokensKeyOf(serverUrl);
    const load = async <T>(key: string): Promise<T | undefined> => {
        const text = await flow.load(key);
        return text === undefined ? undefined : (JSON.parse(text) as T);
    };
    const provider: OAuthClientProvider = {
        redirectUrl: flow.redirectUrl,
        clientMetadata: clientMetadata(flow),
        ...(flow.clientMetadataUrl !== undefined && { clientMetadataUrl: flow.clientMetadataUrl }),
        state: () => {
            state = randomBytes(24).toString('base64url');
            return state;
        },
        clientInformation: async (context) =>
            flow.client === undefined
                ? registeredFor(flow.redirectUrl, await load<StoredOAuthClientInformation>(clientKey(context)))
                : {
                      client_id: flow.client.id,
                      ...(flow.client.secret !== undefined && { client_secret: flow.client.secret }),
                  },
        saveClientInformation: (information, context) => flow.save(clientKey(context), JSON.stringify(information)),
        tokens: () => load<StoredOAuthTokens>(tokensKey),
        saveTokens: async (tokens) => {
            await flow.save(tokensKey, JSON.stringify(tokens));
            // The next refusal must look again: a server may have moved to another authorization server.
            discovery = undefined;
        },
        redirectToAuthorization: (url) => {
            pending = url;
        },
        saveCodeVerifier: (value) => {
            verifier = value;
        },
        codeVerifier: () => verifier,
        saveDiscoveryState: (found) => {
            discovery = found;
        },
        discoveryState: () => discovery,
        invalidateCredentials: async (scope) => {
            if (scope === 'all' || scope === 'tokens') {
                await flow.save(tokensKey, undefined);
            }
            if ((scope === 'all' || scope === 'client') && discovery !== undefined) {
                await flow.save(clientKey({ issuer: discovery.authorizationServerUrl }), undefined);
            }
            if (scope === 'all' || scope === 'discovery') {
                discovery = undefined;
            }
        },
    };
    return {
        provider,
        isPending: () => pending !== undefined,
        finish: async (op, redeem) => {
            const url = pending;
            pending = undefined;
            if (url === undefined) {
                throw new Failure<McpFailure>('mcp/unauthorized', { url: serverUrl });
            }
            if (!isPage(url)) {
                const reason = 'Its authorization server names no page with https:// to send the browser to.';
                throw new Failure<McpFailure>('mcp/sign-in-failed', { url: serverUrl, reason });
            }
            const parameters = new URL(await flow.authorize(op, url.href, state)).searchParams;
            // Before anything else is read: in a mix-up, even the error text belongs to an attacker.
            if (parameters.get('state') !== state) {
                throw new Failure<McpFailure>('mcp/sign-in-failed', { url: serverUrl, reason: 'The answer belongs to another sign-in.' });
            }
            const refusal = parameters.get('error');
            if (refusal !== null) {
                // RFC 6749, 4.1.2.1: access_denied is a person's no; the rest is a refusal of the request.
                const reason = parameters.get('error_description') ?? refusal;
                throw new Failure<McpFailure>('mcp/sign-in-failed', { url: serverUrl, reason: oneLine(reason) });
            }
            try {
                await redeem(parameters);
            } catch (error) {
                const reason = error instanceof Error ? error.message : String(error);
                throw new Failure<McpFailure>('mcp/sign-in-failed', { url: serverUrl, reason: oneLine(reason) }, error);
            }
        },
    };
}

/** A server chooses the address: another scheme would start programs of this computer, and plain http would show the answer to everybody on the way. */
function isPage({ protocol, hostname }: URL): boolean {
    return protocol === 'https:' || (protocol === 'http:' && /^(?:127\.0\.0\.1|localhost|\[::1\])$/.test(hostname));
}

/** A client that was registered with another address to come back to would be refused in the browser, where nobody learns why. */
function registeredFor(redirectUrl: string, known: StoredOAuthClientInformation | undefined): StoredOAuthClientInformation | undefined {
    const registered = known !== undefined && 'redirect_uris' in known ? known.redirect_uris : undefined;
    return registered === undefined || registered.includes(redirectUrl) ? known : undefined;
}

/** What another server wrote, as a part of a sentence. */
function oneLine(text: string): string {
    return redact(text.slice(0, textRead).replace(/\s+/g, ' ').trim()).slice(0, 200);
}

function clientMetadata(flow: OAuthFlow): OAuthClientMetadata {
    return {
        client_name: 'Slipway',
        redirect_uris: [flow.redirectUrl],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        application_type: 'native',
    };
}
