import assert from 'node:assert/strict';
import { isFailure } from '../../../src/base/failure';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { pullRole } from '../../../src/core/deploy/roles';
import { useDeployStage } from './deployStage';

describe('A container group from a folder to an address', function () {
    this.timeout(120_000);
    const at = useDeployStage({ target: 'containerInstances' });
    const { planFor, deploy, again, page, arm, failures } = at;
    let first: DeployResult;

    const group = async () => {
        const found = await at.stage.ports.azure.containerGroups.get(at.stage.op, first.resourceId);
        assert.ok(found !== undefined);
        return found;
    };

    it('creates everything with only the name left to ask, and shows the page at the port of its own', async () => {
        const request = at.stage.request();
        assert.deepEqual(
            (await planFor(request)).questions.map((question) => question.kind),
            ['name'],
        );
        const { result, outcomes } = await deploy(request);
        first = result;
        assert.deepEqual(outcomes, [
            'build: done',
            'rehearse: done',
            'resourceGroup: done',
            'registry: done',
            'identity: done',
            'role: done',
            'push: done',
            'containerGroup: done',
            'verify: done',
        ]);
        assert.match(result.url, /^http:\/\/[\w.-]+\.azurecontainer\.io:8000$/);
        assert.equal(result.evidence, 'container');
        assert.equal(await page(result), 'one');
    });

    it('leaves an unchanged group alone: no push, no write, at most eight requests to ARM', async () => {
        const before = (await arm()).length;
        const { result, outcomes } = await deploy(again());
        const sent = (await arm()).slice(before);
        assert.ok(sent.length <= 8 && sent.every((line) => line.startsWith('GET')), sent.join('\n'));
        assert.deepEqual(outcomes, [
            'build: done',
            'rehearse: kept',
            'registry: kept',
            'identity: kept',
            'push: kept',
            'containerGroup: kept',
            'verify: done',
        ]);
        assert.equal(result.digest, first.digest);
    });

    it('updates in place by digest and asks nothing', async () => {
        await at.stage.writeApp('two');
        const request = again();
        assert.deepEqual((await planFor(request)).questions, []);
        const { result } = await deploy(request);
        assert.notEqual(result.digest, first.digest);
        assert.deepEqual([result.resourceId, result.url], [first.resourceId, first.url]);
        assert.equal(await page(result), 'two');
    });

    it('keeps plain variables through an update, and asks for the secret ones that Azure does not tell', async () => {
        await deploy(again({ env: { GREETING: 'hello', API_KEY: 'hunter2hunter2' } }));
        const request = again();
        assert.deepEqual((await planFor(request)).questions, [{ kind: 'values', name: first.name, settings: ['API_KEY'] }]);
        await assert.rejects(deploy(request), (error) => isFailure(error) && error.code === 'deploy/unanswered');
        await at.stage.writeApp('three');
        await deploy(again({ env: { API_KEY: 'hunter3hunter3' } }));
        const [container] = (await group()).containers;
        assert.deepEqual([container?.env.GREETING, container?.env.API_KEY], ['hello', undefined]);
    });

    it('replaces it for another port only with consent', async () => {
        const before = await group();
        await at.stage.writeApp('four', ['/busybox', 'httpd', '-f', '-p', '8080', '-h', '/www']);
        const request = again({ port: 8080, env: { API_KEY: 'x' } });
        const [question] = (await planFor(request)).questions;
        assert.deepEqual(question, { kind: 'replace', name: first.name, reasons: ['port 8000 → 8080'] });
        await assert.rejects(deploy(request), (error) => isFailure(error) && error.code === 'deploy/unanswered');
        assert.deepEqual((await group()).ports, [8000]);
        const { result } = await deploy({ ...request, replace: 'agreed' });
        assert.equal(await page(result), 'four');
        assert.equal((await group()).host, before.host);
    });

    it('says that the app does not listen where it should', async () => {
        const begunMs = Date.now();
        // Nothing but time tells it, and a start may take minutes.
        const clock = { ...at.stage.ports.clock, nowMs: () => begunMs + (Date.now() - begunMs) * 60 };
        await assert.rejects(
            deploy(again({ port: 8081, rehearse: 'skip', replace: 'agreed', env: { API_KEY: 'x' } }), { ...at.stage.ports, clock }),
            (error) => isFailure(error) && error.code === 'deploy/port-silent' && error.facts.port === 8081,
        );
    });

    it('says with which exit code the app ended, and its last words', async () => {
        await at.stage.writeApp('five', ['/busybox', 'sh', '-c', 'echo no database; exit 3']);
        await assert.rejects(
            deploy(again({ port: 8081, rehearse: 'skip', env: { API_KEY: 'x' } })),
            (error) =>
                isFailure(error) &&
                error.code === 'deploy/crashed' &&
                error.facts.exitCode === 3 &&
                String(error.facts.reason).includes('no database'),
        );
        assert.equal((await failures())[0], 'yes');
    });

    it('says that its identity may not pull, leaves what runs, and gives the role again when it is to check everything', async () => {
        const { azure } = at.stage.ports;
        const registry = await azure.registries.get(at.stage.op, first.previous.registryId);
        const identity = await azure.identities.get(at.stage.op, (await group()).identityIds[0] ?? '');
        assert.ok(registry !== undefined && identity !== undefined);
        await azure.roles.remove(at.stage.op, registry.id, identity.principalId, pullRole(registry.permissions).id);
        await at.stage.writeApp('six', ['/busybox', 'httpd', '-f', '-p', '8081', '-h', '/www']);
        const request = again({ port: 8081, env: { API_KEY: 'x' } });
        await assert.rejects(
            deploy(request),
            (error) => isFailure(error) && error.code === 'deploy/pull-unauthorized' && error.facts.role === 'AcrPull',
        );
        const { result, outcomes } = await deploy({ ...request, check: 'everything' });
        assert.ok(outcomes.includes('role: done'));
        assert.equal(await page(result), 'six');
        assert.deepEqual((await failures()).slice(0, 2), [undefined, 'yes']);
    });

    it('is pulled by a service principal whose secret only Azure is told, and restarts as the plan says', async () => {
        const { azure } = at.stage.ports;
        const { url, key } = at.stage.address;
        const made = await fetch(`${url}/slipway/local/servicePrincipals`, {
            method: 'POST',
            headers: { 'x-slipway-key': key },
            body: '{}',
        });
        const { clientId, objectId, secret } = (await made.json()) as Readonly<Record<'clientId' | 'objectId' | 'secret', string>>;
        const name = `sp${Date.now().toString(36)}`;
        await at.stage.writeApp('seven');
        const request = at.stage.request({ name, pullPrincipal: clientId, restartPolicy: 'OnFailure', rehearse: 'skip' });
        const plan = await planFor(request);
        assert.ok(plan.questions.some((question) => question.kind === 'settings' && question.names.includes('SLIPWAY_PULL_SECRET')));
        assert.ok(!plan.steps.some(({ kind }) => kind === 'identity' || kind === 'role'));
        const given = { ...request, env: { GREETING: 'hello', SLIPWAY_PULL_SECRET: secret } };
        await assert.rejects(deploy(given), (error) => isFailure(error) && error.code === 'deploy/pull-unauthorized');
        const registry = await azure.registries.get(at.stage.op, first.previous.registryId);
        assert.ok(registry !== undefined);
        await azure.roles.assign(at.stage.op, registry.id, objectId, pullRole(registry.permissions).id);
        // The role is on its way to the registry, and no step of the plan gives one that a deploy would wait for: a person tries again.
        const refused = (error: unknown) => isFailure(error) && error.code === 'deploy/pull-unauthorized';
        const untilMs = Date.now() + 60_000;
        const deployed = async (): Promise<Awaited<ReturnType<typeof deploy>>> =>
            deploy(given).catch((error: unknown) => {
                if (refused(error) && Date.now() < untilMs) {
                    return deployed();
                }
                throw error;
            });
        const { result } = await deployed();
        assert.equal(await page(result), 'seven');
        const there = await azure.containerGroups.get(at.stage.op, result.resourceId);
        assert.deepEqual([there?.restartPolicy, there?.registries.map(({ pulls }) => pulls)], ['OnFailure', [clientId]]);
        assert.deepEqual(Object.keys(there?.containers[0]?.env ?? {}).sort(), ['GREETING', 'PORT']);
        await at.stage.writeApp('eight');
        const knownEnv = { SLIPWAY_PULL_SECRET: secret };
        const next = await deploy(again({ rehearse: 'skip', knownEnv }));
        assert.equal(await page(next.result), 'eight');
        assert.ok((await deploy(again({ rehearse: 'skip', knownEnv }))).outcomes.includes('containerGroup: kept'));
    });

    at.holdToContracts();
});
