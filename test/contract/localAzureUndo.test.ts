import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { LocalAzureClient, until } from './localAzureClient';

const version = '2025-05-01';
const group = 'resourceGroups/undo';
const web = `${group}/providers/Microsoft.Web`;
const location = 'westeurope';

describe('What App Service can take back', function () {
    this.timeout(60_000);
    let azure: LocalAzureClient;

    before(async () => {
        azure = await LocalAzureClient.start(['--runner', 'process', '--engine', 'unix:///nowhere/docker.sock', '--time-scale', '0.01']);
        await azure.register('Microsoft.Web');
        await azure.arm('PUT', group, '2025-04-01', { location });
        await azure.arm('PUT', `${web}/serverfarms/undo-plan`, version, {
            location,
            kind: 'linux',
            sku: { name: 'B1' },
            properties: { reserved: true },
        });
    });
    after(async () => (azure as LocalAzureClient | undefined)?.stop());

    async function makeSite(name: string, value: string): Promise<void> {
        const made = await azure.arm('PUT', `${web}/sites/${name}`, version, {
            location,
            properties: { serverFarmId: 'undo-plan', siteConfig: { appSettings: [{ name: 'WHO', value }], linuxFxVersion: 'NODE|22-lts' } },
        });
        assert.equal(made.status, 200);
    }

    const who = async (name: string) =>
        (await azure.arm('POST', `${web}/sites/${name}/config/appsettings/list`, version)).at('properties', 'WHO');

    it('a deleted site is listed in its region, and comes back into another one with its settings', async () => {
        await makeSite('undo-first', 'first');
        await makeSite('undo-second', 'second');
        assert.equal((await azure.arm('DELETE', `${web}/sites/undo-first`, version)).status, 200);
        const listed = await azure.arm('GET', 'providers/Microsoft.Web/locations/West%20Europe/deletedSites', version);
        assert.deepEqual(
            [listed.at('value', 0, 'properties', 'deletedSiteName'), listed.at('value', 0, 'properties', 'slot'), listed.at('value', 1)],
            ['undo-first', 'Production', undefined],
        );
        const elsewhere = await azure.arm('GET', 'providers/Microsoft.Web/locations/eastus/deletedSites', version);
        assert.deepEqual(elsewhere.at('value'), []);
        const body = { properties: { deletedSiteId: listed.text('value', 0, 'id'), recoverConfiguration: true } };
        const restored = await azure.arm('POST', `${web}/sites/undo-second/restoreFromDeletedApp`, version, body);
        assert.equal(restored.status, 202);
        await until('the settings', 20_000, async () => ((await who('undo-second')) === 'first' ? true : undefined));
        body.properties.deletedSiteId += '0';
        assert.equal((await azure.arm('POST', `${web}/sites/undo-second/restoreFromDeletedApp`, version, body)).status, 404);
    });

    it('a backup brings back what a site was, shows no address of its store, and can be deleted', async () => {
        await makeSite('undo-third', 'before');
        const path = `${web}/sites/undo-third`;
        const secret = 'https://a.blob.core.windows.net/b?sig=hunter2';
        assert.equal((await azure.arm('POST', `${path}/backup`, version, { properties: { storageAccountUrl: 'b' } })).status, 400);
        const made = await azure.arm('POST', `${path}/backup`, version, { properties: { backupName: 'one', storageAccountUrl: secret } });
        assert.deepEqual([made.status, made.at('properties', 'status'), made.at('type')], [200, 'Created', 'Microsoft.Web/sites']);
        const backup = `${path}/backups/${String(made.at('properties', 'id'))}`;
        await until('the backup', 20_000, async () =>
            (await azure.arm('GET', backup, version)).at('properties', 'status') === 'Succeeded' ? true : undefined,
        );
        const listed = await azure.arm('GET', `${path}/backups`, version);
        assert.ok(!JSON.stringify(listed.body).includes('hunter2'));
        await azure.arm('PUT', `${path}/config/appsettings`, version, { properties: { WHO: 'after' } });
        assert.equal((await azure.arm('POST', `${backup}/restore`, version, { properties: { overwrite: true } })).status, 202);
        await until('the settings', 20_000, async () => ((await who('undo-third')) === 'before' ? true : undefined));
        assert.equal((await azure.arm('DELETE', backup, version)).at('properties', 'status'), 'DeleteInProgress');
        assert.equal((await azure.arm('GET', backup, version)).status, 404);
    });

    it('a role that was defined can be given, and is not deleted while somebody has it', async () => {
        const role = `/subscriptions/${azure.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${randomUUID()}`;
        const properties = {
            roleName: 'Undo',
            permissions: [{ actions: ['*/read'] }],
            assignableScopes: [`/subscriptions/${azure.subscriptionId}`],
        };
        assert.equal((await azure.arm('PUT', role, '2022-04-01', { properties })).status, 201);
        const again = await azure.arm('PUT', role.replace(/.{4}$/, '0000'), '2022-04-01', { properties });
        assert.equal(again.at('error', 'code'), 'RoleDefinitionWithSameNameExists');
        const given = `${group}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`;
        const assignment = { properties: { roleDefinitionId: role, principalId: randomUUID(), principalType: 'ServicePrincipal' } };
        assert.equal((await azure.arm('PUT', given, '2022-04-01', assignment)).status, 201);
        assert.equal((await azure.arm('DELETE', role, '2022-04-01')).at('error', 'code'), 'RoleDefinitionHasAssignments');
        await azure.arm('DELETE', given, '2022-04-01');
        assert.equal((await azure.arm('DELETE', role, '2022-04-01')).at('properties', 'roleName'), 'Undo');
        const owner = role.replace(/[^/]+$/, '8e3af657-a8ff-443c-a75c-2fe8c4bcb635');
        assert.equal((await azure.arm('PUT', owner, '2022-04-01', { properties })).status, 403);
    });
});
