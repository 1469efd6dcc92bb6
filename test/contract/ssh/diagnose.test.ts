// A skipped or failed `before` leaves the variables unset, which their types do not say.
/* eslint @typescript-eslint/no-unnecessary-condition: "off" */
import assert from 'node:assert/strict';
import { openRemoteShell } from '../../../src/adapters/ssh/openRemoteShell';
import { probeUrl } from '../../../src/adapters/ssh/probeUrl';
import { quietOperation } from '../../../src/base/operation';
import type { Cause } from '../../../src/core/diagnose/verdictFinding';
import type { DiagnosedRequest } from '../../../src/core/diagnose/checksPrelude';
import type { AppServiceShellTarget, RemoteShell } from '../../../src/ports/ssh';
import { diagnose, type CheckReport, type DiagnoseEvent, type Diagnosis } from '../../../src/workflows/diagnose';
import { buildFragile } from '../buildFragile';
import { docker, frontEnd, missingEngine, modelStandIn, runSite, until, type Container, type Front, type StandIn } from './fragileSite';
import { started, tunnelServer, type TunnelServer } from './tunnelServer';

const op = quietOperation();
const requests: readonly DiagnosedRequest[] = [
    { method: 'GET', path: '/health' },
    { method: 'POST', path: '/chat', body: '{"prompt":"hi"}' },
];
const resolve = (url: string) => ({ url, headers: {} });

describe('The battery on samples/fragile, through the tunnel', function () {
    this.timeout(120_000);
    let image: string;
    let standIn: StandIn;
    let container: Container;
    let front: Front;
    let tunnel: TunnelServer;
    let shell: RemoteShell;

    before(async function () {
        const missing = await missingEngine('python:3.11-slim');
        if (missing !== undefined) {
            console.log(missing);
            this.skip();
        }
        image = buildFragile();
        standIn = await modelStandIn();
        await start({});
    });
    after(async () => {
        await stop();
        await standIn?.close();
    });

    async function start(settings: Readonly<Record<string, string>>) {
        container = await runSite(image, standIn, [8000, 2222], { FRAGILE_SLEEP_SECONDS: '3', ...settings });
        front = await frontEnd(container.ports[8000]!);
        tunnel = await tunnelServer(container.ports[2222]!);
        shell = openRemoteShell({ resolve, tokens: { account: 'test', token: () => Promise.resolve('good') } })({
            kind: 'app-service',
            name: 'fragile',
            scmUrl: tunnel.url,
        });
        await until(async () => (await shell.exec(op, 'true')).exitCode === 0);
        const port = settings.FRAGILE_LISTEN ?? '8000';
        await until(async () => (await shell.exec(op, `curl -sf localhost:${port}/health`)).exitCode === 0);
    }

    async function stop() {
        shell?.close();
        await tunnel?.close();
        await front?.close();
        await container?.remove();
    }

    async function breakIt(mode: string) {
        // Asked for the mode that it has, the app starts again all the same, and nothing tells the old process from the new one.
        if ((await (await fetch(`${front.url}/admin/fault`)).text()).includes(`"mode": "${mode}"`)) {
            return;
        }
        await fetch(`${front.url}/admin/fault`, { method: 'POST', body: JSON.stringify({ mode }) });
        const port = mode === 'port-mismatch' ? 9999 : 8000;
        await until(async () => (await shell.exec(op, `curl -sf localhost:${port}/admin/fault`)).stdout.includes(`"mode": "${mode}"`));
    }

    async function look(onEvent: (event: DiagnoseEvent) => void = () => undefined): Promise<Diagnosis> {
        return await diagnose(
            op,
            { shell, probeUrl: probeUrl(resolve), now: Date.now },
            { name: 'fragile', url: front.url, requests, configuredPort: 8000 },
            onEvent,
        );
    }

    const expected: readonly (readonly [string, Cause | undefined])[] = [
        ['off', undefined],
        ['bad-creds', 'identity-not-assigned'],
        ['wrong-endpoint', 'endpoint-wrong'],
        ['dns-fail', 'name-unknown'],
        ['dep-import-error', 'import-error'],
        ['latency-spike', 'latency-in-app'],
        ['off', undefined],
        ['port-mismatch', 'port-mismatch'],
    ];
    for (const [mode, cause] of expected) {
        it(`says ${cause ?? 'healthy'} in mode ${mode}`, async () => {
            await breakIt(mode);
            const { verdict, reports, unreachable } = await look();
            assert.deepEqual(
                [verdict.kind, verdict.causes.map((finding) => finding.cause)],
                cause === undefined ? ['healthy', []] : ['cause', [cause]],
                JSON.stringify(
                    {
                        unreachable: unreachable?.message,
                        causes: verdict.causes,
                        observations: verdict.observations,
                        symptoms: verdict.symptoms,
                    },
                    null,
                    1,
                ),
            );
            const shown = JSON.stringify({ verdict, reports });
            assert.ok(!shown.includes('identity-secret') && !shown.includes('header.payload.signature'), 'a secret is shown');
            assert.deepEqual(
                reports
                    .filter((report) => !report.id.startsWith('helper.') && (report.ended === 'failed' || report.ended === 'timed-out'))
                    .map((report) => report.id),
                [],
            );
        });
    }

    it('runs on one connection, at most eight checks at a time', async () => {
        await stop();
        await start({});
        const before = tunnel.seen.length;
        let running = 0;
        let most = 0;
        const { reports } = await look((event) => {
            running +=
                event.kind === 'started' && event.check !== 'outside'
                    ? 1
                    : event.kind === 'finished' && event.report.id !== 'outside'
                      ? -1
                      : 0;
            most = Math.max(most, running);
        });
        // Every helper command has said something, and the one that follows a log has ended with all that it started.
        assert.deepEqual(
            reports.filter(({ id, lines }) => id.startsWith('helper.') && lines.length === 0).map(({ id }) => id),
            [],
        );
        assert.match(
            reports.find(({ id }) => id === 'helper.applogs')?.lines.join('\n') ?? '',
            /This log belongs[^]*listening on port 8000/,
        );
        assert.equal((await shell.exec(op, 'pgrep -x tail')).stdout, '');
        assert.ok(most > 1);
        assert.equal(tunnel.seen.slice(before).filter((request) => request.method === 'UPGRADE').length, 0);
    });

    it('goes on after the tunnel was cut in the middle of the battery', async () => {
        let cut = false;
        const { verdict, reports } = await look((event) => {
            if (event.kind === 'finished' && event.report.id !== 'outside' && !cut) {
                cut = true;
                tunnel.cut();
            }
        });
        assert.ok(cut);
        assert.equal(verdict.kind, 'healthy', JSON.stringify(verdict));
        assert.deepEqual(
            reports.filter((report) => report.ended === 'failed').map((report) => report.id),
            [],
        );
    });

    it('shows what a helper command prints as plain text, and not more of it than fits', async () => {
        const hostile = String.raw`appenv() { printf '\033]0;owned\007\033[2Jroot@azure:~# rm -rf /\n<img src=x onerror=alert(1)>\nexport DB_PASSWORD=hunter22\n@http.local.1=200 1\n'; yes | head -c 100000000; }`;
        assert.equal((await shell.exec(op, 'cat >>/etc/profile.d/zz-app-helpers.sh', { stdin: `${hostile}\n` })).exitCode, 0);
        const { reports, probes } = await diagnose(
            op,
            { shell, probeUrl: probeUrl(resolve), now: Date.now },
            { name: 'fragile', url: front.url, requests, configuredPort: 8000 },
            () => undefined,
            ['helper.appenv'],
        );
        const [{ lines, durationMs }] = reports as readonly [CheckReport];
        assert.deepEqual(lines.slice(0, 4), [
            'root@azure:~# rm -rf /',
            '<img src=x onerror=alert(1)>',
            'export DB_PASSWORD=********',
            'local.1: HTTP 200, 1 ms',
        ]);
        assert.equal(lines.length, 800);
        assert.ok(durationMs < 20_000);
        assert.equal(probes.requests[1]?.inside, undefined);
    });

    const waysShut: readonly (readonly [string, Partial<AppServiceShellTarget>, object, string])[] = [
        ['there is no sshd', {}, { port: 2222, state: 'STARTED', canReachPort: false, msg: 'SSH is not enabled' }, 'ssh/no-sshd'],
        ['sshd is on another port', {}, { port: 2200, state: 'STARTED', canReachPort: true, msg: '' }, 'ssh/wrong-port'],
        [
            'the password is another',
            { password: 'other' },
            { port: 2222, state: 'STARTED', canReachPort: true, msg: '' },
            'ssh/wrong-password',
        ],
    ];
    for (const [title, login, status, code] of waysShut) {
        it(`says so when ${title}, and names the fault by what is seen from outside`, async () => {
            await breakIt('dep-import-error');
            tunnel.statuses = [{ status: 200, body: JSON.stringify(status) }];
            const other = openRemoteShell({ resolve, tokens: { account: 'test', token: () => Promise.resolve('good') } })({
                kind: 'app-service',
                name: 'fragile',
                scmUrl: tunnel.url,
                ...login,
            });
            try {
                const { verdict, unreachable, reports } = await diagnose(
                    op,
                    { shell: other, probeUrl: probeUrl(resolve), now: Date.now },
                    { name: 'fragile', url: front.url, requests, configuredPort: 8000 },
                    () => undefined,
                );
                assert.equal(unreachable?.code, code);
                assert.deepEqual([verdict.kind, verdict.causes.map(({ cause }) => cause)], ['cause', ['import-error']]);
                assert.deepEqual(
                    reports.map(({ id }) => id),
                    ['outside'],
                );
            } finally {
                other.close();
                tunnel.statuses = [started];
            }
        });
    }

    it('finds the same for an app of another user, whose fault came as a setting', async () => {
        await stop();
        await start({ FRAGILE_USER: 'app', FRAGILE_FAULT: 'bad-creds' });
        const { verdict, probes } = await look();
        assert.equal(probes.environmentSource, 'listener');
        assert.deepEqual(
            verdict.causes.map((finding) => finding.cause),
            ['identity-not-assigned'],
        );
    });

    it('names both of two faults', async () => {
        await stop();
        await start({ AZURE_CLIENT_ID: '00000000-0000-0000-0000-000000000000', FRAGILE_LISTEN: '9999' });
        const { verdict } = await look();
        assert.deepEqual(verdict.causes.map((finding) => finding.cause).sort(), ['identity-not-assigned', 'port-mismatch']);
    });

    it('names the missing role, the missing model deployment and a healthy app on a red platform', async () => {
        await stop();
        await start({});
        standIn.model = {
            status: 401,
            body: JSON.stringify({ error: { code: 'PermissionDenied', message: 'The principal lacks the required data action' } }),
            delayMs: 5,
        };
        assert.deepEqual(
            (await look()).verdict.causes.map((finding) => finding.cause),
            ['identity-no-role'],
        );
        standIn.model = {
            status: 404,
            body: JSON.stringify({
                error: { code: 'DeploymentNotFound', message: 'The API deployment for this resource does not exist.' },
            }),
            delayMs: 5,
        };
        assert.deepEqual(
            (await look()).verdict.causes.map((finding) => finding.cause),
            ['model-not-found'],
        );
        standIn.model = { status: 200, body: JSON.stringify({ choices: [{ message: { content: 'hello' } }] }), delayMs: 5 };
        await front.close();
        front = await frontEnd(1);
        assert.deepEqual(
            (await look()).verdict.causes.map((finding) => finding.cause),
            ['platform-path'],
        );
    });

    it('leaves no container behind that it made', async () => {
        await stop();
        assert.equal(await docker('ps', '-aq', '--filter', `id=${container.id}`), '');
    });
});
