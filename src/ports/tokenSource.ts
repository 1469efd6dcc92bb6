import type { Operation } from '../base/operation';

/** Gives bearer tokens for one signed-in account. Tokens stay in memory. */
export interface TokenSource {
    /** `scope` such as `https://management.azure.com/.default`; `claims` answers a claims challenge. Throws Failure 'azure/not-signed-in'. */
    token(op: Operation, scope: string, options?: { readonly tenantId?: string; readonly claims?: string }): Promise<string>;
    /** The same account without ever asking the user: it throws where `token` would ask. Absent where nothing is asked anyway. */
    readonly silent?: TokenSource;
    /** Words for the account, such as an e-mail address. */
    readonly account: string;
}
