import { isSecretName } from '../../base/redact';
import { fillVariables } from './fillVariables';

/**
 * An address without those of its parameters that let somebody in (`?code=…` of Functions, `?api_key=…`) or that are still to be filled (`${input:…}`), and
 * these as a query of their own, '' when there are none. The address is then nothing that must be hidden.
 */
export function splitSecretQuery(address: string): { readonly address: string; readonly query: string } {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    const secret = [...(url?.searchParams ?? [])].filter(([name, value]) => isSecret(name) || value.includes('${'));
    if (url === undefined || secret.length === 0) {
        return { address, query: '' };
    }
    for (const [name] of secret) {
        url.searchParams.delete(name);
    }
    return { address: url.href, query: new URLSearchParams(secret).toString() };
}

/** The whole address again, as it is sent. */
export function withQuery(address: string, query: string): string {
    const url = new URL(address);
    const own = new Set(url.searchParams.keys());
    for (const [name, value] of new URLSearchParams(query)) {
        if (!own.has(name)) {
            url.searchParams.append(name, value);
        }
    }
    return url.href;
}

/** A query with the variables in its values filled. */
export function fillQuery(query: string, values: Readonly<Record<string, string>>): string {
    const filled = [...new URLSearchParams(query)].map(([name, value]): [string, string] => [name, fillVariables(value, values)]);
    return new URLSearchParams(filled).toString();
}

export function queryNames(query: string): readonly string[] {
    return [...new Set(new URLSearchParams(query).keys())];
}

function isSecret(name: string): boolean {
    return isSecretName(name) || /^(?:code|sig|auth|pat|jwt|pwd)$|key$/i.test(name);
}
