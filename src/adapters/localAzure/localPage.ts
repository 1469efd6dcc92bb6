import type { Operation } from '../../base/operation';
import type { LocalAzureAddress } from './localTokens';

/** The loopback URL under which a browser finds an app of the local Azure; undefined when it does not run there. */
export async function localPage(op: Operation, local: LocalAzureAddress, publicUrl: string): Promise<string | undefined> {
    const response = await fetch(new URL('/slipway/local/urls', local.url), { headers: { 'x-slipway-key': local.key }, signal: op.signal });
    const body: unknown = await response.json();
    const wanted = new URL(publicUrl);
    const hosts: unknown = typeof body === 'object' && body !== null && 'hosts' in body ? body.hosts : undefined;
    const found = typeof hosts === 'object' && hosts !== null ? (hosts as Record<string, unknown>)[wanted.host] : undefined;
    if (typeof found !== 'string' || !/^http:\/\/127\.0\.0\.1:\d+\/?$/.test(found)) {
        return undefined;
    }
    return new URL(wanted.pathname + wanted.search, found).href;
}
