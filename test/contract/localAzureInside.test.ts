import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { buildFragile } from './buildFragile';
import { LocalAzureClient, missingForContainers, until } from './localAzureClient';
import { SiteStage, webVersion } from './localAzureSite';

const openAiUser = '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd';

/** The identity's and the model's endpoints, asked from inside a container. */
describe('identity and model inside the containers of the local Azure', function () {
    this.timeout(180_000);
    let stage: SiteStage;
    let endpoint = '';
    let pushed = '';

    const labels: Readonly<Record<string, string>> = {
        group: 'dev.slipway.local-azure.group=inside-group',
        job: 'dev.slipway.local-azure.job=inside-job',
        app: 'dev.slipway.local-azure.app=inside-app',
    };
    const containers = (site: string) =>
        docker('ps', '-q', '--filter', `label=${labels[site] ?? `slipway.local-azure.app=${site}.azurewebsites.net`}`).split('\n');
    const container = (site: string) => containers(site)[0]!;
    /** curl in the app's container: status and body. */
    const curl = (site: string, command: string): { readonly status: number; readonly body: Record<string, unknown> } => {
        const text = docker('exec', container(site), 'sh', '-c', `curl -s -m 20 -w '\\n%{http_code}' ${command}`);
        const [status, ...body] = text.split('\n').reverse();
        return { status: Number(status), body: JSON.parse(body.reverse().join('\n') || '{}') as Record<string, unknown> };
    };
    const tokenUrl = (query: string) => `-H "X-IDENTITY-HEADER: $IDENTITY_HEADER" "$IDENTITY_ENDPOINT?${query}"`;
    const forModel = 'api-version=2019-08-01&resource=https://cognitiveservices.azure.com/';

    before(async function () {
        const missing = missingForContainers();
        if (missing !== undefined) {
            console.log(`      skipped: ${missing}`);
            this.skip();
        }
        stage = await SiteStage.open(await LocalAzureClient.start(['--time-scale', '0.01']));
        endpoint = (await stage.azure.send('GET', '/slipway/local/model')).text('endpoint');
        pushed = await stage.push(buildFragile(), 'inside');
    });
    after(async () => {
        await (stage as SiteStage | undefined)?.close();
    });

    it('gives an app without an identity no endpoint', async () => {
        await stage.site('bare', pushed, { WEBSITES_PORT: '8000' });
        await stage.started('bare');
        assert.equal(docker('exec', container('bare'), 'sh', '-c', 'echo "<$IDENTITY_ENDPOINT$IDENTITY_HEADER>"'), '<>');
    });

    it('gives the system identity a token, and another client id none', async () => {
        await stage.site(
            'inside',
            pushed,
            { WEBSITES_PORT: '8000', AZURE_AI_FOUNDRY_ENDPOINT: endpoint, AZURE_AI_MODEL: 'gpt-4.1-mini' },
            { identity: { type: 'SystemAssigned' } },
        );
        await stage.started('inside');
        const good = curl('inside', tokenUrl(forModel));
        assert.equal(good.status, 200);
        assert.deepEqual(Object.keys(good.body).sort(), ['access_token', 'client_id', 'expires_on', 'resource', 'token_type']);
        const foreign = curl('inside', tokenUrl(`${forModel}&client_id=${randomUUID()}`));
        assert.equal(foreign.status, 400);
        assert.equal(foreign.body.statusCode, 400);
        assert.match(String(foreign.body.message), /No User Assigned or Delegated Managed Identity found/);
        assert.equal(curl('inside', `-H 'X-IDENTITY-HEADER: guess' "$IDENTITY_ENDPOINT?${forModel}"`).status, 401);
        assert.equal(curl('inside', tokenUrl('api-version=2019-08-01')).status, 400);
        // Nothing else is there: not ARM, not the local endpoints.
        for (const path of ['/subscriptions?api-version=2022-12-01', '/slipway/local', '/slipway/local/token']) {
            assert.equal(curl('inside', `"$(echo $IDENTITY_ENDPOINT | cut -d/ -f1-3)${path}"`).status, 404);
        }
    });

    it('has a secret for each app', async () => {
        await stage.site('other', pushed, { WEBSITES_PORT: '8000' }, { identity: { type: 'SystemAssigned' } });
        await stage.started('other');
        const header = (site: string) => docker('exec', container(site), 'sh', '-c', 'echo $IDENTITY_HEADER');
        assert.notEqual(header('inside'), header('other'));
    });

    it('lets a model answer once the identity has the role', async () => {
        const ask = (model = 'gpt-4.1-mini', resource = 'https://cognitiveservices.azure.com/') =>
            curl(
                'inside',
                `-H "Authorization: Bearer $(curl -s -H "X-IDENTITY-HEADER: $IDENTITY_HEADER" "$IDENTITY_ENDPOINT?api-version=2019-08-01&resource=${resource}" | python3 -c 'import json,sys; print(json.load(sys.stdin)["access_token"])')" -d '{"messages":[{"role":"user","content":"hello there"}]}' "$AZURE_AI_FOUNDRY_ENDPOINT/openai/deployments/${model}/chat/completions?api-version=2024-02-01"`,
            );
        const code = (answer: { readonly body: Record<string, unknown> }) => (answer.body.error as { code: string }).code;
        const denied = ask();
        assert.deepEqual([denied.status, code(denied)], [401, 'PermissionDenied']);
        const wrong = ask('gpt-4.1-mini', 'https://vault.azure.net');
        assert.deepEqual([wrong.status, code(wrong)], [401, 'Unauthorized']);
        const principalId = (await stage.azure.arm('GET', stage.path('inside'), webVersion)).text('identity', 'principalId');
        const scope = `/subscriptions/${stage.azure.subscriptionId}`;
        const given = await stage.azure.arm(
            'PUT',
            `${scope}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`,
            '2022-04-01',
            {
                properties: {
                    roleDefinitionId: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${openAiUser}`,
                    principalId,
                    principalType: 'ServicePrincipal',
                },
            },
        );
        assert.equal(given.status, 201);
        const good = await until('the role counts', 20_000, () => {
            const answer = ask();
            return Promise.resolve(answer.status === 200 ? answer : undefined);
        });
        assert.match(JSON.stringify(good.body), /chat\.completion/);
        const missing = ask('gpt-nowhere');
        assert.deepEqual([missing.status, code(missing)], [404, 'DeploymentNotFound']);
    });

    describe('of container apps, jobs and groups', () => {
        const base = 'resourceGroups/site-tests/providers';
        const user = `${base}/Microsoft.ManagedIdentity/userAssignedIdentities/inside-user`;
        const spare = `${base}/Microsoft.ManagedIdentity/userAssignedIdentities/inside-spare`;
        const app = `${base}/Microsoft.App/containerApps/inside-app`;
        const job = `${base}/Microsoft.App/jobs/inside-job`;
        const group = `${base}/Microsoft.ContainerInstance/containerGroups/inside-group`;
        const wait = ['/bin/sh', '-c', 'sleep 600'];
        const ids: Record<string, { readonly id: string; readonly clientId: string; readonly principalId: string }> = {};
        const both = () => ({
            type: 'SystemAssigned, UserAssigned',
            userAssignedIdentities: { [ids[user]!.id]: {}, [ids[spare]!.id]: {} },
        });
        let environmentId = '';
        const registry = () => ({
            registries: [{ server: stage.login, username: 'sitetests', passwordSecretRef: 'pass' }],
            secrets: [{ name: 'pass', value: stage.password }],
        });
        const work = (more: object = {}) => ({
            name: 'work',
            image: pushed,
            command: wait,
            resources: { cpu: 0.25, memory: '0.5Gi' },
            ...more,
        });

        before(async () => {
            const { azure } = stage;
            await azure.register('Microsoft.App', 'Microsoft.ContainerInstance');
            for (const path of [user, spare]) {
                const made = await azure.arm('PUT', path, '2024-11-30', { location: 'westeurope' });
                assert.equal(made.status, 201);
                ids[path] = {
                    id: made.text('id'),
                    clientId: made.text('properties', 'clientId'),
                    principalId: made.text('properties', 'principalId'),
                };
            }
            const environment = await azure.arm('PUT', `${base}/Microsoft.App/managedEnvironments/inside-env`, '2025-07-01', {
                location: 'westeurope',
                properties: {},
            });
            await azure.finish(environment);
            environmentId = environment.text('id');
            const made = await azure.arm('PUT', app, '2025-07-01', {
                location: 'westeurope',
                identity: both(),
                properties: {
                    environmentId,
                    configuration: { ...registry(), identitySettings: [{ identity: ids[spare]!.id, lifecycle: 'Init' }] },
                    template: {
                        // The second one has the first one's network.
                        containers: [work({ env: [{ name: 'AZURE_AI_FOUNDRY_ENDPOINT', value: endpoint }] }), work({ name: 'beside' })],
                        scale: { minReplicas: 1, maxReplicas: 1 },
                    },
                },
            });
            assert.equal(made.status, 201, JSON.stringify(made.body));
            const started = await azure.arm('PUT', job, '2025-07-01', {
                location: 'westeurope',
                identity: both(),
                properties: {
                    environmentId,
                    configuration: { triggerType: 'Manual', replicaTimeout: 600, ...registry() },
                    template: { containers: [work()] },
                },
            });
            assert.equal((await azure.finish(started)).at('status'), 'Succeeded');
            assert.equal((await azure.arm('POST', `${job}/start`, '2025-07-01')).status, 200);
            const grouped = await azure.arm('PUT', group, '2023-05-01', {
                location: 'westeurope',
                identity: both(),
                properties: {
                    osType: 'Linux',
                    imageRegistryCredentials: [{ server: stage.login, username: 'sitetests', password: stage.password }],
                    containers: [
                        {
                            name: 'work',
                            properties: { image: pushed, command: wait, resources: { requests: { cpu: 0.5, memoryInGB: 0.5 } } },
                        },
                    ],
                },
            });
            assert.equal(grouped.status, 201, JSON.stringify(grouped.body));
            assert.equal((await azure.finish(made)).at('status'), 'Succeeded');
            assert.equal((await azure.finish(grouped)).at('status'), 'Succeeded');
            await until('the job runs', 60_000, () => Promise.resolve(container('job') === '' ? undefined : true));
        });

        for (const place of ['app', 'job', 'group']) {
            it(`gives each identity of the ${place} its token, by every name that it has`, () => {
                const { id, clientId, principalId } = ids[user]!;
                const system = curl(place, tokenUrl(forModel));
                assert.equal(system.status, 200, JSON.stringify(system.body));
                assert.notEqual(system.body.client_id, clientId);
                for (const choice of [`client_id=${clientId}`, `principal_id=${principalId}`, `mi_res_id=${id}`]) {
                    const given = curl(place, tokenUrl(`${forModel}&${choice}`));
                    assert.deepEqual([given.status, given.body.client_id], [200, clientId], choice);
                    const claims = JSON.parse(Buffer.from(String(given.body.access_token).split('.')[1] ?? '', 'base64url').toString()) as {
                        readonly oid: string;
                    };
                    assert.equal(claims.oid, principalId);
                }
            });

            it(`refuses the ${place} what Azure refuses`, () => {
                for (const choice of ['client_id', 'principal_id', 'mi_res_id']) {
                    const foreign = curl(place, tokenUrl(`${forModel}&${choice}=${randomUUID()}`));
                    assert.deepEqual([foreign.status, foreign.body.statusCode], [400, 400]);
                    assert.match(String(foreign.body.message), /No User Assigned or Delegated Managed Identity found/);
                }
                assert.equal(curl(place, tokenUrl('api-version=2019-08-01')).status, 400);
                assert.equal(curl(place, tokenUrl('resource=https://vault.azure.net')).status, 400);
                assert.equal(curl(place, `"$IDENTITY_ENDPOINT?${forModel}"`).status, 401);
            });
        }

        it('has a secret for each of them', () => {
            const headers = ['inside', 'app', 'job', 'group'].map((place) =>
                docker('exec', container(place), 'sh', '-c', 'echo $IDENTITY_HEADER'),
            );
            assert.equal(new Set(headers).size, 4);
            // One place's secret is the way to its own identity only.
            const { principalId } = ids[user]!;
            const stolen = curl(
                'inside',
                `-H "X-IDENTITY-HEADER: ${headers[1]!}" "$IDENTITY_ENDPOINT?${forModel}&principal_id=${principalId}"`,
            );
            assert.equal(stolen.status, 200);
            assert.equal(
                curl('app', `-H "X-IDENTITY-HEADER: ${headers[0]!}" "$IDENTITY_ENDPOINT?${forModel}&principal_id=${principalId}"`).status,
                400,
            );
        });

        it('gives every container of a replica the same way in', () => {
            const answers = containers('app').map((one) =>
                docker('exec', one, 'sh', '-c', `curl -s -o /dev/null -w '%{http_code}' -m 20 ${tokenUrl(forModel)}`),
            );
            assert.deepEqual(answers, ['200', '200']);
        });

        it('keeps an identity from the containers that its lifecycle leaves out', () => {
            assert.equal(curl('app', tokenUrl(`${forModel}&client_id=${ids[spare]!.clientId}`)).status, 400);
            assert.equal(curl('job', tokenUrl(`${forModel}&client_id=${ids[spare]!.clientId}`)).status, 200);
        });

        it('lets them reach the model, and counts their roles', async () => {
            const scope = `/subscriptions/${stage.azure.subscriptionId}`;
            const ask = (place: string) =>
                curl(
                    place,
                    `-H "Authorization: Bearer $(curl -s -H "X-IDENTITY-HEADER: $IDENTITY_HEADER" "$IDENTITY_ENDPOINT?${forModel}&client_id=${ids[user]!.clientId}" | python3 -c 'import json,sys; print(json.load(sys.stdin)["access_token"])')" -d '{"messages":[{"role":"user","content":"hello there"}]}' "${endpoint}/openai/deployments/gpt-4.1-mini/chat/completions?api-version=2024-02-01"`,
                ).status;
            assert.deepEqual(['app', 'job', 'group'].map(ask), [401, 401, 401]);
            const account = (await stage.azure.send('GET', '/slipway/local/model')).text('account');
            const given = await stage.azure.arm(
                'PUT',
                `${account}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`,
                '2022-04-01',
                {
                    properties: {
                        roleDefinitionId: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${openAiUser}`,
                        principalId: ids[user]!.principalId,
                        principalType: 'ServicePrincipal',
                    },
                },
            );
            assert.equal(given.status, 201, JSON.stringify(given.body));
            for (const place of ['app', 'job', 'group']) {
                await until(`the role counts for the ${place}`, 20_000, () => Promise.resolve(ask(place) === 200 ? true : undefined));
            }
        });

        it('takes an identity away that is no longer assigned', async () => {
            const without = { identity: { type: 'SystemAssigned' } };
            await stage.azure.finish(await stage.azure.arm('PATCH', app, '2025-07-01', without));
            assert.equal(curl('app', tokenUrl(`${forModel}&client_id=${ids[user]!.clientId}`)).status, 400);
            assert.equal(curl('app', tokenUrl(forModel)).status, 200);
        });
    });

    // A describe of its own, for those run after a suite's own tests.
    describe('at the end', () => {
        it('takes its network along when it ends', async () => {
            const { pid } = stage.azure.process;
            const mine = () => docker('network', 'ls', '-q', '--filter', `name=slipway-la-${pid}-`);
            assert.notEqual(mine(), '');
            await stage.azure.stop();
            assert.equal(mine(), '');
        });
    });
});

function docker(...args: readonly string[]): string {
    return execFileSync('docker', args, { encoding: 'utf8' }).trim();
}
