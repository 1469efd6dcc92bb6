import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { LocalAzureClient, makeImage, missingForContainers, until } from './localAzureClient';

const appVersion = '2025-07-01';
const groupVersion = '2023-05-01';
const acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d';
const tag = `slipway-la-containers-${process.pid}:v1`;

/** Container Apps and Container Instances against the local Azure, with a real registry, real roles and real containers. */
describe('containers that are deployed to the local Azure', function () {
    this.timeout(120_000);
    let azure: LocalAzureClient;
    let login = '';
    const dockerConfig = mkdtempSync(join(tmpdir(), 'slipway-docker-config-'));
    let environmentId = '';
    const group = 'resourceGroups/boxes';
    const app = `${group}/providers/Microsoft.App/containerApps/boxes-app`;
    const aci = `${group}/providers/Microsoft.ContainerInstance/containerGroups/boxes-group`;
    const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/boxes-identity`;
    const identityId = () => `/subscriptions/${azure.subscriptionId}/${identity}`;

    before(async function () {
        const missing = missingForContainers();
        if (missing !== undefined) {
            console.log(`      skipped: ${missing}`);
            this.skip();
        }
        makeImage(
            tag,
            'echo "listening $GREETING"; mkdir -p /www; echo "$GREETING from ${CONTAINER_APP_REVISION:-aci}" > /www/index.html; exec httpd -f -p 8080 -h /www',
        );
        azure = await LocalAzureClient.start(['--time-scale', '0.01', '--start-limit-scale', '0.1']);
        await azure.register('Microsoft.ContainerRegistry', 'Microsoft.App', 'Microsoft.ContainerInstance', 'Microsoft.ManagedIdentity');
        assert.equal((await azure.arm('PUT', group, '2025-04-01', { location: 'westeurope' })).status, 201);
        const registry = `${group}/providers/Microsoft.ContainerRegistry/registries/boxesregistry`;
        await azure.finish(
            await azure.arm('PUT', registry, '2025-11-01', {
                location: 'westeurope',
                sku: { name: 'Basic' },
                properties: { adminUserEnabled: true },
            }),
        );
        login = (await azure.arm('GET', registry, '2025-11-01')).text('properties', 'loginServer');
        const keys = await azure.arm('POST', `${registry}/listCredentials`, '2025-11-01');
        execFileSync('docker', ['login', login, '-u', keys.text('username'), '--password-stdin'], {
            input: keys.text('passwords', 0, 'value'),
            stdio: ['pipe', 'ignore', 'ignore'],
            env: { ...process.env, DOCKER_CONFIG: dockerConfig },
        });
        execFileSync('docker', ['tag', tag, `${login}/boxes:v1`]);
        execFileSync('docker', ['push', `${login}/boxes:v1`], {
            stdio: 'ignore',
            env: { ...process.env, DOCKER_CONFIG: dockerConfig },
        });
        assert.equal((await azure.arm('PUT', identity, '2024-11-30', { location: 'westeurope' })).status, 201);
    });
    after(async () => {
        await (azure as LocalAzureClient | undefined)?.stop();
        rmSync(dockerConfig, { recursive: true, force: true });
        for (const name of [tag, ...(login === '' ? [] : [`${login}/boxes:v1`, `${login}/built:v1`])]) {
            try {
                execFileSync('docker', ['rmi', '-f', name], { stdio: 'ignore' });
            } catch {
                // Never made.
            }
        }
    });

    it('need an environment, which is made in a while', async () => {
        const made = await azure.arm('PUT', `${group}/providers/Microsoft.App/managedEnvironments/boxes-env`, appVersion, {
            location: 'westeurope',
            properties: {},
        });
        assert.equal(made.status, 201);
        assert.equal(made.text('properties', 'provisioningState'), 'Waiting');
        environmentId = made.text('id');
        assert.equal((await azure.finish(made)).at('status'), 'Succeeded');
    });

    const appBody = (greeting: string, more: object = {}) => ({
        location: 'westeurope',
        identity: { type: 'UserAssigned', userAssignedIdentities: { [identityId()]: {} } },
        properties: {
            environmentId,
            configuration: {
                activeRevisionsMode: 'Single',
                ingress: { external: true, targetPort: 8080, transport: 'auto' },
                registries: [{ server: login, identity: identityId() }],
                secrets: [{ name: 'greeting', value: greeting }],
                ...more,
            },
            template: {
                containers: [
                    {
                        name: 'web',
                        image: `${login}/boxes:v1`,
                        env: [{ name: 'GREETING', secretRef: 'greeting' }],
                        resources: { cpu: 0.25, memory: '0.5Gi' },
                    },
                ],
                scale: { minReplicas: 1, maxReplicas: 1 },
            },
        },
    });

    it('fail without AcrPull, in the words of Container Apps', async () => {
        const made = await azure.arm('PUT', app, appVersion, appBody('hello'));
        assert.equal(made.status, 201);
        const failed = await azure.finish(made);
        assert.equal(failed.at('status'), 'Failed');
        assert.equal(failed.at('error', 'code'), 'ContainerAppOperationError');
        assert.match(failed.text('error', 'message'), /unable to pull image using Managed identity .*boxes-identity for registry 127/);
        const refused = await azure.arm('PUT', aci, groupVersion, groupBody());
        assert.equal(refused.status, 400);
        assert.equal(refused.at('error', 'code'), 'InaccessibleImage');
    });

    it('answer on their host and on loopback once the identity has the role', async () => {
        const principalId = (await azure.arm('GET', identity, '2024-11-30')).text('properties', 'principalId');
        const role = await azure.arm(
            'PUT',
            `${group}/providers/Microsoft.Authorization/roleAssignments/11111111-2222-4333-8444-555555555555`,
            '2022-04-01',
            {
                properties: {
                    roleDefinitionId: `/subscriptions/${azure.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${acrPull}`,
                    principalId,
                    principalType: 'ServicePrincipal',
                },
            },
        );
        assert.equal(role.status, 201);
        // A new role takes a while to count.
        await until('the app is made', 20_000, async () => {
            const done = await azure.finish(await azure.arm('PUT', app, appVersion, appBody('hello')));
            return done.at('status') === 'Succeeded' ? done : undefined;
        });
        const shown = await azure.arm('GET', app, appVersion);
        const fqdn = shown.text('properties', 'configuration', 'ingress', 'fqdn');
        assert.match(fqdn, /^boxes-app\.[a-z]+-[0-9a-f]{8}\.westeurope\.azurecontainerapps\.io$/);
        const page = await azure.send('GET', '/', { host: fqdn });
        assert.equal(page.status, 200);
        assert.match(page.text(), /^hello from boxes-app--[a-z0-9]{7}\n$/);
        const urls = await azure.send('GET', '/slipway/local/urls');
        assert.match(await (await fetch(urls.text('hosts', fqdn))).text(), /^hello from/);
        assert.equal(JSON.stringify(shown.body).includes('"value":"hello"'), false);
        assert.equal((await azure.arm('POST', `${app}/listSecrets`, appVersion)).at('value', 0, 'value'), 'hello');
    });

    it('get a revision for a new template and share the traffic by weight', async () => {
        const patched = await azure.arm('PATCH', app, appVersion, {
            properties: {
                configuration: { activeRevisionsMode: 'Multiple' },
                template: { ...appBody('x').properties.template, revisionSuffix: 'two' },
            },
        });
        assert.equal(patched.status, 202);
        await azure.finish(patched);
        const revisions = await azure.arm('GET', `${app}/revisions`, appVersion);
        const names = (revisions.at('value') as { name: string }[]).map((one) => one.name);
        assert.equal(names.length, 2);
        assert.equal(names[1], 'boxes-app--two');
        await azure.finish(
            await azure.arm('PATCH', app, appVersion, {
                properties: {
                    configuration: {
                        ingress: {
                            traffic: [
                                { revisionName: names[0], weight: 50 },
                                { latestRevision: true, weight: 50 },
                            ],
                        },
                    },
                },
            }),
        );
        const fqdn = (await azure.arm('GET', app, appVersion)).text('properties', 'configuration', 'ingress', 'fqdn');
        const seen = new Set<string>();
        await until('both revisions answer', 20_000, async () => {
            seen.add((await azure.send('GET', '/', { host: fqdn })).text());
            return seen.size === 2 ? seen : undefined;
        });
        const down = await azure.arm('POST', `${app}/revisions/${names[0] ?? ''}/deactivate`, appVersion);
        assert.equal(down.status, 200);
        assert.equal((await azure.arm('GET', `${app}/revisions/${names[0] ?? ''}`, appVersion)).at('properties', 'active'), false);
    });

    it('stream their logs and run commands', async () => {
        const token = (await azure.arm('POST', `${app}/getAuthToken`, appVersion)).text('properties', 'token');
        const replicas = await azure.arm('GET', `${app}/revisions/boxes-app--two/replicas`, appVersion);
        const container = (key: string) => new URL(replicas.text('value', 0, 'properties', 'containers', 0, key));
        const logs = container('logStreamEndpoint');
        const refused = await azure.send('GET', logs.pathname, { host: logs.host });
        assert.equal(refused.status, 401);
        const said = await azure.send('GET', `${logs.pathname}?follow=false&output=json&tailLines=10`, {
            host: logs.host,
            headers: { authorization: `Bearer ${token}` },
        });
        assert.match(said.text(), /"Log":"listening hello"/);
        const exec = container('execEndpoint');
        const output = await talk(`${exec.pathname}?command=/bin/sh`, exec.host, { authorization: `Bearer ${token}` }, (socket) => {
            socket.send(Buffer.concat([Buffer.from([0, 0]), Buffer.from('echo $((40+2)); exit\n')]));
        });
        assert.match(output, /INFO: Successfully connected/);
        assert.match(output, /\b42\b/);
        // The debug console is a shell of its own image: it sees the container's processes, and not its files.
        const debug = container('debugEndpoint');
        const seen = await talk(debug.pathname + debug.search, debug.host, { authorization: `Bearer ${token}` }, (socket) => {
            socket.send(Buffer.concat([Buffer.from([0, 0]), Buffer.from("tr '\\0' ' ' </proc/1/cmdline; exit\n")]));
        });
        assert.match(seen, /httpd -f -p 8080 -h \/www/);
        const events = await azure.send('GET', `/subscriptions/${azure.subscriptionId}/${group}/containerApps/boxes-app/eventstream`, {
            host: logs.host,
            headers: { authorization: `Bearer ${token}` },
        });
        assert.match(events.text(), /"Reason":"ContainerStarted"/);
    });

    const groupBody = (cpu = 0.5) => ({
        location: 'westeurope',
        identity: { type: 'UserAssigned', userAssignedIdentities: { [identityId()]: {} } },
        properties: {
            osType: 'Linux',
            restartPolicy: 'Always',
            containers: [
                {
                    name: 'web',
                    properties: {
                        image: `${login}/boxes:v1`,
                        ports: [{ port: 8080, protocol: 'TCP' }],
                        environmentVariables: [{ name: 'GREETING', secureValue: 'hi' }],
                        resources: { requests: { cpu, memoryInGB: 0.5 } },
                    },
                },
            ],
            ipAddress: { type: 'Public', ports: [{ port: 8080, protocol: 'TCP' }], dnsNameLabel: 'boxes-label' },
            imageRegistryCredentials: [{ server: login, identity: identityId() }],
        },
    });

    it('run as a container group with a name, logs and commands; what is immutable is refused', async () => {
        const made = await azure.arm('PUT', aci, groupVersion, groupBody());
        assert.equal(made.status, 201, JSON.stringify(made.body));
        assert.equal((await azure.finish(made)).at('status'), 'Succeeded');
        const shown = await azure.arm('GET', aci, groupVersion);
        assert.equal(shown.text('properties', 'ipAddress', 'fqdn'), 'boxes-label.westeurope.azurecontainer.io');
        assert.equal(shown.at('properties', 'instanceView', 'state'), 'Running');
        assert.equal(JSON.stringify(shown.body).includes('secureValue'), false);
        const page = await until('the group answers', 10_000, async () => {
            const urls = await azure.send('GET', '/slipway/local/urls');
            const answer = await fetch(urls.text('hosts', 'boxes-label.westeurope.azurecontainer.io:8080')).catch(() => undefined);
            return answer?.ok === true ? await answer.text() : undefined;
        });
        assert.equal(page, 'hi from aci\n');
        const direct = await azure.send('GET', '/', { host: 'boxes-label.westeurope.azurecontainer.io:8080' });
        assert.equal(direct.text(), 'hi from aci\n');
        const logs = await azure.arm('GET', `${aci}/containers/web/logs?tail=5`, groupVersion);
        assert.match(logs.text('content'), /^listening hi\n/);
        const session = await azure.arm('POST', `${aci}/containers/web/exec`, groupVersion, {
            command: '/bin/sh',
            terminalSize: { rows: 24, cols: 80 },
        });
        const url = new URL(session.text('webSocketUri'));
        const output = await talk(`${url.pathname}${url.search}`, url.host, {}, (socket) => {
            socket.send(session.text('password'));
            socket.send('echo $((40+2)); exit\n');
        });
        assert.match(output, /\b42\b/);
        const refused = await azure.arm('PUT', aci, groupVersion, groupBody(1));
        assert.equal(refused.status, 400);
        assert.equal(refused.at('error', 'code'), 'InvalidContainerGroupUpdate');
        assert.equal((await azure.arm('POST', `${aci}/stop`, groupVersion)).status, 204);
        assert.equal((await azure.arm('GET', aci, groupVersion)).at('properties', 'instanceView', 'state'), 'Stopped');
        assert.equal((await azure.arm('DELETE', aci, groupVersion)).status, 200);
        assert.equal((await azure.arm('GET', aci, groupVersion)).status, 404);
    });

    it('are built in the registry from an uploaded archive, with a log that ends', async () => {
        const registry = `${group}/providers/Microsoft.ContainerRegistry/registries/boxesregistry`;
        const tasks = '2019-06-01-preview';
        const place = await azure.arm('POST', `${registry}/listBuildSourceUploadUrl`, tasks);
        const url = new URL(place.text('uploadUrl'));
        const folder = mkdtempSync(join(tmpdir(), 'slipway-context-'));
        writeFileSync(join(folder, 'Dockerfile'), `FROM ${login}/boxes:v1\nARG WHO\nRUN echo "built for $WHO"\nLABEL who=$WHO\n`);
        const archive = execFileSync('tar', ['-czf', '-', '-C', folder, '.']);
        rmSync(folder, { recursive: true, force: true });
        const sent = await fetch(`${azure.url}${url.pathname}${url.search}`, {
            method: 'PUT',
            headers: { 'x-slipway-key': azure.key, 'x-original-host': url.host, 'x-ms-blob-type': 'BlockBlob' },
            body: new Uint8Array(archive),
        });
        assert.equal(sent.status, 201);
        const request = {
            type: 'DockerBuildRequest',
            imageNames: ['built:v1'],
            isPushEnabled: true,
            dockerFilePath: 'Dockerfile',
            platform: { os: 'Linux', architecture: 'amd64' },
            sourceLocation: place.text('relativePath'),
            arguments: [{ name: 'WHO', value: 'you', isSecret: false }],
        };
        const scheduled = await azure.arm('POST', `${registry}/scheduleRun`, tasks, request);
        assert.equal(scheduled.at('properties', 'status'), 'Queued');
        const run = `${registry}/runs/${scheduled.text('name')}`;
        const done = await until('the run ends', 60_000, async () => {
            const now = await azure.arm('GET', run, tasks);
            return now.at('properties', 'finishTime') === undefined ? undefined : now;
        });
        const log = new URL((await azure.arm('POST', `${run}/listLogSasUrl`, tasks)).text('logLink'));
        const read = await azure.send('GET', `${log.pathname}${log.search}`, { host: log.host, headers: { 'x-ms-range': 'bytes=0-4095' } });
        assert.equal(done.at('properties', 'status'), 'Succeeded', read.text());
        assert.equal(read.status, 206);
        assert.match(read.text(), /built for you/);
        assert.equal(read.headers.get('x-ms-meta-complete'), 'successful');
        assert.match(done.text('properties', 'outputImages', 0, 'digest'), /^sha256:[0-9a-f]{64}$/);
        const forged = await azure.send('GET', log.pathname, { host: log.host });
        assert.equal(forged.status, 403);

        await azure.arm('PATCH', registry, '2025-11-01', { tags: { localAzureTasks: 'notAllowed' } });
        const refused = await azure.arm('POST', `${registry}/scheduleRun`, tasks, request);
        assert.equal(refused.status, 400);
        assert.equal(refused.at('error', 'code'), 'TasksOperationsNotAllowed');
    });

    /** Everything a websocket said, read as text, until it closed. */
    function talk(path: string, host: string, headers: Record<string, string>, greet: (socket: WebSocket) => void): Promise<string> {
        return new Promise((done, failed) => {
            const socket = new WebSocket(`${azure.url.replace('http', 'ws')}${path}`, {
                headers: { 'x-slipway-key': azure.key, 'x-original-host': host, ...headers },
            });
            let text = '';
            socket.on('open', () => greet(socket));
            socket.on('message', (data: Buffer) => (text += data.toString('utf8')));
            socket.on('close', () => done(text));
            socket.on('error', failed);
        });
    }
});
