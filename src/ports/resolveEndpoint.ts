/**
 * The one way to the outside: every adapter asks it before it dials. In a cloud it answers with the same URL and no headers; with the local Azure it answers
 * with a loopback URL and `X-Original-Host`, so that ids and links keep looking like Azure's. `http:`/`https:` and `ws:`/`wss:` URLs are accepted.
 * Throws Failure 'azure/foreign-host' when a token would leave its own cloud.
 */
export type ResolveEndpoint = (url: string) => { readonly url: string; readonly headers: Readonly<Record<string, string>> };
