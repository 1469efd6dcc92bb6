import type { Operation } from '../base/operation';
import type { RepositoryImage } from '../core/deploy/resources';
import type { RegistryLogin } from './engine';

/** A registry as ARM described it; `loginServer` is never built from the name. */
export interface RegistryAddress {
    readonly loginServer: string;
    readonly tenantId: string | undefined;
    /** How its rights are given, when it is known: which role a refusal names. */
    readonly permissions?: 'registry' | 'repository';
}

/** The data plane of container registries. Every method throws Failure 'registry/…' or 'azure/…'. */
export interface Registries {
    /**
     * Signs in with the account's own token and makes sure that it may do `actions` on `repository`: a refusal comes now, not after an upload.
     * The login lives for about three hours, in memory.
     */
    login(
        op: Operation,
        registry: RegistryAddress,
        access: { readonly repository: string; readonly actions: 'pull' | 'pull,push' },
    ): Promise<RegistryLogin>;
    /** Tags of a repository; empty when it does not exist. */
    tags(op: Operation, registry: RegistryAddress, repository: string): Promise<readonly string[]>;
    repositories(op: Operation, registry: RegistryAddress): Promise<readonly string[]>;
    /** The digest that a tag or digest names, with its platform; undefined when it is not there. */
    manifest(op: Operation, registry: RegistryAddress, repository: string, reference: string): Promise<Manifest | undefined>;
    /** Every image of a repository, newest first: with a tag or without. Empty when the repository does not exist. */
    images(op: Operation, registry: RegistryAddress, repository: string): Promise<readonly RepositoryImage[]>;
    /** Takes a tag away; the image stays. A tag that is not there is a success. */
    untag(op: Operation, registry: RegistryAddress, repository: string, tag: string): Promise<void>;
    deleteManifest(op: Operation, registry: RegistryAddress, repository: string, digest: string): Promise<void>;
}

export interface Manifest {
    readonly digest: string;
    readonly sizeBytes: number;
    readonly mediaType: string;
}
