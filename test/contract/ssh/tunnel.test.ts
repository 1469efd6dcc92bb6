import assert from 'node:assert/strict';
import { isCancelled, isFailure } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import { openRemoteShell } from '../../../src/adapters/ssh/openRemoteShell';
import type { AppServiceShellTarget, RemoteShell } from '../../../src/ports/ssh';
import { hostSshd, type HostSshd } from './hostSshd';
import { echoMs, roundTrips } from './sshSpeed';
import { started, tunnelServer, type TunnelServer } from './tunnelServer';

const op = quietOperation();

describe('SSH through the tunnel, against a real sshd', function () {
    this.timeout(30_000);
    let sshd: HostSshd | undefined;
    let tunnel: TunnelServer;
    const shells: RemoteShell[] = [];
    const opened = (extra: Partial<AppServiceShellTarget> = {}, token = 'good', timing = { pollMs: 20, maxWaitMs: 400 }): RemoteShell => {
        const shell = openRemoteShell({
            resolve: (url) => ({ url, headers: { 'x-original-host': 'shop.scm.azurewebsites.net' } }),
            tokens: { account: 'test', token: () => Promise.resolve(token) },
            timing,
        })({ kind: 'app-service', name: 'shop', scmUrl: tunnel.url, siteUrl: `${tunnel.url}/site`, ...extra });
        shells.push(shell);
        return shell;
    };

    before(async function () {
        sshd = await hostSshd();
        if (sshd === undefined) {
            console.log('openssh-server or root is missing on this machine');
            this.skip();
        }
    });
    beforeEach(async () => {
        tunnel = await tunnelServer(sshd!.port);
    });
    afterEach(async () => {
        shells.splice(0).forEach((shell) => shell.close());
        await tunnel.close();
    });
    after(async () => {
        await sshd?.stop();
    });

    it('runs a command and answers exit code, stdout and stderr apart', async () => {
        const result = await opened().exec(op, 'echo out; echo err >&2; cat; exit 3', { stdin: 'fed' });
        assert.deepEqual([result.exitCode, result.stdout, result.stderr, result.ended], [3, 'out\nfed', 'err\n', 'exited']);
    });

    it('names the instance by the ARRAffinity cookie and signs in with the bearer token', async () => {
        await opened({ instance: 'abc123' }).exec(op, 'true');
        const upgrade = tunnel.seen.find((request) => request.method === 'UPGRADE')!;
        assert.match(upgrade.cookie!, /ARRAffinity=abc123/);
        assert.equal(upgrade.authorization, 'Bearer good');
        assert.ok(tunnel.seen.some((request) => request.url.endsWith('&instance=abc123')));
    });

    it('waits while the app starts and wakes it once', async () => {
        const starting = { status: 200, body: JSON.stringify({ port: 2222, state: 'STARTING', canReachPort: false, msg: '' }) };
        tunnel.statuses = [{ status: 503, body: 'waking' }, starting, starting, started];
        assert.equal((await opened().exec(op, 'echo up')).stdout, 'up\n');
        assert.equal(tunnel.seen.filter((request) => request.url === '/site').length, 1);
    });

    for (const [title, status, code] of [
        ['no sshd', { port: 2222, state: 'STARTED', canReachPort: false, msg: 'SSH is not enabled' }, 'ssh/no-sshd'],
        ['a stopped app', { port: 2222, state: 'STOPPED', canReachPort: false, msg: '' }, 'ssh/app-stopped'],
        ['another port', { port: 49494, state: 'STARTED', canReachPort: true, msg: '' }, 'ssh/wrong-port'],
        ['an app that never starts', { port: 2222, state: 'STARTING', canReachPort: false, msg: '' }, 'ssh/not-started'],
    ] as const) {
        it(`says ${code} for ${title}`, async () => {
            tunnel.statuses = [{ status: 200, body: JSON.stringify(status) }];
            await assert.rejects(opened().exec(op, 'true'), (error) => isFailure(error) && error.code === code);
        });
    }

    it('says ssh/refused for a bad token, and uses publishing credentials only then', async () => {
        await assert.rejects(opened({}, 'bad').exec(op, 'true'), (error) => isFailure(error) && error.code === 'ssh/refused');
        let asked = 0;
        const basicCredentials = () => {
            asked++;
            return Promise.resolve({ username: '$site', password: 'pw' });
        };
        assert.equal((await opened({ basicCredentials }).exec(op, 'true')).exitCode, 0);
        assert.equal(asked, 0);
        assert.equal((await opened({ basicCredentials }, 'bad').exec(op, 'true')).exitCode, 0);
        assert.equal(asked, 1);
    });

    it('says ssh/wrong-password when sshd refuses the sign-in', async () => {
        await assert.rejects(
            opened({ password: 'nope' }).exec(op, 'true'),
            (error) => isFailure(error) && error.code === 'ssh/wrong-password',
        );
    });

    it('queues 30 commands on at most 8 channels of one connection', async () => {
        const shell = opened();
        const folder = (await shell.exec(op, 'mktemp -d')).stdout.trim();
        try {
            // Each counts those that run with it.
            const results = await Promise.all(
                Array.from({ length: 30 }, (_, n) =>
                    shell.exec(op, `cd '${folder}'; : >${n}; sleep 0.1; set -- *; echo $#; sleep 0.1; rm ${n}; exit ${n}`),
                ),
            );
            assert.deepEqual(
                results.map(({ exitCode }) => exitCode),
                Array.from({ length: 30 }, (_, n) => n),
            );
            const most = Math.max(...results.map(({ stdout }) => Number(stdout)));
            assert.ok(most > 1 && most <= 8, most.toString());
            assert.equal(tunnel.seen.filter((request) => request.method === 'UPGRADE').length, 1);
        } finally {
            await shell.exec(op, `rm -rf '${folder}'`);
        }
    });

    it('cuts off a command that prints 100 MB and one that hangs, and goes on', async () => {
        const shell = opened();
        const flood = await shell.exec(op, 'yes | head -c 100000000', { maxBytes: 1000 });
        assert.deepEqual([flood.ended, flood.stdout.length, flood.exitCode], ['too-much-output', 1000, undefined]);
        const hang = await shell.exec(op, 'echo begun; sleep 60', { timeoutMs: 3000 });
        assert.deepEqual([hang.ended, hang.stdout], ['timed-out', 'begun\n']);
        assert.equal((await shell.exec(op, 'echo still')).stdout, 'still\n');
    });

    it('fails a running command within 100 ms when the tunnel is cut, and reconnects for the next', async () => {
        const shell = opened();
        await shell.exec(op, 'true');
        const running = shell.exec(op, 'sleep 30');
        setTimeout(() => tunnel.cut(), 200);
        const begun = performance.now();
        await assert.rejects(running, (error) => isFailure(error) && error.code === 'ssh/connection-lost');
        assert.ok(performance.now() - begun < 300);
        assert.equal((await shell.exec(op, 'echo back')).stdout, 'back\n');
    });

    it('stops at once when cancelled, while connecting and while running', async () => {
        for (const delay of [0, 5, 150]) {
            const stop = new AbortController();
            const running = opened().exec(quietOperation(stop.signal), 'sleep 30');
            setTimeout(() => stop.abort(), delay);
            await assert.rejects(running, isCancelled);
        }
    });

    it('gives a real terminal: size, resize, Ctrl-C, UTF-8, exit code', async () => {
        const shell = await opened().openShell(op, { columns: 100, rows: 30 });
        let seen = '';
        shell.onData((text) => (seen += text));
        const until = async (text: string | RegExp) => {
            for (let n = 0; n < 200 && !(typeof text === 'string' ? seen.includes(text) : text.test(seen)); n++) {
                await new Promise((tick) => setTimeout(tick, 20));
            }
            assert.ok(
                typeof text === 'string' ? seen.includes(text) : text.test(seen),
                `${String(text)} in ${JSON.stringify(seen.slice(-500))}`,
            );
        };
        shell.write('stty size\n');
        await until('30 100');
        shell.resize({ columns: 132, rows: 50 });
        shell.write('stty size\n');
        await until('50 132');
        shell.write('sleep 100\n');
        await new Promise((tick) => setTimeout(tick, 100));
        shell.write('\x03');
        shell.write('echo rc=$? é🎉\n');
        await until(/rc=130 é🎉/);
        shell.write('exit 7\n');
        assert.equal(await shell.ended, 7);
    });

    it('echoes a key within 5 ms of what SSH takes without the tunnel', async () => {
        const { through, direct } = await echoMs(await opened().openShell(op, { columns: 80, rows: 24 }), sshd!.port, 100);
        console.log(`      through the tunnel ${through.toFixed(2)} ms, without it ${direct.toFixed(2)} ms`);
        assert.ok(through - direct < 5);
    });

    it("shows a prompt three round trips after the tunnel's own, or earlier", async () => {
        const trips = await roundTrips(tunnel.url, 5);
        console.log(`      ${trips.shell} round trips, ${trips.tunnel} of them the tunnel's`);
        assert.ok(trips.tunnel > 0 && trips.shell - trips.tunnel <= 3);
    });

    it('carries files both ways and bounds a download', async () => {
        const shell = opened();
        const folder = (await shell.exec(op, 'mktemp -d')).stdout.trim();
        try {
            const content = new Uint8Array(300_000).map((_, n) => n % 251);
            await shell.files!.upload(op, `${folder}/blob`, content);
            assert.deepEqual(await shell.files!.download(op, `${folder}/blob`), content);
            assert.deepEqual(await shell.files!.list(op, folder), [{ name: 'blob', kind: 'file', bytes: 300_000 }]);
            await assert.rejects(
                shell.files!.download(op, `${folder}/blob`, 1000),
                (error) => isFailure(error) && error.code === 'ssh/transfer-failed',
            );
            await assert.rejects(
                shell.files!.download(op, `${folder}/absent`),
                (error) => isFailure(error) && error.code === 'ssh/transfer-failed',
            );
        } finally {
            await shell.exec(op, `rm -rf '${folder}'`);
        }
    });
});

describe('SSH to an old server', function () {
    this.timeout(30_000);
    it('offers CBC ciphers only after the server refused the modern ones', async function () {
        const sshd = await hostSshd('Ciphers aes256-cbc\nMACs hmac-sha1');
        if (sshd === undefined) {
            this.skip();
        }
        const tunnel = await tunnelServer(sshd.port);
        const shell = openRemoteShell({
            resolve: (url) => ({ url, headers: {} }),
            tokens: { account: 'test', token: () => Promise.resolve('good') },
        })({
            kind: 'app-service',
            name: 'shop',
            scmUrl: tunnel.url,
        });
        try {
            assert.equal((await shell.exec(op, 'echo old')).stdout, 'old\n');
            assert.equal(tunnel.seen.filter((request) => request.method === 'UPGRADE').length, 2);
        } finally {
            shell.close();
            await tunnel.close();
            await sshd.stop();
        }
    });
});
