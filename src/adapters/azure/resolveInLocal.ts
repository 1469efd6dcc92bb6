import { Failure } from '../../base/failure';
import { clouds } from '../../core/deploy/cloud';
import type { AzureFailure } from '../../core/failures/azure';
import type { ResolveEndpoint } from '../../ports/resolveEndpoint';
import { belongsTo } from './resolveInCloud';

const loginHost = 'login.microsoftonline.com';

/**
 * With the local Azure every host of public Azure is the one loopback port, told apart by X-Original-Host; the key opens it. Loopback URLs, such as a
 * registry's or a running app's, stay as they are and get no key. Nothing else is dialled.
 */
export function resolveInLocal(local: { readonly url: string; readonly key: string | undefined }): ResolveEndpoint {
    const base = new URL(local.url);
    if (!isLoopback(base.hostname)) {
        throw new Failure<AzureFailure>('azure/foreign-host', { host: base.host, cloud: clouds.local.title });
    }
    return (text) => {
        const url = new URL(text);
        const key: Record<string, string> = local.key === undefined ? {} : { 'x-slipway-key': local.key };
        if (isLoopback(url.hostname)) {
            if (url.host !== base.host && /^\/(acr\/v1\/|oauth2\/(token|exchange)$)/.test(url.pathname)) {
                // A registry is a program of its own that knows nothing of ACR; the local Azure answers that part for it. Its challenge names the token
                // endpoint by the address that the local Azure itself knows, which need not be the one it is reached at.
                return { url: `${base.origin}${url.pathname}${url.search}`, headers: { 'x-original-host': url.host, ...key } };
            }
            return { url: text, headers: url.host === base.host ? key : {} };
        }
        if (!belongsTo(clouds.local, url.hostname) && url.hostname !== loginHost) {
            throw new Failure<AzureFailure>('azure/foreign-host', { host: url.host, cloud: clouds.local.title });
        }
        const secure = base.protocol === 'https:';
        const protocol = url.protocol === 'wss:' || url.protocol === 'ws:' ? (secure ? 'wss:' : 'ws:') : base.protocol;
        return { url: `${protocol}//${base.host}${url.pathname}${url.search}`, headers: { 'x-original-host': url.host, ...key } };
    };
}

export function isLoopback(hostname: string): boolean {
    return /^(127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/i.test(hostname);
}
