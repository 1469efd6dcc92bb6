import assert from 'node:assert/strict';
import { clouds } from '../../../../src/core/deploy/cloud';
import { planRehearsal } from '../../../../src/core/deploy/plan/planRehearsal';
import type { DeployRequest } from '../../../../src/core/deploy/deployRequest';
import type { DeployState, FoundResources } from '../../../../src/core/deploy/deployState';
import { deriveNames } from '../../../../src/core/deploy/names';
import { planDeploy } from '../../../../src/core/deploy/planDeploy';
import { planContainerApp } from '../../../../src/core/deploy/plan/planContainerApp';
import { immutableChanges } from '../../../../src/core/deploy/groupChanges';
import { planContainerInstance } from '../../../../src/core/deploy/plan/planContainerInstance';
import type { ContainerApp, ContainerGroup, ContainerRegistry, Subscription } from '../../../../src/core/deploy/resources';
import { fitName } from '../../../../src/core/deploy/rules/containers';

const subscription: Subscription = { id: '00000000-0000-4000-8000-000000000001', name: 'Dev', tenantId: 'tenant', state: 'Enabled' };
const names = deriveNames({ name: 'My Flask App', folder: '/app' }, subscription.id);
const registry: ContainerRegistry = {
    id: `/subscriptions/${subscription.id}/resourceGroups/shared/providers/Microsoft.ContainerRegistry/registries/shared`,
    name: 'shared',
    location: 'westeurope',
    loginServer: 'shared-abc.azurecr.io',
    sku: 'Basic',
    tags: {},
    permissions: 'registry',
    publicAccess: 'enabled',
    state: 'Succeeded',
};
const request: DeployRequest = {
    target: 'appService',
    folder: '/app',
    projectName: 'My Flask App',
    source: { kind: 'build', context: '/app', dockerfile: 'Dockerfile', files: [] },
    port: 8000,
    healthPath: '/',
    env: { SECRET_KEY: 'hunter2hunter2' },
};
const nothing: FoundResources = {
    names,
    region: 'westeurope',
    regions: ['westeurope', 'eastus'],
    unregistered: [],
    group: undefined,
    registries: [],
    registry: undefined,
    identity: undefined,
    role: 'absent',
    plans: [],
    plan: undefined,
    app: undefined,
    nameProblem: undefined,
    registryNameProblem: undefined,
};
const state = (found: Partial<FoundResources> = {}, change: Partial<DeployState> = {}): DeployState => ({
    cloud: clouds.public,
    account: 'me',
    subscriptions: [subscription],
    subscription,
    image: undefined,
    found: { ...nothing, ...found },
    ...change,
});

const containerApp: ContainerApp = {
    ...{ id: '/app', name: 'theirs', location: 'northeurope', tags: {}, state: 'Succeeded', runningStatus: 'Running' },
    ...{
        environmentId: '/env',
        ingress: 'internet',
        host: 'h',
        targetPort: 80,
        latestRevision: 'theirs--1',
        image: 'old@sha256:1',
        env: {},
    },
    ...{ latestRevisionHost: 'r', revisions: 'single', traffic: [], scale: { min: 0, max: 10 }, size: { cpu: 0.5, memoryGb: 1 } },
    ...{
        identityIds: [],
        registries: [],
        eventStream: undefined,
        scaleRule: { kind: 'http', value: 50 },
        probes: 'ready',
        kind: 'app',
        schedule: undefined,
    },
};
const group: ContainerGroup = {
    ...{
        id: '/group',
        name: 'theirs',
        location: 'northeurope',
        tags: {},
        state: 'Succeeded',
        runningState: 'Running',
        host: 'h',
        dnsLabel: 'label',
    },
    ...{ ports: [8000], identityIds: ['/ID'], registries: [], restartPolicy: 'Always' },
    containers: [
        {
            name: 'a',
            image: 'old',
            cpu: 1,
            memoryGb: 1.5,
            env: {},
            state: 'Running',
            startedMs: 1,
            exitCode: undefined,
            restarts: 0,
            problems: [],
        },
    ],
};
const identity = { id: '/id', principalId: 'p', clientId: 'c', tags: {} };
const plan = (make: typeof planContainerApp, found: Partial<FoundResources> = {}, change: Partial<DeployRequest> = {}) => {
    const resources = { ...nothing, ...found };
    return make({ ...request, ...change }, state(found), subscription, resources);
};
const kinds = (steps: ReturnType<typeof planContainerApp>) => steps.map(({ kind, change }) => `${kind} ${change}`);
const before = ['build create', 'rehearse check', 'resourceGroup create', 'registry create', 'identity create', 'role create'];

describe('planContainerApp', () => {
    it('gives the right to pull before it creates the app, whose ingress and port it names', () => {
        const steps = plan(planContainerApp);
        assert.deepEqual(kinds(steps), [...before, 'environment create', 'push change', 'containerApp create', 'verify check']);
        const step = steps.find((one) => one.kind === 'containerApp');
        assert.deepEqual([step?.targetPort, step?.pull], [8000, 'set']);
        assert.ok(step?.details?.some(({ after }) => after === 'external, HTTPS, to port 8000'));
    });

    it('writes the scale rule and the probes that are chosen, and leaves those that are there alone otherwise', () => {
        const step = (found: Partial<FoundResources> = {}, change: Partial<DeployRequest> = {}) => {
            const [made] = plan(planContainerApp, found, change).filter((one) => one.kind === 'containerApp');
            return [made?.scaleRule, made?.probes, made?.appKind];
        };
        assert.deepEqual(step(), [{ kind: 'http', value: 50 }, 'ready', 'app']);
        assert.deepEqual(step({}, { scaleRule: 'cpu 70', probes: 'live' }), [{ kind: 'cpu', value: 70 }, 'live', 'app']);
        assert.deepEqual(step({ containerApp }), [undefined, undefined, 'app']);
        assert.deepEqual(step({ containerApp: { ...containerApp, scaleRule: 'other' } }, { scaleRule: 'as it is' }), [
            undefined,
            undefined,
            'app',
        ]);
        assert.deepEqual(step({}, { appKind: 'functionapp', scaleRule: 'cpu 70' }), [undefined, 'ready', 'functionapp']);
    });

    it('runs a job once instead of asking an address, and rehearses nothing', () => {
        const steps = plan(planContainerApp, {}, { appKind: 'job', schedule: '0 3 * * *' });
        assert.deepEqual(
            steps.map(({ kind }) => kind),
            ['build', 'resourceGroup', 'registry', 'identity', 'role', 'environment', 'push', 'containerApp', 'verify'],
        );
        const [job, verify] = steps.slice(-2);
        assert.equal(job?.resource?.type, 'Microsoft.App/jobs');
        assert.ok(job.details?.some(({ after }) => after === 'by the clock: 0 3 * * * (UTC)'));
        assert.match(verify?.words.text ?? '', /^Run \{name\} once/);
    });

    it('updates its own app in place, where it is', () => {
        const previous = {
            target: 'appService',
            subscription,
            resourceId: 'x',
            registryId: 'r',
            repository: 'r',
            digest: 'd',
            url: 'u',
            deployedMs: 0,
        } as const;
        const steps = plan(planContainerApp, { containerApp, registry, settled: 'remembered' }, { previous });
        assert.deepEqual(kinds(steps), [
            'build create',
            'rehearse check',
            'registry keep',
            'push change',
            'containerApp change',
            'verify check',
        ]);
        const step = steps.find((one) => one.kind === 'containerApp');
        assert.deepEqual([step?.appId, step?.environmentId, step?.location, step?.pull], ['/app', '/env', 'northeurope', 'keep']);
    });

    it('names settings and never their values', () => {
        for (const make of [planContainerApp, planContainerInstance]) {
            const shown = JSON.stringify(plan(make));
            assert.ok(shown.includes('SECRET_KEY') && !shown.includes('hunter2'));
        }
    });
});

describe('planContainerInstance', () => {
    it('creates a group after who pulls it', () => {
        assert.deepEqual(kinds(plan(planContainerInstance)), [...before, 'push change', 'containerGroup create', 'verify check']);
    });

    for (const [title, port, ids, how] of [
        ['updates what can be updated', 8000, ['/ID'], 'update'],
        ['replaces for another port', 9000, ['/ID'], 'replace'],
        ['replaces for another identity', 8000, [], 'replace'],
    ] as const) {
        it(title, () => {
            const found = { containerGroup: { ...group, identityIds: ids }, identity, registry };
            const step = plan(planContainerInstance, found, { port }).find((one) => one.kind === 'containerGroup');
            assert.deepEqual([step?.how, step?.groupId, step?.dnsLabel], [how, '/group', 'label']);
        });
    }

    for (const [title, change, expected] of [
        ['is pulled by a password', { registries: [{ server: 'theirs.azurecr.io', pulls: 'theirs' }] }, /password Azure tells nobody/],
        ['has volumes and a command', { besides: ['volumes', 'a command of its own'] }, /does not write again/],
    ] as const) {
        it(`warns where somebody else’s group ${title}, and not where it is like one of Slipway’s`, () => {
            const warnings = (containerGroup: ContainerGroup) =>
                planDeploy({ ...request, target: 'containerInstances' }, state({ containerGroup, identity, registry })).warnings.filter(
                    ({ text }) => expected.test(text),
                );
            assert.equal(warnings({ ...group, ...change }).length, 1);
            assert.deepEqual(warnings(group), []);
        });
    }

    it('says what cannot be changed in place', () => {
        const [container] = group.containers;
        assert.ok(container !== undefined);
        const wanted = {
            port: 8000,
            identityId: '/id',
            principal: undefined,
            restartPolicy: 'Always',
            size: { cpu: 1, memoryGb: 1.5 },
        } as const;
        const other = { ...group, ports: [80, 81], containers: [{ ...container, cpu: 2, memoryGb: 4 }, container] };
        assert.deepEqual(immutableChanges(other, wanted), ['2 containers → 1', 'port 80, 81 → 8000', '2 → 1 vCPU', '4 → 1.5 GB of memory']);
    });
});

describe('planRehearsal', () => {
    for (const target of ['appService', 'containerApps', 'containerInstances'] as const) {
        it(`does not take an sshd, which listens before the app does, for the app's port: ${target}`, () => {
            const [step] = planRehearsal({ ...request, target }, state());
            assert.deepEqual(step?.ignoredPorts, [2222]);
        });
    }
});

describe('fitName', () => {
    it('keeps what makes a name unique', () => {
        assert.equal(fitName('short-abc123', 32), 'short-abc123');
        assert.equal(fitName('a-very-long-project-name-of-30-abc123', 32), 'a-very-long-project-name-abc123');
        assert.ok(fitName(`${'x'.repeat(30)}-abc123`, 32).length <= 32);
    });
});
