import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { WebSiteManagementClient } from '@azure/arm-appservice';
import { AuthorizationManagementClient } from '@azure/arm-authorization';
import { ContainerRegistryManagementClient } from '@azure/arm-containerregistry';
import { ManagedServiceIdentityClient } from '@azure/arm-msi';
import { ResourceManagementClient } from '@azure/arm-resources';
import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';
import { LocalAzureClient } from './localAzureClient';

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
        azure = await LocalAzureClient.start(['--record', join(folder, 'exchanges.jsonl'), '--time-scale', '0.005']);
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
        for (const namespace of ['Microsoft.ContainerRegistry', 'Microsoft.Web', 'Microsoft.ManagedIdentity']) {
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
            const output = execFileSync(
                process.execPath,
                [join(shared, 'check/check.mjs'), join(folder, 'exchanges.jsonl'), '--oav', root],
                { encoding: 'utf8', cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
            );
            assert.match(output, /\d+ exchanges, \d\d+ checked, \d+ without a document, 0 unknown, 0 violations/);
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
