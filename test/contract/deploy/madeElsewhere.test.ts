import assert from 'node:assert/strict';
import { isFailure } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import { roles } from '../../../src/core/deploy/roles';
import { failureText } from '../../../src/views/failureText';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import type { BuiltImage } from './imageEngine';
import { everyTarget, missingForProcesses, openProcessStage, type ProcessStage } from './processStage';

const op = quietOperation();
const images: ReadonlyMap<string, BuiltImage> = new Map([
    ['app:1', { behaviour: { body: 'version one' } }],
    ['app:2', { behaviour: { body: 'version two' } }],
]);
const registryVersion = '2025-11-01';

/** What somebody else made or changes under a deploy. On plain processes behind the local Azure's runner. */
describe('Beside what Slipway makes', function () {
    this.timeout(60_000);
    let stage: ProcessStage;
    let ports: ReturnType<ProcessStage['ports']>;

    before(async function () {
        if (missingForProcesses() !== undefined) {
            this.skip();
        }
        stage = await openProcessStage({ registered: everyTarget });
        ports = stage.ports(images);
        await stage.arm('PUT', 'resourceGroups/rg-theirs', { location: 'westeurope' });
    });
    after(async () => (stage as ProcessStage | undefined)?.close());

    const planFor = async (request: DeployRequest) => planDeploy(request, await gatherDeploy(op, ports, request));
    const deploy = async (request: DeployRequest) => await performDeploy(op, ports, await planFor(request), () => undefined);
    const registry = async (name: string, properties: object) => {
        const id = `resourceGroups/rg-theirs/providers/Microsoft.ContainerRegistry/registries/${name}`;
        const made = await stage.arm('PUT', id, { location: 'westeurope', sku: { name: 'Premium' }, properties }, registryVersion);
        assert.ok(made.status < 300, JSON.stringify(made.body));
        await stage.finish(made);
    };
    /** Who is signed in, as the tokens say. */
    const myself = async (): Promise<string> => {
        await ports.azure.subscriptions.list(op);
        const claims = [...stage.secrets].flatMap((token) => {
            const [, payload] = token.split('.');
            return payload === undefined ? [] : [JSON.parse(Buffer.from(payload, 'base64url').toString()) as { readonly oid?: string }];
        });
        const oid = claims.find((claim) => claim.oid !== undefined)?.oid;
        assert.ok(oid);
        return oid;
    };
    const assigned = async (registryId: string) => {
        const { body } = await stage.arm('GET', `${registryId}/providers/Microsoft.Authorization/roleAssignments`, undefined, '2022-04-01');
        return (body as { readonly value: readonly { readonly properties: { readonly roleDefinitionId: string } }[] }).value.map(
            ({ properties }) => properties.roleDefinitionId.split('/').at(-1) ?? '',
        );
    };

    for (const target of ['appService', 'containerApps', 'containerInstances'] as const) {
        it(`a registry that grants by repository gives ${target} the role that reads repositories, and is pushed to and pulled from`, async () => {
            const name = `byrepository${target.toLowerCase()}`;
            await registry(name, { roleAssignmentMode: 'AbacRepositoryPermissions' });
            const request = stage.request(`abac-${target.toLowerCase()}`, 'app:1', { target, registry: name });
            const role = (await planFor(request)).steps.find(({ kind }) => kind === 'role');
            assert.equal(role?.words.facts.role, 'Container Registry Repository Reader');
            // Not even an owner may push there: the role that writes repositories is named, and once an owner gave it the deploy goes on.
            await assert.rejects(
                deploy(request),
                (error) =>
                    isFailure(error) &&
                    error.code === 'registry/unauthorized' &&
                    error.facts.role === 'Container Registry Repository Writer',
            );
            const registryId = `/subscriptions/${stage.subscriptionId}/resourceGroups/rg-theirs/providers/Microsoft.ContainerRegistry/registries/${name}`;
            await ports.azure.roles.assign(op, registryId, await myself(), roles.repositoryWriter.id);
            // The role is on its way to the registry, and no step of the plan gives one that a deploy would wait for: a person tries again.
            const untilMs = Date.now() + 30_000;
            const deployed = async (): Promise<DeployResult> =>
                deploy(request).catch((error: unknown) => {
                    if (isFailure(error) && error.code === 'registry/unauthorized' && Date.now() < untilMs) {
                        return deployed();
                    }
                    throw error;
                });
            const result = await deployed();
            assert.equal((await ports.http(op, result.url))?.body, 'version one');
            const given = await assigned(result.previous.registryId);
            assert.ok(given.includes(roles.repositoryReader.id) && !given.includes(roles.acrPull.id), given.join());
        });
    }

    it('a registry that is closed to this network is named in the plan, before anything is pushed to it', async () => {
        await registry('closedtous', { publicNetworkAccess: 'Disabled' });
        const { warnings } = await planFor(stage.request('closed', 'app:1', { registry: 'closedtous' }));
        assert.ok(
            warnings.some(({ text, facts }) => text.includes('accepts private connections only') && facts.name === 'closedtous'),
            warnings.map(({ text }) => text).join(' '),
        );
    });

    it('settings that somebody changes while a plan is read stop it with nothing written, and the next plan keeps them', async () => {
        const version = '2025-05-01';
        const first = await deploy(stage.request('settings', 'app:1', { env: { GREETING: 'ahoy' } }));
        const settings = async () =>
            (
                (await stage.arm('POST', `${first.resourceId}/config/appsettings/list`, undefined, version)).body as {
                    readonly properties: Readonly<Record<string, string>>;
                }
            ).properties;
        const request = stage.request('settings', 'app:2', { previous: first.previous, env: { GREETING: 'good evening' } });
        const shown = await planFor(request);

        await stage.arm(
            'PUT',
            `${first.resourceId}/config/appsettings`,
            { properties: { ...(await settings()), THEIRS: 'kept' } },
            version,
        );
        await assert.rejects(
            performDeploy(op, ports, shown, () => undefined),
            (error) => {
                assert.ok(isFailure(error) && error.code === 'deploy/settings-changed', String(error));
                const buttons = failureText(error).remedies.map((remedy) => (remedy.kind === 'command' ? remedy.command : ''));
                assert.ok(buttons.includes('slipway.deploy'), buttons.join());
                return true;
            },
        );
        assert.deepEqual([(await settings()).GREETING, (await settings()).THEIRS], ['ahoy', 'kept']);

        const result = await deploy(request);
        assert.equal((await ports.http(op, result.url))?.body, 'version two');
        assert.deepEqual([(await settings()).GREETING, (await settings()).THEIRS], ['good evening', 'kept']);
    });

    it('an app that pulls by an identity of somebody else’s is given one that may', async () => {
        const first = await deploy(stage.request('theirs', 'app:1'));
        const id = `/subscriptions/${stage.subscriptionId}/resourceGroups/rg-theirs/providers/Microsoft.ManagedIdentity/userAssignedIdentities/theirs`;
        const theirs = await ports.azure.identities.create(op, id, { location: 'westeurope', tags: {} });
        const site = await ports.azure.sites.get(op, first.resourceId);
        assert.ok(site);
        await ports.azure.sites.addIdentities(op, site, [theirs.id]);
        await ports.azure.sites.updateConfig(op, site.id, { pullClientId: theirs.clientId });

        const result = await deploy(stage.request('theirs', 'app:2', { previous: first.previous, check: 'everything' }));
        assert.equal((await ports.http(op, result.url))?.body, 'version two');
        const now = await ports.azure.sites.get(op, first.resourceId);
        const config = await ports.azure.sites.config(op, first.resourceId);
        assert.notEqual(config.pullClientId, theirs.clientId);
        // Their own stays on the app, for whatever else it is for.
        assert.ok(now?.identity.user.some(({ clientId }) => clientId === theirs.clientId));
    });
});
