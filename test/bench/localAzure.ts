import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { median } from './median';
import type { Bench } from './row';

const bundle = path.resolve(__dirname, '../../dist/localAzure.js');
const deployments = 1000;
const requests = 2000;

interface Said {
    readonly url: string;
    readonly key: string;
    readonly subscriptionId: string;
}

/** The bundle as it is shipped (`npm run build` first). Nothing is pulled and no container runs: the sites are of a built-in stack. */
export const bench: Bench = {
    title: 'Local Azure',
    run: async () => {
        const starts: number[] = [];
        for (let round = 0; round < 4; round++) {
            const began = performance.now();
            const { child } = await start();
            starts.push(performance.now() - began);
            await stop(child);
        }
        const { child, said } = await start();
        const agent = new Agent({ keepAlive: true, maxSockets: 16 });
        try {
            const send = client(said, agent);
            const { access_token: token } = JSON.parse(
                await send('POST', '/slipway/local/token', '', { scope: 'https://management.azure.com/.default' }),
            ) as { readonly access_token: string };
            const arm = (method: string, rest: string, version: string, body?: object) =>
                send(method, `/subscriptions/${said.subscriptionId}/${rest}?api-version=${version}`, token, body);
            await arm('POST', 'providers/Microsoft.Web/register', '2025-04-01');
            await arm('PUT', 'resourceGroups/bench', '2025-04-01', { location: 'westeurope' });
            const web = 'resourceGroups/bench/providers/Microsoft.Web';
            const plan = JSON.parse(
                await arm('PUT', `${web}/serverfarms/plan`, '2024-11-01', {
                    location: 'westeurope',
                    sku: { name: 'B1' },
                    properties: { reserved: true },
                }),
            ) as { readonly id: string };
            await inParallel(deployments, (index) =>
                arm('PUT', `${web}/sites/bench-${index}`, '2024-11-01', {
                    location: 'westeurope',
                    properties: { serverFarmId: plan.id, siteConfig: { linuxFxVersion: 'NODE|22-lts' } },
                }),
            );
            const get = (index: number) => arm('GET', `${web}/sites/bench-${index % deployments}`, '2024-11-01');
            await inParallel(500, get);
            const cpuBefore = cpuMs(child.pid ?? 0);
            const began = performance.now();
            await inParallel(requests, get);
            const tookMs = performance.now() - began;
            const busyMs = cpuMs(child.pid ?? 0) - cpuBefore;
            const lists: number[] = [];
            for (let round = 0; round < 5; round++) {
                const listBegan = performance.now();
                const listed = JSON.parse(await arm('GET', 'providers/Microsoft.Web/sites', '2024-11-01')) as {
                    readonly value: readonly unknown[];
                };
                lists.push(performance.now() - listBegan);
                if (listed.value.length !== deployments) {
                    throw new Error(`${listed.value.length} sites were listed`);
                }
            }
            return {
                rows: [
                    { name: 'start until it says where it is', value: median(starts), unit: 'ms', goal: 300 },
                    { name: 'an ARM request, 16 at once (500 a second are 2 ms)', value: tookMs / requests, unit: 'ms', goal: 2 },
                    { name: "the same, of the server's own time", value: busyMs / requests, unit: 'ms' },
                    { name: '1,000 deployments listed', value: median(lists), unit: 'ms', goal: 200 },
                ],
            };
        } finally {
            agent.destroy();
            await stop(child);
        }
    },
};

async function start(): Promise<{ readonly child: ChildProcess; readonly said: Said }> {
    const child = spawn(process.execPath, [bundle], { stdio: ['ignore', 'pipe', 'ignore'] });
    const line = await new Promise<string>((done, failed) => {
        createInterface({ input: child.stdout }).once('line', done);
        child.once('exit', (code) => failed(new Error(`the local Azure ended with ${code}`)));
    });
    return { child, said: JSON.parse(line) as Said };
}

async function stop(child: ChildProcess): Promise<void> {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await ended;
}

function client(said: Said, agent: Agent) {
    const { hostname, port } = new URL(said.url);
    return (method: string, target: string, token: string, body?: object): Promise<string> =>
        new Promise((done, failed) => {
            const asked = request(
                {
                    agent,
                    host: hostname,
                    port,
                    method,
                    path: target,
                    headers: {
                        'x-slipway-key': said.key,
                        'content-type': 'application/json',
                        ...(token === '' ? {} : { authorization: `Bearer ${token}`, 'x-original-host': 'management.azure.com' }),
                    },
                },
                (answer) => {
                    const chunks: Buffer[] = [];
                    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
                    answer.on('end', () => {
                        const text = Buffer.concat(chunks).toString();
                        if ((answer.statusCode ?? 500) >= 300) {
                            failed(new Error(`${method} ${target}: ${answer.statusCode ?? 0} ${text.slice(0, 200)}`));
                        } else {
                            done(text);
                        }
                    });
                },
            );
            asked.on('error', failed);
            asked.end(body === undefined ? undefined : JSON.stringify(body));
        });
}

async function inParallel(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
    let next = 0;
    await Promise.all(
        Array.from({ length: 16 }, async () => {
            while (next < count) {
                await work(next++);
            }
        }),
    );
}

/** User and system time of a process; clock ticks are 10 ms. */
function cpuMs(pid: number): number {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
}
