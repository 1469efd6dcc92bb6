import { randomBytes } from 'node:crypto';
import { createFrontEnd } from './arm/frontEnd';
import { createOperations } from './arm/operations';
import { createAuthorizationProvider } from './authorization/authorizationProvider';
import { serveIngress, upgradeIngress } from './containerApps/appIngress';
import { createContainerAppsProvider, isDataPlaneHost } from './containerApps/containerAppsProvider';
import { createContainerGroups } from './containerInstance/containerGroups';
import { createRegistries } from './containerRegistry/registriesProvider';
import { registryChildRoutes } from './containerRegistry/registryChildRoutes';
import { createScopedAccess } from './containerRegistry/scopedAccess';
import { startRegistryServer } from './containerRegistry/registryServer';
import { createSigningCertificate, type SigningCertificate } from './containerRegistry/signingCertificate';
import { createTasks } from './containerRegistry/taskRoutes';
import { serveAcr } from './containerRegistry/acrRoutes';
import { createTokenService } from './containerRegistry/tokenService';
import { forward, forwardUpgrade } from './http/forward';
import { createRecorder } from './http/recorder';
import { serve, type Destination } from './http/serve';
import { createServicePrincipals } from './identity/servicePrincipals';
import { createTokens } from './identity/tokens';
import { createFaults } from './faults/faults';
import { createGovernance } from './governance/governance';
import { createSubscriptionLimits } from './governance/limits';
import { deploymentRoutes } from './deployments/deployments';
import { createInside } from './inside/inside';
import { openInsideNetwork, openLoopback } from './inside/insideNetwork';
import { objectField } from './json';
import { answerLogQuery, isLogQueryHost } from './kusto/logQueries';
import { createResourceGraph } from './kusto/resourceGraph';
import { createLocalHost } from './local/localHost';
import { createIdentities } from './managedIdentity/identities';
import { modelAccountId } from './inside/modelEndpoint';
import { requestRows } from './kusto/servedRequests';
import { createInsightsComponents } from './neighbours/insightsComponents';
import { createModelAccounts } from './neighbours/modelAccounts';
import { createStorageAccounts } from './neighbours/storageAccounts';
import { createVirtualNetworks } from './neighbours/virtualNetworks';
import { createWorkspaces } from './operationalInsights/workspaces';
import type { Arguments } from './parseArguments';
import type { Provider } from './provider';
import { createRegistrations } from './resources/registrations';
import { createResourceGroups } from './resources/resourceGroups';
import { createResourcesProvider } from './resources/resourcesProvider';
import { createDockerRunner, sweepContainers } from './runner/dockerRunner';
import { createEngineApi, defaultEngineEndpoint } from './runner/engineApi';
import { createProcessRunner } from './runner/processRunner';
import { createPlaceholderRunner } from './runner/placeholderRunner';
import { serveScm } from './scm/scmHost';
import { openTunnel } from './scm/tunnel';
import { openStateFolder } from './stateFolder';
import { openListener, serveApp, upgradeApp } from './web/appHosting';
import { createWebProvider } from './web/webProvider';
import type { World } from './world';

/** How late Application Insights tells of a request; Microsoft says some minutes. */
const ingestionMs = 120_000;

/** What a started local Azure prints about itself. */
export interface LocalAzure {
    readonly url: string;
    readonly key: string;
    readonly subscriptionId: string;
    readonly tenantId: string;
    close(): Promise<void>;
}

/** Starts everything; nothing is pulled and no process is spawned before a request asks for it. */
export async function startLocalAzure(args: Arguments, log: (line: string) => void): Promise<LocalAzure> {
    const folder = openStateFolder(log);
    const key = randomBytes(24).toString('base64url');
    const tenantId = '00000000-0000-4000-8000-0000000000aa';
    const nowMs = () => Date.now();
    let origin = '';
    const limits = createSubscriptionLimits();
    const world: World = {
        mode: args.mode,
        tenantId,
        subscriptionId: '00000000-0000-4000-8000-000000000001',
        user: { kind: 'user', objectId: '00000000-0000-4000-8000-0000000000bb', name: 'you@local-azure.invalid' },
        folder: folder.path,
        timeScale: args.timeScale,
        nowMs,
        log,
        origin: () => origin,
        tokens: createTokens(tenantId, nowMs),
        limits: limits.now,
        operations: createOperations(args.mode, args.timeScale, nowMs),
        collections: [],
    };
    const engine = createEngineApi(args.engine ?? defaultEngineEndpoint(process.env, process.platform));
    const runner = args.runner === 'process' ? createProcessRunner() : createDockerRunner(engine);
    const placeholder = args.mode === 'open' ? createPlaceholderRunner() : undefined;
    let made: SigningCertificate | undefined;
    const certificate = () => (made ??= createSigningCertificate('slipway-local-azure', nowMs()));

    const groups = createResourceGroups(world);
    const registrations = createRegistrations(world, args.registered);
    const authorization = createAuthorizationProvider(world);
    const governance = createGovernance(world, authorization, limits);
    const identities = createIdentities(world);
    const registries = createRegistries(world, identities, () =>
        startRegistryServer({
            folder: folder.path,
            realm: `${origin}/oauth2/token`,
            certificate: certificate(),
            engine,
            onChild: (pid, started) => folder.noteChild(pid, started),
        }),
    );
    const scopedAccess = createScopedAccess(world, registries);
    const servicePrincipals = createServicePrincipals();
    const tokens = createTokenService(
        world,
        authorization,
        certificate,
        (server) => registries.byLoginServer(server),
        (registry, name, password) => scopedAccess.signIn(registry, name, password),
        servicePrincipals,
    );
    const faults = createFaults(world);
    const inside = createInside({
        world,
        openNetwork: args.runner === 'process' ? openLoopback : (handle) => openInsideNetwork(engine, handle),
        identities,
        authorization,
        around: (exchange, proceed) => faults.around(exchange, proceed),
    });
    const web = createWebProvider(
        world,
        { identities, tokens, inside, registryOf: (server) => registries.byLoginServer(server), startLimitScale: args.startLimitScale },
        runner,
        placeholder,
    );
    const tasks = createTasks(world, registries, identities, {
        engine,
        refreshToken: (registry) => tokens.refreshTokenFor(world.user, registry),
    });
    const pulling = { identities, tokens, registryOf: (server: string) => registries.byLoginServer(server), runner, placeholder, inside };
    const containerApps = createContainerAppsProvider(world, { ...pulling, startLimitScale: args.startLimitScale }, governance.policies);
    const containerGroups = createContainerGroups(world, pulling);
    const modelAccounts = createModelAccounts(world);
    const workspaces = createWorkspaces(world);
    const insights = createInsightsComponents(world);
    const providers: readonly Provider[] = [
        createResourcesProvider(world, groups, registrations),
        authorization.provider,
        ...governance.providers,
        identities.provider,
        {
            namespace: 'Microsoft.ContainerRegistry',
            newestApiVersion: '2025-11-01',
            routes: [...registries.routes, ...scopedAccess.routes, ...registryChildRoutes(world, registries), ...tasks.routes],
        },
        web.provider,
        containerApps.provider,
        containerGroups.provider,
        workspaces.provider,
        createResourceGraph(
            world,
            () => groups.all(),
            async (resource, exchange) => {
                const namespace = resource.type.split('/')[0]?.toLowerCase();
                const version = providers.find((provider) => provider.namespace?.toLowerCase() === namespace)?.newestApiVersion ?? '';
                const answer = await frontEnd({
                    ...exchange,
                    method: 'GET',
                    url: new URL(`https://management.azure.com${resource.id}?api-version=${version}`),
                    body: Buffer.alloc(0),
                });
                return answer.body.kind === 'json' ? (objectField(answer.body.value, 'properties') ?? {}) : {};
            },
        ),
        createStorageAccounts(world),
        createVirtualNetworks(world),
        insights.provider,
        modelAccounts.provider,
        {
            namespace: 'Microsoft.Resources',
            newestApiVersion: '2025-04-01',
            routes: deploymentRoutes(
                world,
                (subscription, group) => groups.locationOf(subscription, group),
                (method, path, apiVersion, body, exchange) =>
                    frontEnd({
                        method,
                        url: new URL(`https://management.azure.com${path}?api-version=${apiVersion}`),
                        headers: exchange.headers,
                        body: body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body)),
                        signal: new AbortController().signal,
                    }),
            ),
        },
    ];
    const frontEnd = createFrontEnd(world, providers, {
        groupExists: (subscription, group) => groups.exists(subscription, group),
        isBeingDeleted: (subscription, group) => groups.isBeingDeleted(subscription, group),
        isRegistered: (namespace) => registrations.isRegistered(namespace),
        check: (exchange) => governance.check(exchange),
    });
    const localHost = createLocalHost(
        world,
        async () => {
            const listeners = await Promise.all(web.sites.all().map(async (site) => [site.hostName, await openListener(site)] as const));
            return Object.fromEntries([...listeners, ...(await containerApps.urls()), ...containerGroups.urls()]);
        },
        {
            ...inside,
            async modelEndpoint() {
                // Whoever learns of the model can give roles on the resource that it stands for.
                groups.seed(world.subscriptionId, 'local-models', 'eastus');
                modelAccounts.seed(modelAccountId(world), 'eastus');
                return await inside.modelEndpoint();
            },
        },
        servicePrincipals,
        [...faults.routes, ...limits.routes, ...servicePrincipals.routes, ...containerApps.localRoutes],
    );

    function destination(host: string, path: string): Destination | undefined {
        const site = web.sites.byHost(host);
        if (site !== undefined) {
            return {
                kind: 'pass',
                key: 'free',
                origin: 'allowed',
                request: (incoming, outgoing) => serveApp(site, 'azure', incoming, outgoing),
                upgrade: (incoming, socket, head) => upgradeApp(site, 'azure', incoming, socket, head),
            };
        }
        const ingress = containerApps.ingress(host);
        if (ingress !== undefined) {
            return {
                kind: 'pass',
                key: 'free',
                origin: 'allowed',
                request: (incoming, outgoing) => serveIngress(ingress, incoming, outgoing),
                upgrade: (incoming, socket, head) => upgradeIngress(ingress, incoming, socket, head),
            };
        }
        const group = containerGroups.address(host);
        if (group !== undefined) {
            return {
                kind: 'pass',
                key: 'free',
                origin: 'allowed',
                request: (incoming, outgoing) =>
                    group.address === undefined
                        ? outgoing.destroy()
                        : forward(incoming, outgoing, group.address, { host }, {}, () => outgoing.destroy()),
                upgrade: (incoming, socket, head) =>
                    group.address === undefined ? socket.destroy() : forwardUpgrade(incoming, socket, head, group.address, { host }),
            };
        }
        if (containerGroups.isSessionHost(host)) {
            return {
                kind: 'pass',
                key: 'required',
                origin: 'refused',
                request: (_, outgoing) => outgoing.writeHead(426).end(),
                upgrade: (incoming, socket, head) => containerGroups.upgradeSession(incoming, socket, head),
            };
        }
        if (tasks.blobs.isHost(host)) {
            return { kind: 'handle', key: 'required', origin: 'refused', handle: (raw) => Promise.resolve(tasks.blobs.handle(raw)) };
        }
        if (isLogQueryHost(host)) {
            const sources = {
                ...containerApps.logs,
                isWorkspace: (customerId: string) => workspaces.isWorkspace(customerId),
                requests(appId: string) {
                    const key = insights.keyOf(appId);
                    return key === undefined
                        ? []
                        : requestRows(
                              [
                                  ...web.sites.all().map(({ app, hostName, served }) => ({ role: app, hostName, served })),
                                  ...containerApps.served(),
                              ],
                              key,
                              nowMs() - ingestionMs * world.timeScale,
                          );
                },
            };
            return {
                kind: 'handle',
                key: 'required',
                origin: 'refused',
                handle: (raw) => Promise.resolve(answerLogQuery(world, sources, raw)),
            };
        }
        if (isDataPlaneHost(host)) {
            return { kind: 'handle', key: 'required', origin: 'refused', ...containerApps.dataPlane };
        }
        const scm = web.sites.byScmHost(host);
        if (scm !== undefined) {
            return {
                kind: 'handle',
                key: 'required',
                origin: 'refused',
                handle: (raw) => serveScm(world, scm, raw),
                upgrade: (incoming, socket, head) => openTunnel(world, scm, incoming, socket, head),
            };
        }
        const registry = registries.byLoginServer(host);
        const own = /^(127(?:\.\d{1,3}){3}|localhost|\[::1\])(:\d+)?$/.test(host);
        if ((registry !== undefined || own) && /^\/oauth2\/(token|exchange)\/?$/i.test(path)) {
            // The engine asks for tokens itself and has no key; what it brings along is the proof.
            const exchange = /exchange/i.test(path);
            return {
                kind: 'handle',
                key: exchange ? 'required' : 'free',
                origin: 'refused',
                handle: (raw) => Promise.resolve(exchange ? tokens.exchange(raw) : tokens.token(raw)),
            };
        }
        if (registry !== undefined && path.startsWith('/acr/v1/')) {
            return { kind: 'handle', key: 'required', origin: 'refused', handle: (raw) => serveAcr(world, certificate(), registry, raw) };
        }
        if (registry?.server !== undefined) {
            const [name = '', port = '80'] = registry.server.address.split(':');
            return {
                kind: 'pass',
                key: 'required',
                origin: 'refused',
                request: (incoming, outgoing) =>
                    forward(incoming, outgoing, { host: name, port: Number(port) }, { host: registry.loginServer }, {}, () =>
                        outgoing.writeHead(502).end(),
                    ),
                upgrade: (_, socket) => socket.destroy(),
            };
        }
        if (own && path.startsWith('/slipway/local')) {
            return { kind: 'handle', key: 'required', origin: 'refused', handle: localHost };
        }
        if (own || /^([a-z0-9]+\.)?management\.azure\.com$/.test(host)) {
            return {
                kind: 'handle',
                key: 'required',
                origin: 'refused',
                handle: (raw) => frontEnd({ ...raw, url: new URL(`https://management.azure.com${raw.url.pathname}${raw.url.search}`) }),
            };
        }
        return undefined;
    }

    /** Whatever the local Azure answers itself can be hit by a fault; an app's own traffic and the local endpoints cannot. */
    function disturbed(found: Destination | undefined, path: string): Destination | undefined {
        return found?.kind === 'handle' && !path.startsWith('/slipway/local')
            ? { ...found, handle: (raw) => faults.around(raw, () => found.handle(raw)) }
            : found;
    }

    const record = args.record === undefined ? undefined : createRecorder(args.record);
    const server = await serve({
        port: args.port,
        key: args.mode === 'open' ? undefined : key,
        destination: (host, path) => disturbed(destination(host, path), path),
        record,
        log,
    }).catch((error: unknown) => {
        folder.remove();
        throw error;
    });
    origin = server.origin;
    // After the port is open, so that a slow engine delays nobody.
    const swept = args.runner === 'process' ? undefined : sweepContainers(engine);
    return {
        url: origin,
        key,
        subscriptionId: world.subscriptionId,
        tenantId,
        async close() {
            await server.close();
            world.operations.close();
            await swept;
            await Promise.all([web.close(), containerApps.close(), containerGroups.close(), tasks.close()]);
            await Promise.all(world.collections.map((collection) => collection.removeUnder('')));
            await Promise.all([runner.close(), placeholder?.close()]);
            await inside.close();
            folder.remove();
        },
    };
}
