import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { isFailure } from '../../src/base/failure';
import { quietOperation } from '../../src/base/operation';
import { openRemoteShell } from '../../src/adapters/ssh/openRemoteShell';
import type { AppServiceShellTarget, RemoteShell } from '../../src/ports/ssh';
import { buildFragile } from './buildFragile';
import { LocalAzureClient, makeImage, missingForContainers, until } from './localAzureClient';
import { SiteStage, webVersion } from './localAzureSite';

const op = quietOperation();
const plain = `slipway-la-plain-${process.pid}:v1`;

/** App Service's tunnel, opened by the extension's own adapter, onto a real sshd. */
describe('the tunnel of the local Azure', function () {
    this.timeout(180_000);
    let stage: SiteStage;
    const shells: RemoteShell[] = [];

    const shellOf = (extra: Partial<AppServiceShellTarget> = {}, scope = 'https://appservice.azure.com/.default'): RemoteShell => {
        const { azure } = stage;
        const shell = openRemoteShell({
            resolve: (url) => {
                const { host, pathname, search, protocol } = new URL(url);
                const local = azure.url.replace(/^http:/, protocol.startsWith('ws') ? 'ws:' : 'http:');
                return { url: `${local}${pathname}${search}`, headers: { 'x-original-host': host, 'x-slipway-key': azure.key } };
            },
            tokens: { account: 'test', token: () => azure.tokenFor(scope) },
            timing: { pollMs: 100, maxWaitMs: 60_000 },
        })({ kind: 'app-service', name: 'ssh-site', scmUrl: 'https://ssh-site.scm.azurewebsites.net', ...extra });
        shells.push(shell);
        return shell;
    };

    before(async function () {
        const missing = missingForContainers();
        if (missing !== undefined) {
            console.log(`      skipped: ${missing}`);
            this.skip();
        }
        makeImage(plain, 'echo hi > /www/index.html; exec httpd -f -p $PORT -h /www');
        stage = await SiteStage.open(await LocalAzureClient.start(['--time-scale', '0.01']), 2);
    });
    afterEach(() => shells.splice(0).forEach((shell) => shell.close()));
    after(async () => {
        await (stage as SiteStage | undefined)?.close();
        execFileSync('docker', ['rmi', '-f', plain], { stdio: 'ignore' });
    });

    it('waits while the site starts, then carries a shell to the container', async () => {
        await stage.site('ssh-site', await stage.push(buildFragile(), 'fragile'), { WEBSITES_PORT: '8000', GREETING: 'from the settings' });
        const result = await shellOf().exec(op, '. /etc/profile; echo "$WEBSITE_SITE_NAME $GREETING"; id -un');
        assert.equal(result.stdout, 'ssh-site from the settings\nroot\n');
    });

    it('reaches the instance that the cookie names', async () => {
        await stage.started('ssh-site');
        const instances = await stage.azure.arm('GET', `${stage.path('ssh-site')}/instances`, webVersion);
        const names = [0, 1].map((index) => instances.text('value', index, 'name'));
        assert.notEqual(names[0], names[1]);
        for (const name of names) {
            const result = await shellOf({ instance: name }).exec(op, '. /etc/profile; echo $WEBSITE_INSTANCE_ID');
            assert.equal(result.stdout.trim(), name);
        }
    });

    it('is an interactive terminal', async () => {
        const shell = await shellOf().openShell(op, { columns: 80, rows: 24 });
        let seen = '';
        shell.onData((text) => (seen += text));
        shell.write('echo typed-$((40 + 2)); exit 7\n');
        assert.equal(await shell.ended, 7);
        assert.match(seen, /typed-42/);
    });

    it('refuses tokens for other audiences, and basic credentials until the app allows them', async () => {
        const basicCredentials = async () => {
            const given = await stage.azure.arm('POST', `${stage.path('ssh-site')}/config/publishingcredentials/list`, webVersion);
            return { username: given.text('properties', 'publishingUserName'), password: given.text('properties', 'publishingPassword') };
        };
        const foreign = 'https://vault.azure.net/.default';
        await assert.rejects(
            shellOf({ basicCredentials }, foreign).exec(op, 'true'),
            (error) => isFailure(error) && error.code === 'ssh/refused' && error.facts.status === 401,
        );
        const policy = `${stage.path('ssh-site')}/basicPublishingCredentialsPolicies/scm`;
        assert.equal((await stage.azure.arm('PUT', policy, webVersion, { properties: { allow: true } })).status, 200);
        assert.equal((await shellOf({ basicCredentials }, foreign).exec(op, 'echo in')).stdout, 'in\n');
        assert.equal((await shellOf({}, 'https://management.azure.com/.default').exec(op, 'echo in')).stdout, 'in\n');
    });

    it('says that there is no sshd where the image has none', async () => {
        await stage.site('ssh-site', await stage.push(plain, 'plain'), { WEBSITES_PORT: '8000' });
        await until('the plain image runs', 60_000, async () => {
            const page = await stage.azure.send('GET', '/', { host: 'ssh-site.azurewebsites.net' });
            return page.body === 'hi\n' ? true : undefined;
        });
        await stage.started('ssh-site');
        await assert.rejects(shellOf().exec(op, 'true'), (error) => isFailure(error) && error.code === 'ssh/no-sshd');
    });

    it('says that the app is stopped', async () => {
        await stage.azure.arm('POST', `${stage.path('ssh-site')}/stop`, webVersion);
        await assert.rejects(shellOf().exec(op, 'true'), (error) => isFailure(error) && error.code === 'ssh/app-stopped');
    });
});
