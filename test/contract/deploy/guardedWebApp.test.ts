import assert from 'node:assert/strict';
import { isFailure } from '../../../src/base/failure';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { pullRole } from '../../../src/core/deploy/roles';
import { gatherRemoval } from '../../../src/workflows/deployment/removeDeployment';
import { useDeployStage } from './deployStage';

const clientId = '11111111-1111-4111-8111-111111111111';
const connection = 'APPLICATIONINSIGHTS_CONNECTION_STRING';

describe('A web app that pulls by its own identity, scales by itself and lets in only who signs in', function () {
    this.timeout(120_000);
    const at = useDeployStage();
    const { planFor, deploy, again } = at;
    let first: DeployResult;
    const signIn = () => at.stage.ports.azure.sites.signIn(at.stage.op, first.resourceId);

    it('is created with the role given to the app once it is there', async () => {
        const { outcomes, result } = await deploy(
            at.stage.request({ pullIdentity: 'system', sku: 'P1v3', autoscale: '4', signIn: clientId, rehearse: 'skip' }),
        );
        first = result;
        assert.deepEqual(outcomes, [
            'build: done',
            'resourceGroup: done',
            'registry: done',
            'push: done',
            'plan: done',
            'site: done',
            'role: done',
            'signIn: done',
            'verify: done',
        ]);
        const { azure } = at.stage.ports;
        const site = await azure.sites.get(at.stage.op, result.resourceId);
        const config = await azure.sites.config(at.stage.op, result.resourceId);
        assert.deepEqual([site?.identity.user, config.pull, config.pullClientId], [[], 'identity', '']);
        assert.ok(site?.identity.system !== undefined);
        assert.equal((await azure.plans.get(at.stage.op, site.planId))?.elasticLimit, 4);
    });

    it('names the sign-in in what it saw, and where Entra is to send visitors back to', async () => {
        assert.equal(first.status, 302);
        assert.ok(first.notes.some(({ text }) => text === 'The address asks visitors to sign in.'));
        const note = first.notes.find(({ facts }) => facts.clientId === clientId);
        assert.equal(note?.facts.url, `${first.url}/.auth/login/aad/callback`);
        assert.deepEqual(await signIn(), { state: 'on', clientId });
        const answer = await at.stage.ports.http(at.stage.op, first.url);
        const location = new URL(answer?.headers.location ?? '');
        assert.deepEqual([location.host, location.searchParams.get('client_id')], ['login.microsoftonline.com', clientId]);
    });

    it('is updated in place, and stays as it was', async () => {
        await at.stage.writeApp('two');
        const { outcomes, result } = await deploy(again({ rehearse: 'skip' }));
        assert.deepEqual(outcomes, ['build: done', 'registry: kept', 'push: done', 'configure: done', 'verify: done']);
        assert.notEqual(result.digest, first.digest);
        assert.equal(result.status, 302);
        const same = await deploy(again({ rehearse: 'skip', signIn: clientId }));
        assert.ok(same.outcomes.includes('signIn: kept'));
    });

    it('gets its role again when it is to check everything', async () => {
        const { azure } = at.stage.ports;
        const registry = await azure.registries.get(at.stage.op, first.previous.registryId);
        const site = await azure.sites.get(at.stage.op, first.resourceId);
        assert.ok(registry !== undefined && site?.identity.system !== undefined);
        await azure.roles.remove(at.stage.op, registry.id, site.identity.system.principalId, pullRole(registry.permissions).id);
        await at.stage.writeApp('three');
        await assert.rejects(deploy(again({ rehearse: 'skip' })), (error) => isFailure(error) && error.code === 'deploy/pull-unauthorized');
        const { outcomes } = await deploy(again({ rehearse: 'skip', check: 'everything' }));
        assert.ok(outcomes.includes('role: done') && !outcomes.some((outcome) => outcome.startsWith('identity')), outcomes.join());
    });

    it('lets everybody in again', async () => {
        const { outcomes, result } = await deploy(again({ rehearse: 'skip', signIn: 'off' }));
        assert.ok(outcomes.includes('signIn: done'));
        assert.equal((await signIn()).state, 'off');
        assert.equal(await at.page(result), 'three');
    });

    it('has a plan that says what it is, and refuses what the size cannot do', async () => {
        const plan = await planFor(at.stage.request({ name: 'other', sku: 'B1', autoscale: '4' }));
        assert.deepEqual(
            plan.problems.map(({ code }) => code),
            ['deploy/invalid-autoscale'],
        );
        const wrong = await planFor(again({ signIn: 'me@example.com' }));
        assert.deepEqual(
            wrong.problems.map(({ code }) => code),
            ['deploy/invalid-client-id'],
        );
    });

    at.holdToContracts();
});

describe('A slot of a web app that visitors sign in to', function () {
    this.timeout(120_000);
    const at = useDeployStage();
    const { planFor, deploy, again } = at;
    const signIn = async (id: string) => at.stage.ports.azure.sites.signIn(at.stage.op, id);
    let production: DeployResult;

    it('lets in only who signs in from its first start, which the plan says', async () => {
        production = (await deploy(at.stage.request({ sku: 'S1', signIn: clientId, rehearse: 'skip' }))).result;
        const request = again({ slot: 'staging', rehearse: 'skip' });
        const slot = (await planFor(request)).steps.find((step) => step.kind === 'slot');
        assert.ok(slot?.details?.some(({ label }) => label === 'Who may sign in'));
        const { result } = await deploy(request);
        assert.equal(result.status, 302);
        assert.deepEqual(await signIn(result.resourceId), { state: 'on', clientId });
        const note = result.notes.find(({ facts }) => facts.clientId === clientId);
        assert.equal(note?.facts.url, `${result.url}/.auth/login/aad/callback`);
    });

    it('is opened by itself when that is asked for, and its app is not', async () => {
        const { result } = await deploy(
            at.stage.request({ previous: production.previous, slot: 'staging', signIn: 'off', rehearse: 'skip' }),
        );
        assert.equal(await at.page(result), 'one');
        assert.equal((await signIn(result.resourceId)).state, 'off');
        assert.equal((await signIn(production.resourceId)).state, 'on');
    });

    it('has a plan that names the size that it really runs on', async () => {
        const { choices, problems } = await planFor(
            at.stage.request({ previous: production.previous, slot: 'staging', sku: 'F1', rehearse: 'skip' }),
        );
        assert.equal(choices.find(({ field }) => field === 'sku')?.value, 'S1');
        assert.deepEqual(problems, []);
    });
});

// Apart, because Azure's documents of Application Insights are not at hand.
describe('A web app with Application Insights', function () {
    this.timeout(120_000);
    const at = useDeployStage();
    const { deploy, again } = at;
    let first: DeployResult;
    const settings = () => at.stage.ports.azure.sites.settings(at.stage.op, first.resourceId);

    it('is told where to send what it does, at an update that nothing else changes', async () => {
        first = (await deploy(at.stage.request({ rehearse: 'skip', env: { GREETING: 'hello' } }))).result;
        assert.equal((await settings())[connection], undefined);
        const { outcomes } = await deploy(again({ rehearse: 'skip', insights: 'on' }));
        assert.ok(outcomes.includes('insights: done') && outcomes.includes('configure: done'), outcomes.join());
        const { [connection]: told, GREETING } = await settings();
        assert.match(told ?? '', /^InstrumentationKey=[0-9a-f-]{36};IngestionEndpoint=https:/);
        assert.equal(GREETING, 'hello');
    });

    it('is left alone from then on, and its resource is removed with it', async () => {
        const { outcomes } = await deploy(again({ rehearse: 'skip', insights: 'on' }));
        assert.ok(!outcomes.some((outcome) => outcome.startsWith('insights')) && outcomes.includes('configure: kept'), outcomes.join());
        const { subscription, resourceId } = first.previous;
        const removal = await gatherRemoval(at.stage.op, at.stage.ports, { subscription, resourceId });
        assert.ok(removal.items.some(({ type }) => type.toLowerCase() === 'microsoft.insights/components'));
    });

    it('has the setting from its first start when the plan says so', async () => {
        const name = `seen${Date.now().toString(36)}`;
        const { outcomes, result } = await deploy(at.stage.request({ name, rehearse: 'skip', insights: 'on' }));
        assert.ok(outcomes.indexOf('insights: done') < outcomes.indexOf('site: done'));
        assert.ok(connection in (await at.stage.ports.azure.sites.settings(at.stage.op, result.resourceId)));
    });
});
