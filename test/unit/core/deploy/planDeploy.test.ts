import assert from 'node:assert/strict';
import { clouds } from '../../../../src/core/deploy/cloud';
import type { DeployRequest } from '../../../../src/core/deploy/deployRequest';
import type { DeployState, FoundApp, FoundResources } from '../../../../src/core/deploy/deployState';
import { deriveNames } from '../../../../src/core/deploy/names';
import { planDeploy } from '../../../../src/core/deploy/planDeploy';
import type { ContainerRegistry, Subscription } from '../../../../src/core/deploy/resources';
import { createdForTag } from '../../../../src/core/deploy/tags';

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
const deployed = {
    target: 'appService',
    subscription,
    resourceId: 'x',
    registryId: registry.id,
    repository: 'r',
    digest: 'd',
    url: 'u',
    deployedMs: 0,
} as const;
const app = (tags: Readonly<Record<string, string>>, settings: Readonly<Record<string, string>> = {}): FoundApp => ({
    site: {
        id: `/subscriptions/${subscription.id}/resourceGroups/${names.resourceGroup}/providers/Microsoft.Web/sites/${names.app}`,
        name: names.app,
        location: 'West Europe',
        kind: 'app,linux,container',
        tags,
        state: 'Running',
        planId: '/plan',
        defaultHost: `${names.app}.azurewebsites.net`,
        scmHost: `${names.app}.scm.azurewebsites.net`,
        identity: { system: undefined, user: [] },
        httpsOnly: 'on',
    },
    config: {
        linuxFxVersion: 'DOCKER|nginx:1',
        pull: 'identity',
        pullClientId: 'client',
        alwaysOn: 'on',
        healthCheckPath: '/',
        startCommand: '',
    },
    settings,
});
const state = (found: Partial<FoundResources> = {}, change: Partial<DeployState> = {}): DeployState => ({
    cloud: clouds.public,
    account: 'me',
    subscriptions: [subscription],
    subscription,
    image: undefined,
    found: { ...nothing, ...found },
    ...change,
});
const shape = (plan: ReturnType<typeof planDeploy>) => plan.steps.map((step) => `${step.kind} ${step.change}`);

describe('planDeploy', () => {
    it('creates all there is to create, in an order in which each step has what it needs', () => {
        assert.deepEqual(shape(planDeploy(request, state({ unregistered: ['Microsoft.Web'] }))), [
            'build create',
            'rehearse check',
            'provider create',
            'resourceGroup create',
            'registry create',
            'identity create',
            'role create',
            'push change',
            'plan create',
            'site create',
            'verify check',
        ]);
    });

    it('keeps what is there, so that a plan that was stopped goes on', () => {
        const plan = planDeploy(
            request,
            state({
                group: { id: '/rg', name: names.resourceGroup, location: 'westeurope', tags: {} },
                registry,
                identity: { id: '/id', principalId: 'p', clientId: 'c', tags: {} },
                role: 'assigned',
            }),
        );
        assert.deepEqual(shape(plan).slice(2, 6), ['resourceGroup keep', 'registry keep', 'identity keep', 'role keep']);
    });

    it('updates in place and asks nothing when it made the app', () => {
        const plan = planDeploy(
            { ...request, previous: deployed },
            state({ settled: 'remembered', registry, role: 'assigned', app: app({ [createdForTag]: names.app }) }),
        );
        assert.deepEqual(shape(plan), [
            'build create',
            'rehearse check',
            'registry keep',
            'push change',
            'configure change',
            'verify check',
        ]);
        assert.deepEqual(plan.questions, []);
        assert.equal(plan.cost.monthlyUsd, 0);
    });

    it('rehearses before it pushes, under the rules of the size, unless it is told not to', () => {
        const plan = planDeploy({ ...request, sku: 'B2', env: { WEBSITES_CONTAINER_START_TIME_LIMIT: '600' } }, state());
        const rehearsal = plan.steps.find((step) => step.kind === 'rehearse');
        assert.deepEqual(
            [rehearsal?.port, rehearsal?.memoryBytes, rehearsal?.startLimitMs, rehearsal?.platform, rehearsal?.keptFor],
            [8000, 3.5 * 1024 ** 3, 600_000, 'linux/amd64', undefined],
        );
        assert.ok(shape(plan).indexOf('rehearse check') < shape(plan).indexOf('push change'));
        assert.ok(!shape(planDeploy({ ...request, rehearse: 'skip' }, state())).includes('rehearse check'));
    });

    for (const [title, change, settings, keptFor] of [
        ['keeps the rehearsal of an unchanged image', {}, {}, 'sha256:d'],
        ['rehearses again for another port', { port: 9000 }, {}, undefined],
        ['rehearses again for another setting', { env: { SECRET_KEY: 'other' } }, {}, undefined],
    ] as const) {
        it(title, () => {
            const rehearsed = { requestedPort: 8000, port: 8080, status: 200 };
            const previous = { ...deployed, digest: 'sha256:d', rehearsed };
            const current = { WEBSITES_PORT: '8080', WEBSITES_ENABLE_APP_SERVICE_STORAGE: 'false', ...request.env, ...settings };
            const found = state({ registry, role: 'assigned', app: app({ [createdForTag]: names.app }, current) });
            const plan = planDeploy({ ...request, previous, ...change }, found);
            assert.equal(plan.steps.find((step) => step.kind === 'rehearse')?.keptFor, keptFor);
        });
    }

    it('names the settings that only Azure knows', () => {
        const found = state({ registry, app: app({}, { DATABASE_URL: 'postgres://secret', WEBSITES_PORT: '80', SECRET_KEY: 'x' }) });
        const rehearsal = planDeploy(request, found).steps.find((step) => step.kind === 'rehearse');
        assert.deepEqual(rehearsal?.unknownSettings, ['DATABASE_URL']);
    });

    it('asks before it replaces an app that it did not make, and says what runs there', () => {
        const found = state({ registry, app: app({}) });
        assert.deepEqual(planDeploy(request, found).questions, [{ kind: 'takeOver', name: names.app, runsNow: 'nginx:1' }]);
        assert.deepEqual(planDeploy({ ...request, takeOver: 'agreed' }, found).questions, []);
    });

    it('asks for at most consent, subscription and name', () => {
        const files = [{ path: 'Dockerfile', content: 'FROM x', action: 'create' }] as const;
        const source = { kind: 'build', context: '/app', dockerfile: 'Dockerfile', files } as const;
        const unknown = state(
            {},
            { subscriptions: [subscription, { ...subscription, id: 'other' }], subscription: undefined, found: undefined },
        );
        assert.deepEqual(
            planDeploy({ ...request, source }, unknown).questions.map((question) => question.kind),
            ['consent', 'subscription'],
        );
        assert.deepEqual(
            planDeploy({ ...request, source }, state()).questions.map((question) => question.kind),
            ['consent', 'name'],
        );
    });

    it('names settings and never their values', () => {
        for (const plan of [
            planDeploy(request, state()),
            planDeploy(request, state({ registry, app: app({}, { OLD: 'swordfish-swordfish' }) })),
        ]) {
            const shown = JSON.stringify({ ...plan, request: undefined });
            assert.ok(shown.includes('SECRET_KEY') && !/hunter2|swordfish/.test(shown));
        }
    });

    it('says what a month costs, and what it does not know', () => {
        assert.deepEqual(planDeploy(request, state()).cost, { monthlyUsd: 18, unknown: [], asOf: '2025-06' });
        assert.deepEqual(planDeploy({ ...request, sku: 'P1v4' }, state({ registry })).cost, {
            monthlyUsd: 0,
            unknown: [names.plan],
            asOf: '2025-06',
        });
    });

    it('makes as many instances as are asked for, and says what they cost together', () => {
        const plan = planDeploy({ ...request, sku: 'P1v3', instances: '3' }, state({ registry }));
        assert.equal(plan.steps.find((step) => step.kind === 'plan')?.capacity, 3);
        assert.equal(plan.cost.monthlyUsd, 3 * 124);
    });

    it('starts the container with the command that is asked for, here and there, and leaves the one that is there', () => {
        const fresh = planDeploy({ ...request, startCommand: 'gunicorn app:app' }, state());
        const commands = (plan: ReturnType<typeof planDeploy>) =>
            plan.steps.flatMap((step) => {
                switch (step.kind) {
                    case 'rehearse':
                    case 'site':
                        return [step.startCommand];
                    case 'configure':
                        return [step.config.startCommand];
                    default:
                        return [];
                }
            });
        assert.deepEqual(commands(fresh), ['gunicorn app:app', 'gunicorn app:app']);
        const made = app({ 'slipway-app': names.app });
        const there = { ...made, config: { ...made.config, startCommand: 'serve' } };
        const [plain, changed] = [{}, { startCommand: '' }].map((change) => planDeploy({ ...request, ...change }, state({ app: there })));
        assert.deepEqual(commands(plain!), ['serve', undefined]);
        assert.equal(plain!.choices.find(({ field }) => field === 'startCommand')?.value, 'serve');
        assert.deepEqual(commands(changed!), ['', '']);
        const step = changed!.steps.find(({ kind }) => kind === 'configure');
        assert.deepEqual(
            step?.details?.find(({ label }) => label === 'Start-up command'),
            {
                label: 'Start-up command',
                before: 'serve',
                after: 'the image’s own',
            },
        );
    });

    it('tells the size of the plan that is there, whatever else is asked for', () => {
        const plan = { id: '/plan', name: 'p', location: 'westeurope', sku: 'S1', capacity: 2, os: 'linux', tags: {} } as const;
        const { choices, problems, warnings } = planDeploy(
            { ...request, sku: 'F1', instances: '9', previous: deployed },
            state({ registry, app: app({ [createdForTag]: names.app }), plan, settled: 'remembered' }),
        );
        const value = (field: string) => choices.find((choice) => choice.field === field)?.value;
        assert.deepEqual([value('sku'), value('instances'), problems], ['S1', '2', []]);
        assert.ok(!warnings.some(({ text }) => text.startsWith('F1')));
    });

    for (const [title, own] of [
        ['more instances than a new one may have', { sku: 'P1v3', capacity: 40 }],
        ['automatic scaling at rest', { sku: 'EP1', capacity: 0, elasticLimit: 100 }],
        ['a limit below its instances', { sku: 'P1v3', capacity: 2, elasticLimit: 1 }],
    ] as const) {
        it(`leaves to Azure to judge a plan that is there with ${title}`, () => {
            const plan = { id: '/plan', name: 'p', location: 'westeurope', os: 'linux', tags: {}, ...own } as const;
            const there = state({ registry, app: app({ [createdForTag]: names.app }), plan, settled: 'remembered' });
            assert.deepEqual(planDeploy({ ...request, previous: deployed }, there).problems, []);
        });
    }

    it('lets a wrong App Service Environment be corrected', () => {
        const hostingEnvironments = [{ id: '/ours', name: 'ours', location: 'westeurope' }];
        const { choices, problems } = planDeploy({ ...request, sku: 'I1v2', hostingEnvironment: 'theirs' }, state({ hostingEnvironments }));
        assert.deepEqual(
            problems.map(({ code }) => code),
            ['deploy/isolated-needs-environment'],
        );
        const choice = choices.find(({ field }) => field === 'hostingEnvironment');
        assert.deepEqual([choice?.value, choice?.options], ['theirs', ['ours']]);
    });

    it('registers what rules need also for an app that is remembered', () => {
        const id = `/subscriptions/${subscription.id}/resourceGroups/g/providers/Microsoft.Web/serverfarms/p`;
        const plan = { id, name: 'p', location: 'westeurope', sku: 'S1', capacity: 1, os: 'linux', tags: {} } as const;
        const { steps } = planDeploy(
            { ...request, cpuScale: '1-3 70/30', previous: deployed },
            state({
                registry,
                app: app({ [createdForTag]: names.app }),
                plan,
                settled: 'remembered',
                unregistered: ['Microsoft.Insights'],
            }),
        );
        const kinds = steps.map(({ kind }) => kind);
        assert.ok(kinds.includes('provider') && kinds.indexOf('provider') < kinds.indexOf('autoscale'), kinds.join());
    });

    for (const [title, ownSignIn, isTold] of [
        ['is open', { state: 'off', clientId: undefined }, true],
        ['is closed', { state: 'on', clientId: undefined }, false],
    ] as const) {
        it(`${isTold ? 'warns of' : 'says nothing of'} a slot that ${title} while its app asks for a sign-in`, () => {
            const site = app({ [createdForTag]: names.app });
            const slot = { app: site, sku: '', allowed: 20, signIn: { state: 'on', clientId: undefined }, ownSignIn } as const;
            const found = state({ registry, app: site, settled: 'remembered', slot });
            const { warnings } = planDeploy({ ...request, slot: 'staging', previous: deployed }, found);
            assert.equal(
                warnings.some(({ text }) => text.includes('have to sign in')),
                isTold,
            );
        });
    }

    for (const [title, signIn, visitors, expected] of [
        ['is closed when its app is', undefined, { state: 'on', clientId: undefined }, 'copy'],
        ['is open when its app is', undefined, { state: 'off', clientId: undefined }, 'none'],
        ['is what the plan says of it', 'off', { state: 'on', clientId: undefined }, 'none'],
    ] as const) {
        it(`plans that a new slot ${title}`, () => {
            const { steps } = planDeploy(
                { ...request, slot: 'staging', previous: deployed, ...(signIn === undefined ? {} : { signIn }) },
                state({
                    registry,
                    app: app({ [createdForTag]: names.app }),
                    settled: 'remembered',
                    slot: { app: undefined, sku: 'S1', allowed: 5, signIn: visitors },
                }),
            );
            assert.equal(steps.find((step) => step.kind === 'slot')?.signIn, expected);
            assert.equal(
                steps.some((step) => step.kind === 'signIn'),
                signIn !== undefined,
            );
        });
    }

    it('leaves Always On off where the size has none', () => {
        const site = planDeploy({ ...request, sku: 'f1' }, state()).steps.find((step) => step.kind === 'site');
        assert.equal(site?.alwaysOn, 'off');
    });

    it('removes an old registry password, which would win over the identity', () => {
        const configure = planDeploy(
            request,
            state({ registry, app: app({}, { DOCKER_REGISTRY_SERVER_PASSWORD: 'x', KEEP: 'y' }) }),
        ).steps.find((step) => step.kind === 'configure');
        assert.deepEqual(configure?.removedSettings, ['DOCKER_REGISTRY_SERVER_PASSWORD']);
    });

    for (const [title, change, found, code] of [
        ['an image that the engine lacks', { source: { kind: 'image', reference: 'gone:1' } }, {}, 'deploy/image-missing'],
        ['a size that does not exist', { sku: 'Z9' }, {}, 'deploy/unknown-sku'],
        ['more instances than the size has', { sku: 'B1', instances: '4' }, {}, 'deploy/invalid-instances'],
        ['a number of instances that is none', { instances: '1.5' }, {}, 'deploy/invalid-instances'],
        ['a name that is taken', {}, { nameProblem: 'taken' }, 'deploy/invalid-name'],
        ['a subscription without regions', {}, { region: undefined }, 'deploy/no-region'],
    ] as const) {
        it(`stops at ${title}`, () => {
            assert.deepEqual(
                planDeploy({ ...request, ...change }, state(found)).problems.map((problem) => problem.code),
                [code],
            );
        });
    }

    it('holds what was written for a job against nothing else', () => {
        const codes = (appKind: 'app' | 'job', change: Partial<DeployRequest>) =>
            planDeploy({ ...request, target: 'containerApps', appKind, ...change }, state()).problems.map(({ code }) => code);
        assert.deepEqual(codes('job', { events: 'whenever' }), ['deploy/invalid-event-rule']);
        assert.deepEqual(codes('app', { events: 'whenever' }), []);
        assert.deepEqual(codes('job', { schedule: 'at night' }), ['deploy/invalid-schedule']);
        assert.deepEqual(codes('app', { schedule: 'at night' }), []);
    });

    it('does not say again what was typed for the events, which may have a secret in it', () => {
        const events = 'redis address=cache.example:6379 password=swordfish';
        const { problems, steps } = planDeploy({ ...request, target: 'containerApps', appKind: 'job', events }, state());
        assert.deepEqual(problems, [{ code: 'deploy/invalid-event-rule', facts: {} }]);
        assert.doesNotMatch(JSON.stringify(steps), /swordfish/);
    });

    it('has a row for the setting that it says the scaler lacks', () => {
        const events = 'azure-queue queueName=orders connection=@AZURE_STORAGE_CONNECTION_STRING';
        const plan = planDeploy({ ...request, target: 'containerApps', appKind: 'job', events }, state());
        assert.deepEqual(
            plan.problems.map(({ facts }) => facts.setting),
            ['AZURE_STORAGE_CONNECTION_STRING'],
        );
        assert.ok(plan.settings.some(({ name }) => name === 'AZURE_STORAGE_CONNECTION_STRING'));
    });

    it('refuses a stand-in image for a real cloud only', () => {
        const build = (cloud: keyof typeof clouds) =>
            planDeploy(request, state({}, { cloud: clouds[cloud] })).steps.find((step) => step.kind === 'build')?.standin;
        assert.deepEqual([build('public'), build('local')], ['refused', 'allowed']);
    });
});

describe('deriveNames', () => {
    it('gives the same names again, others in another folder, subscription or attempt, and all of them legal', () => {
        const project = { name: 'Über Äpp_1', folder: '/a' };
        const some = [
            deriveNames(project, 's'),
            deriveNames({ ...project, folder: '/b' }, 's'),
            deriveNames(project, 't'),
            deriveNames(project, 's', 1),
        ];
        assert.deepEqual(deriveNames(project, 'S'), some[0]);
        assert.equal(new Set(some.map((each) => each.app)).size, 4);
        for (const each of some) {
            assert.match(each.app, /^[a-z][a-z0-9-]{1,58}[a-z0-9]$/);
            assert.match(each.registry, /^[a-z0-9]{5,50}$/);
        }
    });
});
