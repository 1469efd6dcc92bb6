import type { Resource } from '../arm/resource';
import type { JsonObject } from '../json';

/** A Container Apps environment: the domain of its apps, and little else that runs. */
export interface ManagedEnvironment extends Resource {
    properties: JsonObject;
    provisioningState: 'Waiting' | 'Succeeded' | 'Failed' | 'ScheduledForDelete';
    /** Such as `mossyfield-98b04bcd.eastus.azurecontainerapps.io`. */
    readonly domain: string;
    readonly staticIp: string;
}
