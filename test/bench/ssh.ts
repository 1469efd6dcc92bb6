import { openRemoteShell } from '../../src/adapters/ssh/openRemoteShell';
import { probeUrl } from '../../src/adapters/ssh/probeUrl';
import { quietOperation } from '../../src/base/operation';
import { checks } from '../../src/core/diagnose/checks';
import { diagnose } from '../../src/workflows/diagnose';
import { buildFragile } from '../contract/buildFragile';
import { frontEnd, missingEngine, modelStandIn, runSite, until } from '../contract/ssh/fragileSite';
import { echoMs, roundTrips } from '../contract/ssh/sshSpeed';
import { tunnelServer } from '../contract/ssh/tunnelServer';
import { median } from './median';
import type { Bench } from './row';

const op = quietOperation();
const resolve = (url: string) => ({ url, headers: {} });
const tokens = { account: 'bench', token: () => Promise.resolve('good') };
const siteAt = (scmUrl: string) => ({ kind: 'app-service', name: 'fragile', scmUrl }) as const;
const size = { columns: 80, rows: 24 };
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
        const container = await runSite(buildFragile(), standIn, [8000, 2222]);
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
            const { through, direct } = await echoMs(await shell.openShell(op, size), sshPort, keys);
            const trips = await roundTrips(tunnel.url, rounds);
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
