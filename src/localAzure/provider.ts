import type { Exchange } from './http/exchange';
import type { Answer } from './http/answer';
import type { Route } from './http/router';

/** One service's part of Azure Resource Manager. */
export interface Provider {
    /** Such as `Microsoft.Web`; undefined for ARM's own operations. */
    readonly namespace: string | undefined;
    /** The newest api-version that it knows; later ones are refused as ARM does. */
    readonly newestApiVersion: string;
    readonly routes: readonly Route[];
}

/** A host that is not ARM's, such as an app's SCM site. */
export interface HostService {
    /** Whether this service answers for a host (lower case, with the port when there is one). */
    serves(host: string): boolean;
    handle(exchange: Omit<Exchange, 'params' | 'caller'>): Promise<Answer>;
}
