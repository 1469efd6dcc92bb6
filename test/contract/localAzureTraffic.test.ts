import assert from 'node:assert/strict';
import { until, type Answer, type LocalAzureClient } from './localAzureClient';
import { PlainStage } from './plainStage';

const webVersion = '2024-11-01';
const appVersion = '2025-07-01';

describe('traffic and containers in company, in the local Azure', function () {
    this.timeout(60_000);
    let stage: PlainStage;
    let azure: LocalAzureClient;
    let environmentId = '';
    let planId = '';
    before(async function () {
        const opened = await PlainStage.open();
        if (opened === undefined) {
            this.skip();
        }
        stage = opened;
        azure = stage.azure;
        environmentId = await stage.environment();
        const plan = await azure.arm('PUT', `${stage.group}/providers/Microsoft.Web/serverfarms/plan`, webVersion, {
            location: 'westeurope',
            sku: { name: 'B1', capacity: 1 },
            properties: { reserved: true },
        });
        planId = plan.text('id');
    });
    after(() => (azure as LocalAzureClient | undefined)?.stop());

    const appPath = (name: string) => `${stage.group}/providers/Microsoft.App/containerApps/${name}`;
    async function app(name: string, image: string, ingress: object, container: object = {}, replicas = 1): Promise<string> {
        const made = await azure.arm('PUT', appPath(name), appVersion, {
            location: 'westeurope',
            properties: {
                environmentId,
                configuration: {
                    ingress: { external: true, targetPort: 80, ...ingress },
                    registries: [{ server: stage.server, username: stage.username, passwordSecretRef: 'password' }],
                    secrets: [{ name: 'password', value: stage.password }],
                },
                template: {
                    containers: [{ name: 'web', image, resources: { cpu: 0.25, memory: '0.5Gi' }, ...container }],
                    scale: { minReplicas: replicas, maxReplicas: replicas },
                },
            },
        });
        assert.equal((await azure.finish(made)).at('status'), 'Succeeded', JSON.stringify(made.body));
        return made.text('properties', 'configuration', 'ingress', 'fqdn');
    }
    const get = (host: string, path = '/', cookie?: string): Promise<Answer> =>
        azure.send('GET', path, { host, headers: cookie === undefined ? {} : { cookie } });
    const replicas = async (name: string) => {
        const revision = (await azure.arm('GET', appPath(name), appVersion)).text('properties', 'latestRevisionName');
        return (await azure.arm('GET', `${appPath(name)}/revisions/${revision}/replicas`, appVersion)).at('value') as readonly {
            readonly properties: {
                readonly containers: readonly { readonly ready: boolean; readonly restartCount: number; readonly debugEndpoint: string }[];
            };
        }[];
    };

    it('goes to three replicas in turn, and stays with one where the app asks for sticky sessions', async () => {
        const image = await stage.push('sticky', {});
        const turns = await app('turns', image, {}, {}, 3);
        await until('all are ready', 20_000, async () =>
            (await replicas('turns')).filter((one) => one.properties.containers[0]?.ready === true).length === 3 ? true : undefined,
        );
        const seen = [];
        for (let round = 0; round < 6; round++) {
            seen.push((await get(turns)).at('instance'));
        }
        assert.equal(new Set(seen).size, 3);
        const sticky = await app('sticky', image, { stickySessions: { affinity: 'sticky' } }, {}, 3);
        await until('all are ready', 20_000, async () =>
            (await replicas('sticky')).filter((one) => one.properties.containers[0]?.ready === true).length === 3 ? true : undefined,
        );
        const first = await get(sticky);
        const cookie = /acaAffinity="[0-9a-f]+"/.exec(first.headers.get('set-cookie') ?? '')?.[0];
        assert.ok(cookie);
        for (let round = 0; round < 4; round++) {
            const again = await get(sticky, '/', cookie);
            assert.equal(again.at('instance'), first.at('instance'));
            assert.equal(again.headers.get('set-cookie'), null);
        }
    });

    it('restarts a container that fails its liveness probe, and leaves one alone that passes', async () => {
        const probes = [{ type: 'Liveness', httpGet: { path: '/alive', port: 80 }, periodSeconds: 1, failureThreshold: 2 }];
        await app('dying', await stage.push('dying', { paths: { '/alive': 500 } }), {}, { probes });
        await app('living', await stage.push('living', {}), {}, { probes });
        await until('a restart', 30_000, async () =>
            ((await replicas('dying'))[0]?.properties.containers[0]?.restartCount ?? 0) > 0 ? true : undefined,
        );
        assert.equal((await replicas('living'))[0]?.properties.containers[0]?.restartCount, 0);
        assert.match((await replicas('living'))[0]?.properties.containers[0]?.debugEndpoint ?? '', /^wss:.*\/debug\?targetContainer=web$/);
    });

    it('is refused by rules that let only others in', async () => {
        const image = await stage.push('closed', {});
        const others = [{ name: 'office', action: 'Allow', ipAddressRange: '203.0.113.0/24' }];
        assert.equal((await get(await app('closed', image, { ipSecurityRestrictions: others }))).status, 403);
        const own = [{ name: 'own', action: 'Allow', ipAddressRange: '127.0.0.1/32' }];
        assert.equal((await get(await app('opened', image, { ipSecurityRestrictions: own }))).status, 200);
    });

    async function site(name: string, sidecar: string | undefined): Promise<void> {
        const path = `${stage.group}/providers/Microsoft.Web/sites/${name}`;
        const credentials = { authType: 'UserCredentials', userName: stage.username, passwordSecret: stage.password };
        const made = await azure.arm('PUT', path, webVersion, {
            location: 'westeurope',
            properties: { serverFarmId: planId, siteConfig: { httpLoggingEnabled: true, linuxFxVersion: 'sitecontainers' } },
        });
        assert.equal(made.status, 200, JSON.stringify(made.body));
        const put = (container: string, properties: object) =>
            azure.arm('PUT', `${path}/sitecontainers/${container}`, webVersion, { properties: { ...credentials, ...properties } });
        if (sidecar !== undefined) {
            await put('helper', { image: sidecar, isMain: false, targetPort: '9000' });
        }
        assert.equal((await put('main', { image: await stage.push('main', {}), isMain: true, targetPort: '80' })).status, 201);
    }
    const settled = (name: string) =>
        until(`${name} has settled`, 30_000, async () => {
            const status = await azure.arm('GET', `${stage.group}/providers/Microsoft.Web/sites/${name}/siteStatus`, webVersion);
            const [one] = (status.at('properties') ?? []) as readonly { readonly state: string; readonly lastError: string }[];
            return one === undefined || one.state === 'Starting' ? undefined : one;
        });

    it('starts a site’s sidecar beside its main container', async () => {
        await site('company', await stage.push('helper', { port: 9000, stdout: ['the helper is here'] }));
        assert.equal((await settled('company')).state, 'Started');
        assert.equal((await get('company.azurewebsites.net')).status, 200);
        await until('the sidecar is heard', 20_000, async () => {
            const logs = await azure.send(
                'POST',
                `/subscriptions/${azure.subscriptionId}/${stage.group}/providers/Microsoft.Web/sites/company/containerlogs?api-version=${webVersion}`,
                {
                    host: 'management.azure.com',
                    headers: { authorization: `Bearer ${await azure.tokenFor('https://management.azure.com/.default')}` },
                },
            );
            return String(logs.body).includes('the helper is here') ? true : undefined;
        });
    });

    it('does not start a site whose sidecar is not there', async () => {
        await site('alone', `${stage.server}/nothing:v1`);
        assert.deepEqual(await settled('alone').then((one) => [one.state, one.lastError]), ['Stopped', 'ImagePullNotFoundFailure']);
    });

    it('loses no request in a swap', async () => {
        const path = `${stage.group}/providers/Microsoft.Web/sites/swapped`;
        const body = (image: string) => ({
            location: 'westeurope',
            properties: {
                serverFarmId: planId,
                siteConfig: {
                    linuxFxVersion: `DOCKER|${image}`,
                    appSettings: [
                        { name: 'DOCKER_REGISTRY_SERVER_URL', value: `https://${stage.server}` },
                        { name: 'DOCKER_REGISTRY_SERVER_USERNAME', value: stage.username },
                        { name: 'DOCKER_REGISTRY_SERVER_PASSWORD', value: stage.password },
                    ],
                },
            },
        });
        await azure.arm('PUT', `${stage.group}/providers/Microsoft.Web/serverfarms/plan`, webVersion, {
            location: 'westeurope',
            sku: { name: 'S1', capacity: 1 },
            properties: { reserved: true },
        });
        await azure.arm('PUT', path, webVersion, body(await stage.push('old', { body: 'old' })));
        await azure.arm('PUT', `${path}/slots/next`, webVersion, body(await stage.push('new', { body: 'new' })));
        await settled('swapped');
        await until('both answer', 30_000, async () => {
            const pages = [await get('swapped.azurewebsites.net'), await get('swapped-next.azurewebsites.net')];
            return pages[0]?.body === 'old' && pages[1]?.body === 'new' ? true : undefined;
        });
        const pages: unknown[] = [];
        const done = new AbortController();
        const asking = (async () => {
            while (!done.signal.aborted) {
                const answer = await get('swapped.azurewebsites.net');
                pages.push(answer.status === 200 ? answer.body : answer.status);
                await new Promise((resolve) => setTimeout(resolve, 5));
            }
        })();
        const swap = await azure.arm('POST', `${path}/slots/next/slotsswap`, webVersion, { targetSlot: 'production', preserveVnet: true });
        assert.equal(swap.status, 202);
        await azure.finish(swap);
        await until('the new one answers', 30_000, async () =>
            (await get('swapped.azurewebsites.net')).body === 'new' ? true : undefined,
        );
        done.abort();
        await asking;
        assert.deepEqual(
            pages.filter((page) => page !== 'old' && page !== 'new'),
            [],
        );
        assert.ok(pages.length > 10);
    });
});
