import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openAzure } from '../../src/adapters/azure/openAzure';
import { resolveInLocal } from '../../src/adapters/azure/resolveInLocal';
import { quietOperation } from '../../src/base/operation';
import { clouds } from '../../src/core/deploy/cloud';
import { targetNames, typesOf } from '../../src/core/deploy/target';
import type { Azure } from '../../src/ports/azure';
import { azureChildren, deploymentsPage } from '../../src/views/azureRows';
import { listDeployments } from '../../src/workflows/deployment/listDeployments';
import { median } from './median';
import type { Bench } from './row';

const latencyMs = 30;
const subscriptionCount = 20;
const deployments = 1000;
const rounds = 5;
const types = targetNames.flatMap(typesOf);
/** What operations of Azure take, from a registry's seconds to the better part of a minute; all at the same time. */
const durationsMs = [900, 1_300, 2_100, 3_400, 5_200, 7_700, 11_800, 16_300, 24_100];

/**
 * The tree of 1,000 deployments in 20 subscriptions from an ARM that answers after 30 ms, up to the rows that it shows, and how late the end of a long-running
 * operation is noticed. CPU time is that of the whole process, the answering server's with it.
 */
export const bench: Bench = {
    title: 'Azure: the tree, and the end of operations',
    run: async () => {
        const { requests, ms, cpuMs } = await tree();
        return {
            rows: [
                {
                    name: `${deployments.toString()} deployments in ${subscriptionCount.toString()} subscriptions, ${latencyMs.toString()} ms a request`,
                    value: ms,
                    unit: 'ms',
                    goal: 1000,
                },
                { name: 'CPU time of it', value: cpuMs, unit: 'ms' },
                {
                    name: 'requests of it',
                    value: requests,
                    unit: 'requests',
                    goal: 2 + subscriptionCount * types.length,
                },
                { name: 'longest time until an operation’s end is noticed', value: await latest(), unit: 'ms', goal: 1000 },
            ],
        };
    },
};

async function tree(): Promise<{ readonly requests: number; readonly ms: number; readonly cpuMs: number }> {
    let requests = 0;
    const { azure, close } = await serve((request, response) => {
        requests++;
        setTimeout(() => response.end(JSON.stringify(listing(new URL(request.url ?? '/', 'http://azure')))), latencyMs);
    });
    try {
        const taken: number[] = [];
        const cpu: number[] = [];
        for (let round = 0; round < rounds; round++) {
            requests = 0;
            const from = performance.now();
            const cpuFrom = process.cpuUsage();
            const { subscriptions } = await listDeployments(quietOperation(), azure, []);
            const known = subscriptions.map((one) =>
                one.kind === 'listed' ? { ...one, shown: deploymentsPage } : { ...one, why: String(one.error) },
            );
            const rows = azureChildren({ kind: 'listed', subscriptions: known, failures: [] }, new Map(), Date.now());
            taken.push(performance.now() - from);
            const { user, system } = process.cpuUsage(cpuFrom);
            cpu.push((user + system) / 1000);
            const count = known.reduce((sum, one) => sum + (one.kind === 'listed' ? one.deployments.length : 0), 0);
            if (rows.length !== subscriptionCount || count !== deployments) {
                throw new Error(`${rows.length.toString()} rows, ${count.toString()} deployments`);
            }
        }
        return { requests, ms: median(taken), cpuMs: median(cpu) };
    } finally {
        close();
    }
}

function listing({ pathname, searchParams }: URL): unknown {
    if (pathname === '/tenants') {
        return { value: [{ tenantId: 'tenant', displayName: 'Tenant' }] };
    }
    if (pathname === '/subscriptions') {
        return {
            value: Array.from({ length: subscriptionCount }, (_, number) => ({
                subscriptionId: `subscription-${number.toString()}`,
                tenantId: 'tenant',
                displayName: `Subscription ${number.toString()}`,
                state: 'Enabled',
            })),
        };
    }
    const [, , subscription = ''] = pathname.split('/');
    const type = /'([^']+)'/.exec(searchParams.get('$filter') ?? '')?.[1] ?? '';
    const number = types.indexOf(type);
    const each = deployments / subscriptionCount;
    const share = Math.floor(each / types.length);
    const count = number === 0 ? each - (types.length - 1) * share : share;
    return {
        value: Array.from({ length: count }, (_, index) => {
            const name = `app-${number.toString()}-${index.toString()}`;
            return {
                id: `/subscriptions/${subscription}/resourceGroups/rg/providers/${type}/${name}`,
                name,
                type,
                location: 'westeurope',
                tags: {
                    'slipway-app': name,
                    'slipway-project': 'shop',
                    'slipway-digest': `sha256:${'a'.repeat(64)}`,
                    'slipway-deployed': '2026-01-01T00:00:00Z',
                },
            };
        }),
    };
}

/** The longest time from an operation's end to the moment at which its caller goes on. */
async function latest(): Promise<number> {
    const ends = new Map<string, number>();
    const { azure, close } = await serve((request, response) => {
        const { pathname } = new URL(request.url ?? '/', 'http://azure');
        const name = pathname.split('/').at(-1) ?? '';
        const status = `https://management.azure.com/operations/${name}?api-version=2025-07-01`;
        if (request.method === 'PUT') {
            ends.set(name, Date.now() + Number(name.split('-')[1]));
            // Azure asks to be left alone for longer than its operations take; Slipway looks all the same.
            response.setHeader('azure-asyncoperation', status);
            response.setHeader('retry-after', '15');
            response.statusCode = 201;
        }
        const done = Date.now() >= (ends.get(name) ?? 0);
        const state = done ? 'Succeeded' : 'InProgress';
        const body = pathname.startsWith('/operations/')
            ? { status: state }
            : { id: pathname, name, location: 'westeurope', properties: { provisioningState: state } };
        setTimeout(() => response.end(JSON.stringify(body)), latencyMs);
    });
    try {
        const late = await Promise.all(
            durationsMs.flatMap((duration) => {
                const below = (type: string, name: string) =>
                    `/subscriptions/s/resourceGroups/rg/providers/${type}/${name}-${duration.toString()}`;
                const wanted = { location: 'westeurope', tags: {} };
                // By the thin client, and by the official SDK.
                return [
                    {
                        name: 'env',
                        end: azure.containerApps.createEnvironment(
                            quietOperation(),
                            below('Microsoft.App/managedEnvironments', 'env'),
                            wanted,
                        ),
                    },
                    {
                        name: 'plan',
                        end: azure.plans.create(quietOperation(), below('Microsoft.Web/serverfarms', 'plan'), {
                            ...wanted,
                            sku: 'B1',
                            tier: 'Basic',
                            capacity: 1,
                        }),
                    },
                ].map(async ({ name, end }) => {
                    await end;
                    return Date.now() - (ends.get(`${name}-${duration.toString()}`) ?? 0);
                });
            }),
        );
        if (late.some((ms) => ms < 0)) {
            throw new Error(`an end was told before it came: ${late.join(', ')}`);
        }
        return Math.max(...late);
    } finally {
        close();
    }
}

async function serve(
    answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ readonly azure: Azure; readonly close: () => void }> {
    const server: Server = createServer((request, response) => {
        request.resume();
        response.setHeader('content-type', 'application/json');
        answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const local = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`, key: 'key' };
    const azure = openAzure({
        resolve: resolveInLocal(local),
        tokens: { account: 'me', token: () => Promise.resolve('token') },
        cloud: clouds.local,
    });
    return {
        azure,
        close: () => {
            server.closeAllConnections();
            server.close();
        },
    };
}
