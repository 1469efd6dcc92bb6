// A skipped or failed `before` leaves the variables unset, which their types do not say.
/* eslint @typescript-eslint/no-unnecessary-condition: "off" */
import assert from 'node:assert/strict';
import { openRemoteShell } from '../../../src/adapters/ssh/openRemoteShell';
import { probeUrl } from '../../../src/adapters/ssh/probeUrl';
import { isCancelled, isFailure } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import type { RemoteShell, ShellTarget } from '../../../src/ports/ssh';
import { diagnose } from '../../../src/workflows/diagnose';
import { execServer, type ExecServer } from './execServer';
import { frontEnd, missingEngine, modelStandIn, runSite, until, type Container, type Front, type StandIn } from './fragileSite';

const op = quietOperation();
const failsWith = (code: string) => (error: unknown) => isFailure(error) && error.code === code;
const resolve = (url: string) => ({ url, headers: {} });
const open = openRemoteShell({ resolve, tokens: { account: 'test', token: () => Promise.reject(new Error('not for exec')) } });

// A Node app in an image without sshd, helpers and curl.
const app = `require('http').createServer((q, r) => { if (q.url === '/broken') { r.writeHead(500); r.end(JSON.stringify({ detail: "Error: Cannot find module 'left-pad'" })); } else r.end('fine'); }).listen(3000)`;

for (const protocol of ['container-apps', 'container-instances'] as const) {
    describe(`Exec of ${protocol}, against a real container`, function () {
        this.timeout(60_000);
        let standIn: StandIn;
        let container: Container;
        let front: Front;
        let server: ExecServer;
        let shell: RemoteShell;

        before(async function () {
            const missing = await missingEngine('node:22-slim');
            if (missing !== undefined) {
                console.log(missing);
                this.skip();
            }
            standIn = await modelStandIn();
            container = await runSite('node:22-slim', standIn, [3000], {}, ['node', '-e', app]);
            front = await frontEnd(container.ports[3000]!);
            server = await execServer(container.id, protocol);
            const target: ShellTarget =
                protocol === 'container-apps'
                    ? { kind: protocol, name: 'shop', execEndpoint: `${server.url}/exec`, execToken: () => Promise.resolve('exec-token') }
                    : {
                          kind: protocol,
                          name: 'shop',
                          startExec: () =>
                              Promise.resolve({ webSocketUri: server.url.replace('http', 'ws') + '/execstream', password: 'one-time' }),
                      };
            shell = open(target);
            await until(async () => (await fetch(front.url)).status === 200);
        });
        after(async () => {
            shell?.close();
            await server?.close();
            await front?.close();
            await container?.remove();
            await standIn?.close();
        });

        it('runs commands with exit code, stdout and stderr apart, whatever they contain', async () => {
            const result = await shell.exec(op, `echo "it's out"; printf 'no newline' ; echo err >&2; cat; exit 3`, { stdin: "fed 'in'" });
            assert.deepEqual(
                [result.exitCode, result.stdout, result.stderr, result.ended],
                [3, "it's out\nno newlinefed 'in'", 'err', 'exited'],
            );
        });
        it('signs in', () => {
            assert.equal(server.seen[0]!.authorization, protocol === 'container-apps' ? 'Bearer exec-token' : undefined);
        });
        it('takes scripts longer than a terminal line', async () => {
            const long = Array.from({ length: 400 }, (_, n) => `echo line${n} "é"`).join('\n');
            const result = await shell.exec(op, long);
            assert.deepEqual(
                [result.exitCode, result.stdout.split('\n').length, result.stdout.slice(-11)],
                [0, 401, 'line399 é\n'.padStart(11, '\n')],
            );
        });
        it('cuts off what floods or hangs, and goes on in a new session', async () => {
            const flood = await shell.exec(op, 'yes | head -c 50000000', { maxBytes: 5000 });
            assert.deepEqual([flood.ended, flood.stdout.length], ['too-much-output', 5000]);
            const hang = await shell.exec(op, 'echo begun; sleep 60', { timeoutMs: 2000 });
            assert.deepEqual([hang.ended, hang.stdout], ['timed-out', 'begun\n']);
            assert.equal((await shell.exec(op, 'echo still')).stdout, 'still\n');
        });
        it('stops when cancelled', async () => {
            const stop = new AbortController();
            setTimeout(() => stop.abort(), 150);
            await assert.rejects(shell.exec(quietOperation(stop.signal), 'sleep 30'), isCancelled);
        });
        it('carries files both ways, whatever they contain, and bounds a download', async () => {
            const files = shell.files!;
            const content = Uint8Array.from({ length: 300_000 }, (_, n) => (n * 7919) % 256);
            await files.upload(op, "/tmp/it's a $(file).bin", content);
            assert.deepEqual(await files.download(op, "/tmp/it's a $(file).bin"), content);
            await files.upload(op, '/tmp/empty', new Uint8Array());
            assert.equal((await files.download(op, '/tmp/empty')).length, 0);
            const listed = await files.list(op, '/tmp');
            assert.deepEqual(
                listed
                    .filter(({ kind }) => kind === 'file')
                    .map(({ name, bytes }) => [name, bytes])
                    .sort(),
                [
                    ['empty', 0],
                    ["it's a $(file).bin", 300_000],
                ],
            );
            assert.ok((await files.list(op, '/')).some(({ name, kind }) => name === 'usr' && kind === 'folder'));
            await assert.rejects(files.download(op, "/tmp/it's a $(file).bin", 1000), failsWith('ssh/transfer-failed'));
            await assert.rejects(files.download(op, '/tmp/not there'), failsWith('ssh/transfer-failed'));
            await assert.rejects(files.list(op, '/nowhere'), failsWith('ssh/transfer-failed'));
            await assert.rejects(files.upload(op, '/proc/1/nothing', content), failsWith('ssh/transfer-failed'));
        });
        if (protocol === 'container-apps') {
            it('gives a terminal that can be resized', async () => {
                const terminal = await shell.openShell(op, { columns: 100, rows: 30 });
                let seen = '';
                terminal.onData((text) => (seen += text));
                await new Promise((tick) => setTimeout(tick, 200));
                // The engine takes sizes over connections of their own: on a busy machine an earlier one may come later.
                await until(async () => {
                    terminal.resize({ columns: 132, rows: 50 });
                    await new Promise((tick) => setTimeout(tick, 200));
                    terminal.write('stty size\n');
                    await new Promise((tick) => setTimeout(tick, 200));
                    return seen.includes('50 132');
                }, 10_000);
                terminal.write('exit\n');
                await terminal.ended;
            });
        }
        it('diagnoses a Node app without helpers, curl and Python', async () => {
            const look = async (path: string) =>
                await diagnose(
                    op,
                    { shell, probeUrl: probeUrl(resolve), now: Date.now },
                    {
                        name: 'shop',
                        url: front.url,
                        requests: [
                            { method: 'GET', path: '/' },
                            { method: 'GET', path },
                        ],
                        configuredPort: 3000,
                    },
                    () => undefined,
                );
            const healthy = await look('/fine');
            assert.equal(healthy.verdict.kind, 'healthy', JSON.stringify(healthy.verdict));
            assert.equal(healthy.probes.appPort, 3000);
            assert.ok(healthy.reports.filter((report) => report.id.startsWith('helper.')).every((report) => report.ended === 'absent'));
            const broken = await look('/broken');
            assert.deepEqual(
                broken.verdict.causes.map((finding) => [finding.cause, finding.facts.module]),
                [['import-error', 'left-pad']],
            );
        });
    });
}
