import { baseNameOf } from '../paths';

const patterns: readonly RegExp[] = [
    /^\.env(\.(?!example$|sample$|template$|dist$|defaults?$|test$|ci$)[\w.-]+)?$/i,
    /^(id_(rsa|dsa|ecdsa|ed25519)|.*\.(pem|pfx|p12|jks|keystore|ppk))$/i,
    /^(private|server|tls|ssl)[\w.-]*\.key$/i,
    /^(\.npmrc|\.pypirc|\.netrc|\.git-credentials|\.pgpass|\.htpasswd)$/i,
    /^(credentials|service[-_]?account.*|client_secret.*|gcp[-_]?key.*|azureauth|local\.settings)\.json$/i,
    /^.*\.publishsettings$/i,
];
/** Certificates without a key, which end in .pem all the same. */
const harmless = /(^|[-_.])(ca|cacert|chain|fullchain|cert|certificate|public|pub|bundle|root)([-_.]|$)/i;

/** True for a path that usually holds a secret. */
export function secretFile(path: string): boolean {
    const name = baseNameOf(path);
    return patterns.some((pattern) => pattern.test(name)) && !(/\.pem$/i.test(name) && harmless.test(name));
}
