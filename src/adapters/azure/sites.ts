import type { ManagedServiceIdentity, Site as SdkSite, SiteConfig as SdkSiteConfig, SiteConfigResource } from '@azure/arm-appservice';
import * as z from 'zod';
import { isFailure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { mergeSignIn } from '../../core/deploy/signIn';
import type { InstanceStatus, Site, SiteConfig, SiteSignIn, WantedSite } from '../../core/deploy/resources';
import type { Sites } from '../../ports/azure';
import { operations } from './operations';
import { read } from './read';
import type { Scm } from './scm';
import { changedContainer, hasContainers, siteContainers, withMainContainer } from './siteContainers';
import { slotBody } from './slotBody';
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
        containerLog: config.httpLoggingEnabled === true ? 'on' : 'off',
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
        ...(config.containerLog === undefined ? {} : { httpLoggingEnabled: config.containerLog === 'on' }),
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

const signInBody = z.object({
    properties: z.object({
        platform: z.object({ enabled: z.boolean().nullish() }).nullish(),
        identityProviders: z
            .object({
                azureActiveDirectory: z.object({ registration: z.object({ clientId: z.string().nullish() }).nullish() }).nullish(),
            })
            .nullish(),
    }),
});

const publishingBody = z.object({ properties: z.object({ publishingUserName: z.string(), publishingPassword: z.string() }) });

/** Secrets of other providers are in the settings; here are their names only. */
const wholeSignInBody = z.object({ properties: z.record(z.string(), z.unknown()) });

function signInOf({ properties: { platform, identityProviders } }: z.infer<typeof signInBody>): SiteSignIn {
    const clientId = identityProviders?.azureActiveDirectory?.registration?.clientId;
    return { state: platform?.enabled === true ? 'on' : 'off', clientId: clientId === null || clientId === '' ? undefined : clientId };
}

function identityOf({ identityIds, systemIdentity }: WantedSite): ManagedServiceIdentity {
    const user = identityIds.length === 0 ? {} : { userAssignedIdentities: Object.fromEntries(identityIds.map((id) => [id, {}])) };
    const type =
        systemIdentity === undefined ? 'UserAssigned' : identityIds.length === 0 ? 'SystemAssigned' : 'SystemAssigned, UserAssigned';
    return { type, ...user };
}

/** Web apps by the official SDK; siteStatus, which it lacks, by the thin client. */
export function sites(session: Session, scm: Scm): Sites {
    const tenantOf = (id: string) => session.tenantOf(partsOf(id).subscriptionId);
    const containers = siteContainers(session);
    const config: Sites['config'] = async (op, id) => {
        const { subscriptionId, group, app, slot } = siteParts(id);
        const options = { abortSignal: op.signal };
        const found = await sdk(op, session, async () => {
            const { webApps } = await session.web(subscriptionId);
            return toConfig(
                await (slot === undefined
                    ? webApps.getConfiguration(group, app, options)
                    : webApps.getConfigurationSlot(group, app, slot, options)),
            );
        });
        return hasContainers(found) ? withMainContainer(found, await containers.containers(op, id)) : found;
    };
    const updateConfig: Sites['updateConfig'] = async (op, id, change, settings) => {
        const { subscriptionId, group, app, slot } = siteParts(id);
        const options = { abortSignal: op.signal };
        const body = { ...fromConfig(change), ...(settings === undefined ? {} : { appSettings: pairsOf(settings) }) };
        return sdk(op, session, async () => {
            const { webApps } = await session.web(subscriptionId);
            return toConfig(
                await (slot === undefined
                    ? webApps.updateConfiguration(group, app, body, options)
                    : webApps.updateConfigurationSlot(group, app, slot, body, options)),
            );
        });
    };
    const readSignIn = async (op: Operation, id: string) =>
        await session.arm.send(op, { operation: operations.getSignIn, params: { site: id }, tenantId: tenantOf(id) });
    const writeSignIn = async (op: Operation, id: string, properties: Readonly<Record<string, unknown>>) => {
        const operation = operations.writeSignIn;
        await session.arm.perform(op, { operation, params: { site: id }, tenantId: tenantOf(id), body: { properties } });
    };
    return {
        ...scm,
        ...containers,
        config,
        async list(op, subscriptionId) {
            return sdk(op, session, async () => {
                const client = await session.web(subscriptionId);
                return (await collect(client.webApps.list({ abortSignal: op.signal }))).map(toSite);
            });
        },
        async get(op, id) {
            const { subscriptionId, group, app, slot } = siteParts(id);
            const options = { abortSignal: op.signal };
            return sdkFind(op, session, async () => {
                const { webApps } = await session.web(subscriptionId);
                return toSite(await (slot === undefined ? webApps.get(group, app, options) : webApps.getSlot(group, app, slot, options)));
            });
        },
        async slots(op, id) {
            const { subscriptionId, group, app } = siteParts(id);
            return sdk(op, session, async () => {
                const { webApps } = await session.web(subscriptionId);
                return (await collect(webApps.listSlots(group, app, { abortSignal: op.signal }))).map(toSite);
            });
        },
        async swap(op, id) {
            const { subscriptionId, group, app, slot } = siteParts(id);
            await sdkOperation(op, session, async (signal) => {
                const { webApps } = await session.web(subscriptionId);
                const entity = { targetSlot: 'production', preserveVnet: true };
                const options = { abortSignal: signal, updateIntervalInMs: session.pollMs };
                await webApps.swapSlot(group, app, slot ?? '', entity, options).pollUntilDone({ abortSignal: signal });
            });
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
            const { subscriptionId, group, app, slot } = siteParts(id);
            return sdkOperation(op, session, async (signal) => {
                const { webApps } = await session.web(subscriptionId);
                const body: SdkSite = {
                    location: wanted.location,
                    kind: 'app,linux,container',
                    tags: { ...wanted.tags },
                    identity: identityOf(wanted),
                    serverFarmId: wanted.planId,
                    reserved: true,
                    httpsOnly: true,
                    clientAffinityEnabled: false,
                    siteConfig: {
                        ...fromConfig(wanted.config),
                        http20Enabled: true,
                        ftpsState: 'Disabled',
                        minTlsVersion: '1.2',
                        // Without it the platform's log has no line of the app's own.
                        httpLoggingEnabled: true,
                        appSettings: pairsOf(wanted.settings),
                    },
                };
                const options = { abortSignal: signal, updateIntervalInMs: session.pollMs };
                const poller =
                    slot === undefined
                        ? webApps.createOrUpdate(group, app, body, options)
                        : webApps.createOrUpdateSlot(group, app, slot, body, options);
                return toSite(await poller.pollUntilDone({ abortSignal: signal }));
            });
        },
        async createSlot(op, id, production, wanted) {
            const { subscriptionId, group, app, slot } = siteParts(id);
            return sdkOperation(op, session, async (signal) => {
                const { webApps } = await session.web(subscriptionId);
                const reading = { abortSignal: signal };
                const [like, config, strings, shares] = await Promise.all([
                    webApps.get(group, app, reading),
                    webApps.getConfiguration(group, app, reading),
                    webApps.listConnectionStrings(group, app, reading),
                    webApps.listAzureStorageAccounts(group, app, reading),
                ]);
                const body = slotBody(like, config, {
                    ...wanted,
                    connectionStrings: strings.properties ?? {},
                    shares: shares.properties ?? {},
                });
                const options = { abortSignal: signal, updateIntervalInMs: session.pollMs };
                return toSite(
                    await webApps
                        .createOrUpdateSlot(group, app, slot ?? '', { ...body, serverFarmId: production.planId }, options)
                        .pollUntilDone({ abortSignal: signal }),
                );
            });
        },
        async updateConfig(op, id, change, settings) {
            const { container } = change;
            if (container === undefined) {
                return await updateConfig(op, id, change, settings);
            }
            const { alwaysOn, healthCheckPath } = change;
            if (alwaysOn !== undefined || healthCheckPath !== undefined) {
                await updateConfig(op, id, {
                    ...(alwaysOn === undefined ? {} : { alwaysOn }),
                    ...(healthCheckPath === undefined ? {} : { healthCheckPath }),
                });
            }
            await containers.putContainer(op, id, container.name, changedContainer(await containers.containers(op, id), change));
            return await config(op, id);
        },
        async addIdentities(op, site, identityIds) {
            const { subscriptionId, group, app, slot } = siteParts(site.id);
            const type = site.identity.system === undefined ? 'UserAssigned' : 'SystemAssigned, UserAssigned';
            const all = [...site.identity.user.map((identity) => identity.id), ...identityIds];
            const body = { identity: { type, userAssignedIdentities: Object.fromEntries(all.map((identity) => [identity, {}])) } } as const;
            const options = { abortSignal: op.signal };
            return sdk(op, session, async () => {
                const { webApps } = await session.web(subscriptionId);
                return toSite(
                    await (slot === undefined
                        ? webApps.update(group, app, body, options)
                        : webApps.updateSlot(group, app, slot, body, options)),
                );
            });
        },
        async settings(op, id) {
            const { subscriptionId, group, app, slot } = siteParts(id);
            const options = { abortSignal: op.signal };
            return sdk(op, session, async () => {
                const { webApps } = await session.web(subscriptionId);
                const answer = await (slot === undefined
                    ? webApps.listApplicationSettings(group, app, options)
                    : webApps.listApplicationSettingsSlot(group, app, slot, options));
                return answer.properties ?? {};
            });
        },
        async publishingCredentials(op, id) {
            const operation = operations.listPublishingCredentials;
            const answer = await session.arm.send(op, { operation, params: { site: id }, tenantId: tenantOf(id) });
            const { publishingUserName: username, publishingPassword: password } = read(publishingBody, answer).properties;
            return { username, password };
        },
        async signIn(op, id) {
            return signInOf(read(signInBody, await readSignIn(op, id)));
        },
        async setSignIn(op, id, wanted, issuer) {
            const now = read(wholeSignInBody, await readSignIn(op, id)).properties;
            await writeSignIn(op, id, mergeSignIn(now, wanted, issuer));
        },
        async copySignIn(op, from, to) {
            const answer = await readSignIn(op, from);
            await writeSignIn(op, to, read(wholeSignInBody, answer).properties);
            return signInOf(read(signInBody, answer)).clientId;
        },
        async replaceSettings(op, id, settings) {
            const { subscriptionId, group, app, slot } = siteParts(id);
            const options = { abortSignal: op.signal };
            const body = { properties: { ...settings } };
            await sdk(op, session, async () => {
                const { webApps } = await session.web(subscriptionId);
                await (slot === undefined
                    ? webApps.updateApplicationSettings(group, app, body, options)
                    : webApps.updateApplicationSettingsSlot(group, app, slot, body, options));
            });
        },
        async setAffinity(op, id, affinity) {
            const { subscriptionId, resourceGroup, name } = partsOf(id);
            await sdk(op, session, async () =>
                (await session.web(subscriptionId)).webApps.update(
                    resourceGroup,
                    name,
                    { clientAffinityEnabled: affinity === 'on' },
                    { abortSignal: op.signal },
                ),
            );
        },
        async restart(op, id) {
            const { subscriptionId, group, app, slot } = siteParts(id);
            const options = { abortSignal: op.signal };
            await sdk(op, session, async () => {
                const { webApps } = await session.web(subscriptionId);
                await (slot === undefined ? webApps.restart(group, app, options) : webApps.restartSlot(group, app, slot, options));
            });
        },
        async start(op, id) {
            const { subscriptionId, group, app, slot } = siteParts(id);
            const options = { abortSignal: op.signal };
            await sdk(op, session, async () => {
                const { webApps } = await session.web(subscriptionId);
                await (slot === undefined ? webApps.start(group, app, options) : webApps.startSlot(group, app, slot, options));
            });
        },
        async stop(op, id) {
            const { subscriptionId, group, app, slot } = siteParts(id);
            const options = { abortSignal: op.signal };
            await sdk(op, session, async () => {
                const { webApps } = await session.web(subscriptionId);
                await (slot === undefined ? webApps.stop(group, app, options) : webApps.stopSlot(group, app, slot, options));
            });
        },
        async delete(op, id) {
            const { subscriptionId, group, app, slot } = siteParts(id);
            const options = { deleteEmptyServerFarm: false, abortSignal: op.signal };
            await sdk(op, session, async () => {
                const { webApps } = await session.web(subscriptionId);
                await (slot === undefined ? webApps.delete(group, app, options) : webApps.deleteSlot(group, app, slot, options));
            });
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

function pairsOf(settings: Readonly<Record<string, string>>) {
    return Object.entries(settings).map(([name, value]) => ({ name, value }));
}

/** A web app's id, or that of one of its slots. */
function siteParts(id: string) {
    const { subscriptionId, resourceGroup, names } = partsOf(id);
    return { subscriptionId, group: resourceGroup, app: names[0] ?? '', slot: names[1] };
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
