import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { LocalAzureClient, makeImage, missingForContainers, until, type Answer } from './localAzureClient';

const webVersion = '2024-11-01';
const acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d';
const tag = `slipway-la-test-${process.pid}:v1`;

/** The money path against the local Azure: registry, push, plan, site, identity, role, page. */
describe('an image that is deployed to the local Azure', function () {
    this.timeout(120_000);
    let azure: LocalAzureClient;
    let login = '';
    let pushed = '';
    const group = 'resourceGroups/shop';
    const site = `${group}/providers/Microsoft.Web/sites/shop-web`;

    before(async function () {
        const missing = missingForContainers();
        if (missing !== undefined) {
            console.log(`      skipped: ${missing}`);
            this.skip();
        }
        makeImage(
            tag,
            'echo listening on $PORT; mkdir -p /www; echo "hello from $WEBSITE_SITE_NAME $GREETING" > /www/index.html; exec httpd -f -p $PORT -h /www',
        );
        azure = await LocalAzureClient.start(['--time-scale', '0.01', '--start-limit-scale', '0.1']);
    });
    after(async () => {
        await (azure as LocalAzureClient | undefined)?.stop();
        for (const name of [tag, ...(login === '' ? [] : [`${login}/shop:v1`])]) {
            try {
                execFileSync('docker', ['rmi', '-f', name], { stdio: 'ignore' });
            } catch {
                // Never made.
            }
        }
    });

    it('is pushed to a registry that asks the local Azure for tokens', async () => {
        await azure.register('Microsoft.ContainerRegistry', 'Microsoft.Web');
        assert.equal((await azure.arm('PUT', group, '2025-04-01', { location: 'westeurope' })).status, 201);
        const made = await azure.arm('PUT', `${group}/providers/Microsoft.ContainerRegistry/registries/shopregistry`, '2025-11-01', {
            location: 'westeurope',
            sku: { name: 'Basic' },
            properties: { adminUserEnabled: false },
        });
        assert.equal(made.status, 201);
        assert.equal((await azure.finish(made)).at('status'), 'Succeeded');
        const registry = await azure.arm('GET', `${group}/providers/Microsoft.ContainerRegistry/registries/shopregistry`, '2025-11-01');
        login = registry.text('properties', 'loginServer');
        assert.match(login, /^127\.0\.0\.1:\d+$/);

        const anonymous = await fetch(`http://${login}/v2/`);
        assert.equal(anonymous.status, 401);
        assert.match(
            anonymous.headers.get('www-authenticate') ?? '',
            /^Bearer realm="http:\/\/127\.0\.0\.1:\d+\/oauth2\/token",service="127\.0\.0\.1:\d+"/,
        );

        const aad = await azure.tokenFor('https://containerregistry.azure.net/.default');
        const exchange = await azure.send('POST', '/oauth2/exchange', {
            host: login,
            body: new URLSearchParams({ grant_type: 'access_token', service: login, tenant: azure.tenantId, access_token: aad }).toString(),
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
        });
        assert.equal(exchange.status, 200);
        execFileSync('docker', ['tag', tag, `${login}/shop:v1`]);
        const output = await push(`${login}/shop`, 'v1', { identitytoken: exchange.text('refresh_token'), serveraddress: login });
        pushed = /digest: (sha256:[0-9a-f]{64})/.exec(output)?.[1] ?? output;
        assert.match(pushed, /^sha256:/);
    });

    it('fails to start without AcrPull, in the words of App Service', async () => {
        const plan = await azure.arm('PUT', `${group}/providers/Microsoft.Web/serverfarms/shop-plan`, webVersion, {
            location: 'westeurope',
            kind: 'linux',
            sku: { name: 'B1', tier: 'Basic', capacity: 1 },
            properties: { reserved: true },
        });
        assert.equal(plan.status, 200);
        const made = await azure.arm('PUT', site, webVersion, {
            location: 'westeurope',
            kind: 'app,linux,container',
            identity: { type: 'SystemAssigned' },
            properties: {
                serverFarmId: plan.text('id'),
                httpsOnly: true,
                clientAffinityEnabled: false,
                siteConfig: {
                    httpLoggingEnabled: true,
                    linuxFxVersion: `DOCKER|${login}/shop@${pushed}`,
                    acrUseManagedIdentityCreds: true,
                    alwaysOn: true,
                    appSettings: [
                        { name: 'WEBSITES_PORT', value: '8080' },
                        { name: 'GREETING', value: 'one' },
                    ],
                },
            },
        });
        assert.equal(made.status, 200);
        assert.match(made.text('properties', 'defaultHostName'), /^shop-web\.azurewebsites\.net$/);
        const failed = await status('Stopped');
        assert.equal(failed.lastError, 'ImagePullUnauthorizedFailure');
        assert.match(failed.lastErrorDetails, /unauthorized: authentication required/);
        const page = await azure.send('GET', '/', { host: 'shop-web.azurewebsites.net' });
        assert.equal(page.status, 503);
        assert.match(page.text(), /:\( Application Error/);
    });

    it('starts once the identity has the role, and its page answers on both doors', async () => {
        const principalId = (await azure.arm('GET', site, webVersion)).text('identity', 'principalId');
        const assignment = {
            properties: {
                roleDefinitionId: `/subscriptions/${azure.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${acrPull}`,
                principalId,
                principalType: 'ServicePrincipal',
            },
        };
        const scope = `${group}/providers/Microsoft.ContainerRegistry/registries/shopregistry/providers/Microsoft.Authorization/roleAssignments`;
        assert.equal((await azure.arm('PUT', `${scope}/${randomUUID()}`, '2022-04-01', assignment)).status, 201);
        const again = await azure.arm('PUT', `${scope}/${randomUUID()}`, '2022-04-01', assignment);
        assert.equal(again.status, 409);
        assert.equal(again.at('error', 'code'), 'RoleAssignmentExists');
        await new Promise((done) => setTimeout(done, 400));
        assert.equal((await azure.arm('POST', `${site}/restart`, webVersion)).status, 200);
        await status('Started');
        const config = await azure.arm('GET', `${site}/config/web`, webVersion);
        assert.equal(config.at('properties', 'linuxFxVersion'), `DOCKER|${login}/shop@${pushed}`);
        const page = await azure.send('GET', '/', { host: 'shop-web.azurewebsites.net', headers: { 'x-slipway-key': '' } });
        assert.equal(page.status, 200);
        assert.equal(page.text().trim(), 'hello from shop-web one');
        const urls = await azure.send('GET', '/slipway/local/urls');
        const loopback = urls.text('hosts', 'shop-web.azurewebsites.net');
        assert.match(loopback, /^http:\/\/127\.0\.0\.1:\d+$/);
        assert.equal(
            (await (await fetch(loopback, { headers: { origin: 'http://example.org' } })).text()).trim(),
            'hello from shop-web one',
        );
    });

    it('runs without mounts, without privileges and only on loopback', () => {
        const [id = ''] = execFileSync('docker', ['ps', '-q', '--filter', 'label=slipway.local-azure.app=shop-web.azurewebsites.net'], {
            encoding: 'utf8',
        })
            .trim()
            .split('\n');
        const [details] = JSON.parse(execFileSync('docker', ['inspect', id], { encoding: 'utf8' })) as [
            {
                HostConfig: { Privileged: boolean; Binds: unknown[] | null };
                Mounts: unknown[];
                NetworkSettings: { Ports: Record<string, { HostIp: string }[] | null> };
            },
        ];
        assert.equal(details.HostConfig.Privileged, false);
        assert.deepEqual(details.Mounts, []);
        assert.deepEqual(
            new Set(
                Object.values(details.NetworkSettings.Ports)
                    .flatMap((ports) => ports ?? [])
                    .map((port) => port.HostIp),
            ),
            new Set(['127.0.0.1']),
        );
    });

    it('restarts with new settings and tells so in its logs', async () => {
        const settings = await azure.arm('PUT', `${site}/config/appsettings`, webVersion, {
            properties: { WEBSITES_PORT: '8080', GREETING: 'two' },
        });
        assert.equal(settings.at('properties', 'GREETING'), 'two');
        await until(
            'the new page',
            30_000,
            async () => (await azure.send('GET', '/', { host: 'shop-web.azurewebsites.net' })).text().includes('two') || undefined,
        );
        const kudu = await azure.tokenFor('https://appservice.azure.com/.default');
        const scm = (path: string) =>
            azure.send('GET', path, { host: 'shop-web.scm.azurewebsites.net', headers: { authorization: `Bearer ${kudu}` } });
        const files = (await scm('/api/logs/docker')).body as { href: string; path: string }[];
        const platform = files.find((file) => !file.path.includes('_default_'))!;
        assert.match(
            (await scm(new URL(platform.href).pathname)).text(),
            /for site shop-web initialized successfully and is ready to serve requests\./,
        );
        const own = files.find((file) => file.path.includes('_default_'))!;
        assert.match((await scm(new URL(own.href).pathname)).text(), /listening on 8080/);
        const startup = await scm('/api/startuplogs?latest=true');
        assert.equal(startup.headers.get('x-startuplog-outcome'), 'success');
        assert.match(startup.text(), /ContainerStatus: State: Starting, Action: WarmUpProbeSucceeded, LastError: ,/);
        assert.equal((await scm('/api/settings')).at('GREETING'), 'two');
        const stream = await fetch(`${azure.url}/api/logstream`, {
            headers: { 'x-slipway-key': azure.key, 'x-original-host': 'shop-web.scm.azurewebsites.net', authorization: `Bearer ${kudu}` },
        });
        const first = await stream.body!.getReader().read();
        assert.match(Buffer.from(first.value).toString(), /Welcome, you are now connected to log-streaming service\./);
        assert.equal((await azure.send('GET', '/api/settings', { host: 'shop-web.scm.azurewebsites.net' })).status, 401);
    });

    it('fails with the port that was pinged when the app listens elsewhere', async () => {
        await azure.arm('PUT', `${site}/config/appsettings`, webVersion, {
            properties: { WEBSITES_PORT: '9000', PORT: '8080', WEBSITES_CONTAINER_START_TIME_LIMIT: '20' },
        });
        const failed = await status('Stopped');
        assert.equal(failed.lastError, 'ContainerTimeout');
        assert.match(failed.lastErrorDetails, /for site shop-web did not respond to HTTP pings on port: 9000, failing site start/);
    });

    it('is stopped and started', async () => {
        await azure.arm('PUT', `${site}/config/appsettings`, webVersion, { properties: { WEBSITES_PORT: '8080' } });
        await status('Started');
        assert.equal((await azure.arm('POST', `${site}/stop`, webVersion)).status, 200);
        assert.equal((await azure.arm('GET', site, webVersion)).at('properties', 'state'), 'Stopped');
        assert.equal((await azure.send('GET', '/', { host: 'shop-web.azurewebsites.net' })).status, 403);
        assert.equal((await azure.arm('POST', `${site}/start`, webVersion)).status, 200);
        await status('Started');
    });

    it('answers in turn from every instance, and from one with affinity', async () => {
        await azure.arm('PUT', `${group}/providers/Microsoft.Web/serverfarms/shop-plan`, webVersion, {
            location: 'westeurope',
            kind: 'linux',
            sku: { name: 'B1', capacity: 3 },
            properties: { reserved: true },
        });
        await azure.arm('PATCH', site, webVersion, { properties: { clientAffinityEnabled: true } });
        await until('three instances', 40_000, async () =>
            (await instances()).filter((one) => one.state === 'Started').length === 3 ? true : undefined,
        );
        const cookies = new Set<string>();
        for (let index = 0; index < 6; index++) {
            const answer = await azure.send('GET', '/', { host: 'shop-web.azurewebsites.net' });
            cookies.add(/ARRAffinity=([0-9a-f]{64})/.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? '');
        }
        assert.equal(cookies.size, 3);
        const [kept] = cookies;
        for (let index = 0; index < 4; index++) {
            const answer = await azure.send('GET', '/', { host: 'shop-web.azurewebsites.net', headers: { cookie: `ARRAffinity=${kept}` } });
            assert.equal(answer.headers.get('set-cookie'), null);
        }
    });

    it('is gone with its group, its containers too', async () => {
        const removed = await azure.arm('DELETE', group, '2025-04-01');
        assert.equal(removed.status, 202);
        await azure.finish(removed);
        assert.equal((await azure.arm('GET', site, webVersion)).at('error', 'code'), 'ResourceGroupNotFound');
        assert.equal(
            execFileSync('docker', ['ps', '-aq', '--filter', 'label=slipway.local-azure.app=shop-web.azurewebsites.net'], {
                encoding: 'utf8',
            }),
            '',
        );
        await assert.rejects(fetch(`http://${login}/v2/`));
    });

    async function instances(): Promise<{ state: string; lastError: string; lastErrorDetails: string }[]> {
        const answer: Answer = await azure.arm('GET', `${site}/siteStatus`, webVersion);
        assert.equal(answer.status, 200);
        return answer.at('properties') as { state: string; lastError: string; lastErrorDetails: string }[];
    }

    async function status(state: string): Promise<{ state: string; lastError: string; lastErrorDetails: string }> {
        // A change takes a moment to be seen, as in Azure.
        await new Promise((done) => setTimeout(done, 600));
        return until(`an instance that is ${state}`, 40_000, async () => {
            const all = await instances();
            return all.length > 0 && all.every((one) => one.state === state) ? all[0] : undefined;
        });
    }
});

function push(name: string, version: string, auth: object): Promise<string> {
    return new Promise((done, failed) => {
        const asked = request(
            {
                socketPath: '/var/run/docker.sock',
                method: 'POST',
                path: `/images/${name}/push?tag=${version}`,
                headers: {
                    'x-registry-auth': Buffer.from(JSON.stringify(auth)).toString('base64').replaceAll('+', '-').replaceAll('/', '_'),
                },
            },
            (answer) => {
                let text = '';
                answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
                answer.on('end', () => done(text));
            },
        );
        asked.on('error', failed);
        asked.end();
    });
}
