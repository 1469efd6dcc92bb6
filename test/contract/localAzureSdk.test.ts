import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ContainerAppsAPIClient } from '@azure/arm-appcontainers';
import { WebSiteManagementClient } from '@azure/arm-appservice';
import { AuthorizationManagementClient } from '@azure/arm-authorization';
import { ContainerInstanceManagementClient } from '@azure/arm-containerinstance';
import { ContainerRegistryManagementClient } from '@azure/arm-containerregistry';
import { ManagedServiceIdentityClient } from '@azure/arm-msi';
import { ResourceManagementClient } from '@azure/arm-resources';
import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';
import { LocalAzureClient, until } from './localAzureClient';
import {
    LogsQueryClient,
    OperationalInsightsManagementClient,
    ResourceGraphClient,
    StorageManagementClient,
    type ClientPolicy,
} from './officialClients.mjs';
import { pushImage } from './pushImage';

const root = resolve(import.meta.dirname, '../..');
const shared = resolve(root, '../shared/azure');
const acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d';

/** Each provider under Microsoft's own client, and what went over the wire under Microsoft's own documents. */
describe('the official SDK against the local Azure', function () {
    this.timeout(120_000);
    let azure: LocalAzureClient;
    let folder: string;
    let options: { readonly httpClient: HttpClient };
    const credential = {
        getToken: async (scope: string | string[]) => ({
            token: await azure.tokenFor([scope].flat()[0] ?? ''),
            expiresOnTimestamp: Date.now() + 3_000_000,
        }),
    };
    const quick = { updateIntervalInMs: 20 };

    before(async () => {
        folder = mkdtempSync(join(tmpdir(), 'slipway-sdk-'));
        azure = await LocalAzureClient.start([
            ...['--record', join(folder, 'exchanges.jsonl'), '--time-scale', '0.005', '--start-limit-scale', '0.02'],
            ...['--runner', 'process', '--engine', 'unix:///nowhere/docker.sock'],
        ]);
        const inner = createDefaultHttpClient();
        options = {
            httpClient: {
                sendRequest(request) {
                    const url = new URL(request.url);
                    request.headers.set('x-original-host', url.host);
                    request.headers.set('x-slipway-key', azure.key);
                    request.url = azure.url + url.pathname + url.search;
                    request.allowInsecureConnection = true;
                    return inner.sendRequest(request);
                },
            },
        };
    });
    after(async () => {
        await azure.stop();
        rmSync(folder, { recursive: true, force: true });
    });

    it('lists tenants, subscriptions and locations', async () => {
        const client = new SubscriptionClient(credential, options);
        assert.deepEqual(
            (await all(client.subscriptions.list())).map((one) => one.subscriptionId),
            [azure.subscriptionId],
        );
        assert.deepEqual(
            (await all(client.tenants.list())).map((one) => one.tenantId),
            [azure.tenantId],
        );
        assert.ok((await all(client.subscriptions.listLocations(azure.subscriptionId))).some((one) => one.name === 'westeurope'));
    });

    it('makes groups and registers providers', async () => {
        const client = new ResourceManagementClient(credential, azure.subscriptionId, options);
        await client.resourceGroups.createOrUpdate('sdk', { location: 'westeurope', tags: { made: 'here' } });
        assert.equal((await client.resourceGroups.get('sdk')).tags?.made, 'here');
        assert.equal((await client.resourceGroups.checkExistence('none')).body, false);
        const namespaces = [
            'ContainerRegistry',
            'Web',
            'ManagedIdentity',
            'App',
            'ContainerInstance',
            'Storage',
            'OperationalInsights',
        ].map((name) => `Microsoft.${name}`);
        for (const namespace of namespaces) {
            await client.providers.register(namespace);
            assert.notEqual((await client.providers.get(namespace)).registrationState, 'NotRegistered');
        }
    });

    it('makes a registry, and gives back what was written', async () => {
        const client = new ContainerRegistryManagementClient(credential, azure.subscriptionId, options);
        assert.equal(
            (await client.registries.checkNameAvailability({ name: 'sdkregistry', type: 'Microsoft.ContainerRegistry/registries' }))
                .nameAvailable,
            true,
        );
        const made = await client.registries.beginCreateAndWait(
            'sdk',
            'sdkregistry',
            { location: 'westeurope', sku: { name: 'Standard' }, adminUserEnabled: true },
            quick,
        );
        assert.equal(made.provisioningState, 'Succeeded');
        assert.equal((await client.registries.get('sdk', 'sdkregistry')).adminUserEnabled, true);
        assert.equal(
            (await client.registries.checkNameAvailability({ name: 'SDKregistry', type: 'Microsoft.ContainerRegistry/registries' })).reason,
            'AlreadyExists',
        );
        assert.equal((await client.registries.listCredentials('sdk', 'sdkregistry')).passwords?.length, 2);
        await client.registries.beginUpdateAndWait('sdk', 'sdkregistry', { adminUserEnabled: false, tags: { a: 'b' } }, quick);
        await assert.rejects(client.registries.listCredentials('sdk', 'sdkregistry'), { code: 'UnAuthorizedForCredentialOperations' });
        assert.deepEqual(
            (await all(client.registries.list())).map((one) => [one.name, one.tags]),
            [['sdkregistry', { a: 'b' }]],
        );
    });

    it('makes an identity and gives it a role', async () => {
        const client = new ManagedServiceIdentityClient(credential, azure.subscriptionId, options);
        const identity = await client.userAssignedIdentities.createOrUpdate('sdk', 'puller', { location: 'westeurope' });
        assert.match(identity.clientId ?? '', /^[0-9a-f-]{36}$/);
        const roles = new AuthorizationManagementClient(credential, azure.subscriptionId, options);
        const scope = `/subscriptions/${azure.subscriptionId}/resourceGroups/sdk/providers/Microsoft.ContainerRegistry/registries/sdkregistry`;
        const wanted = {
            roleDefinitionId: `/subscriptions/${azure.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${acrPull}`,
            principalId: identity.principalId!,
            principalType: 'ServicePrincipal',
        };
        await roles.roleAssignments.create(scope, randomUUID(), wanted);
        await assert.rejects(roles.roleAssignments.create(scope, randomUUID(), wanted), { code: 'RoleAssignmentExists' });
        const found = await all(roles.roleAssignments.listForScope(scope, { filter: `principalId eq '${identity.principalId}'` }));
        assert.deepEqual(
            found.map((one) => one.principalId),
            [identity.principalId],
        );
    });

    it('makes a plan and a site, and gives back what was written', async () => {
        const client = new WebSiteManagementClient(credential, azure.subscriptionId, options);
        const plan = await client.appServicePlans.createOrUpdate(
            'sdk',
            'plan',
            { location: 'westeurope', kind: 'linux', reserved: true, sku: { name: 'B1', tier: 'Basic', capacity: 1 } },
            quick,
        );
        assert.equal(plan.reserved, true);
        assert.equal((await client.checkNameAvailability('sdk-web', 'Microsoft.Web/sites')).nameAvailable, true);
        const made = await client.webApps.createOrUpdate(
            'sdk',
            'sdk-web',
            {
                location: 'westeurope',
                kind: 'app,linux',
                serverFarmId: plan.id!,
                httpsOnly: true,
                clientAffinityEnabled: false,
                siteConfig: { linuxFxVersion: 'PYTHON|3.12', ftpsState: 'Disabled' },
            },
            quick,
        );
        assert.equal(made.httpsOnly, true);
        await client.webApps.updateApplicationSettings('sdk', 'sdk-web', { properties: { WEBSITES_PORT: '8080' } });
        assert.deepEqual((await client.webApps.listApplicationSettings('sdk', 'sdk-web')).properties, { WEBSITES_PORT: '8080' });
        await client.webApps.updateConfiguration('sdk', 'sdk-web', { healthCheckPath: '/health', appCommandLine: 'run' });
        const config = await client.webApps.getConfiguration('sdk', 'sdk-web');
        assert.deepEqual(
            [config.healthCheckPath, config.appCommandLine, config.linuxFxVersion, config.ftpsState],
            ['/health', 'run', 'PYTHON|3.12', 'Disabled'],
        );
        await client.webApps.updateDiagnosticLogsConfig('sdk', 'sdk-web', { applicationLogs: { fileSystem: { level: 'Verbose' } } });
        assert.equal((await client.webApps.getDiagnosticLogsConfiguration('sdk', 'sdk-web')).applicationLogs?.fileSystem?.level, 'Verbose');
        assert.equal((await client.webApps.getScmAllowed('sdk', 'sdk-web')).allow, false);
        await client.webApps.updateScmAllowed('sdk', 'sdk-web', { allow: true });
        assert.match(
            (await client.webApps.listPublishingCredentials('sdk', 'sdk-web', quick)).scmUri ?? '',
            /^https:\/\/\$sdk-web:[^@]+@sdk-web\.scm\.azurewebsites\.net$/,
        );
        assert.deepEqual(
            (await all(client.webApps.list())).map((one) => one.name),
            ['sdk-web'],
        );
        await client.webApps.restart('sdk', 'sdk-web');
        await client.webApps.stop('sdk', 'sdk-web');
        assert.equal((await client.webApps.get('sdk', 'sdk-web')).state, 'Stopped');
        await client.webApps.start('sdk', 'sdk-web');
        assert.ok((await all(client.webApps.listInstanceIdentifiers('sdk', 'sdk-web'))).length <= 1);
        await client.webApps.delete('sdk', 'sdk-web');
        await client.appServicePlans.delete('sdk', 'plan');
    });

    /** An image of a plain process in the registry, whose admin user is on again for it. */
    async function image(
        name: string,
        behaviour: object,
    ): Promise<{ readonly image: string; readonly password: string; readonly server: string }> {
        const client = new ContainerRegistryManagementClient(credential, azure.subscriptionId, options);
        await client.registries.beginUpdateAndWait('sdk', 'sdkregistry', { adminUserEnabled: true }, quick);
        const server = (await client.registries.get('sdk', 'sdkregistry')).loginServer!;
        const password = (await client.registries.listCredentials('sdk', 'sdkregistry')).passwords![0]!.value!;
        const pushed = await pushImage({ server, name: `${name}:v1`, username: 'sdkregistry', password, behaviour });
        return { image: pushed, password, server };
    }

    it('gives a registry tokens with scope maps', async () => {
        const client = new ContainerRegistryManagementClient(credential, azure.subscriptionId, options);
        const map = await client.scopeMaps.beginCreateAndWait(
            'sdk',
            'sdkregistry',
            'readers',
            { actions: ['repositories/web/content/read'], description: 'reads' },
            quick,
        );
        assert.deepEqual((await client.scopeMaps.get('sdk', 'sdkregistry', 'readers')).actions, ['repositories/web/content/read']);
        const token = await client.tokens.beginCreateAndWait(
            'sdk',
            'sdkregistry',
            'reader',
            { scopeMapId: map.id!, status: 'enabled' },
            quick,
        );
        const made = await client.registries.beginGenerateCredentialsAndWait('sdk', 'sdkregistry', { tokenId: token.id! }, quick);
        assert.deepEqual([made.username, made.passwords?.length], ['reader', 2]);
        await client.tokens.beginDeleteAndWait('sdk', 'sdkregistry', 'reader', quick);
        assert.deepEqual(await all(client.tokens.list('sdk', 'sdkregistry')), []);
    });

    it('makes an environment, an app, its revisions and replicas, and a job', async () => {
        const client = new ContainerAppsAPIClient(credential, azure.subscriptionId, options);
        const environment = await client.managedEnvironments.beginCreateOrUpdateAndWait('sdk', 'env', { location: 'westeurope' }, quick);
        assert.equal(environment.provisioningState, 'Succeeded');
        const { image: web, password, server } = await image('web', {});
        const configuration = {
            registries: [{ server, username: 'sdkregistry', passwordSecretRef: 'password' }],
            secrets: [{ name: 'password', value: password }],
        };
        const app = await client.containerApps.beginCreateOrUpdateAndWait(
            'sdk',
            'app',
            {
                location: 'westeurope',
                environmentId: environment.id!,
                configuration: { ...configuration, activeRevisionsMode: 'Multiple', ingress: { external: true, targetPort: 80 } },
                template: {
                    containers: [{ name: 'web', image: web, env: [{ name: 'A', value: 'b' }], resources: { cpu: 0.25, memory: '0.5Gi' } }],
                    scale: { minReplicas: 2, maxReplicas: 2 },
                },
            },
            quick,
        );
        const shown = await client.containerApps.get('sdk', 'app');
        assert.deepEqual(shown.template?.containers?.[0]?.env, [{ name: 'A', value: 'b' }]);
        assert.equal(shown.configuration?.ingress?.targetPort, 80);
        assert.deepEqual((await client.containerApps.listSecrets('sdk', 'app')).value, [{ name: 'password', value: password }]);
        const seen = new Set<unknown>();
        await until('two replicas answer in turn', 20_000, async () => {
            seen.add((await azure.send('GET', '/', { host: app.configuration?.ingress?.fqdn ?? '' })).at('instance'));
            return seen.size === 2 ? true : undefined;
        });
        const revision = app.latestRevisionName!;
        assert.equal((await client.containerAppsRevisions.getRevision('sdk', 'app', revision)).active, true);
        assert.equal((await client.containerAppsRevisionReplicas.listReplicas('sdk', 'app', revision)).value.length, 2);
        await client.containerAppsRevisions.restartRevision('sdk', 'app', revision);
        assert.equal((await client.containerApps.getAuthToken('sdk', 'app')).name, 'app');
        await client.containerApps.beginStopAndWait('sdk', 'app', quick);
        await client.containerApps.beginStartAndWait('sdk', 'app', quick);

        const work = await image('work', { protocol: 'none', exitCode: 0 });
        const template = { containers: [{ name: 'work', image: work.image, resources: { cpu: 0.25, memory: '0.5Gi' } }] };
        await client.jobs.beginCreateOrUpdateAndWait(
            'sdk',
            'job',
            {
                location: 'westeurope',
                environmentId: environment.id!,
                configuration: {
                    ...configuration,
                    triggerType: 'Manual',
                    replicaTimeout: 60,
                    manualTriggerConfig: { parallelism: 1, replicaCompletionCount: 1 },
                },
                template,
            },
            quick,
        );
        const started = await client.jobs.beginStartAndWait('sdk', 'job', { ...quick, template });
        await until('the job has run', 20_000, async () => {
            const execution = await client.jobExecution('sdk', 'job', started.name!);
            return execution.status === 'Succeeded' ? true : undefined;
        });
        assert.equal((await all(client.jobsExecutions.list('sdk', 'job'))).length, 1);
        await client.jobs.beginDeleteAndWait('sdk', 'job', quick);
        await client.containerApps.beginDeleteAndWait('sdk', 'app', quick);
        await client.managedEnvironments.beginDeleteAndWait('sdk', 'env', quick);
    });

    it('makes a container group, reads its logs, restarts and stops it', async () => {
        const client = new ContainerInstanceManagementClient(credential, azure.subscriptionId, options);
        const { image: group, password, server } = await image('group', { stdout: ['hello from inside'] });
        await client.containerGroups.beginCreateOrUpdateAndWait(
            'sdk',
            'group',
            {
                location: 'westeurope',
                osType: 'Linux',
                containers: [{ name: 'main', image: group, ports: [{ port: 80 }], resources: { requests: { cpu: 1, memoryInGB: 1 } } }],
                imageRegistryCredentials: [{ server, username: 'sdkregistry', password }],
                ipAddress: { type: 'Public', dnsNameLabel: 'sdk-group', ports: [{ port: 80 }] },
            },
            quick,
        );
        const shown = await client.containerGroups.get('sdk', 'group');
        assert.equal(shown.instanceView?.state, 'Running');
        assert.match((await client.containers.listLogs('sdk', 'group', 'main')).content ?? '', /hello from inside/);
        assert.equal((await azure.send('GET', '/', { host: shown.ipAddress!.fqdn! })).status, 200);
        await client.containerGroups.beginRestartAndWait('sdk', 'group', quick);
        await client.containerGroups.stop('sdk', 'group');
        await client.containerGroups.beginStartAndWait('sdk', 'group', quick);
        assert.deepEqual(
            (await all(client.containerGroups.list())).map((one) => one.name),
            ['group'],
        );
        await client.containerGroups.beginDeleteAndWait('sdk', 'group', quick);
    });

    it('makes a storage account, and gives back what was written', async () => {
        const client = new StorageManagementClient(credential, azure.subscriptionId, options).storageAccounts;
        const type = 'Microsoft.Storage/storageAccounts';
        assert.equal((await client.checkNameAvailability({ name: 'sdkstorage', type })).nameAvailable, true);
        const wanted = { location: 'westeurope', kind: 'StorageV2', sku: { name: 'Standard_LRS' }, tags: { made: 'here' } };
        await client.beginCreateAndWait('sdk', 'sdkstorage', wanted, quick);
        const shown = await client.getProperties('sdk', 'sdkstorage');
        assert.deepEqual([shown.provisioningState, shown.sku?.name, shown.tags], ['Succeeded', 'Standard_LRS', { made: 'here' }]);
        assert.equal(shown.primaryEndpoints?.blob, 'https://sdkstorage.blob.core.windows.net/');
        assert.equal((await client.checkNameAvailability({ name: 'sdkstorage', type })).nameAvailable, false);
        assert.deepEqual((await client.update('sdk', 'sdkstorage', { tags: { more: 'tags' } })).tags, { more: 'tags' });
        assert.equal((await client.listKeys('sdk', 'sdkstorage')).keys?.length, 2);
        assert.deepEqual(
            (await all(client.listByResourceGroup('sdk'))).map((one) => one.name),
            ['sdkstorage'],
        );
        await client.delete('sdk', 'sdkstorage');
        assert.deepEqual(await all(client.listByResourceGroup('sdk')), []);
    });

    it('finds resources by Resource Graph', async () => {
        // A client of the generation before: what goes out is turned round by a policy of its own.
        const toLocal: ClientPolicy = {
            create: (next) => ({
                sendRequest(request) {
                    const url = new URL(request.url);
                    request.headers.set('x-original-host', url.host);
                    request.headers.set('x-slipway-key', azure.key);
                    request.url = azure.url + url.pathname + url.search;
                    return next.sendRequest(request);
                },
            }),
        };
        const client = new ResourceGraphClient(credential, { requestPolicyFactories: (usual) => [...usual, toLocal] });
        const ask = (query: string) => client.resources({ subscriptions: [azure.subscriptionId], query });
        const found = await ask("Resources | where type =~ 'Microsoft.ContainerRegistry/registries' | project name, sku = sku.name");
        assert.deepEqual([found.count, found.data], [1, [{ name: 'sdkregistry', sku: 'Standard' }]]);
        await assert.rejects(ask('Resources | frobnicate'), { code: 'BadRequest', statusCode: 400 });
    });

    it('makes a workspace and asks it for what an app said', async () => {
        const client = new OperationalInsightsManagementClient(credential, azure.subscriptionId, options);
        await client.workspaces.beginCreateOrUpdateAndWait('sdk', 'logs', { location: 'westeurope', retentionInDays: 40 }, quick);
        const workspace = await client.workspaces.get('sdk', 'logs');
        assert.equal(workspace.retentionInDays, 40);
        assert.ok((await client.sharedKeysOperations.getSharedKeys('sdk', 'logs')).primarySharedKey);
        const queries = new LogsQueryClient(credential, options);
        const ask = (id: string, query: string) => queries.queryWorkspace(id, query, { duration: 'P1D' });
        const answer = await ask(workspace.customerId!, 'ContainerAppConsoleLogs_CL | count');
        assert.deepEqual([answer.status, answer.tables[0]?.rows], ['Success', [[0]]]);
        await assert.rejects(ask(workspace.customerId!, 'NoSuchTable | count'), { code: 'BadArgumentError' });
        await assert.rejects(ask(randomUUID(), 'ContainerAppConsoleLogs_CL | count'), { code: 'WorkspaceNotFoundError' });
        await client.workspaces.beginDeleteAndWait('sdk', 'logs', quick);
    });

    it('lists what there is, and takes it away with the group', async () => {
        const client = new ResourceManagementClient(credential, azure.subscriptionId, options);
        const types = (await all(client.resources.list())).map((one) => one.type);
        assert.deepEqual(
            new Set(types),
            new Set(['Microsoft.ContainerRegistry/registries', 'Microsoft.ManagedIdentity/userAssignedIdentities']),
        );
        await client.tagsOperations.beginUpdateAtScopeAndWait(
            `/subscriptions/${azure.subscriptionId}/resourceGroups/sdk`,
            { operation: 'Merge', properties: { tags: { more: 'tags' } } },
            quick,
        );
        assert.equal((await client.resourceGroups.get('sdk')).tags?.more, 'tags');
        await client.resourceGroups.beginDeleteAndWait('sdk', quick);
        assert.deepEqual(await all(client.resources.list()), []);
    });

    if (existsSync(join(shared, 'check/check.mjs'))) {
        it('causes only exchanges that Microsoft documents', () => {
            // This SDK's version of workspaces is in no document here.
            const lines = readFileSync(join(folder, 'exchanges.jsonl'), 'utf8').split('\n');
            writeFileSync(
                join(folder, 'documented.jsonl'),
                lines.filter((line) => !line.includes('Microsoft.OperationalInsights/')).join('\n'),
            );
            const checked = spawnSync(
                process.execPath,
                [join(shared, 'check/check.mjs'), join(folder, 'documented.jsonl'), '--oav', root],
                {
                    encoding: 'utf8',
                    cwd: root,
                },
            );
            assert.match(
                checked.stdout,
                / \d\d+ checked, \d+ without a document, 0 unknown, 0 violations\n$/,
                checked.stdout + checked.stderr,
            );
        });
    }
});

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
    const found: T[] = [];
    for await (const one of pages) {
        found.push(one);
    }
    return found;
}
