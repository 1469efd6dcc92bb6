import { createHash, randomBytes } from 'node:crypto';
import { armRefusal, resourceNotFound } from '../arm/armRefusal';
import { Collection } from '../arm/collection';
import { requireLocation } from '../arm/requireLocation';
import { param, type Exchange } from '../http/exchange';
import { field, listField, objectField, textEntries, textField, truthField, type JsonObject, type JsonValue } from '../json';
import { locationName } from '../resources/locations';
import type { Runner } from '../runner/runner';
import { track, type World } from '../world';
import { decideSite, type SiteSurroundings } from './decideSite';
import type { Site } from './site';
import { SiteRuntime } from './siteRuntime';
import { defaultWebConfig, mergeWebConfig, pairs } from './webConfig';
import { webRefusal } from './webRefusal';

/** All web apps and slots. */
export interface Sites {
    find(exchange: Exchange): Site;
    get(id: string): Site | undefined;
    all(): readonly Site[];
    under(scope: string): readonly Site[];
    byHost(host: string): Site | undefined;
    byScmHost(host: string): Site | undefined;
    /** Creates or updates from a PUT's or PATCH's body. */
    write(exchange: Exchange, body: JsonObject, usage: 'replace' | 'merge'): Site;
    remove(id: string): Promise<Site | undefined>;
    slotsOf(site: Site): readonly Site[];
    taken(name: string): boolean;
    /** Checks and applies a change to `config/web`; restarts when that asks for it. */
    writeConfig(site: Site, asked: JsonObject): void;
    touch(site: Site): void;
    /** Refuses a change to a site that is being swapped. */
    refuseBusy(site: Site): void;
}

export interface SitesOptions {
    readonly world: World;
    readonly around: SiteSurroundings;
    readonly runner: Runner;
    readonly placeholder: Runner | undefined;
    readonly onRemove: (site: Site) => void;
}

const siteType = 'Microsoft.Web/sites';
const slotType = 'Microsoft.Web/sites/slots';
const namePattern = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,58}[a-zA-Z0-9])$/;

export function createSites({ world, around, runner, placeholder, onRemove }: SitesOptions): Sites {
    const sites: Collection<Site> = track(
        world,
        new Collection<Site>('tracked', async (site) => {
            byHost.delete(site.hostName);
            byHost.delete(site.scmHostName);
            const listener = await site.listener;
            listener?.server.closeAllConnections();
            listener?.server.close();
            onRemove(site);
            await site.runtime.close();
        }),
    );
    const byHost = new Map<string, Site>();

    function find(exchange: Exchange): Site {
        const site = sites.get(siteIdOf(exchange));
        if (site === undefined) {
            const slot = exchange.params.slot;
            throw resourceNotFound(
                slot === undefined ? siteType : slotType,
                slot === undefined ? param(exchange, 'site') : `${param(exchange, 'site')}/${slot}`,
                param(exchange, 'group'),
            );
        }
        return site;
    }

    function write(exchange: Exchange, body: JsonObject, usage: 'replace' | 'merge'): Site {
        const id = siteIdOf(exchange);
        const existing = sites.get(id);
        if (existing !== undefined) {
            refuseBusy(existing);
        }
        const site = existing ?? create(exchange, id, body);
        const properties = objectField(body, 'properties') ?? {};
        const planId = planIdOf(exchange, textField(properties, 'serverFarmId'));
        const plan = around.plans.get(planId ?? site.planId);
        if (plan === undefined) {
            throw webRefusal(
                404,
                'NotFound',
                `Cannot find ServerFarm with name ${(planId ?? site.planId).split('/').at(-1) ?? ''}.`,
                '51004',
            );
        }
        const siteConfig = objectField(properties, 'siteConfig') ?? {};
        checkConfig(siteConfig, around.plans.tierOf(plan));
        site.planId = plan.id;
        site.asked = {
            ...site.asked,
            ...without(properties, [
                'siteConfig',
                'serverFarmId',
                'reserved',
                'enabled',
                'state',
                'defaultHostName',
                'hostNames',
                'enabledHostNames',
                'hostNameSslStates',
                'slotSwapStatus',
            ]),
        };
        site.config = mergeWebConfig(site.config, siteConfig);
        site.identity = around.identities.assign(field(body, 'identity'), site.identity);
        if (field(body, 'tags') !== undefined) {
            site.tags = textEntries(field(body, 'tags'));
        }
        const settings = listField(siteConfig, 'appSettings');
        if (settings !== undefined) {
            site.appSettings = pairs(settings) ?? {};
        }
        const strings = listField(siteConfig, 'connectionStrings');
        if (strings !== undefined) {
            site.connectionStrings = Object.fromEntries(
                strings.map((entry) => [
                    textField(entry, 'name') ?? '',
                    { value: textField(entry, 'connectionString') ?? '', type: textField(entry, 'type') ?? 'Custom' },
                ]),
            );
        }
        const stack = textField(site.config, 'linuxFxVersion') ?? '';
        const above = sites.get(id.replace(/\/slots\/[^/]+$/i, ''));
        const asked =
            textField(body, 'kind') ?? (/functionapp/i.test(above?.kind ?? '') && existing === undefined ? above?.kind : undefined);
        if (existing === undefined || asked !== undefined) {
            site.kind =
                asked !== undefined && (/functionapp/i.test(asked) || usage === 'merge')
                    ? asked
                    : plan.reserved
                      ? /^DOCKER\|/i.test(stack)
                          ? 'app,linux,container'
                          : 'app,linux'
                      : 'app';
        }
        sites.put(site);
        byHost.set(site.hostName, site);
        byHost.set(site.scmHostName, site);
        touch(site);
        site.runtime.change();
        return site;
    }

    function create(exchange: Exchange, id: string, body: JsonObject): Site {
        const app = param(exchange, 'site');
        const slot = exchange.params.slot;
        const parent = slot === undefined ? undefined : sites.get(id.replace(/\/slots\/[^/]+$/i, ''));
        if (slot !== undefined && parent === undefined) {
            throw resourceNotFound(siteType, app, param(exchange, 'group'));
        }
        if (!namePattern.test(app)) {
            throw webRefusal(
                400,
                'BadRequest',
                `The parameter name has an invalid value. The name '${app}' may contain only letters, numbers and hyphens and must be between 2 and 60 characters.`,
                '51021',
            );
        }
        const location = requireLocation(body, siteType);
        if (slot === undefined && taken(app)) {
            throw webRefusal(409, 'Conflict', `Website with given name ${app} already exists.`, '54001');
        }
        const now = world.nowMs();
        const label = (slot === undefined ? app : `${app}-${slot}`).toLowerCase();
        const scope = textField(body, 'properties', 'autoGeneratedDomainNameLabelScope');
        const hash = createHash('sha256')
            .update(id.toLowerCase())
            .digest('base64')
            .toLowerCase()
            .replace(/[^a-z0-9]/g, '')
            .slice(0, 16);
        const planId =
            planIdOf(exchange, textField(body, 'properties', 'serverFarmId')) ??
            parent?.planId ??
            (/functionapp/i.test(textField(body, 'kind') ?? '')
                ? around.plans.consumption(id, location, truthField(body, 'properties', 'reserved') === true ? 'linux' : 'windows')
                : undefined);
        if (planId === undefined) {
            throw armRefusal(400, 'BadRequest', 'The parameter properties.serverFarmId is required.');
        }
        const own = around.plans.domainOf(planId);
        const stem = scope === undefined || own !== undefined ? label : `${label}-${hash}`;
        const zone = own ?? (scope === undefined ? 'azurewebsites.net' : `${locationName(location)}-01.azurewebsites.net`);
        const site: Site = {
            id,
            name: slot === undefined ? app : `${app}/${slot}`,
            app,
            slot,
            type: slot === undefined ? siteType : slotType,
            location,
            tags: undefined,
            createdMs: now,
            changedMs: now,
            planId,
            asked: {},
            config: defaultWebConfig(slot === undefined ? app : `${app}__${slot}`),
            // Windows plans come with a version of Node.js that nobody asked for.
            // A slot of a functions app begins with what its host needs.
            appSettings: /functionapp/i.test(parent?.kind ?? '')
                ? { ...parent?.appSettings }
                : around.plans.get(planId)?.reserved === false
                  ? { WEBSITE_NODE_DEFAULT_VERSION: '6.9.1' }
                  : {},
            connectionStrings: {},
            metadata: {},
            slotConfigNames: { connectionStringNames: null, appSettingNames: null, azureStorageConfigNames: null },
            logs: defaultLogs,
            signIn: undefined,
            siteContainers: {},
            preview: undefined,
            // New apps start without basic credentials, as Azure's portal makes them; a client asks before it uses them.
            publishing: { scm: false, ftp: false },
            publishingPassword: randomBytes(45).toString('base64url').slice(0, 60),
            state: 'Running',
            hostName: `${stem}.${zone}`,
            scmHostName: `${stem}.scm.${zone}`,
            etag: '',
            busy: undefined,
            listener: undefined,
            served: [],
            runtime: new SiteRuntime({
                siteName: label,
                runner,
                placeholder,
                nowMs: () => world.nowMs(),
                keepsAppLines: () => truthField(site.config, 'httpLoggingEnabled') === true,
                desired: () => decideSite(site, around),
                labels: { 'slipway.local-azure.app': `${stem}.${zone}` },
                settleMs: world.mode === 'open' ? 0 : 250,
                retryMs: 5_000,
            }),
        };
        return site;
    }

    /** In the words of Azure/azure-functions-on-container-apps#53. */
    function refuseBusy({ busy }: Site): void {
        if (busy !== undefined && world.mode === 'strict') {
            throw webRefusal(
                409,
                'Conflict',
                `Cannot modify this site because another operation is in progress. Details: Id: ${busy}, OperationName: SwapSiteSlots, CreatedTime: ${new Date(world.nowMs()).toISOString()}, RequestId: ${busy}, EntityType: 3`,
            );
        }
    }

    function writeConfig(site: Site, asked: JsonObject): void {
        refuseBusy(site);
        const plan = around.plans.get(site.planId);
        checkConfig(asked, plan === undefined ? 'Free' : around.plans.tierOf(plan));
        const settings = listField(asked, 'appSettings');
        site.config = mergeWebConfig(site.config, asked);
        if (settings !== undefined) {
            site.appSettings = pairs(settings) ?? {};
        }
        touch(site);
        site.runtime.change();
    }

    function taken(name: string): boolean {
        return sites.all().some((site) => site.slot === undefined && site.app.toLowerCase() === name.toLowerCase());
    }

    function touch(site: Site): void {
        site.changedMs = world.nowMs();
        site.etag = `"${(BigInt(Math.floor(site.changedMs)) * 16n).toString(16).toUpperCase()}${Math.floor(Math.random() * 16)
            .toString(16)
            .toUpperCase()}"`;
    }

    around.plans.onChange((plan) => {
        for (const site of sites.all()) {
            if (site.planId.toLowerCase() === plan.id.toLowerCase()) {
                site.runtime.change();
            }
        }
    });
    around.plans.countSites((planId) => sites.all().filter((site) => site.planId.toLowerCase() === planId.toLowerCase()).length);

    return {
        find,
        write,
        writeConfig,
        refuseBusy,
        touch,
        taken,
        get: (id) => sites.get(id),
        all: () => sites.all(),
        under: (scope) => sites.under(scope),
        byHost: (host) => {
            const site = byHost.get(host.toLowerCase());
            return site?.hostName === host.toLowerCase() ? site : undefined;
        },
        byScmHost: (host) => {
            const site = byHost.get(host.toLowerCase());
            return site?.scmHostName === host.toLowerCase() ? site : undefined;
        },
        slotsOf: (site) => (site.slot === undefined ? sites.under(`${site.id}/slots`) : []),
        async remove(id) {
            await sites.removeUnder(id);
            return sites.remove(id);
        },
    };
}

/** A plan of the same group may be named by its name alone. */
function planIdOf(exchange: Exchange, asked: string | undefined): string | undefined {
    return asked === undefined || asked.includes('/')
        ? asked
        : `/subscriptions/${param(exchange, 'subscription')}/resourceGroups/${param(exchange, 'group')}/providers/Microsoft.Web/serverfarms/${asked}`;
}

export function siteIdOf(exchange: Exchange): string {
    const slot = exchange.params.slot;
    const app = `/subscriptions/${param(exchange, 'subscription')}/resourceGroups/${param(exchange, 'group')}/providers/Microsoft.Web/sites/${param(exchange, 'site')}`;
    return slot === undefined ? app : `${app}/slots/${slot}`;
}

function checkConfig(asked: JsonObject, tier: string): void {
    if (truthField(asked, 'alwaysOn') === true && (tier === 'Free' || tier === 'Shared')) {
        throw webRefusal(
            409,
            'Conflict',
            'There was a conflict. AlwaysOn cannot be set for this site as the plan does not allow it. For more information on pricing and features, please see: https://aka.ms/appservicepricingdetails ',
            '01020',
        );
    }
    const stack = textField(asked, 'linuxFxVersion')?.trim();
    if (stack !== undefined && stack !== '' && !stack.includes('|') && stack.toLowerCase() !== 'sitecontainers') {
        throw webRefusal(400, 'BadRequest', `The parameter LinuxFxVersion has an invalid value. '${stack}'`, '51021');
    }
}

function without(object: JsonObject, names: readonly string[]): JsonObject {
    return Object.fromEntries(Object.entries(object).filter(([name]) => !names.some((one) => one.toLowerCase() === name.toLowerCase())));
}

const defaultLogs: JsonObject = {
    applicationLogs: {
        fileSystem: { level: 'Off' },
        azureTableStorage: { level: 'Off', sasUrl: null },
        azureBlobStorage: { level: 'Off', sasUrl: null, retentionInDays: null },
    },
    httpLogs: {
        fileSystem: { retentionInMb: 35, retentionInDays: null, enabled: false },
        azureBlobStorage: { sasUrl: null, retentionInDays: 3, enabled: false },
    },
    failedRequestsTracing: { enabled: false },
    detailedErrorMessages: { enabled: false },
} satisfies Record<string, JsonValue>;
