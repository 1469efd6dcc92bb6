import type { Collection } from './arm/collection';
import type { Operations } from './arm/operations';
import type { Resource } from './arm/resource';
import type { Limits } from './governance/limits';
import type { Principal } from './identity/principal';
import type { Tokens } from './identity/tokens';

/** Strict behaves as Azure does to a stranger; open lets any subscription exist and forgives what a recording cannot bring along. */
export type Mode = 'strict' | 'open';

/** What every provider shares. */
export interface World {
    readonly mode: Mode;
    readonly tenantId: string;
    readonly subscriptionId: string;
    /** The signed-in user, Owner of the subscription. */
    readonly user: Principal;
    /** A folder of this process, removed at the end. */
    readonly folder: string;
    /** Factor on Azure's durations. */
    readonly timeScale: number;
    nowMs(): number;
    /** One line for the person who runs it, on stderr. Never a secret. */
    log(line: string): void;
    /** Where this server is reached, such as `http://127.0.0.1:40123`. */
    origin(): string;
    readonly tokens: Tokens;
    /** What the subscription may not do at this moment. */
    limits(): Limits;
    readonly operations: Operations;
    /** Every provider's resources, so that a resource group can be listed and deleted as a whole. */
    readonly collections: Collection<Resource>[];
}

/** Registers a provider's collection with the world. */
export function track<T extends Resource>(world: World, collection: Collection<T>): Collection<T> {
    world.collections.push(collection as unknown as Collection<Resource>);
    return collection;
}

/** A Retry-After of Azure's, on the scale of this run. */
export function retryAfter(world: World, seconds: number): string {
    return String(Math.round(seconds * (world.mode === 'open' ? 0 : world.timeScale)));
}
