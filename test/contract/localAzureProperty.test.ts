import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { LocalAzureClient } from './localAzureClient';
import { notGivenBack } from './notGivenBack';
import { PlainStage } from './plainStage';

const location = 'westeurope';
const [web, acr, app] = ['2025-05-01', '2025-11-01', '2025-07-01'];
const acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d';

/** Text as people write it: spaces inside, quotes, umlauts, emoji; no control characters. */
const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .filter((value) => value.trim() === value && !/[\p{C}<>%&\\?/]/u.test(value));
const word = fc.stringMatching(/^[a-z][a-z0-9]{2,14}$/);
const key = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,14}$/);
const path = fc.stringMatching(/^\/[a-z0-9/]{0,12}$/);
const port = fc.integer({ min: 1, max: 65535 });
const tags = fc.dictionary(word, text, { minKeys: 1, maxKeys: 5 });
const env = (names: fc.Arbitrary<string>) =>
    fc.uniqueArray(fc.record({ name: names, value: text }), { selector: ({ name }) => name.toLowerCase(), maxLength: 6 });
/** Names that differ in more than their case, which Azure does not tell apart. */
const settings = fc
    .uniqueArray(fc.tuple(key, text), { selector: ([name]) => name.toLowerCase(), maxLength: 8 })
    .map((entries) => Object.fromEntries(entries));
/** Every field may be missing. */
const some = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(model, { requiredKeys: [] });

interface Kind {
    readonly type: string;
    readonly path: string;
    readonly version: string;
    readonly body: fc.Arbitrary<object>;
    readonly read?: string;
    readonly hidden?: readonly string[];
}

/** What Azure's documents allow, as far as these fields go. Each run writes over what the run before wrote. */
describe('after a PUT of any valid body', function () {
    this.timeout(120_000);
    let stage: PlainStage | undefined;
    let azure: LocalAzureClient;
    let kinds: readonly Kind[] = [];

    before(async function () {
        stage = await PlainStage.open();
        if (stage === undefined) {
            this.skip();
        }
        azure = stage.azure;
        const { group, registry } = stage;
        const subscription = `/subscriptions/${azure.subscriptionId}`;
        const environmentId = await stage.environment();
        const image = await stage.push('any', { protocol: 'none' });
        const site = `${group}/providers/Microsoft.Web/sites/any-web`;
        const plan = `${group}/providers/Microsoft.Web/serverfarms/any-plan`;
        await azure.arm('PUT', plan, web, { location, sku: { name: 'P1v3' }, properties: { reserved: true } });
        await azure.arm('PUT', site, web, { location, properties: { serverFarmId: `${subscription}/${plan}` } });
        const principalId = randomUUID();
        const secrets = [{ name: 'password', value: stage.password }];
        const registries = [{ server: stage.server, username: stage.username, passwordSecretRef: 'password' }];
        const size = fc.constantFrom({ cpu: 0.25, memory: '0.5Gi' }, { cpu: 0.5, memory: '1Gi' }, { cpu: 2, memory: '4Gi' });
        kinds = [
            {
                type: 'a resource group',
                path: 'resourceGroups/any',
                version: '2025-04-01',
                body: fc.record({ location: fc.constant(location), tags }),
            },
            {
                type: 'a registry',
                path: `${group}/providers/Microsoft.ContainerRegistry/registries/anyregistry`,
                version: acr,
                body: fc.record({
                    location: fc.constant(location),
                    sku: fc.constant({ name: 'Premium' }),
                    tags,
                    properties: some({
                        adminUserEnabled: fc.boolean(),
                        anonymousPullEnabled: fc.boolean(),
                        dataEndpointEnabled: fc.boolean(),
                        publicNetworkAccess: fc.constantFrom('Enabled', 'Disabled'),
                        networkRuleBypassOptions: fc.constantFrom('AzureServices', 'None'),
                        policies: some({
                            quarantinePolicy: fc.record({ status: fc.constantFrom('enabled', 'disabled') }),
                            retentionPolicy: fc.record({
                                days: fc.integer({ min: 0, max: 365 }),
                                status: fc.constantFrom('enabled', 'disabled'),
                            }),
                        }),
                    }),
                }),
            },
            {
                type: 'a scope map',
                path: `${registry}/scopeMaps/any-map`,
                version: acr,
                body: fc.record({
                    properties: fc.record({
                        description: text,
                        actions: fc.uniqueArray(
                            fc
                                .tuple(word, fc.constantFrom('content/read', 'content/write', 'metadata/read'))
                                .map(([name, right]) => `repositories/${name}/${right}`),
                            { minLength: 1, maxLength: 5 },
                        ),
                    }),
                }),
            },
            {
                type: 'an identity',
                path: `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/any-identity`,
                version: '2024-11-30',
                body: fc.record({ location: fc.constant(location), tags }),
            },
            {
                type: 'a role assignment',
                path: `${group}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`,
                version: '2022-04-01',
                body: text.map((description) => ({
                    properties: {
                        roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${acrPull}`,
                        ...{ principalId, principalType: 'ServicePrincipal', description },
                    },
                })),
            },
            {
                type: 'a plan',
                path: plan,
                version: web,
                body: fc.record({
                    location: fc.constant(location),
                    tags,
                    sku: fc.record({ name: fc.constantFrom('B1', 'B3', 'S1', 'P1v3'), capacity: fc.integer({ min: 1, max: 3 }) }),
                    properties: fc.record({ reserved: fc.constant(true), perSiteScaling: fc.boolean() }),
                }),
            },
            {
                type: 'a site',
                path: site,
                version: web,
                body: fc.record({
                    location: fc.constant(location),
                    tags,
                    properties: some({
                        httpsOnly: fc.boolean(),
                        clientAffinityEnabled: fc.boolean(),
                        clientCertEnabled: fc.boolean(),
                        publicNetworkAccess: fc.constantFrom('Enabled', 'Disabled'),
                    }),
                }),
            },
            {
                type: 'config/web',
                path: `${site}/config/web`,
                version: web,
                body: fc.record({
                    properties: some({
                        alwaysOn: fc.boolean(),
                        appCommandLine: text,
                        ftpsState: fc.constantFrom('AllAllowed', 'FtpsOnly', 'Disabled'),
                        healthCheckPath: path,
                        http20Enabled: fc.boolean(),
                        minTlsVersion: fc.constantFrom('1.2', '1.3'),
                        webSocketsEnabled: fc.boolean(),
                        numberOfWorkers: fc.integer({ min: 1, max: 3 }),
                    }),
                }),
            },
            {
                type: 'settings',
                path: `${site}/config/appsettings`,
                version: web,
                read: `${site}/config/appsettings/list`,
                body: fc.record({ properties: settings }),
            },
            {
                type: 'an environment',
                path: `${group}/providers/Microsoft.App/managedEnvironments/any-env`,
                version: app,
                body: fc.record({
                    location: fc.constant(location),
                    tags,
                    properties: some({
                        publicNetworkAccess: fc.constantFrom('Enabled', 'Disabled'),
                        peerAuthentication: fc.record({ mtls: fc.record({ enabled: fc.boolean() }) }),
                        peerTrafficConfiguration: fc.record({ encryption: fc.record({ enabled: fc.boolean() }) }),
                    }),
                }),
            },
            {
                type: 'a container app',
                path: `${group}/providers/Microsoft.App/containerApps/any-app`,
                version: app,
                hidden: ['secrets'],
                body: fc
                    .record({
                        tags,
                        variables: env(key),
                        resources: size,
                        replicas: fc.constantFrom([0, 1], [1, 1], [0, 5]),
                        ingress: some({
                            external: fc.boolean(),
                            targetPort: port,
                            allowInsecure: fc.boolean(),
                            transport: fc.constantFrom('Auto', 'Http', 'Http2'),
                        }),
                        command: fc.array(text, { maxLength: 3 }),
                    })
                    .map(({ tags, variables, resources, replicas, ingress, command }) => ({
                        location,
                        tags,
                        properties: {
                            environmentId,
                            configuration: { activeRevisionsMode: 'Single', registries, secrets, ingress: { targetPort: 80, ...ingress } },
                            template: {
                                containers: [{ name: 'any', image, env: variables, resources, command }],
                                scale: { minReplicas: replicas[0], maxReplicas: replicas[1] },
                            },
                        },
                    })),
            },
            {
                type: 'a job',
                path: `${group}/providers/Microsoft.App/jobs/any-job`,
                version: app,
                hidden: ['secrets'],
                body: fc
                    .record({
                        tags,
                        variables: env(key),
                        resources: size,
                        replicaTimeout: fc.integer({ min: 1, max: 3600 }),
                        replicaRetryLimit: fc.integer({ min: 0, max: 10 }),
                        parallelism: fc.integer({ min: 1, max: 5 }),
                    })
                    .map(({ tags, variables, resources, parallelism, ...limits }) => ({
                        location,
                        tags,
                        properties: {
                            environmentId,
                            configuration: {
                                ...{ triggerType: 'Manual', registries, secrets, ...limits },
                                manualTriggerConfig: { parallelism, replicaCompletionCount: parallelism },
                            },
                            template: { containers: [{ name: 'any', image, env: variables, resources }] },
                        },
                    })),
            },
            {
                type: 'a container group',
                path: `${group}/providers/Microsoft.ContainerInstance/containerGroups/any-group`,
                version: '2023-05-01',
                hidden: ['imageRegistryCredentials'],
                body: fc
                    .record({ tags, variables: env(key), command: fc.array(text, { minLength: 1, maxLength: 3 }) })
                    .map(({ tags, variables, command }) => ({
                        location,
                        tags,
                        properties: {
                            osType: 'Linux',
                            restartPolicy: 'Never',
                            containers: [
                                {
                                    name: 'any',
                                    properties: {
                                        image,
                                        command,
                                        environmentVariables: variables,
                                        resources: { requests: { cpu: 1, memoryInGB: 1.5 } },
                                    },
                                },
                            ],
                            imageRegistryCredentials: [{ server: stage?.server, username: stage?.username, password: stage?.password }],
                        },
                    })),
            },
            {
                type: 'a workspace',
                path: `${group}/providers/Microsoft.OperationalInsights/workspaces/any-logs`,
                version: '2025-07-01',
                body: fc.record({
                    location: fc.constant(location),
                    tags,
                    properties: fc.record({ retentionInDays: fc.integer({ min: 30, max: 730 }) }),
                }),
            },
        ];
    });
    after(() => stage?.azure.stop());

    it('a GET gives back what was written', async () => {
        for (const kind of kinds) {
            await fc.assert(
                fc.asyncProperty(kind.body, async (body) => {
                    const put = await azure.arm('PUT', kind.path, kind.version, body);
                    assert.ok([200, 201, 202].includes(put.status), `${kind.type}: ${put.status} ${JSON.stringify(put.body)}`);
                    if (put.headers.get('azure-asyncoperation') !== null || put.status === 202) {
                        await azure.finish(put);
                    }
                    const got = await azure.arm(kind.read === undefined ? 'GET' : 'POST', kind.read ?? kind.path, kind.version);
                    assert.equal(got.status, 200);
                    assert.deepEqual(notGivenBack(body, got.body, kind.hidden), [], kind.type);
                }),
                { numRuns: 8, seed: Number(process.env.SLIPWAY_TEST_SEED ?? Date.now()) % 2 ** 31 },
            );
        }
    });
});
