import type { Resource } from '../arm/resource';
import type { JsonObject } from '../json';
import type { RegistryServer } from './registryServer';

/** One container registry and the real one behind it. */
export interface Registry extends Resource {
    properties: JsonObject;
    provisioningState: 'Creating' | 'Updating' | 'Succeeded' | 'Failed';
    loginServer: string;
    server: RegistryServer | undefined;
    readonly passwords: [string, string];
}
