import { Client, type ClientChannel } from 'ssh2';
import { openRemoteShell } from '../../src/adapters/ssh/openRemoteShell';
import { probeUrl } from '../../src/adapters/ssh/probeUrl';
import { quietOperation } from '../../src/base/operation';
import { checks } from '../../src/core/diagnose/checks';
import type { InteractiveShell } from '../../src/ports/ssh';
import { diagnose } from '../../src/workflows/diagnose';
import { buildFragile, frontEnd, missingEngine, modelStandIn, runSite, until } from '../contract/ssh/fragileSite';
import { tunnelServer } from '../contract/ssh/tunnelServer';
import { median } from './median';
import type { Bench } from './row';

const op = quietOperation();
const resolve = (url: string) => ({ url, headers: {} });
const rounds = 5;
const keys = 60;

/** The sample's own image with a real sshd behind a tunnel on loopback; the model is a stand-in that answers in 20 ms. */
export const bench: Bench = {
    title: 'SSH diagnostics',
    run: async () => {
        const missing = await missingEngine('python:3.11-slim');
        if (missing !== undefined) {
            throw new Error(missing);
        }
        const standIn = await modelStandIn();
        const container = await runSite(await buildFragile(), standIn, [8000, 2222]);
        const sshPort = container.ports[2222]!;
        const front = await frontEnd(container.ports[8000]!);
        const tunnel = await tunnelServer(sshPort);
        const shell = openRemoteShell({ resolve, tokens: { account: 'bench', token: () => Promise.resolve('good') } })({
            kind: 'app-service',
            name: 'fragile',
            scmUrl: tunnel.url,
        });
        try {
            await until(async () => (await shell.exec(op, 'curl -sf localhost:8000/health')).exitCode === 0);
            const runs: { readonly batteryMs: number; readonly slowestMs: number }[] = [];
            for (let round = 0; round < rounds; round++) {
                runs.push(
                    await battery(async (onEvent) => {
                        await diagnose(
                            op,
                            { shell, probeUrl: probeUrl(resolve), now: Date.now },
                            { name: 'fragile', url: front.url, requests: [{ method: 'GET', path: '/health' }], configuredPort: 8000 },
                            onEvent,
                        );
                    }),
                );
            }
            const ratios = runs.map((run) => run.batteryMs / run.slowestMs);
            const through = await echoMs(await shell.openShell(op, { columns: 80, rows: 24 }));
            const direct = await directEchoMs(sshPort);
            return {
                rows: [
                    {
                        name: 'The battery without latency checks, median of 5',
                        value: median(runs.map((run) => run.batteryMs)),
                        unit: 'ms',
                    },
                    { name: 'Its slowest check', value: median(runs.map((run) => run.slowestMs)), unit: 'ms' },
                    { name: 'The first against the second', value: median(ratios), unit: '×', goal: 1.5 },
                    { name: 'A key echoed through the tunnel, median of 60', value: through, unit: 'ms' },
                    { name: 'The same, over ssh2 straight to sshd', value: direct, unit: 'ms' },
                    { name: 'The first over the second', value: Math.max(0, through - direct), unit: 'ms', goal: 5 },
                ],
            };
        } finally {
            shell.close();
            await tunnel.close();
            await front.close();
            await container.remove();
            await standIn.close();
        }
    },
};

type Run = (onEvent: Parameters<typeof diagnose>[3]) => Promise<void>;

/** From the first check's start to the last one's end, without those that are measured alone afterwards. */
async function battery(run: Run) {
    const together = new Set(checks.filter((check) => check.when !== 'alone').map((check) => check.id));
    let first = Infinity;
    let last = 0;
    let slowestMs = 0;
    await run((event) => {
        if (event.kind === 'started' && together.has(event.check)) {
            first = Math.min(first, performance.now());
        } else if (event.kind === 'finished' && together.has(event.report.id)) {
            last = performance.now();
            slowestMs = Math.max(slowestMs, event.report.durationMs);
        }
    });
    return { batteryMs: last - first, slowestMs };
}

async function echoMs({ write, onData, close }: Pick<InteractiveShell, 'write' | 'onData' | 'close'>): Promise<number> {
    let wake: () => void = () => undefined;
    onData(() => wake());
    await new Promise((tick) => setTimeout(tick, 500));
    const times: number[] = [];
    for (let key = 0; key < keys; key++) {
        const begun = performance.now();
        const echoed = new Promise<void>((done) => (wake = done));
        write('x');
        await echoed;
        times.push(performance.now() - begun);
    }
    close();
    return median(times);
}

/** The same library without a tunnel: what is left is sshd's and the terminal's own time. */
async function directEchoMs(port: number): Promise<number> {
    const client = new Client();
    try {
        const channel = await new Promise<ClientChannel>((opened, failed) => {
            client.on('error', failed);
            client.on('ready', () =>
                client.shell({ cols: 80, rows: 24 }, (error, made) => (error === undefined ? opened(made) : failed(error))),
            );
            client.connect({ host: '127.0.0.1', port, username: 'root', password: 'Docker!', hostVerifier: () => true });
        });
        return await echoMs({
            write: (text) => void channel.write(text),
            onData: (listener) => void channel.on('data', (chunk: Buffer) => listener(chunk.toString())),
            close: () => channel.close(),
        });
    } finally {
        client.end();
    }
}
