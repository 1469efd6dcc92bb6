import assert from 'node:assert/strict';
import { isFailure } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import { readSnapshot } from '../../../src/core/deploy/snapshot';
import { failureText } from '../../../src/views/failureText';
import { inspectDeployment } from '../../../src/workflows/deployment/inspectDeployment';
import { restoreSnapshot } from '../../../src/workflows/deployment/restoreSnapshot';
import { restoreVerified } from '../../../src/workflows/deployment/restoreVerified';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import type { DeployPorts } from '../../../src/workflows/deploy/deployPorts';
import type { BuiltImage } from './imageEngine';
import { useProcessStage } from './useProcessStage';

const op = quietOperation();
const images: ReadonlyMap<string, BuiltImage> = new Map([
    ['theirs', { behaviour: { body: 'theirs' } }],
    ['ours', { behaviour: { body: 'ours' } }],
    ['nine', { behaviour: { body: 'nine', port: 9000 } }],
]);
const version = '2025-05-01';
const theirSettings = { WEBSITES_PORT: '8000', GREETING: 'theirs' };

describe('Taking over a web app that Slipway did not make', function () {
    this.timeout(60_000);
    const at = useProcessStage(images);

    const deploy = async (name: string, image: string, change: Partial<DeployRequest> = {}): Promise<DeployResult> => {
        const request = at.stage.request(name, image, { name: `${name}-app`, takeOver: 'agreed', ...change });
        return await performDeploy(op, at.ports, planDeploy(request, await gatherDeploy(op, at.ports, request)), () => undefined);
    };
    /** Tags of a site can only be added to: it is made again by hand. */
    const theirApp = async (name: string, settings: Readonly<Record<string, string>> = theirSettings): Promise<DeployResult> => {
        const result = await deploy(name, 'theirs', { projectName: `${name}-theirs` });
        const { sites } = at.ports.azure;
        const site = await sites.get(op, result.resourceId);
        const config = await sites.config(op, result.resourceId);
        assert.ok(site !== undefined);
        await sites.delete(op, site.id);
        await sites.create(op, site.id, {
            ...{ location: site.location, planId: site.planId, tags: {}, config, settings },
            identityIds: site.identity.user.map(({ id }) => id),
        });
        return result;
    };
    const tags = async ({ resourceId }: DeployResult) => (await at.ports.azure.sites.get(op, resourceId))?.tags ?? {};
    const refused = { kind: 'refused', status: 400, code: 'BadRequest', message: 'Not now.' };

    it('keeps what it was before the first write, and what a second try keeps is what the app is by then', async () => {
        const theirs = await theirApp('cut');
        await at.stage.fault({ ...refused, method: 'PATCH', path: '*/config/web' });
        await assert.rejects(deploy('cut', 'ours', { env: { GREETING: 'ours' } }));
        const first = readSnapshot(await tags(theirs));
        assert.ok(first?.image.includes(theirs.digest), JSON.stringify(first));
        assert.deepEqual(at.kept.get(theirs.resourceId.toLowerCase()), theirSettings);

        // The try changed nothing, and whose app it is goes on with it for weeks.
        const later = { WEBSITES_PORT: '8000', GREETING: 'later', ADDED: 'since' };
        await at.ports.azure.sites.replaceSettings(op, theirs.resourceId, later);
        const ours = await deploy('cut', 'ours', { env: { GREETING: 'ours' } });
        assert.notEqual(ours.digest, theirs.digest);
        const second = readSnapshot(await tags(ours));
        assert.equal(second?.image, first?.image);
        assert.ok(second?.settings.includes('ADDED'), JSON.stringify(second));
        assert.deepEqual(at.kept.get(theirs.resourceId.toLowerCase()), later);
    });

    it('leaves what was kept when the image is its own, though a cut has left no tag of a deploy', async () => {
        const theirs = await theirApp('late');
        const path = '*/providers/Microsoft.Resources/tags/default';
        // The snapshot is written, and what tells of the deploy is not.
        await at.stage.fault({ ...refused, method: 'PATCH', path, after: 1, count: 10 });
        await deploy('late', 'ours', { env: { GREETING: 'ours' } });
        await at.stage.clear();
        const first = readSnapshot(await tags(theirs));
        assert.ok(first?.image.includes(theirs.digest), JSON.stringify(first));
        await deploy('late', 'ours', { env: { GREETING: 'again' } });
        assert.deepEqual(readSnapshot(await tags(theirs)), first);
        assert.deepEqual(at.kept.get(theirs.resourceId.toLowerCase()), theirSettings);
    });

    it('leaves the app as it was when it is cut, for image and settings are one', async () => {
        const theirs = await theirApp('whole');
        await at.stage.fault({ ...refused, method: 'PATCH', path: '*/config/web' });
        await assert.rejects(deploy('whole', 'ours', { env: { GREETING: 'ours', PORT_OF_OURS: '1' } }));
        assert.deepEqual(await at.ports.azure.sites.settings(op, theirs.resourceId), theirSettings);
        assert.equal((await at.ports.http(op, theirs.url))?.body, 'theirs');

        await deploy('whole', 'ours', { env: { GREETING: 'ours', PORT_OF_OURS: '1' } });
        const settings = await at.ports.azure.sites.settings(op, theirs.resourceId);
        assert.deepEqual([settings.GREETING, settings.PORT_OF_OURS], ['ours', '1']);
        assert.equal((await at.ports.http(op, theirs.url))?.body, 'ours');
    });

    it('writes the settings by themselves where Azure has not taken them with the image', async () => {
        const theirs = await theirApp('deaf');
        const { sites } = at.ports.azure;
        const deaf: DeployPorts = {
            ...at.ports,
            azure: { ...at.ports.azure, sites: { ...sites, updateConfig: async (o, id, change) => sites.updateConfig(o, id, change) } },
        };
        const request = at.stage.request('deaf', 'ours', { name: 'deaf-app', takeOver: 'agreed', env: { GREETING: 'ours' } });
        await performDeploy(op, deaf, planDeploy(request, await gatherDeploy(op, deaf, request)), () => undefined);
        assert.equal((await sites.settings(op, theirs.resourceId)).GREETING, 'ours');
    });

    it('stops before anything is changed where the tags cannot be written, and goes on without a way back when told to', async () => {
        const theirs = await theirApp('untagged');
        const fault = { kind: 'noRights', method: 'PATCH', path: '*/providers/Microsoft.Resources/tags/default', count: 10 };
        await at.stage.fault(fault);
        const failure = await deploy('untagged', 'ours').catch((error: unknown) => error);
        assert.ok(isFailure(failure) && failure.code === 'deploy/snapshot-unwritten', String(failure));
        assert.equal((await at.ports.azure.sites.config(op, theirs.resourceId)).linuxFxVersion.includes(theirs.digest), true);
        const [button] = failureText(failure).remedies;
        assert.ok(button?.kind === 'command');
        const result = await deploy('untagged', 'ours', (button.args ?? [])[0] as Partial<DeployRequest>);
        assert.equal((await at.ports.http(op, result.url))?.body, 'ours');
        const snapshot = async () => {
            const { body } = await at.stage.arm('GET', result.resourceId, undefined, version);
            return readSnapshot((body as { readonly tags?: Record<string, string> }).tags ?? {});
        };
        assert.equal(await snapshot(), undefined);

        // It is still told by no tag, and there is nothing of before any more that could be at.kept.
        await deploy('untagged', 'ours', { env: { GREETING: 'again' } });
        await at.stage.clear();
        await deploy('untagged', 'ours', { env: { GREETING: 'with rights' } });
        assert.equal(await snapshot(), undefined);
    });

    for (const [why, answer] of [
        ['a lock', { status: 409, code: 'ScopeLocked', message: 'The scope is locked.' }],
        ['a policy', { status: 403, code: 'RequestDisallowedByPolicy', message: 'Tags are disallowed by policy.' }],
        ['the limit of tags', { status: 400, code: 'InvalidTagCount', message: 'The number of tags exceeds the limit.' }],
    ] as const) {
        it(`offers to go on without a way back where ${why} refuses the tags`, async () => {
            await theirApp(`no${answer.status.toString()}`);
            await at.stage.fault({
                kind: 'refused',
                method: 'PATCH',
                path: '*/providers/Microsoft.Resources/tags/default',
                ...answer,
                count: 10,
            });
            const failure = await deploy(`no${answer.status.toString()}`, 'ours').catch((error: unknown) => error);
            assert.ok(isFailure(failure) && failure.code === 'deploy/snapshot-unwritten', String(failure));
            assert.match(failureText(failure).why ?? '', new RegExp(answer.message));
        });
    }

    const elsewhere = () => ({ ...at.ports, snapshots: { keep: () => Promise.resolve(), read: () => Promise.resolve(undefined) } });
    const back = async (result: DeployResult, given: Parameters<typeof restoreVerified>[4] = {}, other = at.ports) => {
        const address = { subscription: result.previous.subscription, resourceId: result.resourceId };
        const state = await inspectDeployment(op, at.ports.azure, address);
        assert.ok(state.kind === 'found');
        return await restoreVerified(op, other, address, state, given);
    };

    it('is undone only when the containers of before run again', async () => {
        const theirs = await theirApp('undone');
        await deploy('undone', 'ours', { env: { GREETING: 'ours' } });
        await back(theirs);
        assert.equal((await at.ports.http(op, theirs.url))?.body, 'theirs');
        assert.equal((await at.ports.azure.sites.settings(op, theirs.resourceId)).GREETING, 'theirs');
    });

    it('gets the port of before back on another machine, where the rest of its settings stays and is named', async () => {
        const theirs = await theirApp('far');
        await deploy('far', 'nine', { port: 9000, env: { GREETING: 'ours' } });
        const settings = async () => await at.ports.azure.sites.settings(op, theirs.resourceId);
        assert.equal((await settings()).WEBSITES_PORT, '9000');
        const notes = await back(theirs, {}, elsewhere());
        assert.equal((await at.ports.http(op, theirs.url))?.body, 'theirs');
        const { WEBSITES_PORT: port, GREETING: greeting } = await settings();
        assert.deepEqual([port, greeting], ['8000', 'ours']);
        assert.deepEqual(
            notes.map(({ facts }) => facts.names),
            ['GREETING'],
        );
    });

    it('loses the port of Slipway’s on another machine where it had none of its own', async () => {
        const theirs = await theirApp('portless', {});
        const ours = await deploy('portless', 'nine', { port: 9000 });
        const address = { subscription: theirs.previous.subscription, resourceId: theirs.resourceId };
        const state = await inspectDeployment(op, at.ports.azure, address);
        assert.ok(state.kind === 'found' && ours.resourceId === theirs.resourceId);
        assert.deepEqual(await restoreSnapshot(op, elsewhere(), address, state), []);
        assert.equal((await at.ports.azure.sites.settings(op, theirs.resourceId)).WEBSITES_PORT, undefined);
    });

    it('asks for the password that nobody knows before it goes back to what was pulled with it, and tells why the old image does not start', async () => {
        const theirs = await theirApp('locked');
        const { sites } = at.ports.azure;
        await sites.replaceSettings(op, theirs.resourceId, { ...theirSettings, DOCKER_REGISTRY_SERVER_PASSWORD: 'hunter2hunter2' });
        await sites.updateConfig(op, theirs.resourceId, { pull: 'settings', pullClientId: '' });
        await deploy('locked', 'ours');
        const before = await sites.config(op, theirs.resourceId);
        await assert.rejects(back(theirs, {}, elsewhere()), (error) => isFailure(error) && error.code === 'deploy/pull-password');
        assert.deepEqual(await sites.config(op, theirs.resourceId), before);
        const login = { username: 'somebody', password: 'wrong-wrong-wrong' };
        await assert.rejects(
            back(theirs, { login }, elsewhere()),
            (error) => isFailure(error) && error.code === 'deploy/pull-unauthorized',
        );
    });
});
