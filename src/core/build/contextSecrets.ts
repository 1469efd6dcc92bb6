import { isEnvFile, privateVariables } from './publicVariables';

/** Names that hold secrets and nothing else. Examples and templates of them are meant to be shared. */
const secretNames: readonly RegExp[] = [
    /^\.env(\..+)?$/i,
    /^.+\.env$/i,
    /^id_(rsa|dsa|ecdsa|ed25519)(_sk)?$/,
    /\.(key|pem|pfx|p12|ppk|kdbx|keystore)$/i,
    /^\.(netrc|pgpass|git-credentials|pypirc|htpasswd)$/,
    /^_netrc$/,
    /^local\.settings\.json$/i,
    /^(service[-_]?account|gcp[-_]?credentials|client[-_]secret).*\.json$/i,
    /^secrets?\.(toml|ya?ml|json)$/i,
];
const secretPaths: readonly RegExp[] = [
    /(^|\/)\.aws\/credentials$/,
    /(^|\/)\.docker\/config\.json$/,
    /(^|\/)\.kube\/config$/,
    /(^|\/)\.azure\/.*(token|credential|profile).*$/i,
    /(^|\/)\.ssh\/(?!.*\.pub$|known_hosts$|config$).+$/,
];
const sharable = /(^|[._-])(example|sample|template|dist|defaults?|test|tests|ci)([._-]|$)/i;
/** Packages bring test keys and certificates along. */
const dependencyFolder = /(^|\/)(node_modules|site-packages|\.venv|venv|vendor|\.git)\//;

/** What every name and path that is looked at more closely has in it: nearly all files of a context end here. */
const suspicious =
    /\.env|id_|\.(key|pem|pfx|p12|ppk|kdbx|keystore|netrc|pgpass|git-cred|pypirc|htpasswd|npmrc|aws|docker|kube|azure|ssh)|_netrc|local\.settings|account|credential|secret/i;

/** True when a file of this name should not go into an image unnoticed. */
export function isSecretFile(path: string): boolean {
    if (!suspicious.test(path) || dependencyFolder.test(path)) {
        return false;
    }
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (sharable.test(name.replace(/^\.env/i, ''))) {
        return false;
    }
    return secretNames.some((pattern) => pattern.test(name)) || secretPaths.some((pattern) => pattern.test(path));
}

/** What bundlers read when they build for production; often holds nothing but what the pages show anyway. */
const buildEnvFile = /(^|\/)\.env(\.production)?$/;

/**
 * Files that only sometimes hold a secret: their first bytes decide. Certificates are public, keys are not; and so are the variables that a bundler puts
 * into its pages.
 */
export function needsContentCheck(path: string): boolean {
    return suspicious.test(path) && (/\.(pem|key)$/i.test(path) || /(^|\/)\.npmrc$/.test(path) || buildEnvFile.test(path));
}

export function holdsSecret(path: string, firstBytes: string): boolean {
    if (buildEnvFile.test(path)) {
        return firstBytes.length >= 4096 || !isEnvFile(firstBytes) || privateVariables(firstBytes).length > 0;
    }
    return /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(firstBytes) || /_(authToken|auth|password)\s*=\s*(?!\$\{)\S+/.test(firstBytes);
}
