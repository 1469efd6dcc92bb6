/** How to reach a local Azure: what its process prints when it is ready. The key stays in memory. */
export interface LocalAzureConnection {
    readonly url: string;
    readonly key: string;
    readonly subscriptionId: string;
    readonly tenantId: string;
}

/** Reads the JSON line; undefined when it is none, or when the URL is not on this machine's loopback. */
export function readLocalAzureConnection(line: string | undefined): LocalAzureConnection | undefined {
    try {
        const value = JSON.parse(line ?? '') as Record<string, unknown>;
        const { url, key, subscriptionId, tenantId } = value;
        if (typeof url !== 'string' || typeof key !== 'string' || typeof subscriptionId !== 'string' || typeof tenantId !== 'string') {
            return undefined;
        }
        return /^https?:\/\/(127(?:\.\d{1,3}){3}|localhost|\[::1\]):\d+\/?$/.test(url) ? { url, key, subscriptionId, tenantId } : undefined;
    } catch {
        return undefined;
    }
}
