import type { AzureStorageInfoValue, ConnStringValueTypePair, Site, SiteConfig, SiteConfigResource } from '@azure/arm-appservice';
import type { Tags } from '../../core/deploy/resources';

/** What of `config/web` is one app's own, is kept elsewhere, or would send visitors about: rules that share traffic and swap by themselves. */
const ownOfTheApp = [
    'id',
    'name',
    'type',
    'kind',
    'systemData',
    'publishingUsername',
    'scmType',
    'machineKey',
    'vnetName',
    'vnetPrivatePortsCount',
    'experiments',
    'autoSwapSlotName',
    'managedServiceIdentityId',
    'xManagedServiceIdentityId',
    'requestTracingExpirationTime',
    'appSettings',
    'connectionStrings',
    'metadata',
    'azureStorageAccounts',
];

interface WantedSlot {
    readonly tags: Tags;
    readonly linuxFxVersion: string;
    readonly settings: Readonly<Record<string, string>>;
    readonly connectionStrings: Readonly<Record<string, ConnStringValueTypePair>>;
    readonly shares: Readonly<Record<string, AzureStorageInfoValue>>;
}

/**
 * A slot with all that its app has but the image: what is swapped must behave as production did, who is let in by address, which network it reaches and what
 * it mounts included. One request, so that it never runs with less. The rights of an identity of its own are not among it: a slot's is another one.
 */
export function slotBody(app: Site, config: SiteConfigResource, wanted: WantedSlot): Site {
    const kept = Object.fromEntries(
        Object.entries(config).filter(([name, value]) => !ownOfTheApp.includes(name) && value !== undefined && value !== null),
    ) as SiteConfig;
    const user = Object.keys(app.identity?.userAssignedIdentities ?? {});
    const types = [...(app.identity?.principalId === undefined ? [] : ['SystemAssigned']), ...(user.length === 0 ? [] : ['UserAssigned'])];
    return {
        location: app.location,
        kind: app.kind ?? 'app,linux,container',
        tags: { ...wanted.tags },
        ...(types.length === 0
            ? {}
            : {
                  identity: {
                      type: types.join(', ') as 'UserAssigned',
                      ...(user.length === 0 ? {} : { userAssignedIdentities: Object.fromEntries(user.map((id) => [id, {}])) }),
                  },
              }),
        reserved: true,
        ...known({
            httpsOnly: app.httpsOnly,
            clientAffinityEnabled: app.clientAffinityEnabled,
            clientCertEnabled: app.clientCertEnabled,
            clientCertMode: app.clientCertEnabled === true ? app.clientCertMode : undefined,
            clientCertExclusionPaths: app.clientCertEnabled === true ? app.clientCertExclusionPaths : undefined,
            endToEndEncryptionEnabled: app.endToEndEncryptionEnabled,
            publicNetworkAccess: app.publicNetworkAccess,
            virtualNetworkSubnetId: app.virtualNetworkSubnetId,
            outboundVnetRouting: typeof app.virtualNetworkSubnetId === 'string' ? app.outboundVnetRouting : undefined,
            keyVaultReferenceIdentity: app.keyVaultReferenceIdentity,
        }),
        siteConfig: {
            ...kept,
            linuxFxVersion: wanted.linuxFxVersion,
            appSettings: Object.entries(wanted.settings).map(([name, value]) => ({ name, value })),
            connectionStrings: Object.entries(wanted.connectionStrings).map(([name, { value, type }]) => ({
                name,
                connectionString: value,
                type,
            })),
            azureStorageAccounts: Object.fromEntries(Object.entries(wanted.shares).map(([name, { state: _, ...share }]) => [name, share])),
        },
    };
}

/** Azure answers null for what was never set. */
function known<T extends object>(fields: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)) as {
        [Key in keyof T]?: NonNullable<T[Key]>;
    };
}
