import { Client, type ClientChannel } from 'ssh2';
import { connectSsh } from '../../src/adapters/ssh/connectSsh';
import { openRemoteShell } from '../../src/adapters/ssh/openRemoteShell';
import { openTunnel } from '../../src/adapters/ssh/openTunnel';
import { probeUrl } from '../../src/adapters/ssh/probeUrl';
import { quietOperation } from '../../src/base/operation';
import { checks } from '../../src/core/diagnose/checks';
import type { InteractiveShell } from '../../src/ports/ssh';
import { diagnose } from '../../src/workflows/diagnose';
import { buildFragile, frontEnd, missingEngine, modelStandIn, runSite, until } from '../contract/ssh/fragileSite';
import { tunnelServer } from '../contract/ssh/tunnelServer';
import { longWay } from './longWay';
import { median } from './median';
import type { Bench } from './row';

const op = quietOperation();
const resolve = (url: string) => ({ url, headers: {} });
const tokens = { account: 'bench', token: () => Promise.resolve('good') };
const siteAt = (scmUrl: string) => ({ kind: 'app-service', name: 'fragile', scmUrl }) as const;
const size = { columns: 80, rows: 24 };
const rounds = 5;
const farMs = 100;
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
        const shell = openRemoteShell({ resolve, tokens })(siteAt(tunnel.url));
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
            const through = await echoMs(await shell.openShell(op, size));
            const direct = await directEchoMs(sshPort);
            const trips = await roundTrips(tunnel.url);
            return {
                rows: [
                    { name: 'From click to prompt', value: trips.shell, unit: 'round trips' },
                    { name: "Of these the tunnel's own: status, websocket, SSH sign-in", value: trips.tunnel, unit: 'round trips' },
                    { name: 'The first over the second', value: trips.shell - trips.tunnel, unit: 'round trips', goal: 3 },
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

/** How many times something goes to the front end and back: what a longer way adds, over that way. Neither sshd's nor this machine's own time counts; what is left of a whole number is noise. */
async function roundTrips(url: string): Promise<{ readonly shell: number; readonly tunnel: number }> {
    const measured = async (run: (scmUrl: string) => Promise<void>) => {
        const [near, far] = await Promise.all(
            [0, farMs].map(async (delayMs) => {
                const way = await longWay(url, delayMs);
                const times: number[] = [];
                for (let round = 0; round < rounds; round++) {
                    const begun = performance.now();
                    await run(way.url);
                    times.push(performance.now() - begun);
                }
                await way.close();
                return median(times);
            }),
        );
        return Math.round(((far ?? 0) - (near ?? 0)) / (2 * farMs));
    };
    return { tunnel: await measured(signIn), shell: await measured(openPrompt) };
}

async function signIn(scmUrl: string): Promise<void> {
    const login = { name: 'fragile', username: 'root', password: 'Docker!' };
    const connection = await connectSsh(op, () => openTunnel(op, { resolve, tokens }, siteAt(scmUrl)), login);
    connection.close();
}

async function openPrompt(scmUrl: string): Promise<void> {
    const remote = openRemoteShell({ resolve, tokens })(siteAt(scmUrl));
    const shell = await remote.openShell(op, size);
    await new Promise<void>((shown) => shell.onData(() => shown()));
    remote.close();
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
