import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { openAzure } from '../../../src/adapters/azure/openAzure';
import { openHttp } from '../../../src/adapters/azure/openHttp';
import { resolveInLocal } from '../../../src/adapters/azure/resolveInLocal';
import { createContextReader } from '../../../src/adapters/context/contextReader';
import { localTokens } from '../../../src/adapters/localAzure/localTokens';
import { openRegistries } from '../../../src/adapters/registry/openRegistries';
import { pause } from '../../../src/base/operation';
import { clouds } from '../../../src/core/deploy/cloud';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import { startLocalAzure } from '../../../src/localAzure/startLocalAzure';
import type { Azure } from '../../../src/ports/azure';
import type { TokenSource } from '../../../src/ports/tokenSource';
import type { DeployPorts } from '../../../src/workflows/deploy/deployPorts';
import { imageEngine, type BuiltImage } from './imageEngine';

/** How much faster than real time a workflow's clock runs: ten minutes of patience are fifteen seconds. */
const speed = 40;
const patience = Math.max(1, Number(process.env.SLIPWAY_TEST_PATIENCE ?? 1) || 1);

/** What a subscription is registered for where any of the targets was deployed to before. */
export const everyTarget = [
    'Microsoft.ContainerRegistry',
    'Microsoft.ManagedIdentity',
    'Microsoft.Web',
    'Microsoft.App',
    'Microsoft.ContainerInstance',
    'Microsoft.OperationalInsights',
] as const;

/** A local Azure in this process that runs plain processes, and as many users of it as a test wants. */
export interface ProcessStage {
    readonly subscriptionId: string;
    /** What each user's tokens and logins were. */
    readonly secrets: Set<string>;
    /** What the local Azure wrote about itself. */
    readonly log: readonly string[];
    /** The same user after a restart: nothing is remembered but what Azure has. `operationLimitMs`: how long an operation of Azure's may take. */
    ports(images: ReadonlyMap<string, BuiltImage>, operationLimitMs?: number): DeployPorts;
    request(project: string, image: string, change?: Partial<DeployRequest>): DeployRequest;
    /** Azure for somebody else: what is added to the request for each token, such as `clientId` and `secret`, or `token` itself. */
    signedInAs(who: Readonly<Record<string, unknown>>): { readonly azure: Azure; readonly registry: DeployPorts['registry'] };
    /** Somebody with a sign-in and no rights yet. */
    somebody(): Promise<{ readonly clientId: string; readonly objectId: string; readonly secret: string }>;
    /** What the subscription may not do; `clear` takes it back. */
    limit(limits: object): Promise<void>;
    /** Locks a repository as `az acr repository update` does. */
    lockRepository(server: string, repository: string, refreshToken: string, attributes: object): Promise<void>;
    fault(fault: { readonly kind: string; readonly path?: string } & Readonly<Record<string, unknown>>): Promise<void>;
    /** As many events as a job's scaler counts; answers the status. */
    raise(job: string, count: number): Promise<number>;
    /** How often a standing fault was hit. */
    hits(): Promise<number>;
    clear(): Promise<void>;
    /** One request to ARM as the signed-in user. */
    arm(method: string, path: string, body?: unknown, apiVersion?: string): Promise<ArmAnswer>;
    /** Waits for the end of the operation that an answer named. */
    finish(answer: ArmAnswer): Promise<void>;
    close(): Promise<void>;
}

interface ArmAnswer {
    readonly status: number;
    readonly body: unknown;
    readonly operation: string | undefined;
}

/** What is missing for it, in a sentence; undefined when nothing is. */
export function missingForProcesses(): string | undefined {
    const found = (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'docker-registry')));
    return found ? undefined : 'there is no docker-registry on this machine';
}

export async function openProcessStage(options: {
    readonly registered: readonly string[];
    /** Factor on Azure's recorded durations. */
    readonly timeScale?: number;
    /** Where each exchange is written, as JSON lines. */
    readonly record?: string;
    /** The machine's own engine does what only an engine can: builds of ACR Tasks and imports. Without it there is none. */
    readonly engine?: 'machine';
}): Promise<ProcessStage> {
    const log: string[] = [];
    const local = await startLocalAzure(
        {
            port: 0,
            mode: 'strict',
            record: options.record,
            engine: options.engine === 'machine' ? undefined : 'unix:///nowhere/docker.sock',
            runner: 'process',
            timeScale: options.timeScale ?? 0.0005,
            startLimitScale: 0.006,
            registered: [...options.registered],
        },
        (line) => log.push(line),
    );
    const resolve = resolveInLocal(local);
    const cloud = clouds.local;
    const secrets = new Set<string>([local.key]);
    const startMs = Date.now();
    const send = (method: string, path: string, headers: Record<string, string>, body?: unknown) =>
        fetch(`${local.url}${path}`, {
            method,
            headers: { 'x-slipway-key': local.key, 'content-type': 'application/json', ...headers },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
    const own = localTokens(local);
    let limited = false;

    const stage: ProcessStage = {
        subscriptionId: local.subscriptionId,
        secrets,
        log,
        ports(images, operationLimitMs = 5_000 * patience) {
            const tokens = localTokens(local);
            const noting: TokenSource = {
                account: tokens.account,
                async token(op, scope, more) {
                    const token = await tokens.token(op, scope, more);
                    secrets.add(token);
                    return token;
                },
            };
            const engine = imageEngine(images);
            return {
                engine: {
                    ...engine,
                    async push(op, reference, login, onLayer) {
                        try {
                            return await engine.push(op, reference, login, onLayer);
                        } finally {
                            engine.secrets.forEach((secret) => secrets.add(secret));
                        }
                    },
                },
                contexts: createContextReader(),
                azure: openAzure({ resolve, tokens: noting, cloud, pollMs: 10, retryDelayMs: 5, operationLimitMs }),
                registry: openRegistries({ resolve, tokens: noting, cloud }),
                http: openHttp({ resolve }),
                clock: {
                    nowMs: () => startMs + (Date.now() - startMs) * speed,
                    pause: (op, ms) => pause(op, ms / speed),
                },
                snapshots: { keep: () => Promise.resolve(), read: () => Promise.resolve(undefined) },
                confirmContext: () => Promise.resolve('stop'),
                writeFiles: () => Promise.resolve(),
            };
        },
        request: (project, image, change = {}) => ({
            target: 'appService',
            folder: `/projects/${project}`,
            projectName: project,
            source: { kind: 'image', reference: image },
            port: 8000,
            healthPath: '/',
            env: {},
            region: 'westeurope',
            rehearse: 'skip',
            ...change,
        }),
        signedInAs(who) {
            const tokens: TokenSource = {
                account: '',
                async token(_, scope) {
                    if (typeof who.token === 'string') {
                        return who.token;
                    }
                    const answer = (await (await send('POST', '/slipway/local/token', {}, { scope, ...who })).json()) as {
                        access_token: string;
                    };
                    return answer.access_token;
                },
            };
            return {
                azure: openAzure({ resolve, tokens, cloud, pollMs: 10, retryDelayMs: 5, operationLimitMs: 5_000 * patience }),
                registry: openRegistries({ resolve, tokens, cloud }),
            };
        },
        somebody: async () =>
            (await (await send('POST', '/slipway/local/servicePrincipals', {})).json()) as Awaited<ReturnType<ProcessStage['somebody']>>,
        async limit(limits) {
            limited = true;
            const answer = await send('PUT', '/slipway/local/subscription', {}, limits);
            if (answer.status !== 200) {
                throw new Error(await answer.text());
            }
        },
        async lockRepository(server, repository, refreshToken, attributes) {
            const form = {
                grant_type: 'refresh_token',
                refresh_token: refreshToken,
                service: server,
                scope: `repository:${repository}:metadata_write`,
            };
            const granted = await fetch(`${local.url}/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
            const { access_token: token } = (await granted.json()) as { access_token: string };
            const to = { 'x-original-host': server, authorization: `Bearer ${token}` };
            const answer = await send('PATCH', `/acr/v1/${repository}`, to, attributes);
            if (answer.status !== 200) {
                throw new Error(await answer.text());
            }
        },
        async fault({ path = '*', ...fault }) {
            const made = await send('POST', '/slipway/local/faults', {}, { path, ...fault });
            if (made.status !== 201) {
                throw new Error(await made.text());
            }
        },
        raise: async (job, count) => (await send('POST', '/slipway/local/events', {}, { job, count })).status,
        async hits() {
            const { value } = (await (await send('GET', '/slipway/local/faults', {})).json()) as { value: readonly { hits: number }[] };
            return value.reduce((sum, one) => sum + one.hits, 0);
        },
        async clear() {
            await send('DELETE', '/slipway/local/faults', {});
            if (limited) {
                limited = false;
                await send('DELETE', '/slipway/local/subscription', {});
            }
        },
        async arm(method, path, body, apiVersion = '2025-04-01') {
            const token = await own.token(
                { signal: new AbortController().signal, report: () => undefined, log: () => undefined },
                cloud.managementScope,
            );
            const full = path.startsWith('/') ? path : `/subscriptions/${local.subscriptionId}/${path}`;
            const answer = await send(
                method,
                `${full}${full.includes('?') ? '&' : '?'}api-version=${apiVersion}`,
                { 'x-original-host': 'management.azure.com', authorization: `Bearer ${token}` },
                body,
            );
            const text = await answer.text();
            return {
                status: answer.status,
                body: text === '' ? undefined : (JSON.parse(text) as unknown),
                operation: answer.headers.get('azure-asyncoperation') ?? answer.headers.get('location') ?? undefined,
            };
        },
        async finish({ operation }) {
            if (operation === undefined) {
                return;
            }
            const { pathname, searchParams } = new URL(operation);
            const version = searchParams.get('api-version') ?? '';
            searchParams.delete('api-version');
            for (;;) {
                const answer = await stage.arm('GET', `${pathname}?${searchParams.toString()}`, undefined, version);
                const { status = 'Succeeded' } = (answer.body ?? {}) as { readonly status?: string };
                if (answer.status !== 202 && status !== 'InProgress') {
                    return;
                }
                await new Promise((resolve) => setTimeout(resolve, 5));
            }
        },
        close: () => local.close(),
    };
    return stage;
}
