import type { NodeAdapter } from '../../dockerfile/recipes/node';

/** What a recipe needs beyond the manager, from either kind of app. */
export interface NodeRun {
    readonly build: string | undefined;
    readonly command: string;
    readonly keepsDevelopment: 'keep' | 'prune';
    readonly env: Readonly<Record<string, string>>;
    /** Paths of the build stage that are all the final image needs; empty: everything. */
    readonly copies: readonly { readonly from: string; readonly to: string }[];
    readonly adapter?: NodeAdapter;
    readonly buildsOn?: 'bun';
    /** old: a folder that the build enters hashes as OpenSSL 3 does not. */
    readonly hashes?: 'old' | 'new';
    readonly buildEnv?: Readonly<Record<string, string>>;
    readonly serves?: 'files';
    /** The code listens on localhost, and the image opens that to all addresses. */
    readonly loopback?: 'opened';
    /** Programs that start it and that the project does not list. */
    readonly globals?: readonly string[];
}
