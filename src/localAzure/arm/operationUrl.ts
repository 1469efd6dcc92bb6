import { randomBytes } from 'node:crypto';

/** A poll URL as Azure gives it: on ARM's own host, with the signature parameters that clients must hand back untouched. */
export function operationUrl(path: string, apiVersion: string, startedMs: number): string {
    const random = (size: number) => randomBytes(size).toString('base64url');
    return `https://management.azure.com${path}${path.includes('?') ? '&' : '?'}api-version=${apiVersion}&t=${638_000_000_000_000_000n + BigInt(Math.floor(startedMs)) * 10_000n}&c=${random(24)}&s=${random(24)}&h=${random(12)}`;
}
