import { resourceNotFound } from '../arm/armRefusal';
import { Collection } from '../arm/collection';
import { requireLocation } from '../arm/requireLocation';
import type { Resource } from '../arm/resource';
import { empty, json } from '../http/answer';
import { objectBody, param, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { field, numberField, objectField, textEntries, textField, truthField, type JsonObject } from '../json';
import { locationDisplayName } from '../resources/locations';
import { track, type World } from '../world';
import type { HostingEnvironments } from './hostingEnvironments';
import { checkPlanLimits } from './planLimits';
import { webRefusal } from './webRefusal';

/** An App Service plan: the machines that its sites share. */
export interface Plan extends Resource {
    readonly number: number;
    reserved: boolean;
    capacity: number;
    skuName: string;
    zoneRedundant: boolean;
    perSiteScaling: boolean;
    /** Kept and shown; nothing adds instances here. */
    elastic: { readonly enabled: boolean; readonly most: number };
    /** The App Service Environment that it is in. */
    environmentId: string | undefined;
}

export interface Plans {
    readonly routes: readonly Route[];
    get(id: string): Plan | undefined;
    tierOf(plan: Plan): string;
    /** Below which apps of this plan are named where its App Service Environment says so. */
    domainOf(id: string): string | undefined;
    memoryBytesOf(plan: Plan): number;
    /** The id of the consumption plan that Azure makes for a function app that names none. */
    consumption(siteId: string, location: string, system: 'linux' | 'windows'): string;
    /** Called when a plan was scaled or otherwise changed. */
    onChange(listener: (plan: Plan) => void): void;
    /** Tells the plans how many sites each has. */
    countSites(count: (planId: string) => number): void;
}

const type = 'Microsoft.Web/serverfarms';
const gib = 1024 ** 3;
/** Name pattern → tier, memory of one worker, most workers. */
const skus: readonly { readonly name: RegExp; readonly tier: string; readonly memoryGib: number; readonly most: number }[] = [
    { name: /^F1$/i, tier: 'Free', memoryGib: 1, most: 1 },
    { name: /^D1$/i, tier: 'Shared', memoryGib: 1, most: 1 },
    { name: /^B1$/i, tier: 'Basic', memoryGib: 1.75, most: 3 },
    { name: /^B2$/i, tier: 'Basic', memoryGib: 3.5, most: 3 },
    { name: /^B3$/i, tier: 'Basic', memoryGib: 7, most: 3 },
    { name: /^S1$/i, tier: 'Standard', memoryGib: 1.75, most: 10 },
    { name: /^S2$/i, tier: 'Standard', memoryGib: 3.5, most: 10 },
    { name: /^S3$/i, tier: 'Standard', memoryGib: 7, most: 10 },
    { name: /^P0v3$/i, tier: 'Premium0V3', memoryGib: 4, most: 30 },
    { name: /^P[1-3]m?v2$/i, tier: 'PremiumV2', memoryGib: 3.5, most: 30 },
    { name: /^P[1-5]m?v3$/i, tier: 'PremiumV3', memoryGib: 8, most: 30 },
    { name: /^P[0-5]m?v4$/i, tier: 'PremiumV4', memoryGib: 8, most: 30 },
    { name: /^I[1-6]v2$/i, tier: 'IsolatedV2', memoryGib: 8, most: 100 },
    { name: /^I[1-5]mv2$/i, tier: 'IsolatedMV2', memoryGib: 16, most: 100 },
    { name: /^I[1-6]m?v4$/i, tier: 'IsolatedV4', memoryGib: 8, most: 100 },
    { name: /^(EP[1-3]|Y1|FC1|WS[1-3])$/i, tier: 'Dynamic', memoryGib: 1.5, most: 20 },
];

export function createPlans(world: World, environments: Pick<HostingEnvironments, 'has' | 'domainOf'>): Plans {
    const plans = track(world, new Collection<Plan>());
    const listeners: ((plan: Plan) => void)[] = [];
    let sites: (planId: string) => number = () => 0;
    let made = 20_000;

    /** The second sentence is Azure's own (Azure/azure-powershell#5204); what it says of an Isolated size outside is not known here. */
    function checkEnvironment({ tier }: (typeof skus)[number], environmentId: string | undefined): void {
        const isolated = tier.startsWith('Isolated');
        if (environmentId !== undefined && !environments.has(environmentId)) {
            throw webRefusal(
                404,
                'NotFound',
                `Cannot find HostingEnvironment with name ${environmentId.split('/').at(-1) ?? ''}.`,
                '51004',
            );
        }
        if (environmentId !== undefined && !isolated) {
            throw webRefusal(400, 'BadRequest', 'This version of AppServiceEnvironments only supports Isolated Sku.', '51021');
        }
        if (environmentId === undefined && isolated && world.mode !== 'open') {
            throw webRefusal(400, 'BadRequest', `The SKU tier '${tier}' is only supported in an App Service Environment.`, '51021');
        }
    }

    function put(exchange: Exchange) {
        const body = objectBody(exchange);
        const id = idOf(exchange);
        const existing = plans.get(id);
        const location = existing === undefined ? requireLocation(body, type) : (textField(body, 'location') ?? existing.location);
        const skuName = textField(body, 'sku', 'name') ?? existing?.skuName ?? 'F1';
        const sku = skus.find((one) => one.name.test(skuName));
        if (sku === undefined) {
            throw webRefusal(400, 'BadRequest', `The parameter SKU has an invalid value. '${skuName}' is not a valid SKU name.`, '51021');
        }
        const environmentId = textField(body, 'properties', 'hostingEnvironmentProfile', 'id') ?? existing?.environmentId;
        checkEnvironment(sku, environmentId);
        const capacity = numberField(body, 'sku', 'capacity') ?? existing?.capacity ?? 1;
        if (!Number.isInteger(capacity) || capacity < 0 || capacity > sku.most) {
            throw webRefusal(
                400,
                'BadRequest',
                `The parameter NumberOfWorkers has an invalid value. The maximum number of workers for the tier '${sku.tier}' is ${sku.most}.`,
                '51021',
            );
        }
        const reserved = truthField(body, 'properties', 'reserved') ?? existing?.reserved ?? /linux/i.test(textField(body, 'kind') ?? '');
        if (existing !== undefined && existing.reserved !== reserved) {
            throw webRefusal(409, 'Conflict', 'The property reserved of an App Service plan cannot be changed.');
        }
        const now = world.nowMs();
        const plan: Plan = {
            id: existing?.id ?? id,
            name: existing?.name ?? param(exchange, 'plan'),
            type,
            kind: reserved ? 'linux' : 'app',
            location,
            tags: field(body, 'tags') === undefined ? existing?.tags : textEntries(field(body, 'tags')),
            createdMs: existing?.createdMs ?? now,
            changedMs: now,
            number: existing?.number ?? ++made,
            reserved,
            capacity: Math.max(capacity, 1),
            skuName: skuName
                .toUpperCase()
                .replace(/MV(\d)$/, 'mv$1')
                .replace(/V(\d)$/, 'v$1'),
            zoneRedundant: truthField(body, 'properties', 'zoneRedundant') ?? existing?.zoneRedundant ?? false,
            perSiteScaling: truthField(body, 'properties', 'perSiteScaling') ?? existing?.perSiteScaling ?? false,
            elastic: {
                enabled: truthField(body, 'properties', 'elasticScaleEnabled') ?? existing?.elastic.enabled ?? false,
                most: numberField(body, 'properties', 'maximumElasticWorkerCount') ?? existing?.elastic.most ?? 1,
            },
            environmentId,
        };
        if (plan.elastic.enabled && !/^premium/i.test(sku.tier) && !/^EP/i.test(skuName)) {
            throw webRefusal(400, 'BadRequest', `Elastic scale is not supported for the tier '${sku.tier}'.`, '51021');
        }
        checkPlanLimits(world.limits(), plan, sku.tier, existing, plans.all());
        plan.sku = skuOf(plan);
        plans.put(plan);
        if (existing !== undefined) {
            listeners.forEach((listener) => listener(plan));
        }
        return json(200, render(plan, objectField(body, 'sku') !== undefined), { etag: `"${now.toString(16).toUpperCase()}"` });
    }

    function consumption(siteId: string, location: string, system: 'linux' | 'windows'): string {
        const display = locationDisplayName(location).replaceAll(' ', '');
        const name = system === 'linux' ? `${display}LinuxDynamicPlan` : `${display}Plan`;
        const id = `${siteId.split('/').slice(0, 5).join('/')}/providers/Microsoft.Web/serverfarms/${name}`;
        if (plans.get(id) === undefined) {
            const now = world.nowMs();
            const plan: Plan = {
                id,
                name,
                type,
                kind: 'functionapp',
                location,
                tags: undefined,
                createdMs: now,
                changedMs: now,
                number: ++made,
                reserved: system === 'linux',
                capacity: 1,
                skuName: 'Y1',
                zoneRedundant: false,
                perSiteScaling: false,
                elastic: { enabled: false, most: 1 },
                environmentId: undefined,
            };
            plan.sku = skuOf(plan);
            plans.put(plan);
        }
        return id;
    }

    function skuOf(plan: Plan): JsonObject {
        return {
            name: plan.skuName,
            tier: tierOf(plan),
            size: plan.skuName,
            family: plan.skuName.replace(/\d.*$/, ''),
            capacity: plan.capacity,
        };
    }

    function tierOf(plan: Plan): string {
        return skus.find((one) => one.name.test(plan.skuName))?.tier ?? 'Free';
    }

    function render(plan: Plan, withSku = false): JsonObject {
        const group = plan.id.split('/')[4] ?? '';
        const most = skus.find((one) => one.name.test(plan.skuName))?.most ?? 1;
        return {
            id: plan.id,
            name: plan.name,
            type,
            kind: plan.kind ?? 'linux',
            location: locationDisplayName(plan.location),
            ...(plan.tags === undefined ? {} : { tags: plan.tags }),
            properties: {
                serverFarmId: plan.number,
                name: plan.name,
                ...(withSku ? { sku: skuOf(plan) } : {}),
                workerSize: 'Default',
                workerSizeId: 0,
                workerTierName: null,
                numberOfWorkers: plan.capacity,
                currentWorkerSize: 'Default',
                currentWorkerSizeId: 0,
                currentNumberOfWorkers: plan.capacity,
                status: 'Ready',
                webSpace: webSpaceOf(group, plan.location, plan.reserved),
                subscription: plan.id.split('/')[2],
                adminSiteName: null,
                hostingEnvironment: plan.environmentId?.split('/').at(-1) ?? null,
                hostingEnvironmentProfile:
                    plan.environmentId === undefined
                        ? null
                        : {
                              id: plan.environmentId,
                              name: plan.environmentId.split('/').at(-1) ?? '',
                              type: 'Microsoft.Web/hostingEnvironments',
                          },
                maximumNumberOfWorkers: most,
                planName: 'VirtualDedicatedPlan',
                adminRuntimeSiteName: null,
                computeMode: 'Dedicated',
                siteMode: null,
                geoRegion: locationDisplayName(plan.location),
                perSiteScaling: plan.perSiteScaling,
                elasticScaleEnabled: plan.elastic.enabled,
                maximumElasticWorkerCount: plan.elastic.most,
                azBalancing: false,
                numberOfSites: sites(plan.id),
                hostingEnvironmentId: plan.environmentId ?? null,
                isSpot: false,
                spotExpirationTime: null,
                freeOfferExpirationTime: null,
                tags: plan.tags ?? null,
                kind: plan.kind ?? 'linux',
                resourceGroup: group,
                reserved: plan.reserved,
                isXenon: false,
                hyperV: false,
                mdmId: `waws-prod-local-001_${plan.number}`,
                targetWorkerCount: 0,
                targetWorkerSizeId: 0,
                provisioningState: 'Succeeded',
                webSiteId: null,
                existingServerFarmIds: null,
                kubeEnvironmentProfile: null,
                zoneRedundant: plan.zoneRedundant,
                migrateToVMSS: null,
                vnetConnectionsUsed: 0,
                vnetConnectionsMax: 2,
                createdTime: new Date(plan.createdMs).toISOString().slice(0, -1),
            },
            sku: skuOf(plan),
        };
    }

    function get(exchange: Exchange): Plan {
        const plan = plans.get(idOf(exchange));
        if (plan === undefined) {
            throw resourceNotFound(type, param(exchange, 'plan'), param(exchange, 'group'));
        }
        return plan;
    }

    async function remove(exchange: Exchange) {
        const plan = plans.get(idOf(exchange));
        if (plan !== undefined && sites(plan.id) > 0) {
            throw webRefusal(
                409,
                'Conflict',
                `Server farm '${plan.name}' cannot be deleted because it has web app(s) assigned to it.`,
                '11002',
            );
        }
        await plans.remove(idOf(exchange));
        return plan === undefined ? empty(204) : empty(200);
    }

    const path = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Web/serverfarms';
    return {
        get: (id) => plans.get(id),
        consumption,
        tierOf,
        domainOf: (id) => {
            const environmentId = plans.get(id)?.environmentId;
            return environmentId === undefined ? undefined : environments.domainOf(environmentId);
        },
        memoryBytesOf: (plan) => Math.round((skus.find((one) => one.name.test(plan.skuName))?.memoryGib ?? 1) * gib),
        onChange: (listener) => listeners.push(listener),
        countSites: (count) => {
            sites = count;
        },
        routes: [
            { method: 'PUT', path: `${path}/{plan}`, handle: put },
            { method: 'PATCH', path: `${path}/{plan}`, handle: (exchange) => (get(exchange), put(exchange)) },
            { method: 'GET', path: `${path}/{plan}`, handle: (exchange) => json(200, render(get(exchange))) },
            { method: 'DELETE', path: `${path}/{plan}`, handle: remove },
            {
                method: 'GET',
                path,
                handle: (exchange) =>
                    json(200, {
                        value: plans
                            .under(`/subscriptions/${param(exchange, 'subscription')}/resourceGroups/${param(exchange, 'group')}`)
                            .map((plan) => render(plan)),
                        nextLink: null,
                        id: null,
                    }),
            },
            {
                method: 'GET',
                path: '/subscriptions/{subscription}/providers/Microsoft.Web/serverfarms',
                handle: (exchange) =>
                    json(200, {
                        value: plans.under(`/subscriptions/${param(exchange, 'subscription')}`).map((plan) => render(plan)),
                        nextLink: null,
                        id: null,
                    }),
            },
        ],
    };
}

export function webSpaceOf(group: string, location: string, linux: boolean): string {
    return `${group}-${locationDisplayName(location).replaceAll(' ', '')}webspace${linux ? '-Linux' : ''}`;
}

function idOf(exchange: Exchange): string {
    return `/subscriptions/${param(exchange, 'subscription')}/resourceGroups/${param(exchange, 'group')}/providers/Microsoft.Web/serverfarms/${param(exchange, 'plan')}`;
}
