import assert from 'node:assert/strict';
import { Failure, isFailure } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import { azureErrorIds, startSymptoms, type AzureErrorId } from '../../../src/core/diagnose/catalogue/azureErrors';
import { azureEvidence } from '../../../src/core/diagnose/catalogue/azureEvidence';
import { explainStart } from '../../../src/core/diagnose/explainStart';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import { errorKey } from '../../../src/core/deploy/verify/judgeInstances';
import { roles } from '../../../src/core/deploy/roles';
import { failureSentence, failureText } from '../../../src/views/failureText';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
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
) =>
    place.ports.azure.sites.create(op, place.id('Microsoft.Web/sites', change.name ?? 'site', change.inGroup), {
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

/** The end of the operation that Azure gives it for. */
const operationFailed = (id: AzureErrorId, send: Provocation): Provocation => {
    ordered.add(id);
    return async (place) => {
        const { code = 'ContainerAppOperationError', quote: message } = azureEvidence[id];
        await place.stage.fault({ kind: 'failedOperation', path: '*/providers/Microsoft.App/*', method: 'PUT', code, message });
        return send(place);
    };
};

const fault =
    (kind: string, path: string, send: Provocation): Provocation =>
    async (place) => {
        await place.stage.fault({ kind, path, count: 100, retryAfterSeconds: 0 });
        return send(place);
    };

const createGroup: Provocation = ({ ports, stage }) => ports.azure.groups.create(op, stage.subscriptionId, 'rg-other', { location, tags });
const createPlan: Provocation = (place) => place.ports.azure.plans.create(op, place.id('Microsoft.Web/serverfarms', 'plan2'), planWanted);
const createRegistry: Provocation = (place) =>
    place.ports.azure.registries.create(op, place.id('Microsoft.ContainerRegistry/registries', 'cataloguetwo'), {
        location,
        sku: 'Basic',
        tags,
    });
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

/** Rows whose line is only read: nothing of the local Azure says it. */
const onlyRead = new Set<AzureErrorId>();

/** A log in which a platform's line stands: what explains it is the same for every platform. */
const line = (id: AzureErrorId): Provocation => {
    onlyRead.add(id);
    return () => {
        const symptom = explainStart(
            ['Pulling image', azureEvidence[id].quote],
            startSymptoms[id]?.registry === undefined ? {} : { permissions: 'repository' },
        );
        return Promise.reject(
            symptom === undefined
                ? new Error('unknown')
                : new Failure(symptom.code, { row: symptom.row, name: 'app', reason: symptom.line, port: 8000 }),
        );
    };
};

const provocations: Readonly<Record<AzureErrorId, Provocation>> = {
    'expired-token': fault('expiredToken', '*/resourcegroups/rg-other', createGroup),
    'wrong-tenant': refused('wrong-tenant', '*/resourcegroups/rg-other', createGroup),
    'second-factor': ({ stage }) =>
        stage.signedOut(azureEvidence['second-factor'].quote).groups.create(op, stage.subscriptionId, 'rg-other', { location, tags }),
    'second-factor-policy': refused('second-factor-policy', '*/resourcegroups/rg-other', createGroup),
    'token-refused': refused('token-refused', '*/resourcegroups/rg-other', createGroup),
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
    'location-not-registered': refused('location-not-registered', '*/serverfarms/plan2', createPlan),
    'role-assignment-forbidden': fault('noRights', '*/roleAssignments/*', ({ ports, live }) =>
        ports.azure.roles.assign(op, live.previous.registryId, '11111111-1111-4111-8111-111111111111', roles.acrPull.id),
    ),
    'identity-not-assignable': refused('identity-not-assignable', '*/sites/site', (place) => site(place, {})),
    'identity-gone': (place) => site(place, { identityId: place.id('Microsoft.ManagedIdentity/userAssignedIdentities', 'nobody') }),
    forbidden: fault('noRights', '*/serverfarms/plan2', createPlan),
    'region-restricted': fault('regionNotAllowed', '*/serverfarms/plan2', createPlan),
    policy: fault('policyDenied', '*/serverfarms/plan2', createPlan),
    locked: refused('locked', '*/resourcegroups/rg-other', createGroup),
    'subscription-disabled': refused('subscription-disabled', '*/resourcegroups/rg-other', createGroup),
    'subscription-not-found': ({ ports }) =>
        ports.azure.groups.create(op, 'c23fa617-d0cf-4c92-a529-5e444a4cc1fa', 'rg-other', { location, tags }),
    'region-unavailable': (place) =>
        place.ports.azure.plans.create(op, place.id('Microsoft.Web/serverfarms', 'far'), { ...planWanted, location: 'atlantis' }),
    'sku-unavailable': refused('sku-unavailable', '*/serverfarms/plan2', createPlan),
    'cores-quota': fault('quota', '*/registries/*', createRegistry),
    'resource-group-not-found': (place) =>
        place.ports.azure.plans.create(op, place.id('Microsoft.Web/serverfarms', 'plan', 'rg-nowhere'), planWanted),
    'being-deleted': refused('being-deleted', '*/serverfarms/plan2', createPlan),
    'principal-not-found': refused('principal-not-found', '*/serverfarms/plan2', createPlan),
    throttled: fault('throttled', '*/resourcegroups/rg-other', createGroup),
    'another-operation': refused('another-operation', '*/serverfarms/plan2', createPlan),
    'not-found': (place) => place.ports.azure.sites.restart(op, place.id('Microsoft.Web/sites', 'nowhere')),
    'plan-quota': refused('plan-quota', '*/serverfarms/plan2', createPlan),
    'plan-quota-region': fault('quota', '*/serverfarms/plan2', createPlan),
    'plan-scale-refused': refused('plan-scale-refused', '*/serverfarms/plan2', createPlan),
    'always-on-refused': async (place) => {
        const planId = place.id('Microsoft.Web/serverfarms', 'free');
        await place.ports.azure.plans.create(op, planId, { ...planWanted, sku: 'F1', tier: 'Free' });
        return site(place, { name: 'sleepless', planId, alwaysOn: 'on' });
    },
    'site-name-taken': async (place) => {
        await place.ports.azure.groups.create(op, place.stage.subscriptionId, 'rg-second', { location, tags });
        return site(place, { name: place.live.name, inGroup: 'rg-second' });
    },
    'linux-not-in-group': refused('linux-not-in-group', '*/serverfarms/plan2', createPlan),
    'linux-not-in-region': refused('linux-not-in-region', '*/serverfarms/plan2', createPlan),
    'feature-not-in-group': refused('feature-not-in-group', '*/serverfarms/plan2', createPlan),
    'tier-not-in-group': refused('tier-not-in-group', '*/serverfarms/plan2', createPlan),
    'site-busy': refused('site-busy', '*/sites/site', (place) => site(place, {})),
    'tasks-not-allowed': refused('tasks-not-allowed', '*/registries/*', createRegistry),
    'registry-name-taken': fault('nameTaken', '*/registries/*', createRegistry),
    'registry-name-invalid': ({ ports, id }) =>
        ports.azure.registries.create(op, id('Microsoft.ContainerRegistry/registries', 'no-hyphens'), { location, sku: 'Basic', tags }),
    'registry-network-needs-premium': refused('registry-network-needs-premium', '*/registries/*', createRegistry),
    'registry-firewall': refused('registry-firewall', '/oauth2/exchange', login),
    'registry-locked': refused('registry-locked', '/oauth2/exchange', login),
    'registry-unauthorized': refused('registry-unauthorized', '/oauth2/exchange', login),
    'app-image-platform': operationFailed('app-image-platform', app),
    'app-image-no-platform': operationFailed('app-image-no-platform', app),
    'app-image-not-found': (place) =>
        app(place, {
            image: `${place.live.image.split('@')[0] ?? ''}:gone`,
            identityId: place.id('Microsoft.ManagedIdentity/userAssignedIdentities', 'friend'),
        }),
    'app-image-identity': app,
    'app-image-unauthorized': operationFailed('app-image-unauthorized', app),
    'app-name-invalid': (place) => app(place, {}, 'WebFrontEnd'),
    'app-value-invalid': refused('app-value-invalid', '*/containerApps/*', app),
    'app-secret-missing': refused('app-secret-missing', '*/containerApps/*', app),
    'app-secret-invalid': refused('app-secret-invalid', '*/containerApps/*', app),
    'app-busy': async (place) => {
        await place.stage.fault({ kind: 'stuckOperation', path: '*/containerApps/busy', method: 'PUT' });
        const stuck = app(place, friendly(place), 'busy').catch(() => undefined);
        try {
            // Until Azure has begun with it, it is not there yet.
            while ((await place.ports.azure.containerApps.get(op, place.id('Microsoft.App/containerApps', 'busy'))) === undefined) {
                await new Promise((resolve) => setTimeout(resolve, 10));
            }
            return await app(place, friendly(place), 'busy');
        } finally {
            await stuck;
        }
    },
    'app-start-expired': operationFailed('app-start-expired', app),
    'environments-in-subscription': refused('environments-in-subscription', '*/containerApps/*', app),
    'environments-in-region': refused('environments-in-region', '*/containerApps/*', app),
    'environment-policy': refused('environment-policy', '*/containerApps/*', app),
    'environment-busy': refused('environment-busy', '*/containerApps/*', app),
    'group-image-inaccessible': (place) => containerGroup(place, { image: `${place.live.image.split('@')[0] ?? ''}:gone` }, 'gone'),
    'group-image-identity': refused('group-image-identity', '*/containerGroups/*', containerGroup),
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
    'group-quota': refused('group-quota', '*/containerGroups/*', containerGroup),
    'group-no-capacity': refused('group-no-capacity', '*/containerGroups/*', containerGroup),
    'group-stopped': refused('group-stopped', '*/containerGroups/*', containerGroup),
    'start-platform': deployed('arm'),
    'start-registry-firewall': line('start-registry-firewall'),
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
    'start-pull-failed': line('start-pull-failed'),
    'start-out-of-memory': deployed('hungry'),
    'start-target-port': line('start-target-port'),
    'start-exited': deployed('ends'),
    'start-backing-off': line('start-backing-off'),
    'start-loopback': deployed('inward'),
    'start-port-silent': deployed('elsewhere'),
    'start-probe-refused': deployed('elsewhere', { target: 'containerApps' }),
    'start-upstream-refused': line('start-upstream-refused'),
    'start-timeout': line('start-timeout'),
};

/** Images whose deploy a button mends by another port. */
const startedWith: Partial<Record<AzureErrorId, string>> = { 'start-port-silent': 'elsewhere' };

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

    it('is produced by the local Azure for next to all confirmed rows, by what it is asked or by a fault that is ordered', () => {
        const confirmed = azureErrorIds.filter((id) => azureEvidence[id].trust === 'confirmed');
        const itself = confirmed.filter((id) => !onlyRead.has(id) && !ordered.has(id));
        console.log(
            `      of ${confirmed.length} confirmed rows the local Azure says ${itself.length} by itself; only read are ${[...onlyRead].join(', ')}`,
        );
        assert.ok(confirmed.length - onlyRead.size >= 40);
        assert.ok(itself.length >= 30, String(itself.length));
        assert.ok(onlyRead.size <= 7);
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
            const image = startedWith[id];
            for (const remedy of text.remedies) {
                // The deploy that failed to start is mended by its port alone; every other one runs again once its cause is gone.
                const sameImage =
                    remedy.kind === 'command' && 'port' in ((remedy.args?.[0] as object | undefined) ?? {}) ? image : undefined;
                const request =
                    sameImage === undefined
                        ? stage.request('live', 'good', { previous: live.previous })
                        : stage.request(`start-${sameImage}`, sameImage);
                await pressRemedy(remedy, {
                    ports,
                    request,
                    live: { subscription: live.previous.subscription, resourceId: live.resourceId },
                });
            }
        });
    }
});
