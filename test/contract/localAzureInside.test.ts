import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { LocalAzureClient, missingForContainers, until } from './localAzureClient';
import { SiteStage, webVersion } from './localAzureSite';

const image = `slipway-la-inside-${process.pid}:v1`;
const openAiUser = '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd';

/** The identity's and the model's endpoints, asked from inside a container. */
describe('identity and model inside the containers of the local Azure', function () {
    this.timeout(180_000);
    let stage: SiteStage;
    let endpoint = '';
    let pushed = '';

    const container = (site: string) =>
        docker('ps', '-q', '--filter', `label=slipway.local-azure.app=${site}.azurewebsites.net`).split('\n')[0]!;
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
        execFileSync('docker', ['build', '-q', '-t', image, resolve(import.meta.dirname, '../../samples/fragile')], { stdio: 'ignore' });
        stage = await SiteStage.open(await LocalAzureClient.start(['--time-scale', '0.01']));
        endpoint = (await stage.azure.send('GET', '/slipway/local/model')).text('endpoint');
        pushed = await stage.push(image, 'inside');
    });
    after(async () => {
        await (stage as SiteStage | undefined)?.close();
        execFileSync('docker', ['rmi', '-f', image], { stdio: 'ignore' });
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

    it('takes its network along when it ends', async () => {
        const { pid } = stage.azure.process;
        const mine = () => docker('network', 'ls', '-q', '--filter', `name=slipway-la-${pid}-`);
        assert.notEqual(mine(), '');
        await stage.azure.stop();
        assert.equal(mine(), '');
    });
});

function docker(...args: readonly string[]): string {
    return execFileSync('docker', args, { encoding: 'utf8' }).trim();
}
