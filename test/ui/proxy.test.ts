import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { CompanyProxy } from './companyProxy';
import { startCompanyProxy } from './companyProxy';
import { sendArm } from './sendArm';
import { openUiStage } from './uiStage';
import type { LocalConnection, UiStage } from './uiStage';
import { patience } from './workbench/patience';
import { until } from './workbench/until';

const out = path.resolve(import.meta.dirname, '../../out/proxy');
const page = '<h1>Through the gate</h1>\n';
const deployMs = 120_000;

/** Azure lies behind a proxy and bears a certificate that only the company's own authority vouches for, as VS Code's settings and the system's store say. */
describe("a company's proxy", function () {
    this.timeout(180_000 * patience);
    let stage: UiStage;
    let proxy: CompanyProxy | undefined;
    let url = '';

    before(async () => {
        fs.mkdirSync(out, { recursive: true });
        stage = await openUiStage({
            // Its image has an SSH server.
            sample: 'fragile',
            localAzure: 'started',
            reachedBy: async (azure) => through((proxy = await proxyOf(azure)), 'trusted'),
        });
        fs.appendFileSync(path.join(stage.folder, 'Dockerfile'), `LABEL slipway.ui=${stage.mark}\n`);
    });
    after(async () => {
        await stage.close();
        await proxy?.stop();
    });

    it('is what a deploy goes through, from the subscriptions to the token of the registry, and the app goes live', async () => {
        await stage.workbench.command('Slipway: Deploy');
        const panel = await stage.workbench.webview('Slipway Plan');
        await panel.locator('#start', { hasText: 'Deploy' }).waitFor();
        await panel.locator('#start').click();
        await until('the end of the deploy', async () => (await panel.locator('.verdict').count()) > 0, deployMs);
        await stage.workbench.shot(path.join(out, 'live.png'));
        assert.match(await panel.locator('.verdict').first().innerText(), /is live/);
        url = (await panel.locator('#result').innerText()).trim();
        assert.ok((await fetch(new URL('/health', url))).ok);
        assert.ok(proxy!.connected.length > 0);
        assert.deepEqual([...new Set(proxy!.connected)], [new URL(proxy!.url).host]);
    });

    it('is what the app is seen through from inside: the tunnel of its shell', async () => {
        const { terminal } = stage.workbench;
        await stage.workbench.command('Slipway: Open SSH Terminal');
        await until('the prompt', async () => /# ?$/.test((await terminal.text()).trimEnd()), 60_000);
        await terminal.type('echo answer $((6 * 7))\r');
        await terminal.waitFor(/^answer 42$/m);
        await stage.workbench.shot(path.join(out, 'App Service terminal.png'));
        assert.ok(proxy!.upgraded.includes('/AppServiceTunnel/Tunnel.ashx'), proxy!.upgraded.join(', '));
    });

    it('is what its log comes through, line by line while it is written', async () => {
        const sites = `/subscriptions/${stage.azure!.subscriptionId}/providers/Microsoft.Web/sites`;
        const { value } = (await sendArm(stage.azure!, 'GET', sites, '2024-04-01')) as {
            readonly value: readonly { readonly name: string }[];
        };
        await stage.workbench.command('Slipway: Show Deployment Logs');
        const lines = () => stage.workbench.outputText(value[0]!.name);
        // What has been written before is read at once; what is asked for after that comes by the stream.
        await until('the lines before', () => lines() !== '');
        await until('a line of a request that was made now', async () => {
            await fetch(new URL('/health?seen=now', url));
            return lines().includes('seen=now');
        });
        await stage.workbench.shot(path.join(out, 'log stream.png'));
    });

    it('that is gone is named in one sentence', async () => {
        await proxy!.stop();
        await stage.workbench.command('Slipway: Deploy');
        const toast = await until(
            'an error message',
            async () => (await stage.workbench.notifications.shown()).find(({ severity }) => severity === 'error'),
            60_000,
        );
        await stage.workbench.shot(path.join(out, 'gone.png'));
        assert.match(toast.text, /does not answer/);
    });
});

describe("a terminal behind a company's proxy", function () {
    this.timeout(180_000 * patience);
    let stage: UiStage;
    let proxy: CompanyProxy | undefined;

    before(async () => {
        stage = await openUiStage({
            files: { 'index.html': page },
            localAzure: 'started',
            settings: { 'slipway.deploy.target': 'containerInstances' },
            reachedBy: async (azure) => through((proxy = await proxyOf(azure)), 'trusted'),
        });
        fs.copyFileSync('/bin/busybox', `${stage.folder}/busybox`);
        fs.chmodSync(`${stage.folder}/busybox`, 0o755);
        stage.write({ Dockerfile: stage.dockerfile('RUN ["/bin/busybox", "ln", "-s", "busybox", "/bin/sh"]') });
    });
    after(async () => {
        await stage.close();
        await proxy?.stop();
    });

    it('is typed into through its CONNECT', async () => {
        const { terminal } = stage.workbench;
        await stage.workbench.command('Slipway: Deploy');
        const panel = await stage.workbench.webview('Slipway Plan');
        await panel.locator('#start', { hasText: 'Deploy' }).click();
        await until('the end of the deploy', async () => (await panel.locator('.verdict').count()) > 0, deployMs);
        assert.match(await panel.locator('.verdict').first().innerText(), /is live/);
        await stage.workbench.command('Slipway: Open SSH Terminal');
        await until('the prompt', async () => /[#$] ?$/.test((await terminal.text()).trimEnd()), 60_000);
        await terminal.type('echo answer $((6 * 7))\r');
        await terminal.waitFor(/^answer 42$/m);
        await stage.workbench.shot(path.join(out, 'terminal.png'));
        assert.ok(proxy!.upgraded.length > 0, 'no websocket went through the proxy');
        assert.deepEqual([...new Set(proxy!.connected)], [new URL(proxy!.url).host]);
    });
});

describe('a certificate that nothing on the machine vouches for', function () {
    this.timeout(120_000 * patience);
    let stage: UiStage;
    let proxy: CompanyProxy | undefined;

    before(async () => {
        stage = await openUiStage({
            files: { 'index.html': page, Dockerfile: 'FROM scratch\n' },
            localAzure: 'started',
            reachedBy: async (azure) => through((proxy = await proxyOf(azure)), 'unknown'),
        });
    });
    after(async () => {
        await stage.close();
        await proxy?.stop();
    });

    it('is told as that, with where its authority belongs, and nothing is written', async () => {
        await stage.workbench.command('Slipway: Deploy');
        const toast = await until(
            'an error message',
            async () => (await stage.workbench.notifications.shown()).find(({ severity }) => severity === 'error'),
            60_000,
        );
        await stage.workbench.shot(path.join(out, 'untrusted.png'));
        assert.ok(toast.text.startsWith(`The certificate of ${new URL(proxy!.url).host} is not trusted on this machine.`), toast.text);
        assert.match(toast.text, /add the certificate of your organization to this machine’s store/);
        assert.ok(toast.buttons.includes('Proxy Settings'), toast.buttons.join(', '));
        assert.deepEqual(fs.readdirSync(stage.folder).sort(), ['Dockerfile', 'index.html']);
    });
});

function proxyOf(azure: LocalConnection): Promise<CompanyProxy> {
    return startCompanyProxy(Number(new URL(azure.url).port));
}

/** What a window needs to reach Azure by the proxy. Node itself does not read SSL_CERT_FILE here: it is VS Code that trusts what the system trusts. */
function through({ url, proxyUrl, authorityFile }: CompanyProxy, authority: 'trusted' | 'unknown') {
    return {
        url,
        settings: { 'http.proxy': proxyUrl },
        env: { ...(authority === 'trusted' && { SSL_CERT_FILE: authorityFile }), NODE_EXTRA_CA_CERTS: '', NO_PROXY: '', no_proxy: '' },
    };
}
