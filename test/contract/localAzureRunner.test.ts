import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { LocalAzureClient, until, type Answer } from './localAzureClient';
import { PlainStage } from './plainStage';

const webVersion = '2024-11-01';
const appVersion = '2025-07-01';
const groupVersion = '2023-05-01';
const group = 'resourceGroups/plain';

/** Everything but the containers is as with an engine: real registry, tokens, roles, instances, ingress, logs. */
describe('a local Azure that runs plain processes', function () {
    this.timeout(60_000);
    let azure: LocalAzureClient;
    let server = '';
    let password = '';
    let planId = '';
    let environmentId = '';
    let push: PlainStage['push'];

    before(async function () {
        const stage = await PlainStage.open();
        if (stage === undefined) {
            this.skip();
        }
        ({ azure, server, password } = stage);
        push = (name, behaviour, more) => stage.push(name, behaviour, more);
        const plan = await azure.arm('PUT', `${group}/providers/Microsoft.Web/serverfarms/plan`, webVersion, {
            location: 'westeurope',
            kind: 'linux',
            sku: { name: 'B1', tier: 'Basic', capacity: 3 },
            properties: { reserved: true },
        });
        planId = plan.text('id');
        environmentId = await stage.environment();
    });
    after(() => (azure as LocalAzureClient | undefined)?.stop());

    async function site(name: string, image: string, settings: Readonly<Record<string, string>> = {}): Promise<void> {
        const credentials = {
            DOCKER_REGISTRY_SERVER_URL: `https://${server}`,
            DOCKER_REGISTRY_SERVER_USERNAME: 'plainregistry',
            DOCKER_REGISTRY_SERVER_PASSWORD: password,
        };
        const made = await azure.arm('PUT', `${group}/providers/Microsoft.Web/sites/${name}`, webVersion, {
            location: 'westeurope',
            properties: {
                serverFarmId: planId,
                siteConfig: {
                    linuxFxVersion: `DOCKER|${image}`,
                    appSettings: Object.entries({ ...credentials, ...settings }).map(([key, value]) => ({ name: key, value })),
                },
            },
        });
        assert.equal(made.status, 200, JSON.stringify(made.body));
    }

    const instances = (name: string) =>
        until(`${name} has settled`, 30_000, async () => {
            const status = await azure.arm('GET', `${group}/providers/Microsoft.Web/sites/${name}/siteStatus`, webVersion);
            const all = (status.at('properties') ?? []) as readonly { readonly state: string; readonly lastError: string }[];
            return all.length > 0 && all.every((one) => one.state !== 'Starting') ? all : undefined;
        });
    const page = (host: string, path = '/', headers: Record<string, string> = {}): Promise<Answer> =>
        azure.send('GET', path, { host, headers });

    it('answers from three instances in turn', async () => {
        await site('turns', await push('turns', {}));
        assert.deepEqual(new Set((await instances('turns')).map((one) => one.state)), new Set(['Started']));
        const seen = new Set<unknown>();
        for (let round = 0; round < 6; round++) {
            seen.add((await page('turns.azurewebsites.net')).at('instance'));
        }
        assert.equal(seen.size, 3);
    });

    for (const [title, name, behaviour, settings, error] of [
        ['a program that listens elsewhere', 'elsewhere', { port: 5000 }, {}, 'ContainerTimeout'],
        ['a program that listens on its own loopback', 'inward', { address: '127.0.0.1' }, {}, 'ContainerTimeout'],
        ['a program that never listens', 'mute', { protocol: 'none' }, {}, 'ContainerTimeout'],
        ['a program that accepts and says nothing', 'silent', { protocol: 'silent' }, {}, 'ContainerTimeout'],
        ['a program that ends', 'ends', { exitCode: 3, stderr: ['no database'] }, {}, 'ContainerExited'],
        ['a program that lacks a setting', 'needy', { needs: ['DATABASE_URL'] }, {}, 'ContainerExited'],
        ['a program that takes too much memory', 'hungry', { memoryMb: 4000 }, {}, 'ContainerOutOfMemory'],
        ['a setting that changes what the program does', 'changed', {}, { SLIPWAY_PROCESS: '{"exitCode":1}' }, 'ContainerExited'],
    ] as const) {
        it(`tells ${title} with ${error}`, async () => {
            await site(name, await push(name, behaviour), settings);
            assert.deepEqual(new Set((await instances(name)).map((one) => one.lastError)), new Set([error]));
        });
    }

    it('runs a program that is slow to start, and one that gets its setting', async () => {
        await site('slow', await push('slow', { startMs: 600, needs: ['DATABASE_URL'], status: 404 }), { DATABASE_URL: 'x' });
        assert.deepEqual(new Set((await instances('slow')).map((one) => one.state)), new Set(['Started']));
        assert.equal((await page('slow.azurewebsites.net')).status, 404);
    });

    it('cannot start an image for another machine', async () => {
        await site('arm', await push('arm', {}, { architecture: 'arm64' }));
        const [first] = await instances('arm');
        assert.equal(first?.state, 'Stopped');
    });

    it('starts a program again that crashed', async () => {
        await site('fragile', await push('fragile', { crashPath: '/crash' }));
        await instances('fragile');
        const before = (await page('fragile.azurewebsites.net')).status;
        assert.equal(before, 200);
        await page('fragile.azurewebsites.net', '/crash').catch(() => undefined);
        await until('it serves from three instances again', 30_000, async () => {
            const all = await instances('fragile');
            return all.every((one) => one.state === 'Started') ? true : undefined;
        });
    });

    it('refuses an image that is not there, and a wrong password', async () => {
        await site('nowhere', `${server}/nowhere:v1`);
        assert.equal((await instances('nowhere'))[0]?.lastError, 'ImagePullNotFoundFailure');
        await site('locked', await push('locked', {}), { DOCKER_REGISTRY_SERVER_PASSWORD: 'wrong' });
        assert.equal((await instances('locked'))[0]?.lastError, 'ImagePullUnauthorizedFailure');
    });

    it('serves container apps and container groups', async () => {
        const image = await push('boxes', {}, { exposedPorts: [8080] });
        const app = await azure.arm('PUT', `${group}/providers/Microsoft.App/containerApps/boxes`, appVersion, {
            location: 'westeurope',
            properties: {
                environmentId,
                configuration: {
                    ingress: { external: true, targetPort: 8080 },
                    registries: [{ server, username: 'plainregistry', passwordSecretRef: 'password' }],
                    secrets: [{ name: 'password', value: password }],
                },
                template: { containers: [{ name: 'web', image, resources: { cpu: 0.25, memory: '0.5Gi' } }], scale: { minReplicas: 1 } },
            },
        });
        assert.equal((await azure.finish(app)).at('status'), 'Succeeded');
        const shown = await azure.arm('GET', `${group}/providers/Microsoft.App/containerApps/boxes`, appVersion);
        assert.match(String((await page(shown.text('properties', 'configuration', 'ingress', 'fqdn'))).at('revision')), /^boxes--/);

        const sidecar = await push('sidecar', { port: 9090, body: 'from the sidecar' });
        const resources = { requests: { cpu: 0.5, memoryInGB: 0.5 } };
        const made = await azure.arm('PUT', `${group}/providers/Microsoft.ContainerInstance/containerGroups/pair`, groupVersion, {
            location: 'westeurope',
            properties: {
                osType: 'Linux',
                imageRegistryCredentials: [{ server, username: 'plainregistry', password }],
                containers: [
                    { name: 'main', properties: { image, ports: [{ port: 8080 }], resources } },
                    { name: 'side', properties: { image: sidecar, ports: [{ port: 9090 }], resources } },
                ],
                ipAddress: { type: 'Public', dnsNameLabel: 'plain-pair', ports: [{ port: 8080 }, { port: 9090 }] },
            },
        });
        assert.equal(made.status, 201, JSON.stringify(made.body));
        await azure.finish(made);
        const side = await until('the sidecar answers', 20_000, async () => {
            const answer = await page('plain-pair.westeurope.azurecontainer.io:9090').catch(() => undefined);
            return answer?.status === 200 ? answer : undefined;
        });
        assert.equal(side.body, 'from the sidecar');
    });

    it('leaves no process behind when it is killed', async () => {
        const children = () =>
            execFileSync('ps', ['-o', 'pid=', '--ppid', String(azure.process.pid)], { encoding: 'utf8' })
                .split('\n')
                .filter((line) => line.trim() !== '')
                .map(Number);
        const apps = children();
        assert.ok(apps.length > 3);
        const ended = new Promise((done) => azure.process.once('exit', done));
        azure.process.kill('SIGKILL');
        await ended;
        // The registry is ended by the next start.
        const next = await LocalAzureClient.start(['--runner', 'process']);
        await next.stop();
        await until('all are gone', 10_000, () => Promise.resolve(apps.some(isAlive) ? undefined : true));
    });
});

function isAlive(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch {
        return false;
    }
}
