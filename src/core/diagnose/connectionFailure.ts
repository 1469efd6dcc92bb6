import { Failure } from '../../base/failure';
import type { AzureFailure } from '../failures/azure';

/** Why a connection to a server came to nothing where somebody between here and there is at fault. */
type ConnectionProblem =
    /** A certificate that nothing on this machine vouches for, of another name, or out of date. */
    | { readonly kind: 'untrusted'; readonly reason: string }
    /** `host:port` of a proxy that does not answer, or its host where there is none of this name. */
    | { readonly kind: 'proxy'; readonly proxy: string; readonly reason: string };

// Node's and OpenSSL's names for a chain that ends nowhere, a certificate of another name, or one that is over.
const untrusted =
    /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(_LOCALLY)?)|CERT_[A-Z_]+|ERR_TLS_CERT_[A-Z_]+|HOSTNAME_MISMATCH)$/;
const deepest = 6;

/**
 * Reads what Node, fetch or VS Code's proxy agent threw for a request to `url`, with its causes. Whoever was dialled in vain and is not the server itself is a
 * proxy: VS Code goes by one without telling who asked. Undefined for anything else.
 */
function connectionProblem(error: unknown, url: string): ConnectionProblem | undefined {
    const server = new URL(url);
    const serverPort = server.port === '' ? (server.protocol === 'http:' ? '80' : '443') : server.port;
    const refused = untrustedReason(error);
    if (refused !== undefined) {
        return { kind: 'untrusted', reason: refused };
    }
    for (const { message } of chainOf(error)) {
        // @vscode/proxy-agent, of all proxies that it tried.
        const listed = /Failed to establish a socket connection to proxies: .*?(?:PROXY|HTTPS?|SOCKS\d?) ([\w.:[\]-]+)/.exec(message)?.[1];
        if (listed !== undefined) {
            return { kind: 'proxy', proxy: listed, reason: message };
        }
        const dialled = /connect (?:ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH) (\S+):(\d+)/.exec(message);
        if (dialled !== null && dialled[2] !== serverPort) {
            return { kind: 'proxy', proxy: `${dialled[1] ?? ''}:${dialled[2] ?? ''}`, reason: message };
        }
        const unknown = /getaddrinfo (?:ENOTFOUND|EAI_AGAIN) (\S+)/.exec(message)?.[1];
        if (unknown !== undefined && unknown !== server.hostname) {
            return { kind: 'proxy', proxy: unknown, reason: message };
        }
    }
    return undefined;
}

/** The code by which a certificate was refused, in what was thrown or its causes. */
export function untrustedReason(error: unknown): string | undefined {
    return chainOf(error).find(({ code }) => untrusted.test(code))?.message;
}

/** The same, as what is told; `host` is what the user knows the server by. */
export function connectionFailure(error: unknown, url: string, host = new URL(url).host): Failure | undefined {
    const problem = connectionProblem(error, url);
    switch (problem?.kind) {
        case 'untrusted':
            return new Failure<AzureFailure>('azure/certificate-untrusted', { host, reason: problem.reason }, error);
        case 'proxy':
            return new Failure<AzureFailure>('azure/proxy-unreachable', { host, proxy: problem.proxy, reason: problem.reason }, error);
        case undefined:
            return undefined;
    }
}

function chainOf(error: unknown): readonly { readonly code: string; readonly message: string }[] {
    const found: { code: string; message: string }[] = [];
    const waiting: unknown[] = [error];
    while (waiting.length > 0 && found.length < deepest) {
        const next = waiting.shift();
        if (next instanceof Error) {
            found.push({ code: 'code' in next && typeof next.code === 'string' ? next.code : '', message: next.message });
            waiting.push(...(next instanceof AggregateError ? (next.errors as unknown[]) : []), next.cause);
        }
    }
    return found;
}
