import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { failureFromAnswer } from '../../../src/adapters/azure/failures';
import { Failure, isFailure } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import { azureErrorIds, type AzureErrorId } from '../../../src/core/diagnose/catalogue/azureErrors';
import { azureEvidence } from '../../../src/core/diagnose/catalogue/azureEvidence';
import { azureStates } from '../../../src/core/diagnose/catalogue/azureStates';
import { explainStart } from '../../../src/core/diagnose/explainStart';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import { errorKey } from '../../../src/core/deploy/verify/judgeInstances';
import { roles } from '../../../src/core/deploy/roles';
import { failureSentence, failureText } from '../../../src/views/failureText';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import type { Azure } from '../../../src/ports/azure';
import { pushIndex } from '../pushImage';
import type { BuiltImage } from './imageEngine';
import { pressRemedy } from './pressRemedy';
import { everyTarget, missingForProcesses, openProcessStage, type ProcessStage } from './processStage';

const op = quietOperation();
const group = 'rg-catalogue';

const images: ReadonlyMap<string, BuiltImage> = new Map<string, BuiltImage>([
    ['good', { behaviour: {} }],
    ['arm', { behaviour: {}, architecture: 'arm64', claims: 'amd64' }],
    ['elsewhere', { behaviour: { port: 5000 } }],
    ['inward', { behaviour: { address: '127.0.0.1', stdout: ['Running on http://127.0.0.1:8000'] } }],
    ['ends', { behaviour: { exitCode: 3, stderr: ['no database'] } }],
    ['hungry', { behaviour: { memoryMb: 9000 } }],
    ['nowhere', { behaviour: { protocol: 'none' } }],
    ['bare', { behaviour: { absent: '/app/start' } }],
]);

type Ports = ReturnType<ProcessStage['ports']>;
interface Place {
    readonly stage: ProcessStage;
    readonly ports: Ports;
    /** A deployment that runs. */
    readonly live: DeployResult;
    readonly id: (type: string, name: string, inGroup?: string) => string;
}

/** Makes Azure say it; rejects with what the adapters make of that. */
type Provocation = (place: Place) => Promise<unknown>;

const tags = {};
const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const location = 'westeurope';
const planWanted = { location, sku: 'B1', tier: 'Basic', capacity: 1, tags };
const site = (
    place: Place,
    change: {
        readonly name?: string;
        readonly inGroup?: string;
        readonly planId?: string;
        readonly alwaysOn?: 'on';
        readonly identityId?: string;
    },
    azure: Azure = place.ports.azure,
) =>
    azure.sites.create(op, place.id('Microsoft.Web/sites', change.name ?? 'site', change.inGroup), {
        location,
        planId: change.planId ?? place.id('Microsoft.Web/serverfarms', 'plan'),
        tags,
        identityIds: change.identityId === undefined ? [] : [change.identityId],
        config: {
            linuxFxVersion: `DOCKER|${place.live.image}`,
            pull: 'identity',
            pullClientId: '',
            alwaysOn: change.alwaysOn ?? 'off',
            healthCheckPath: '/',
            startCommand: '',
        },
        settings: {},
    });
const app = (place: Place, change: object = {}, name = 'app') =>
    place.ports.azure.containerApps.create(op, place.id('Microsoft.App/containerApps', name), {
        location,
        tags,
        environmentId: place.id('Microsoft.App/managedEnvironments', 'env'),
        identityId: place.id('Microsoft.ManagedIdentity/userAssignedIdentities', 'stranger'),
        registryServer: serverOf(place.live.image),
        image: place.live.image,
        targetPort: 8000,
        env: {},
        size: { cpu: 0.5, memoryGb: 1 },
        healthPath: '/',
        replicas: { min: 1, max: 1 },
        scaleRule: undefined,
        probes: 'ready',
        kind: 'app',
        schedule: undefined,
        revisions: 'single',
        ...change,
    });
const friendly = (place: Place) => ({ identityId: place.id('Microsoft.ManagedIdentity/userAssignedIdentities', 'friend') });
const containerGroup = (place: Place, change: object = {}, name = 'group') =>
    place.ports.azure.containerGroups.put(op, place.id('Microsoft.ContainerInstance/containerGroups', name), {
        location,
        tags,
        pull: { identityId: place.id('Microsoft.ManagedIdentity/userAssignedIdentities', 'friend') },
        restartPolicy: 'Always',
        registryServer: serverOf(place.live.image),
        image: place.live.image,
        port: 8000,
        dnsLabel: name === 'group' ? 'catalogue-group' : `catalogue-${name}`,
        env: {},
        size: { cpu: 1, memoryGb: 1.5 },
        containerName: 'app',
        ...change,
    });

function serverOf(image: string): string {
    return image.split('/')[0] ?? '';
}

/** Rows whose answer a test orders, as a fault in the words of the row. */
const ordered = new Set<AzureErrorId>();

/** The answer itself, by the fault that refuses with it, to the operation that Azure gives it for. */
const refused = (id: AzureErrorId, path: string, send: Provocation): Provocation => {
    ordered.add(id);
    return async (place) => {
        const { code = 'BadRequest', quote: message, status = 400 } = azureEvidence[id];
        await place.stage.fault({ kind: 'refused', path, code, message, status: status < 500 ? status : 409 });
        return send(place);
    };
};

/** While the subscription may do less. */
const limited =
    (limits: object, send: Provocation): Provocation =>
    async (place) => {
        await place.stage.limit(limits);
        return send(place);
    };

/** One request as a tool would send it, for what Slipway itself never asks; its refusal as the adapters read one. */
async function ask(place: Place, method: string, id: string, apiVersion: string, body?: unknown): Promise<void> {
    const answer = await place.stage.arm(method, id, body, apiVersion);
    if (answer.status >= 400) {
        throw failureFromAnswer({
            status: answer.status,
            body: JSON.stringify(answer.body),
            requestId: undefined,
            challenge: undefined,
            url: `https://management.azure.com${id}`,
        });
    }
}

/** With a resource of ARM's own that stands against it, which is taken away again. */
const against =
    (path: string, apiVersion: string, body: (place: Place) => object, send: Provocation): Provocation =>
    async (place) => {
        const made = await place.stage.arm('PUT', path, body(place), apiVersion);
        assert.ok(made.status < 300, JSON.stringify(made.body));
        try {
            return await send(place);
        } finally {
            await place.stage.arm('DELETE', path, undefined, apiVersion);
        }
    };

const policyVersion = '2023-04-01';
/** A policy of the subscription that denies what the condition says. */
const denied = (condition: object, send: Provocation, reason?: string): Provocation =>
    against(
        'providers/Microsoft.Authorization/policyDefinitions/house-rule',
        policyVersion,
        () => ({ properties: { policyRule: { if: condition, then: { effect: 'deny' } } } }),
        against(
            'providers/Microsoft.Authorization/policyAssignments/house-rule',
            policyVersion,
            ({ stage }) => ({
                properties: {
                    policyDefinitionId: `/subscriptions/${stage.subscriptionId}/providers/Microsoft.Authorization/policyDefinitions/house-rule`,
                    ...(reason === undefined ? {} : { nonComplianceMessages: [{ message: reason }] }),
                },
            }),
            send,
        ),
    );

/** Azure for somebody who has this role in the subscription, and reads there. */
async function withRole({ stage }: Place, role: string): Promise<ReturnType<ProcessStage['signedInAs']>> {
    const who = await stage.somebody();
    for (const one of [role, reader]) {
        await stage.arm(
            'PUT',
            `providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`,
            {
                properties: {
                    roleDefinitionId: `/subscriptions/${stage.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${one}`,
                    principalId: who.objectId,
                    principalType: 'ServicePrincipal',
                },
            },
            '2022-04-01',
        );
    }
    const signedIn = stage.signedInAs({ clientId: who.clientId, secret: who.secret });
    // A new assignment counts a while later.
    while (
        !(await signedIn.azure.plans.list(op, stage.subscriptionId).then(
            () => true,
            () => false,
        ))
    ) {
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return signedIn;
}

/** While the registry lets nobody in. */
const closed =
    (send: Provocation): Provocation =>
    async (place) => {
        const rules = (defaultAction: string) =>
            place.stage.arm(
                'PATCH',
                place.live.previous.registryId,
                { sku: { name: 'Premium' }, properties: { networkRuleSet: { defaultAction, ipRules: [] } } },
                '2023-07-01',
            );
        await rules('Deny');
        try {
            return await send(place);
        } finally {
            await rules('Allow');
        }
    };

/** A container app as a tool would write it. */
const putApp = (place: Place, template: object, configuration: object = {}) =>
    ask(place, 'PUT', place.id('Microsoft.App/containerApps', 'written'), '2025-01-01', {
        location,
        properties: {
            environmentId: place.id('Microsoft.App/managedEnvironments', 'env'),
            configuration,
            template: { containers: [{ name: 'vector', image: place.live.image }], ...template },
        },
    });

/** As soon as something is there whose operation has not ended, which it never does. */
async function whileStuck(place: Place, path: string, begin: () => Promise<unknown>, there: () => Promise<unknown>): Promise<unknown> {
    await place.stage.fault({ kind: 'stuckOperation', path, method: 'PUT' });
    const stuck = begin().catch(() => undefined);
    try {
        // Until Azure has begun with it, it is not there yet.
        while ((await there()) === undefined) {
            await new Promise((resolve) => setTimeout(resolve, 10));
        }
        return await begin();
    } finally {
        await stuck;
    }
}

const createGroup: Provocation = ({ ports, stage }) => ports.azure.groups.create(op, stage.subscriptionId, 'rg-other', { location, tags });
const createPlan: Provocation = (place) => place.ports.azure.plans.create(op, place.id('Microsoft.Web/serverfarms', 'plan2'), planWanted);
const createGroupAs = (stage: ProcessStage, who: Readonly<Record<string, unknown>>) =>
    stage.signedInAs(who).azure.groups.create(op, stage.subscriptionId, 'rg-other', { location, tags });
const createEnvironment: Provocation = (place) =>
    place.ports.azure.containerApps.createEnvironment(op, place.id('Microsoft.App/managedEnvironments', 'env2'), { location, tags });
const login: Provocation = ({ ports, live }) =>
    ports.registry.login(op, { loginServer: serverOf(live.image), tenantId: undefined }, { repository: 'shop', actions: 'pull,push' });

/** Deploys an image that does not start, as a user would. */
const deployed =
    (image: string, change: Partial<DeployRequest> = {}): Provocation =>
    async ({ stage, ports }) => {
        const request = stage.request(`start-${image}`, image, change);
        return performDeploy(op, ports, planDeploy(request, await gatherDeploy(op, ports, request)), () => undefined);
    };

/** What the status of the running app says once something changed under it. */
async function startFailure(place: Place, permissions: 'registry' | 'repository' = 'registry'): Promise<never> {
    const { sites } = place.ports.azure;
    const before = new Set((await sites.status(op, place.live.resourceId))?.map(errorKey));
    await sites.restart(op, place.live.resourceId);
    for (;;) {
        const failing = (await sites.status(op, place.live.resourceId))?.find(
            (one) => one.lastError !== '' && one.state !== 'Started' && !before.has(errorKey(one)),
        );
        const symptom =
            failing === undefined
                ? undefined
                : explainStart([failing.lastError, failing.lastErrorDetails, failing.details], { permissions });
        if (symptom !== undefined) {
            throw new Failure(symptom.code, { row: symptom.row, name: place.live.name, reason: symptom.line, role: 'AcrPull' });
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

/** What these lines say is wrong. */
function told(lines: readonly string[]): never {
    const symptom = explainStart(lines);
    assert.ok(symptom, lines.join('\n'));
    throw new Failure(symptom.code, { row: symptom.row, name: 'app', reason: symptom.line, port: 8000 });
}

const provocations: Readonly<Record<AzureErrorId, Provocation>> = {
    'expired-token': ({ stage }) => createGroupAs(stage, { lifetimeSeconds: -60 }),
    'wrong-tenant': ({ stage }) => createGroupAs(stage, { tenantId: 'f8cdef31-a31e-4b4a-93e4-5f571e91255a' }),
    'second-factor': limited({ secondFactor: 'required' }, ({ stage }) =>
        stage.ports(images).azure.groups.create(op, stage.subscriptionId, 'rg-other', { location, tags }),
    ),
    'second-factor-policy': denied({ value: '[claims().amr]', notContains: 'mfa' }, createGroup, 'MFA is required'),
    'token-refused': ({ stage }) => createGroupAs(stage, { token: 'somebody-else-made-this' }),
    'provider-not-registered': async (place) => {
        await place.stage.arm('POST', 'providers/Microsoft.OperationalInsights/unregister');
        await place.stage.arm('POST', 'providers/Microsoft.App/unregister');
        try {
            return await place.ports.azure.containerApps.createEnvironment(op, place.id('Microsoft.App/managedEnvironments', 'env2'), {
                location,
                tags,
            });
        } finally {
            await place.ports.azure.providers.register(op, place.stage.subscriptionId, 'Microsoft.App');
        }
    },
    'location-not-registered': limited({ unregisteredIn: [{ type: 'Microsoft.Web/serverfarms', location }] }, createPlan),
    'role-assignment-forbidden': async (place) => {
        const { azure } = await withRole(place, contributor);
        return azure.roles.assign(op, place.live.previous.registryId, '11111111-1111-4111-8111-111111111111', roles.acrPull.id);
    },
    'identity-not-assignable': async (place) => {
        const role = randomUUID();
        await place.stage.arm(
            'PUT',
            `providers/Microsoft.Authorization/roleDefinitions/${role}`,
            {
                properties: {
                    roleName: 'Makes sites',
                    assignableScopes: [`/subscriptions/${place.stage.subscriptionId}`],
                    permissions: [{ actions: ['Microsoft.Web/*'] }],
                },
            },
            '2022-04-01',
        );
        const { azure } = await withRole(place, role);
        return site(place, { name: 'borrowed', identityId: friendly(place).identityId }, azure);
    },
    'identity-gone': (place) => site(place, { identityId: place.id('Microsoft.ManagedIdentity/userAssignedIdentities', 'nobody') }),
    forbidden: async (place) => {
        const { azure } = await withRole(place, reader);
        return azure.plans.create(op, place.id('Microsoft.Web/serverfarms', 'plan2'), planWanted);
    },
    'region-restricted': limited({ regions: ['northeurope'] }, createPlan),
    policy: denied(
        {
            allOf: [
                { field: 'type', equals: 'Microsoft.Web/serverfarms' },
                { field: 'Microsoft.Web/serverfarms/sku.name', notIn: ['F1'] },
            ],
        },
        createPlan,
    ),
    locked: against(
        `resourceGroups/${group}/providers/Microsoft.Authorization/locks/hands-off`,
        '2020-05-01',
        () => ({ properties: { level: 'ReadOnly' } }),
        createPlan,
    ),
    'subscription-disabled': async (place) => {
        await place.stage.arm('POST', 'providers/Microsoft.Subscription/cancel', undefined, '2021-10-01');
        try {
            return await createGroup(place);
        } finally {
            await place.stage.arm('POST', 'providers/Microsoft.Subscription/enable', undefined, '2021-10-01');
        }
    },
    'subscription-not-found': ({ ports }) =>
        ports.azure.groups.create(op, 'c23fa617-d0cf-4c92-a529-5e444a4cc1fa', 'rg-other', { location, tags }),
    'region-unavailable': (place) =>
        place.ports.azure.plans.create(op, place.id('Microsoft.Web/serverfarms', 'far'), { ...planWanted, location: 'atlantis' }),
    'sku-unavailable': limited({ unoffered: [{ type: 'Microsoft.Web/serverfarms', location, sku: 'B1' }] }, createPlan),
    'cores-quota': limited({ quotas: [{ provider: 'Microsoft.App', name: 'Total Regional Cores', location, limit: 10 }] }, (place) =>
        ask(place, 'PUT', place.id('Microsoft.App/managedEnvironments', 'large'), '2025-01-01', {
            location,
            properties: { workloadProfiles: [{ name: 'own', workloadProfileType: 'D4', minimumCount: 3, maximumCount: 3 }] },
        }),
    ),
    'resource-group-not-found': (place) =>
        place.ports.azure.plans.create(op, place.id('Microsoft.Web/serverfarms', 'plan', 'rg-nowhere'), planWanted),
    'being-deleted': async (place) => {
        await place.ports.azure.groups.create(op, place.stage.subscriptionId, 'rg-going', { location, tags });
        await place.stage.fault({ kind: 'stuckOperation', path: '*/resourcegroups/rg-going', method: 'DELETE' });
        await place.stage.arm('DELETE', 'resourceGroups/rg-going');
        return place.ports.azure.plans.create(op, place.id('Microsoft.Web/serverfarms', 'plan', 'rg-going'), planWanted);
    },
    'principal-not-found': limited({ directoryDelayMs: 600_000 }, async (place) => {
        const { ports, id, live } = place;
        const newborn = await ports.azure.identities.create(op, id('Microsoft.ManagedIdentity/userAssignedIdentities', 'newborn'), {
            location,
            tags,
        });
        return ports.azure.roles.assign(op, live.previous.registryId, newborn.principalId, roles.acrPull.id);
    }),
    throttled: limited({ writesLeft: 0 }, createGroup),
    'another-operation': refused('another-operation', '*/serverfarms/plan2', createPlan),
    'not-found': (place) => place.ports.azure.sites.restart(op, place.id('Microsoft.Web/sites', 'nowhere')),
    'plan-quota': limited({ quotas: [{ provider: 'Microsoft.Web', name: 'Basic VMs', location, limit: 1 }] }, createPlan),
    'plan-quota-region': limited({ quotas: [{ provider: 'Microsoft.Web', name: 'instances', location, limit: 0 }] }, createPlan),
    'plan-scale-refused': limited({ fixedScale: [location] }, (place) =>
        place.ports.azure.plans.setCapacity(op, place.id('Microsoft.Web/serverfarms', 'plan'), 2),
    ),
    'always-on-refused': async (place) => {
        const planId = place.id('Microsoft.Web/serverfarms', 'free');
        await place.ports.azure.plans.create(op, planId, { ...planWanted, sku: 'F1', tier: 'Free' });
        return site(place, { name: 'sleepless', planId, alwaysOn: 'on' });
    },
    'site-name-taken': async (place) => {
        await place.ports.azure.groups.create(op, place.stage.subscriptionId, 'rg-second', { location, tags });
        return site(place, { name: place.live.name, inGroup: 'rg-second' });
    },
    'linux-not-in-group': limited({ stamps: [{ group, without: 'Linux' }] }, createPlan),
    'linux-not-in-region': limited({ withoutLinux: [location] }, createPlan),
    'feature-not-in-group': limited({ stamps: [{ group, without: 'zoneRedundant' }] }, (place) =>
        ask(place, 'PUT', place.id('Microsoft.Web/serverfarms', 'zones'), '2024-11-01', {
            location,
            sku: { name: 'P1v3', capacity: 3 },
            properties: { reserved: true, zoneRedundant: true },
        }),
    ),
    'tier-not-in-group': limited({ stamps: [{ group, without: 'PremiumV3' }] }, (place) =>
        place.ports.azure.plans.create(op, place.id('Microsoft.Web/serverfarms', 'large'), {
            ...planWanted,
            sku: 'P1v3',
            tier: 'PremiumV3',
        }),
    ),
    'site-busy': async (place) => {
        await site(place, { name: 'catalogue-swapped' });
        const id = place.id('Microsoft.Web/sites', 'catalogue-swapped');
        const body = { location, properties: { serverFarmId: place.id('Microsoft.Web/serverfarms', 'plan') } };
        await place.stage.arm('PUT', `${id}/slots/next`, body, '2024-11-01');
        await place.stage.fault({ kind: 'stuckOperation', path: '*/slotsswap', method: 'POST' });
        await place.stage.arm('POST', `${id}/slots/next/slotsswap`, { targetSlot: 'production', preserveVnet: true }, '2024-11-01');
        return site(place, { name: 'catalogue-swapped' });
    },
    'tasks-not-allowed': async ({ ports, id }) => {
        const registry = id('Microsoft.ContainerRegistry/registries', 'cataloguetasks');
        await ports.azure.registries.create(op, registry, { location, sku: 'Basic', tags: { localAzureTasks: 'notAllowed' } });
        return ports.azure.buildTasks.upload(op, registry, Readable.from([Buffer.from('archive')]), () => undefined);
    },
    'registry-name-taken': ({ ports, id, live }) =>
        ports.azure.registries.create(op, id('Microsoft.ContainerRegistry/registries', live.previous.registryId.split('/').at(-1) ?? ''), {
            location,
            sku: 'Basic',
            tags,
        }),
    'registry-name-invalid': ({ ports, id }) =>
        ports.azure.registries.create(op, id('Microsoft.ContainerRegistry/registries', 'no-hyphens'), { location, sku: 'Basic', tags }),
    'registry-network-needs-premium': (place) =>
        ask(place, 'PUT', place.id('Microsoft.ContainerRegistry/registries', 'catalogueclosed'), '2023-07-01', {
            location,
            sku: { name: 'Basic' },
            properties: { publicNetworkAccess: 'Disabled' },
        }),
    'registry-firewall': closed(login),
    'registry-locked': async ({ stage, ports, live }) => {
        const registry = { loginServer: serverOf(live.image), tenantId: undefined };
        const repository = live.image.slice(live.image.indexOf('/') + 1).replace(/[@:].*$/, '');
        const signedIn = await ports.registry.login(op, registry, { repository, actions: 'pull,push' });
        assert.equal(signedIn.kind, 'identityToken');
        const lock = (deleteEnabled: boolean) => stage.lockRepository(registry.loginServer, repository, signedIn.token, { deleteEnabled });
        await lock(false);
        try {
            await ports.registry.untag(op, registry, repository, 'latest');
        } finally {
            await lock(true);
        }
    },
    'registry-unauthorized': async ({ stage, live }) => {
        const { clientId, secret } = await stage.somebody();
        return stage
            .signedInAs({ clientId, secret })
            .registry.login(op, { loginServer: serverOf(live.image), tenantId: undefined }, { repository: 'shop', actions: 'pull,push' });
    },
    'app-image-platform': deployed('arm', { target: 'containerApps' }),
    'app-image-no-platform': async (place) => {
        const server = serverOf(place.live.image);
        const signedIn = await place.ports.registry.login(
            op,
            { loginServer: server, tenantId: undefined },
            { repository: 'other-machines', actions: 'pull,push' },
        );
        assert.equal(signedIn.kind, 'identityToken');
        const image = await pushIndex({
            server,
            name: 'other-machines:v1',
            username: '00000000-0000-0000-0000-000000000000',
            password: signedIn.token,
            architecture: 'arm64',
        });
        return app(place, { ...friendly(place), image }, 'indexed');
    },
    'app-image-not-found': (place) =>
        app(place, {
            image: `${place.live.image.split('@')[0] ?? ''}:gone`,
            identityId: place.id('Microsoft.ManagedIdentity/userAssignedIdentities', 'friend'),
        }),
    'app-image-identity': app,
    'app-image-unauthorized': (place) => app(place, { ...friendly(place), registryServer: 'elsewhere.azurecr.io' }, 'uninvited'),
    'app-name-invalid': (place) => app(place, {}, 'WebFrontEnd'),
    'app-value-invalid': (place) =>
        putApp(place, { scale: { rules: [{ name: 'Concurrent HTTP Requests', http: { metadata: { concurrentRequests: '5' } } }] } }),
    'app-secret-missing': (place) =>
        putApp(place, { containers: [{ name: 'vector', image: place.live.image, env: [{ name: 'KEY', secretRef: 'storage-key' }] }] }),
    'app-secret-invalid': (place) => putApp(place, {}, { secrets: [{ name: 'test-secret' }] }),
    'app-busy': (place) =>
        whileStuck(
            place,
            '*/containerApps/busy',
            () => app(place, friendly(place), 'busy'),
            () => place.ports.azure.containerApps.get(op, place.id('Microsoft.App/containerApps', 'busy')),
        ),
    'app-start-expired': async (place) => {
        const silent = createServer((socket) => socket.on('error', () => undefined));
        await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
        const { port } = silent.address() as AddressInfo;
        try {
            return await app(
                { ...place, ports: place.stage.ports(images, 60_000) },
                { ...friendly(place), image: `127.0.0.1:${port}/nobody/app:1` },
                'patient',
            );
        } finally {
            silent.close();
        }
    },
    'environments-in-subscription': limited(
        { quotas: [{ provider: 'Microsoft.App', name: 'ManagedEnvironmentCount', limit: 1 }] },
        createEnvironment,
    ),
    'environments-in-region': limited(
        { quotas: [{ provider: 'Microsoft.App', name: 'ManagedEnvironmentCount', location, limit: 1 }] },
        createEnvironment,
    ),
    'environment-policy': denied(
        {
            allOf: [
                { field: 'type', equals: 'Microsoft.Resources/subscriptions/resourceGroups' },
                { field: "tags['owner']", exists: 'false' },
            ],
        },
        createEnvironment,
    ),
    'environment-busy': (place) => {
        const id = place.id('Microsoft.App/managedEnvironments', 'stuck');
        return whileStuck(
            place,
            '*/managedEnvironments/stuck',
            () => place.ports.azure.containerApps.createEnvironment(op, id, { location, tags }),
            () => place.ports.azure.containerApps.environment(op, id),
        );
    },
    'group-image-inaccessible': (place) => containerGroup(place, { image: `${place.live.image.split('@')[0] ?? ''}:gone` }, 'gone'),
    'group-image-identity': (place) =>
        ask(place, 'PUT', place.id('Microsoft.ContainerInstance/containerGroups', 'stranger'), '2023-05-01', {
            location,
            properties: {
                osType: 'Linux',
                imageRegistryCredentials: [{ server: serverOf(place.live.image), identity: friendly(place).identityId }],
                containers: [
                    { name: 'app', properties: { image: place.live.image, resources: { requests: { cpu: 1, memoryInGB: 1.5 } } } },
                ],
            },
        }),
    'group-registry-busy': (place) => containerGroup(place, { image: '127.0.0.1:1/nobody/app:1' }, 'busy'),
    'group-immutable': async (place) => {
        await containerGroup(place, {}, 'fixed');
        return containerGroup(place, { size: { cpu: 2, memoryGb: 3.5 } }, 'fixed');
    },
    'dns-label-taken': async (place) => {
        await containerGroup(place, {}, 'first');
        return containerGroup(place, { dnsLabel: 'catalogue-first' }, 'second');
    },
    'dns-label-invalid': (place) => containerGroup(place, { dnsLabel: 'node' }, 'named'),
    'group-quota': limited({ quotas: [{ provider: 'Microsoft.ContainerInstance', name: 'StandardCores', location, limit: 0 }] }, (place) =>
        containerGroup(place, {}, 'costly'),
    ),
    'group-no-capacity': limited({ withoutRoom: [location] }, (place) => containerGroup(place, {}, 'crowded')),
    'group-stopped': async (place) => {
        const id = place.id('Microsoft.ContainerInstance/containerGroups', 'halted');
        await containerGroup(place, {}, 'halted');
        await place.ports.azure.containerGroups.stop(op, id);
        return place.ports.azure.containerGroups.restart(op, id);
    },
    'start-platform': deployed('arm'),
    'start-registry-firewall': async (place) => {
        try {
            return await closed(() => startFailure(place))(place);
        } finally {
            await place.ports.azure.sites.restart(op, place.live.resourceId);
            await untilStarted(place);
        }
    },
    'start-image-not-found': async (place) => {
        await place.ports.azure.sites.updateConfig(op, place.live.resourceId, {
            linuxFxVersion: `DOCKER|${place.live.image.replace(/@.*/, `@sha256:${'0'.repeat(64)}`)}`,
        });
        try {
            return await startFailure(place);
        } finally {
            await place.ports.azure.sites.updateConfig(op, place.live.resourceId, { linuxFxVersion: `DOCKER|${place.live.image}` });
            await untilStarted(place);
        }
    },
    'start-pull-unauthorized-abac': async (place) => {
        await takeRole(place);
        return startFailure(place, 'repository');
    },
    'start-pull-unauthorized': async (place) => {
        await takeRole(place);
        return startFailure(place);
    },
    'start-pull-failed': async (place) => {
        const { sites } = place.ports.azure;
        const live = await sites.get(op, place.live.resourceId);
        assert.ok(live);
        await sites.updateConfig(op, live.id, { linuxFxVersion: 'DOCKER|127.0.0.1:1/nobody/app:1' });
        try {
            for (;;) {
                const said = (await sites.dockerLog(op, live, 20)).filter((one) => one.includes('Image pull failed'));
                if (said.length > 0) {
                    told(said);
                }
                await new Promise((resolve) => setTimeout(resolve, 20));
            }
        } finally {
            await sites.updateConfig(op, live.id, { linuxFxVersion: `DOCKER|${place.live.image}` });
            await untilStarted(place);
        }
    },
    'start-out-of-memory': deployed('hungry'),
    'start-target-port': deployed('elsewhere', { target: 'containerApps' }),
    'start-exited': deployed('ends'),
    'start-backing-off': async (place) => {
        const { containerApps } = place.ports.azure;
        await deployed('bare', { target: 'containerApps' })(place).catch(() => undefined);
        const apps = await containerApps.list(op, place.stage.subscriptionId);
        const bare = apps.find(({ name }) => name.includes('bare'));
        assert.ok(bare);
        for (;;) {
            const said = (await containerApps.systemLog(op, bare, 50)).filter((one) => one.includes('Persistent'));
            if (said.length > 0) {
                told(said);
            }
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
    },
    'start-loopback': deployed('inward'),
    'start-port-silent': deployed('elsewhere'),
    'start-probe-refused': deployed('nowhere', { target: 'containerApps' }),
    'start-upstream-refused': async (place) => {
        await deployed('elsewhere', { target: 'containerApps' })(place).catch(() => undefined);
        const apps = await place.ports.azure.containerApps.list(op, place.stage.subscriptionId);
        const wrong = apps.find(({ name, host }) => name.includes('elsewhere') && host !== undefined);
        assert.ok(wrong);
        const page = await place.ports.http(op, `https://${wrong.host ?? ''}/`);
        told([page?.body ?? '']);
    },
    'start-timeout': async (place) => {
        const { containerApps } = place.ports.azure;
        const env = { SLIPWAY_PROCESS: JSON.stringify({ protocol: 'silent' }) };
        const mute = await app(place, { ...friendly(place), env }, 'mute');
        for (;;) {
            const said = (await containerApps.systemLog(op, mute, 50)).filter((one) => one.includes('probe failed'));
            if (said.length > 0) {
                told(said);
            }
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
    },
};

/** Images whose deploy a button mends by another port. */
const startedWith: Partial<Record<AzureErrorId, Partial<DeployRequest>>> = {
    'start-port-silent': {},
    'start-target-port': { target: 'containerApps' },
};

/** What is written anew starts anew: until then the platform tells the error of before. */
async function untilStarted({ ports, live }: Place): Promise<void> {
    while ((await ports.azure.sites.status(op, live.resourceId))?.every(({ state }) => state === 'Started') !== true) {
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

async function takeRole({ ports, live, id }: Place): Promise<void> {
    const identity = await ports.azure.identities.get(
        op,
        id('Microsoft.ManagedIdentity/userAssignedIdentities', `id-${live.name}`, groupOf(live.resourceId)),
    );
    assert.ok(identity);
    await ports.azure.roles.remove(op, live.previous.registryId, identity.principalId, roles.acrPull.id);
}

function groupOf(resourceId: string): string {
    return /resourceGroups\/([^/]+)/i.exec(resourceId)?.[1] ?? '';
}

describe('What Azure says, through the adapters', function () {
    this.timeout(60_000);
    let place: Place;

    before(async function () {
        const missing = missingForProcesses();
        if (missing !== undefined) {
            console.log(`      skipped: ${missing}`);
            this.skip();
        }
        const stage = await openProcessStage({ registered: everyTarget });
        const ports = stage.ports(images);
        const id = (type: string, name: string, inGroup = group) =>
            `/subscriptions/${stage.subscriptionId}/resourceGroups/${inGroup}/providers/${type}/${name}`;
        const request = stage.request('live', 'good');
        const live = await performDeploy(op, ports, planDeploy(request, await gatherDeploy(op, ports, request)), () => undefined);
        place = { stage, ports, live, id };
        await ports.azure.groups.create(op, stage.subscriptionId, group, { location, tags });
        await ports.azure.plans.create(op, id('Microsoft.Web/serverfarms', 'plan'), planWanted);
        await ports.azure.containerApps.createEnvironment(op, id('Microsoft.App/managedEnvironments', 'env'), { location, tags });
        await ports.azure.identities.create(op, id('Microsoft.ManagedIdentity/userAssignedIdentities', 'stranger'), { location, tags });
        const friend = await ports.azure.identities.create(op, id('Microsoft.ManagedIdentity/userAssignedIdentities', 'friend'), {
            location,
            tags,
        });
        await ports.azure.roles.assign(op, live.previous.registryId, friend.principalId, roles.acrPull.id);
    });
    afterEach(async () => (place as Place | undefined)?.stage.clear());
    after(async () => (place as Place | undefined)?.stage.close());

    it('is said by the local Azure out of a state for every confirmed row, and by an order only where docs/errors.md says so', () => {
        const confirmed = azureErrorIds.filter((id) => azureEvidence[id].trust === 'confirmed');
        const itself = confirmed.filter((id) => !ordered.has(id));
        console.log(`      of ${confirmed.length} confirmed rows the local Azure says ${itself.length} out of a state`);
        assert.deepEqual(
            [...ordered],
            azureErrorIds.filter((id) => azureStates[id] === undefined),
        );
        assert.equal(itself.length, confirmed.length);
    });

    for (const id of azureErrorIds) {
        it(`is told as ${id}, and its buttons do what they promise`, async () => {
            const failure = await provocations[id](place).then(
                () => assert.fail('Azure allowed it'),
                (error: unknown) => error,
            );
            assert.ok(isFailure(failure), String(failure));
            const text = failureText(failure);
            assert.equal(failure.facts.row, id, `${failure.code} ${failureSentence(text)}`);
            assert.ok(text.remedies.length > 0);
            const { stage, ports, live } = place;
            await stage.clear();
            const failed = startedWith[id];
            for (const remedy of text.remedies) {
                // The deploy that failed to start is mended by its port alone; every other one runs again once its cause is gone.
                const sameImage =
                    remedy.kind === 'command' && 'port' in ((remedy.args?.[0] as object | undefined) ?? {}) ? failed : undefined;
                const request =
                    sameImage === undefined
                        ? stage.request('live', 'good', { previous: live.previous })
                        : stage.request('start-elsewhere', 'elsewhere', sameImage);
                await pressRemedy(remedy, {
                    ports,
                    request,
                    live: { subscription: live.previous.subscription, resourceId: live.resourceId },
                });
            }
        });
    }
});
