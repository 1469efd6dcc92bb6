import type { Route } from './http/router';

/** One service's part of Azure Resource Manager. */
export interface Provider {
    /** Such as `Microsoft.Web`; undefined for ARM's own operations. */
    readonly namespace: string | undefined;
    /** The newest api-version that it knows; later ones are refused as ARM does. */
    readonly newestApiVersion: string;
    readonly routes: readonly Route[];
}
