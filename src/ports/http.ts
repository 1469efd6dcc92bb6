import type { Operation } from '../base/operation';

/**
 * Looks at a public address: one GET without any credential, redirects not followed, the body cut at 64 KiB. The URL goes through ResolveEndpoint.
 * Answers undefined when nothing answered within ten seconds.
 */
export type Http = (op: Operation, url: string) => Promise<HttpAnswer | undefined>;

export interface HttpAnswer {
    readonly status: number;
    /** Names in lower case. */
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
}
