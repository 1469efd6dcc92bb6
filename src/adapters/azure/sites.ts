import type { Site as SdkSite, SiteConfig as SdkSiteConfig, SiteConfigResource } from '@azure/arm-appservice';
import * as z from 'zod';
import { isFailure } from '../../base/failure';
import type { InstanceStatus, Site, SiteConfig } from '../../core/deploy/resources';
import type { Sites } from '../../ports/azure';
import { operations } from './operations';
import { read } from './read';
import type { Scm } from './scm';
import { collect, partsOf, sdk, sdkFind, sdkOperation, type Session } from './session';

export function toSite(site: SdkSite): Site {
    const system = site.identity?.principalId;
    return {
        id: site.id ?? '',
        name: site.name ?? '',
        location: site.location,
        kind: site.kind ?? '',
        tags: site.tags ?? {},
        state: site.state ?? 'Unknown',
        planId: site.serverFarmId ?? '',
        defaultHost: site.defaultHostName ?? site.hostNames?.[0] ?? '',
        scmHost: site.hostNameSslStates?.find((host) => host.hostType === 'Repository')?.name,
        identity: {
            system: system === undefined ? undefined : { principalId: system },
            user: Object.entries(site.identity?.userAssignedIdentities ?? {}).map(([id, identity]) => ({
                id,
                principalId: identity.principalId ?? '',
                clientId: identity.clientId ?? '',
            })),
        },
        httpsOnly: site.httpsOnly === true ? 'on' : 'off',
    };
}

export function toConfig(config: SiteConfigResource): SiteConfig {
    return {
        linuxFxVersion: config.linuxFxVersion ?? '',
        pull: config.acrUseManagedIdentityCreds === true ? 'identity' : 'settings',
        pullClientId: config.acrUserManagedIdentityID ?? '',
        alwaysOn: config.alwaysOn === true ? 'on' : 'off',
        healthCheckPath: config.healthCheckPath ?? '',
        startCommand: config.appCommandLine ?? '',
    };
}

function fromConfig(config: Partial<SiteConfig>): SdkSiteConfig {
    return {
        ...(config.linuxFxVersion === undefined ? {} : { linuxFxVersion: config.linuxFxVersion }),
        ...(config.pull === undefined ? {} : { acrUseManagedIdentityCreds: config.pull === 'identity' }),
        ...(config.pullClientId === undefined ? {} : { acrUserManagedIdentityID: config.pullClientId }),
        ...(config.alwaysOn === undefined ? {} : { alwaysOn: config.alwaysOn === 'on' }),
        ...(config.healthCheckPath === undefined ? {} : { healthCheckPath: config.healthCheckPath }),
        ...(config.startCommand === undefined ? {} : { appCommandLine: config.startCommand }),
    };
}

const statusBody = z.object({
    properties: z.array(
        z.object({
            instanceId: z.string().nullish(),
            state: z.string().nullish(),
            action: z.string().nullish(),
            lastError: z.string().nullish(),
            lastErrorDetails: z.string().nullish(),
            lastErrorTimestamp: z.string().nullish(),
            details: z.string().nullish(),
        }),
    ),
});

/** Web apps by the official SDK; siteStatus, which it lacks, by the thin client. */
export function sites(session: Session, scm: Scm): Sites {
    return {
        ...scm,
        async list(op, subscriptionId) {
            return sdk(op, session, async () => {
                const client = await session.web(subscriptionId);
                return (await collect(client.webApps.list({ abortSignal: op.signal }))).map(toSite);
            });
        },
        async get(op, id) {
            const { subscriptionId, resourceGroup, name } = partsOf(id);
            return sdkFind(op, session, async () =>
                toSite(await (await session.web(subscriptionId)).webApps.get(resourceGroup, name, { abortSignal: op.signal })),
            );
        },
        async checkName(op, subscriptionId, name) {
            return sdk(op, session, async () => {
                const answer = await (await session.web(subscriptionId)).checkNameAvailability(name, 'Site', { abortSignal: op.signal });
                return answer.nameAvailable === true
                    ? { available: true }
                    : { available: false, reason: answer.reason ?? '', message: answer.message ?? '' };
            });
        },
        async create(op, id, wanted) {
            const { subscriptionId, resourceGroup, name } = partsOf(id);
            return sdkOperation(op, session, async (signal) => {
                const client = await session.web(subscriptionId);
                const poller = client.webApps.createOrUpdate(
                    resourceGroup,
                    name,
                    {
                        location: wanted.location,
                        kind: 'app,linux,container',
                        tags: { ...wanted.tags },
                        identity: {
                            type: 'UserAssigned',
                            userAssignedIdentities: Object.fromEntries(wanted.identityIds.map((identity) => [identity, {}])),
                        },
                        serverFarmId: wanted.planId,
                        reserved: true,
                        httpsOnly: true,
                        clientAffinityEnabled: false,
                        siteConfig: {
                            ...fromConfig(wanted.config),
                            http20Enabled: true,
                            ftpsState: 'Disabled',
                            minTlsVersion: '1.2',
                            appSettings: Object.entries(wanted.settings).map(([setting, value]) => ({ name: setting, value })),
                        },
                    },
                    { abortSignal: signal, updateIntervalInMs: session.pollMs },
                );
                return toSite(await poller.pollUntilDone({ abortSignal: signal }));
            });
        },
        async config(op, id) {
            const { subscriptionId, resourceGroup, name } = partsOf(id);
            return sdk(op, session, async () =>
                toConfig(
                    await (await session.web(subscriptionId)).webApps.getConfiguration(resourceGroup, name, { abortSignal: op.signal }),
                ),
            );
        },
        async updateConfig(op, id, change) {
            const { subscriptionId, resourceGroup, name } = partsOf(id);
            return sdk(op, session, async () => {
                const client = await session.web(subscriptionId);
                return toConfig(
                    await client.webApps.updateConfiguration(resourceGroup, name, fromConfig(change), { abortSignal: op.signal }),
                );
            });
        },
        async addIdentities(op, site, identityIds) {
            const { subscriptionId, resourceGroup, name } = partsOf(site.id);
            const type = site.identity.system === undefined ? 'UserAssigned' : 'SystemAssigned, UserAssigned';
            const all = [...site.identity.user.map((identity) => identity.id), ...identityIds];
            return sdk(op, session, async () => {
                const client = await session.web(subscriptionId);
                return toSite(
                    await client.webApps.update(
                        resourceGroup,
                        name,
                        { identity: { type, userAssignedIdentities: Object.fromEntries(all.map((identity) => [identity, {}])) } },
                        { abortSignal: op.signal },
                    ),
                );
            });
        },
        async settings(op, id) {
            const { subscriptionId, resourceGroup, name } = partsOf(id);
            return sdk(op, session, async () => {
                const answer = await (
                    await session.web(subscriptionId)
                ).webApps.listApplicationSettings(resourceGroup, name, { abortSignal: op.signal });
                return answer.properties ?? {};
            });
        },
        async replaceSettings(op, id, settings) {
            const { subscriptionId, resourceGroup, name } = partsOf(id);
            await sdk(op, session, async () => {
                const client = await session.web(subscriptionId);
                await client.webApps.updateApplicationSettings(
                    resourceGroup,
                    name,
                    { properties: { ...settings } },
                    { abortSignal: op.signal },
                );
            });
        },
        async setTags(op, id, tags) {
            await session.arm.perform(op, {
                operation: operations.mergeTags,
                params: { scope: id },
                tenantId: session.tenantOf(partsOf(id).subscriptionId),
                body: { operation: 'Merge', properties: { tags } },
            });
        },
        async restart(op, id) {
            const { subscriptionId, resourceGroup, name } = partsOf(id);
            await sdk(op, session, async () =>
                (await session.web(subscriptionId)).webApps.restart(resourceGroup, name, { abortSignal: op.signal }),
            );
        },
        async start(op, id) {
            const { subscriptionId, resourceGroup, name } = partsOf(id);
            await sdk(op, session, async () =>
                (await session.web(subscriptionId)).webApps.start(resourceGroup, name, { abortSignal: op.signal }),
            );
        },
        async stop(op, id) {
            const { subscriptionId, resourceGroup, name } = partsOf(id);
            await sdk(op, session, async () =>
                (await session.web(subscriptionId)).webApps.stop(resourceGroup, name, { abortSignal: op.signal }),
            );
        },
        async delete(op, id) {
            const { subscriptionId, resourceGroup, name } = partsOf(id);
            await sdk(op, session, async () =>
                (await session.web(subscriptionId)).webApps.delete(resourceGroup, name, {
                    deleteEmptyServerFarm: false,
                    abortSignal: op.signal,
                }),
            );
        },
        async status(op, id): Promise<readonly InstanceStatus[] | undefined> {
            const tenantId = session.tenantOf(partsOf(id).subscriptionId);
            try {
                const body = await session.arm.find(op, { operation: operations.listSiteStatus, params: { site: id }, tenantId });
                return body === undefined ? undefined : read(statusBody, body).properties.map(toStatus);
            } catch (error) {
                // Not every stamp has it yet; a refused api-version says so.
                if (isFailure(error) && error.facts.status === 400) {
                    return undefined;
                }
                throw error;
            }
        },
    };
}

function toStatus(status: z.infer<typeof statusBody>['properties'][number]): InstanceStatus {
    return {
        instanceId: status.instanceId ?? '',
        state: status.state ?? '',
        action: status.action ?? '',
        lastError: status.lastError ?? '',
        lastErrorDetails: status.lastErrorDetails ?? '',
        lastErrorTime: status.lastErrorTimestamp ?? '',
        details: status.details ?? '',
    };
}
