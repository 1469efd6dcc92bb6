import assert from 'node:assert/strict';
import { isFailure } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import { readHistory } from '../../../src/core/deploy/tags';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import type { BuiltImage } from './imageEngine';
import { useProcessStage } from './useProcessStage';

const op = quietOperation();
const images: ReadonlyMap<string, BuiltImage> = new Map<string, BuiltImage>([
    ['one', { behaviour: { body: 'one' } }],
    ['two', { behaviour: { body: 'two' } }],
]);
const version = '2025-05-01';
const restriction = { ipAddress: '127.0.0.0/8', action: 'Allow', tag: 'Default', priority: 100, name: 'office' };
const subnet =
    '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/v/subnets/apps';
const share = { type: 'AzureFiles', accountName: 'files', shareName: 'uploads', accessKey: 'c2VjcmV0', mountPath: '/uploads' };

describe('A slot of a web app that is more than its settings', function () {
    this.timeout(60_000);
    const at = useProcessStage(images, ['Microsoft.Web', 'Microsoft.ContainerRegistry', 'Microsoft.ManagedIdentity']);

    it('is let in, connected, mounted and named as its app is, and takes its identity’s switch but not its rights', async () => {
        const { stage, ports } = at;
        const plan = async (image: string, change: Partial<DeployRequest>) => {
            const request = stage.request('alike', image, change);
            return planDeploy(request, await gatherDeploy(op, ports, request));
        };
        const perform = async (made: Awaited<ReturnType<typeof plan>>) => await performDeploy(op, ports, made, () => undefined);
        const first = await perform(await plan('one', { name: 'alike-app', sku: 'S1' }));
        const write = async (method: string, path: string, body: unknown) => {
            const answer = await stage.arm(method, `${first.resourceId}${path}`, body, version);
            assert.equal(answer.status, 200, JSON.stringify(answer.body));
        };
        await write('PATCH', '/config/web', {
            properties: {
                ipSecurityRestrictions: [restriction],
                webSocketsEnabled: true,
                autoHealEnabled: true,
                cors: { allowedOrigins: ['https://example.com'] },
                experiments: { rampUpRules: [{ name: 'canary', actionHostName: 'elsewhere', reroutePercentage: 50 }] },
            },
        });
        await write('PUT', '/config/connectionstrings', { properties: { db: { value: 'Server=db', type: 'PostgreSQL' } } });
        await write('PUT', '/config/azurestorageaccounts', { properties: { uploads: share } });
        const { identity } = (await stage.arm('GET', first.resourceId, undefined, version)).body as {
            readonly identity: { readonly userAssignedIdentities: Readonly<Record<string, unknown>> };
        };
        await write('PATCH', '', {
            identity: {
                type: 'SystemAssigned, UserAssigned',
                userAssignedIdentities: Object.fromEntries(Object.keys(identity.userAssignedIdentities).map((id) => [id, {}])),
            },
            properties: { virtualNetworkSubnetId: subnet, clientAffinityEnabled: true },
        });

        const made = await plan('two', { previous: first.previous, slot: 'staging' });
        const told = made.steps.find(({ kind }) => kind === 'slot')?.details?.map(({ label }) => label);
        assert.deepEqual(told, ['Pulls by', 'Settings', 'Identity of its own', 'Not taken along']);
        const slot = await perform(made);

        const read = async (method: string, path: string) =>
            ((await stage.arm(method, `${slot.resourceId}${path}`, undefined, version)).body as { readonly properties: Json }).properties;
        const config = await read('GET', '/config/web');
        assert.deepEqual(
            (config.ipSecurityRestrictions as readonly Json[]).map(({ name, action }) => [name, action]),
            [
                ['office', 'Allow'],
                ['Deny all', 'Deny'],
            ],
        );
        assert.deepEqual([config.webSocketsEnabled, config.autoHealEnabled], [true, true]);
        assert.deepEqual((config.cors as Json).allowedOrigins, ['https://example.com']);
        // Production's share of visitors is its own.
        assert.deepEqual((config.experiments as Json).rampUpRules, []);
        assert.deepEqual(await read('POST', '/config/connectionstrings/list'), { db: { value: 'Server=db', type: 'PostgreSQL' } });
        const shares = await read('POST', '/config/azurestorageaccounts/list');
        assert.deepEqual((shares.uploads as Json).mountPath, '/uploads');
        const site = (await stage.arm('GET', slot.resourceId, undefined, version)).body as {
            readonly identity: { readonly type: string; readonly principalId: string };
            readonly properties: Json;
        };
        assert.deepEqual(
            [site.identity.type, site.properties.virtualNetworkSubnetId, site.properties.clientAffinityEnabled],
            ['SystemAssigned, UserAssigned', subnet, true],
        );
        assert.match(site.identity.principalId, /./);
        assert.equal((await ports.http(op, slot.url))?.body, 'two');
    });

    it('is not called done where its app keeps out the address that it is asked from, which is told as such', async () => {
        const { stage, ports } = at;
        const request = (change: Partial<DeployRequest>) => stage.request('closed', 'one', { name: 'closed-app', sku: 'S1', ...change });
        const perform = async (asked: DeployRequest) =>
            await performDeploy(op, ports, planDeploy(asked, await gatherDeploy(op, ports, asked)), () => undefined);
        const first = await perform(request({}));
        const elsewhere = { ...restriction, ipAddress: '203.0.113.7/32' };
        const closed = { properties: { ipSecurityRestrictions: [elsewhere] } };
        assert.equal((await stage.arm('PATCH', `${first.resourceId}/config/web`, closed, version)).status, 200);
        await assert.rejects(
            perform({ ...request({}), source: { kind: 'image', reference: 'two' } }),
            (error) => isFailure(error) && error.code === 'deploy/address-refused',
        );
        const tags = (await ports.azure.sites.get(op, first.resourceId))?.tags ?? {};
        assert.deepEqual(
            readHistory(tags).map(({ failed }) => failed),
            [undefined, undefined],
        );
    });

    it('is told as such also where no log and no state proves the start', async () => {
        const real = at.ports;
        const unread = {
            startupLogs: () => Promise.resolve(undefined),
            dockerLog: () => Promise.resolve([]),
            status: () => Promise.resolve(undefined),
        };
        const ports: typeof real = { ...real, azure: { ...real.azure, sites: { ...real.azure.sites, ...unread } } };
        const request = (image: string) => at.stage.request('mute', image, { name: 'mute-app', sku: 'S1' });
        const perform = async (asked: DeployRequest, by = ports) =>
            await performDeploy(op, by, planDeploy(asked, await gatherDeploy(op, by, asked)), () => undefined);
        const first = await perform(request('one'), real);
        const closed = { properties: { ipSecurityRestrictions: [{ ...restriction, ipAddress: '203.0.113.7/32' }] } };
        assert.equal((await at.stage.arm('PATCH', `${first.resourceId}/config/web`, closed, version)).status, 200);
        await assert.rejects(perform(request('two')), (error) => isFailure(error) && error.code === 'deploy/address-refused');
        const tags = (await real.azure.sites.get(op, first.resourceId))?.tags ?? {};
        assert.deepEqual(
            readHistory(tags).map(({ failed }) => failed),
            [undefined, undefined],
        );
    });
});

type Json = Readonly<Record<string, unknown>>;
