import type { ContainerRegistryManagementClient } from '@azure/arm-containerregistry';
import type { WebSiteManagementClient } from '@azure/arm-appservice';
import type { HttpClient, PipelineRetryOptions } from '@azure/core-rest-pipeline';
import { Failure, isFailure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { Cloud } from '../../core/deploy/cloud';
import { parseResourceId, type ResourceId } from '../../core/deploy/resourceId';
import type { AzureFailure } from '../../core/failures/azure';
import type { TokenSource } from '../../ports/tokenSource';
import type { Arm } from './arm';
import { credentialFor } from './credential';
import { tooSlow, translate } from './failures';
import { failOnError } from './httpClient';

/** What the parts of this adapter share. */
export interface Session {
    readonly cloud: Cloud;
    readonly tokens: TokenSource;
    readonly arm: Arm;
    readonly httpClient: HttpClient;
    readonly pollMs: number;
    readonly operationLimitMs: number;
    readonly retryOptions: PipelineRetryOptions;
    /** The tenant of a subscription, once its list was read. */
    tenantOf(subscriptionId: string): string | undefined;
    web(subscriptionId: string): Promise<WebSiteManagementClient>;
    acr(subscriptionId: string): Promise<ContainerRegistryManagementClient>;
}

type Clients = Pick<Session, 'web' | 'acr'>;

/** The official SDK clients, read when first used: they are most of the size of this adapter. */
export function openClients(session: Omit<Session, 'web' | 'acr'>): Clients {
    const web = new Map<string, Promise<WebSiteManagementClient>>();
    const acr = new Map<string, Promise<ContainerRegistryManagementClient>>();
    const options = {
        endpoint: session.cloud.managementUrl,
        httpClient: session.httpClient,
        userAgentOptions: { userAgentPrefix: 'slipway' },
        retryOptions: session.retryOptions,
        additionalPolicies: [{ policy: failOnError, position: 'perCall' as const }],
    };
    const credential = (subscriptionId: string) => credentialFor(session.tokens, session.tenantOf(subscriptionId));
    return {
        web: (subscriptionId) =>
            kept(web, subscriptionId, async () => {
                const { WebSiteManagementClient } = await import(/* webpackChunkName: "arm-appservice" */ '@azure/arm-appservice');
                return new WebSiteManagementClient(credential(subscriptionId), subscriptionId, {
                    ...options,
                    credentials: { scopes: [session.cloud.managementScope] },
                });
            }),
        acr: (subscriptionId) =>
            kept(acr, subscriptionId, async () => {
                const { ContainerRegistryManagementClient } = await import(
                    /* webpackChunkName: "arm-containerregistry" */ '@azure/arm-containerregistry'
                );
                return new ContainerRegistryManagementClient(credential(subscriptionId), subscriptionId, {
                    ...options,
                    credentialScopes: session.cloud.managementScope,
                });
            }),
    };
}

function kept<T>(clients: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
    const known = clients.get(key);
    if (known !== undefined) {
        return known;
    }
    const made = make();
    clients.set(key, made);
    made.catch(() => clients.delete(key));
    return made;
}

/** Runs a call of an SDK client; whatever it throws becomes a Failure or Cancelled. */
export async function sdk<T>(op: Operation, session: Pick<Session, 'cloud'>, call: () => Promise<T>): Promise<T> {
    try {
        return await call();
    } catch (error) {
        throw translate(op, new URL(session.cloud.managementUrl).host, error);
    }
}

/** The same for a call that waits for a long-running operation; `signal` is what the call has to be given. */
export async function sdkOperation<T>(
    op: Operation,
    session: Pick<Session, 'cloud' | 'operationLimitMs'>,
    call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
    const limit = AbortSignal.timeout(session.operationLimitMs);
    try {
        return await sdk(op, session, () => call(AbortSignal.any([op.signal, limit])));
    } catch (error) {
        throw limit.aborted && !op.signal.aborted ? tooSlow(session.operationLimitMs) : error;
    }
}

/** The same, and undefined when what was asked for does not exist. */
export async function sdkFind<T>(op: Operation, session: Pick<Session, 'cloud'>, call: () => Promise<T>): Promise<T | undefined> {
    try {
        return await sdk(op, session, call);
    } catch (error) {
        if (isFailure(error) && error.code === 'azure/not-found') {
            return undefined;
        }
        throw error;
    }
}

/** The parts of an id that one of these SDK calls needs. */
export function partsOf(id: string): ResourceId & { readonly name: string } {
    const parts = parseResourceId(id);
    const name = parts?.names.at(-1);
    if (parts === undefined || name === undefined) {
        throw new Failure<AzureFailure>('azure/invalid-name', { name: id, message: 'This is not a resource id.' });
    }
    return { ...parts, name };
}

/** All items of a paged answer. */
export async function collect<T>(pages: AsyncIterable<T>): Promise<readonly T[]> {
    const items: T[] = [];
    for await (const item of pages) {
        items.push(item);
    }
    return items;
}
