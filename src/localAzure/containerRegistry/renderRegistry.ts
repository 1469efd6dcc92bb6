import { field, textField, type JsonObject, type JsonValue } from '../json';
import { systemData } from '../resources/resourceList';
import type { World } from '../world';
import type { Registry } from './registry';

/** What Azure fills in when a registry is made. */
export function defaultProperties(sku: string, nowMs: number): JsonObject {
    const at = new Date(nowMs).toISOString().replace('Z', '+00:00');
    return {
        adminUserEnabled: false,
        ...(sku === 'Premium' ? { networkRuleSet: { defaultAction: 'Allow', ipRules: [] } } : {}),
        policies: {
            quarantinePolicy: { status: 'disabled' },
            trustPolicy: { type: 'Notary', status: 'disabled' },
            retentionPolicy: { days: 7, lastUpdatedTime: at, status: 'disabled' },
            exportPolicy: { status: 'enabled' },
            azureADAuthenticationAsArmPolicy: { status: 'enabled' },
            softDeletePolicy: { retentionDays: 7, lastUpdatedTime: at, status: 'disabled' },
        },
        encryption: { status: 'disabled' },
        dataEndpointEnabled: false,
        dataEndpointHostNames: [],
        privateEndpointConnections: [],
        publicNetworkAccess: 'Enabled',
        networkRuleBypassOptions: 'AzureServices',
        zoneRedundancy: 'Disabled',
        anonymousPullEnabled: false,
        metadataSearch: 'Disabled',
        roleAssignmentMode: 'LegacyRegistryPermissions',
    };
}

const tiers: Readonly<Record<string, string>> = { basic: 'Basic', standard: 'Standard', premium: 'Premium', classic: 'Classic' };

/** The tier's own spelling; undefined for a name that is none. */
export function tierOf(body: JsonValue): string | undefined {
    return tiers[(textField(body, 'sku', 'name') ?? '').toLowerCase()];
}

export function renderRegistry(world: World, registry: Registry): JsonObject {
    return {
        sku: registry.sku,
        type: registry.type,
        id: registry.id,
        name: registry.name,
        location: registry.location,
        tags: registry.tags ?? {},
        systemData: systemData(world, registry),
        ...(registry.identity === undefined ? {} : { identity: registry.identity }),
        properties: {
            loginServer: registry.loginServer,
            creationDate: new Date(registry.createdMs).toISOString(),
            provisioningState: registry.provisioningState,
            ...registry.properties,
            policies: field(registry.properties, 'policies'),
        },
    };
}
