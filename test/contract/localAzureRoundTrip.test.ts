import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { LocalAzureClient } from './localAzureClient';
import { notGivenBack } from './notGivenBack';
import { PlainStage } from './plainStage';

const acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d';

interface Written {
    readonly type: string;
    readonly path: string;
    readonly version: string;
    readonly body: object;
    /** Where it is read when not at the same path. */
    readonly read?: { readonly method: 'GET' | 'POST'; readonly path: string };
    /** What never comes back: secrets, and what belongs elsewhere. */
    readonly hidden?: readonly string[];
}

describe('after each PUT', function () {
    this.timeout(60_000);
    let stage: PlainStage;
    let azure: LocalAzureClient;
    let rows: readonly Written[] = [];
    before(async function () {
        const opened = await PlainStage.open();
        if (opened === undefined) {
            this.skip();
        }
        stage = opened;
        azure = stage.azure;
        const environmentId = await stage.environment();
        const image = await stage.push('web', {});
        const subscription = `/subscriptions/${azure.subscriptionId}`;
        const group = stage.group;
        const plan = `${group}/providers/Microsoft.Web/serverfarms/trip-plan`;
        const site = `${group}/providers/Microsoft.Web/sites/trip-web`;
        const location = 'westeurope';
        const credentials = {
            registries: [{ server: stage.server, username: stage.username, passwordSecretRef: 'password' }],
            secrets: [{ name: 'password', value: stage.password }],
        };
        const container = { name: 'web', image, env: [{ name: 'A', value: 'é "b"' }], resources: { cpu: 0.5, memory: '1Gi' } };
        const web = '2025-05-01';
        const acr = '2025-11-01';
        const app = '2025-07-01';
        rows = [
            { type: 'a group', path: 'resourceGroups/trip', version: '2025-04-01', body: { location, tags: { 'a b': 'ü' } } },
            {
                type: 'tags',
                path: `resourceGroups/trip/providers/Microsoft.Resources/tags/default`,
                version: '2025-04-01',
                body: { properties: { tags: { one: '1', two: '' } } },
            },
            {
                type: 'a registry',
                path: `${group}/providers/Microsoft.ContainerRegistry/registries/tripregistry`,
                version: acr,
                body: {
                    location,
                    sku: { name: 'Premium' },
                    tags: { a: 'b' },
                    properties: {
                        adminUserEnabled: true,
                        anonymousPullEnabled: true,
                        policies: { retentionPolicy: { days: 30, status: 'enabled' } },
                        networkRuleSet: { defaultAction: 'Deny', ipRules: [{ action: 'Allow', value: '203.0.113.7' }] },
                        roleAssignmentMode: 'AbacRepositoryPermissions',
                    },
                },
            },
            {
                type: 'a scope map',
                path: `${stage.registry}/scopeMaps/trip-map`,
                version: acr,
                body: {
                    properties: { description: 'all of it', actions: ['repositories/a/content/read', 'repositories/a/metadata/read'] },
                },
            },
            {
                type: 'a token',
                path: `${stage.registry}/tokens/trip-token`,
                version: acr,
                body: { properties: { scopeMapId: `${subscription}/${stage.registry}/scopeMaps/trip-map`, status: 'disabled' } },
            },
            {
                type: 'a webhook',
                path: `${stage.registry}/webhooks/triphook`,
                version: acr,
                body: {
                    location,
                    properties: { serviceUri: 'https://example.org/', actions: ['push', 'delete'], scope: 'a:*', status: 'disabled' },
                },
                hidden: ['serviceUri'],
            },
            {
                type: 'an identity',
                path: `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/trip-identity`,
                version: '2024-11-30',
                body: { location, tags: { a: 'b' } },
            },
            {
                type: 'a role assignment',
                path: `${group}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`,
                version: '2022-04-01',
                body: {
                    properties: {
                        roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${acrPull}`,
                        principalId: randomUUID(),
                        principalType: 'ServicePrincipal',
                        description: 'why not',
                    },
                },
            },
            {
                type: 'a plan',
                path: plan,
                version: web,
                body: { location, sku: { name: 'P1v3', capacity: 2 }, properties: { reserved: true, perSiteScaling: true } },
            },
            {
                type: 'a site',
                path: site,
                version: web,
                body: {
                    location,
                    tags: { a: 'b' },
                    properties: {
                        serverFarmId: `${subscription}/${plan}`,
                        httpsOnly: true,
                        clientAffinityEnabled: true,
                        publicNetworkAccess: 'Enabled',
                    },
                },
            },
            {
                type: 'a slot',
                path: `${site}/slots/next`,
                version: web,
                body: { location, properties: { serverFarmId: `${subscription}/${plan}`, httpsOnly: true } },
            },
            {
                type: 'config/web',
                path: `${site}/config/web`,
                version: web,
                body: {
                    properties: {
                        linuxFxVersion: 'NODE|22-lts',
                        alwaysOn: true,
                        healthCheckPath: '/up',
                        numberOfWorkers: 2,
                        appCommandLine: 'a "b c"',
                    },
                },
            },
            {
                type: 'settings',
                path: `${site}/config/appsettings`,
                version: web,
                body: { properties: { A: '1', 'a:b': 'ü', EMPTY: '' } },
                read: { method: 'POST', path: `${site}/config/appsettings/list` },
            },
            {
                type: 'connection strings',
                path: `${site}/config/connectionstrings`,
                version: web,
                body: { properties: { main: { value: 'Server=x;', type: 'SQLAzure' } } },
                read: { method: 'POST', path: `${site}/config/connectionstrings/list` },
            },
            {
                type: 'sticky names',
                path: `${site}/config/slotConfigNames`,
                version: web,
                body: { properties: { appSettingNames: ['A'], connectionStringNames: ['main'] } },
            },
            {
                type: 'log settings',
                path: `${site}/config/logs`,
                version: web,
                body: { properties: { httpLogs: { fileSystem: { retentionInMb: 50, retentionInDays: 3, enabled: true } } } },
            },
            {
                type: 'a site container',
                path: `${site}/sitecontainers/main`,
                version: web,
                body: {
                    properties: {
                        image: 'x/y:z',
                        isMain: true,
                        targetPort: '8080',
                        authType: 'UserCredentials',
                        userName: 'u',
                        passwordSecret: 'p',
                    },
                },
                hidden: ['passwordSecret'],
            },
            {
                type: 'a source control',
                path: `${site}/sourcecontrols/web`,
                version: web,
                body: { properties: { repoUrl: 'https://example.org/a.git', branch: 'main', isManualIntegration: true } },
            },
            {
                type: 'an environment',
                path: `${group}/providers/Microsoft.App/managedEnvironments/trip-env`,
                version: app,
                body: {
                    location,
                    tags: { a: 'b' },
                    properties: { zoneRedundant: false, workloadProfiles: [{ name: 'Consumption', workloadProfileType: 'Consumption' }] },
                },
            },
            {
                type: 'a container app',
                path: `${group}/providers/Microsoft.App/containerApps/trip-app`,
                version: app,
                body: {
                    location,
                    tags: { a: 'b' },
                    properties: {
                        environmentId,
                        configuration: {
                            ...credentials,
                            activeRevisionsMode: 'Multiple',
                            ingress: {
                                external: true,
                                targetPort: 80,
                                traffic: [{ latestRevision: true, weight: 100, label: 'now' }],
                                stickySessions: { affinity: 'sticky' },
                            },
                        },
                        template: {
                            revisionSuffix: 'first',
                            containers: [
                                { ...container, probes: [{ type: 'Liveness', httpGet: { path: '/', port: 80 }, periodSeconds: 30 }] },
                            ],
                            scale: {
                                minReplicas: 1,
                                maxReplicas: 3,
                                rules: [{ name: 'http', http: { metadata: { concurrentRequests: '5' } } }],
                            },
                        },
                    },
                },
                hidden: ['value'],
            },
            {
                type: 'a job',
                path: `${group}/providers/Microsoft.App/jobs/trip-job`,
                version: app,
                body: {
                    location,
                    properties: {
                        environmentId,
                        configuration: {
                            ...credentials,
                            triggerType: 'Schedule',
                            replicaTimeout: 5,
                            scheduleTriggerConfig: { cronExpression: '0 4 1 1 *' },
                        },
                        template: { containers: [container] },
                    },
                },
                hidden: ['value'],
            },
            {
                type: 'a container group',
                path: `${group}/providers/Microsoft.ContainerInstance/containerGroups/trip-group`,
                version: '2023-05-01',
                body: {
                    location,
                    tags: { a: 'b' },
                    properties: {
                        osType: 'Linux',
                        restartPolicy: 'Never',
                        containers: [
                            {
                                name: 'web',
                                properties: {
                                    image,
                                    ports: [{ port: 80, protocol: 'TCP' }],
                                    environmentVariables: [
                                        { name: 'A', value: 'b' },
                                        { name: 'S', secureValue: 'hidden' },
                                    ],
                                    resources: { requests: { cpu: 1, memoryInGB: 1.5 } },
                                },
                            },
                        ],
                        imageRegistryCredentials: [{ server: stage.server, username: stage.username, password: stage.password }],
                        ipAddress: { type: 'Public', dnsNameLabel: 'trip-group', ports: [{ port: 80, protocol: 'TCP' }] },
                    },
                },
                hidden: ['secureValue', 'password'],
            },
            {
                type: 'a workspace',
                path: `${group}/providers/Microsoft.OperationalInsights/workspaces/trip-logs`,
                version: '2025-07-01',
                body: { location, tags: { a: 'b' }, properties: { retentionInDays: 60 } },
            },
            {
                type: 'a storage account',
                path: `${group}/providers/Microsoft.Storage/storageAccounts/tripstorage`,
                version: '2025-06-01',
                body: { location, kind: 'StorageV2', sku: { name: 'Standard_LRS' }, properties: { allowBlobPublicAccess: true } },
            },
            {
                type: 'a virtual network',
                path: `${group}/providers/Microsoft.Network/virtualNetworks/trip-network`,
                version: '2024-05-01',
                body: {
                    location,
                    tags: { a: 'b' },
                    properties: {
                        addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
                        subnets: [{ name: 'first', properties: { addressPrefix: '10.0.0.0/24' } }],
                    },
                },
            },
            {
                type: 'a subnet',
                path: `${group}/providers/Microsoft.Network/virtualNetworks/trip-network/subnets/second`,
                version: '2024-05-01',
                body: {
                    properties: {
                        addressPrefix: '10.0.1.0/24',
                        delegations: [{ name: 'web', properties: { serviceName: 'Microsoft.Web/serverFarms' } }],
                    },
                },
            },
            {
                type: 'a site’s subnet',
                path: `${site}/networkConfig/virtualNetwork`,
                version: web,
                body: {
                    properties: { subnetResourceId: `${group}/providers/Microsoft.Network/virtualNetworks/trip-network/subnets/second` },
                },
            },
            {
                type: 'shares',
                path: `${site}/config/azurestorageaccounts`,
                version: web,
                read: { method: 'POST', path: `${site}/config/azurestorageaccounts/list` },
                body: { properties: { data: { type: 'AzureFiles', accountName: 'a', shareName: 's', mountPath: '/data' } } },
            },
            {
                type: 'a sign-in',
                path: `${site}/config/authsettings`,
                version: web,
                read: { method: 'POST', path: `${site}/config/authsettings/list` },
                body: { properties: { enabled: true, clientId: 'an app', unauthenticatedClientAction: 'RedirectToLoginPage' } },
            },
            {
                type: 'a certificate',
                path: `${group}/providers/Microsoft.Web/certificates/trip-certificate`,
                version: web,
                hidden: ['pfxBlob', 'password'],
                body: { location, properties: { pfxBlob: 'AAAA', password: 'no password', hostNames: ['www.example.org'] } },
            },
            {
                type: 'an agent pool',
                path: `${stage.registry}/agentPools/trip-pool`,
                version: '2019-06-01-preview',
                body: { location, properties: { count: 2, tier: 'S2', os: 'Linux' } },
            },
            {
                type: 'a cache rule',
                path: `${stage.registry}/cacheRules/trip-rule`,
                version: acr,
                body: { properties: { sourceRepository: 'docker.io/library/ubuntu', targetRepository: 'ubuntu' } },
            },
            {
                type: 'a credential set',
                path: `${stage.registry}/credentialSets/trip-set`,
                version: acr,
                body: {
                    identity: { type: 'SystemAssigned' },
                    properties: { loginServer: 'docker.io', authCredentials: [{ name: 'Credential1', usernameSecretIdentifier: 'u' }] },
                },
            },
            {
                type: 'a connected registry',
                path: `${stage.registry}/connectedRegistries/trip-connected`,
                version: acr,
                body: { properties: { mode: 'ReadOnly', parent: { syncProperties: { tokenId: 't', messageTtl: 'P2D' } } } },
            },
            {
                type: 'a federated credential',
                path: `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/trip-identity/federatedIdentityCredentials/trip`,
                version: '2024-11-30',
                body: { properties: { issuer: 'https://issuer.example', subject: 'a:b', audiences: ['api://AzureADTokenExchange'] } },
            },
            {
                type: 'a custom role',
                path: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${randomUUID()}`,
                version: '2022-04-01',
                body: {
                    properties: {
                        roleName: 'Trip reader',
                        description: 'reads trips',
                        permissions: [{ actions: ['*/read'], notActions: [], dataActions: ['A/*'], notDataActions: ['A/b'] }],
                        assignableScopes: [subscription],
                    },
                },
            },
            {
                type: 'a static site',
                path: `${group}/providers/Microsoft.Web/staticSites/trip-static`,
                version: web,
                hidden: ['repositoryToken'],
                body: {
                    location: 'centralus',
                    sku: { name: 'Standard', tier: 'Standard' },
                    properties: { repositoryUrl: 'https://example.org/a', branch: 'main', repositoryToken: 'hidden' },
                },
            },
            {
                type: 'a linked back end',
                path: `${group}/providers/Microsoft.Web/staticSites/trip-static/linkedBackends/trip`,
                version: web,
                body: { properties: { backendResourceId: `${subscription}/${site}`, region: location } },
            },
            {
                type: 'a hybrid connection',
                path: `${site}/hybridConnectionNamespaces/trip/relays/trip`,
                version: web,
                hidden: ['sendKeyValue'],
                body: {
                    properties: { relayArmUri: '/a/b', hostname: 'db', port: 5432, sendKeyName: 'sender', sendKeyValue: 'hidden' },
                },
            },
            {
                type: 'a component',
                path: `${group}/providers/Microsoft.Insights/components/trip-insights`,
                version: '2020-02-02',
                body: { location, kind: 'web', properties: { Application_Type: 'web', RetentionInDays: 30 } },
            },
        ];
    });
    after(() => (azure as LocalAzureClient | undefined)?.stop());

    it('a GET gives back what was written, and a second PUT changes nothing', async () => {
        for (const row of rows) {
            const read = row.read ?? { method: 'GET' as const, path: row.path };
            for (const round of ['first', 'second']) {
                const put = await azure.arm('PUT', row.path, row.version, row.body);
                assert.ok(
                    put.status === 200 || put.status === 201 || put.status === 202,
                    `${row.type}: ${put.status} ${JSON.stringify(put.body)}`,
                );
                const operation = put.headers.get('azure-asyncoperation') ?? (put.status === 202 ? put.headers.get('location') : null);
                if (operation !== null) {
                    await azure.finish(put);
                }
                const got = await azure.arm(read.method, read.path, row.version);
                assert.equal(got.status, 200, row.type);
                assert.deepEqual(notGivenBack(row.body, got.body, row.hidden), [], `${row.type}, ${round} time`);
                assert.ok(!JSON.stringify(got.body).includes(stage.password), `${row.type} shows a secret`);
            }
        }
    });

    it('validate tells what would be refused, and makes nothing', async () => {
        const path = `${stage.group}/providers/Microsoft.Web/validate`;
        const plan = { name: 'valid-plan', type: 'Microsoft.Web/serverfarms', location: 'westeurope', properties: { skuName: 'B1' } };
        const site = { name: 'trip-web', type: 'Microsoft.Web/sites', location: 'westeurope', properties: {} };
        const told = [];
        for (const body of [plan, { ...plan, location: 'nowhere' }, site, { ...site, properties: { serverFarmId: plan.name } }]) {
            const answer = await azure.arm('POST', path, '2025-05-01', body);
            told.push([answer.at('status'), answer.at('error', 'code')]);
        }
        assert.deepEqual(told, [
            ['Success', undefined],
            ['Failed', 'LocationNotAvailableForResourceType'],
            ['Failed', 'Conflict'],
            ['Failed', 'NotFound'],
        ]);
        assert.equal((await azure.arm('GET', `${stage.group}/providers/Microsoft.Web/serverfarms/valid-plan`, '2025-05-01')).status, 404);
    });

    it('bodies that are none, methods that are none and api-versions that are none are refused in Azure’s words', async () => {
        for (const row of rows) {
            const told: unknown[] = [];
            for (const body of ['{"location":', '[]', '"text"', 'null']) {
                const answer = await azure.arm('PUT', row.path, row.version, body);
                told.push(answer.status, typeof (answer.at('error', 'code') ?? answer.at('Code')));
            }
            assert.deepEqual(told, Array.from({ length: 4 }, () => [400, 'string']).flat(), row.type);
            assert.equal((await azure.arm('PURGE', row.path, row.version)).at('error', 'code'), 'MethodNotAllowed', row.type);
            assert.match((await azure.arm('PUT', row.path, 'newest', row.body)).text('error', 'code'), /ApiVersion/, row.type);
            assert.equal(
                (await azure.arm('PUT', row.path, '2099-01-01', row.body)).at('error', 'code'),
                'NoRegisteredProviderFound',
                row.type,
            );
        }
    });
});
