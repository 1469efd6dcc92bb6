import assert from 'node:assert/strict';
import { clouds } from '../../../../../src/core/deploy/cloud';
import type { DeployRequest } from '../../../../../src/core/deploy/deployRequest';
import type { DeployState } from '../../../../../src/core/deploy/deployState';
import { exportPlan } from '../../../../../src/core/deploy/export/exportPlan';
import { renderAzScript } from '../../../../../src/core/deploy/export/renderAzScript';
import { renderBicep } from '../../../../../src/core/deploy/export/renderBicep';
import { renderWorkflow } from '../../../../../src/core/deploy/export/renderWorkflow';
import { deriveNames } from '../../../../../src/core/deploy/names';
import { planDeploy } from '../../../../../src/core/deploy/planDeploy';
import type { ContainerApp } from '../../../../../src/core/deploy/resources';

const subscription = { id: '00000000-0000-4000-8000-000000000001', name: 'Dev', tenantId: 'tenant', state: 'Enabled' };
const names = deriveNames({ name: 'Notes', folder: '/app' }, subscription.id);
const request: DeployRequest = {
    target: 'appService',
    folder: '/app',
    projectName: 'Notes',
    source: { kind: 'build', context: '/app', dockerfile: 'deploy/Dockerfile', files: [] },
    port: 8000,
    healthPath: '/health',
    sku: 'P1v3',
    env: { API_TOKEN: 'swordfish', GREETING: 'ahoy' },
    knownEnv: { OLD_TOKEN: 'swordfish' },
    needs: {
        variables: [{ name: 'API_TOKEN', required: true, secret: true, file: 'app.py', line: 1 }],
        services: [],
        writes: [],
    },
};
const state: DeployState = {
    cloud: clouds.public,
    account: 'me',
    subscriptions: [subscription],
    subscription,
    image: undefined,
    found: {
        ...{
            names,
            region: 'westeurope',
            regions: ['westeurope'],
            unregistered: [],
            group: undefined,
            registries: [],
            registry: undefined,
        },
        ...{
            identity: undefined,
            role: 'absent',
            plans: [],
            plan: undefined,
            app: undefined,
            nameProblem: undefined,
            registryNameProblem: undefined,
        },
    },
};

describe('exportPlan', () => {
    it('hands a build what it takes into the pages, here and in the script, and nothing else', () => {
        const page = { name: 'VITE_TITLE', required: false, secret: false, file: 'src/main.js', line: 1 };
        const plan = planDeploy(
            {
                ...request,
                env: { ...request.env, VITE_TITLE: "it's ours", VITE_API_KEY: 'shark' },
                knownEnv: { ...request.knownEnv, VITE_OWNER: 'me' },
                needs: { variables: [page], services: [], writes: [] },
            },
            state,
        );
        const build = plan.steps.find((step) => step.kind === 'build');
        assert.deepEqual(build?.build?.buildArgs, { VITE_OWNER: 'me', VITE_TITLE: "it's ours", VITE_API_KEY: 'shark' });
        const model = exportPlan(plan);
        assert.ok(model !== undefined);
        assert.match(
            renderAzScript(model),
            /^docker build [^\n]* --build-arg 'VITE_OWNER=me' --build-arg 'VITE_TITLE=it'\\''s ours' --build-arg 'VITE_API_KEY' --tag /m,
        );
        assert.match(renderAzScript(model), /^: "\$\{VITE_API_KEY:\?/m);
        assert.match(renderWorkflow(model), /^ +VITE_API_KEY: \$\{\{ secrets.VITE_API_KEY \}\}$/m);
        assert.doesNotMatch(renderAzScript(model) + renderWorkflow(model), /shark/);
    });

    it('has the names, size and settings of the plan, and of secrets the names alone', () => {
        const model = exportPlan(planDeploy(request, state));
        assert.ok(model !== undefined);
        assert.deepEqual(
            [model.target, model.app, model.resourceGroup, model.plan?.sku, model.dockerfile, model.identity, model.role.title],
            ['appService', names.app, names.resourceGroup, 'P1v3', 'deploy/Dockerfile', names.identity, 'AcrPull'],
        );
        assert.deepEqual(
            model.settings.map((setting) => (setting.kind === 'secret' ? `${setting.name} is secret` : `${setting.name}=${setting.value}`)),
            [
                'WEBSITES_PORT=8000',
                'WEBSITES_ENABLE_APP_SERVICE_STORAGE=false',
                'API_TOKEN is secret',
                'OLD_TOKEN is secret',
                'GREETING=ahoy',
            ],
        );
        for (const text of [renderBicep(model), renderAzScript(model), renderWorkflow(model)]) {
            assert.doesNotMatch(text, /swordfish/);
            assert.match(text, /API_TOKEN/);
        }
    });

    for (const [target, expected] of [
        ['containerApps', { environment: `env-${names.app}`, size: { cpu: 0.5, memoryGb: 1 }, replicas: { min: 0, max: 3 } }],
        ['containerInstances', { environment: undefined, size: { cpu: 1, memoryGb: 1.5 }, replicas: undefined }],
    ] as const) {
        it(`has what ${target} need`, () => {
            const model = exportPlan(planDeploy({ ...request, target }, state));
            assert.deepEqual(
                { environment: model?.environment?.name, size: model?.size, replicas: model?.replicas && { ...model.replicas } },
                expected,
            );
            assert.deepEqual([model?.target, model?.app, model?.port], [target, names.app, 8000]);
            assert.ok(model?.settings.every(({ name }) => !name.startsWith('WEBSITES_')));
        });
    }

    it('keeps what a web app writes below /home where the plan does', () => {
        const { settings } = exportPlan(planDeploy({ ...request, home: 'on' }, state)) ?? {};
        assert.deepEqual(
            settings?.find(({ name }) => name === 'WEBSITES_ENABLE_APP_SERVICE_STORAGE'),
            { kind: 'plain', name: 'WEBSITES_ENABLE_APP_SERVICE_STORAGE', value: 'true' },
        );
    });

    describe('of a job that events start already', () => {
        const scale = { parallelism: 4, replicaCompletionCount: 2, minExecutions: 1, maxExecutions: 50, pollingInterval: 5 };
        const job: ContainerApp = {
            ...{ id: '/job', name: 'theirs', location: 'westeurope', tags: {}, state: 'Succeeded', runningStatus: 'Ready' },
            ...{
                environmentId: '/env',
                ingress: 'off',
                host: undefined,
                targetPort: undefined,
                latestRevision: 'theirs',
                latestRevisionHost: undefined,
            },
            ...{ image: 'old@sha256:1', env: {}, traffic: [], scale: { min: 0, max: 1 }, size: { cpu: 0.5, memoryGb: 1 } },
            ...{ identityIds: [], registries: [], eventStream: undefined, scaleRule: undefined, schedule: undefined },
            revisions: 'single',
            probes: 'none',
            kind: 'job',
            events: { type: 'azure-queue', metadata: { queueName: 'orders' }, secrets: [] },
            jobScale: scale,
        };
        const found = state.found && { ...state.found, containerApp: job };

        for (const [title, change] of [
            ['says as it is', {}],
            ['has with another rule', { events: 'azure-queue queueName=returns' }],
        ] as const) {
            it(`${title} how many it starts`, () => {
                const model = exportPlan(planDeploy({ ...request, target: 'containerApps', ...change }, { ...state, found }));
                assert.deepEqual(model?.jobScale, scale);
                assert.match(renderBicep(model), /parallelism: 4[\s\S]*maxExecutions: 50/);
            });
        }
    });

    it('is nothing while the subscription is not known', () => {
        assert.equal(exportPlan(planDeploy(request, { ...state, subscription: undefined, found: undefined })), undefined);
    });
});
