/** Where a registry's tokens are given out, as its own challenge names it. */
export interface TokenEndpoint {
    readonly tokenUrl: string;
    readonly exchangeUrl: string;
    readonly service: string;
}

/**
 * Reads `Bearer realm="https://{login}/oauth2/token",service="{login}"`. A realm on another host would receive the account's token, and is refused: it is
 * the registry's own host, or with the local Azure another port of this machine. undefined when the challenge is none of that.
 */
export function readChallenge(challenge: string | null, registryOrigin: string, local: 'local' | 'cloud'): TokenEndpoint | undefined {
    const realm = /\bBearer\b.*\brealm="([^"]+)"/i.exec(challenge ?? '')?.[1];
    const service = /\bservice="([^"]+)"/i.exec(challenge ?? '')?.[1];
    if (realm === undefined || service === undefined || !URL.canParse(realm)) {
        return undefined;
    }
    const url = new URL(realm);
    const own = url.origin === registryOrigin || (local === 'local' && /^http:\/\/127\.0\.0\.1:\d+$/.test(url.origin));
    return own && url.pathname === '/oauth2/token'
        ? { tokenUrl: `${url.origin}/oauth2/token`, exchangeUrl: `${url.origin}/oauth2/exchange`, service }
        : undefined;
}
