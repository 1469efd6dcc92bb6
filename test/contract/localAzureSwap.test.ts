import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { LocalAzureClient, makeImage, missingForContainers } from './localAzureClient';
import { SiteStage, webVersion } from './localAzureSite';

const image = `slipway-la-swap-${process.pid}:v1`;

/** Slots that change places while requests come in. */
describe('slots of the local Azure', function () {
    this.timeout(120_000);
    let stage: SiteStage;
    const page = async (host: string) => (await stage.azure.send('GET', '/', { host: `${host}.azurewebsites.net` })).body;

    before(async function () {
        const missing = missingForContainers();
        if (missing !== undefined) {
            console.log(`      skipped: ${missing}`);
            this.skip();
        }
        makeImage(image, 'echo "$COLOUR $ROLE" > /www/index.html; exec httpd -f -p $PORT -h /www');
        stage = await SiteStage.open(await LocalAzureClient.start(['--time-scale', '0.01']));
    });
    after(async () => {
        await (stage as SiteStage | undefined)?.close();
        execFileSync('docker', ['rmi', '-f', image], { stdio: 'ignore' });
    });

    it('change places without a lost request; sticky settings stay', async () => {
        const pushed = await stage.push(image, 'swap');
        await stage.site('swap', pushed, { WEBSITES_PORT: '8000', COLOUR: 'blue', ROLE: 'production' });
        await stage.site('swap/slots/staging', pushed, { WEBSITES_PORT: '8000', COLOUR: 'green', ROLE: 'staging' });
        const names = await stage.azure.arm('PUT', `${stage.path('swap')}/config/slotConfigNames`, webVersion, {
            properties: { appSettingNames: ['ROLE'] },
        });
        assert.equal(names.status, 200);
        await stage.started('swap');
        await stage.started('swap/slots/staging');
        assert.deepEqual([await page('swap'), await page('swap-staging')], ['blue production\n', 'green staging\n']);

        const swap = new AbortController();
        const seen: unknown[] = [];
        const asking = (async () => {
            while (!swap.signal.aborted) {
                seen.push(await page('swap'));
                await new Promise((done) => setTimeout(done, 20));
            }
        })();
        const swapped = await stage.azure.arm('POST', `${stage.path('swap/slots/staging')}/slotsswap`, webVersion, {
            targetSlot: 'production',
            preserveVnet: true,
        });
        assert.equal(swapped.status, 202);
        const ended = await stage.azure.finish(swapped);
        assert.equal(ended.status, 200, JSON.stringify(ended.body));
        assert.equal(await page('swap'), 'green production\n');
        await stage.started('swap/slots/staging');
        swap.abort();
        await asking;
        assert.deepEqual([...new Set(seen)], ['blue production\n', 'green production\n']);
        assert.equal(await page('swap-staging'), 'blue staging\n');
    });

    it('do not swap when the source does not start', async () => {
        await stage.site('swap/slots/staging', `${stage.login}/nowhere:v1`, { ROLE: 'staging' });
        const swapped = await stage.azure.arm('POST', `${stage.path('swap/slots/staging')}/slotsswap`, webVersion, {
            targetSlot: 'production',
        });
        const ended = await stage.azure.finish(swapped);
        assert.equal(ended.status, 400);
        assert.match(JSON.stringify(ended.body), /did not respond to http ping/);
        assert.equal(await page('swap'), 'green production\n');
    });

    it('run the main one of their site containers', async () => {
        const container = {
            properties: {
                image: `${stage.login}/swap:v1`,
                isMain: true,
                targetPort: '8123',
                authType: 'UserCredentials',
                userName: 'sitetests',
                passwordSecret: (
                    await stage.azure.arm(
                        'POST',
                        'resourceGroups/site-tests/providers/Microsoft.ContainerRegistry/registries/sitetests/listCredentials',
                        '2025-11-01',
                    )
                ).text('passwords', 0, 'value'),
                environmentVariables: [{ name: 'COLOUR', value: 'ACCENT' }],
            },
        };
        await stage.site('side', 'unused', { ACCENT: 'red', ROLE: 'main' });
        const path = `${stage.path('side')}/sitecontainers/main`;
        const made = await stage.azure.arm('PUT', path, webVersion, container);
        assert.deepEqual([made.status, made.at('properties', 'passwordSecret')], [201, null]);
        await stage.azure.arm('PATCH', `${stage.path('side')}/config/web`, webVersion, {
            properties: { linuxFxVersion: 'sitecontainers' },
        });
        assert.equal(await page('side'), 'red main\n');
        assert.equal((await stage.azure.arm('DELETE', path, webVersion)).status, 200);
        assert.equal((await stage.azure.arm('GET', path, webVersion)).status, 404);
    });
});
