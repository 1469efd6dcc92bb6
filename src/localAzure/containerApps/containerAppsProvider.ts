import { json } from '../http/answer';
import type { Route } from '../http/router';
import { locations } from '../resources/locations';
import type { Served } from '../kusto/servedRequests';
import type { Policies } from '../governance/policies';
import type { Provider } from '../provider';
import type { World } from '../world';
import { createAppLogs, type AppLogs } from './appLogs';
import { createAppOperations } from './appOperations';
import { findIngress, openIngress, type IngressTarget } from './appIngress';
import { createContainerApps, type ContainerApps } from './containerApps';
import type { AppSurroundings } from './createRevision';
import { createDataPlaneHost, type DataPlaneHost } from './dataPlaneHost';
import { createJobs } from './jobs';
import { environmentChildRoutes } from './environmentChildRoutes';
import { keptRoutes } from './keptRoutes';
import { createManagedEnvironments } from './managedEnvironments';
import { fqdnOf } from './renderApp';
import { revisionRoutes } from './revisionRoutes';

export interface ContainerAppsProvider {
    readonly provider: Provider;
    /** What the local Azure has beyond Azure: events for jobs. */
    readonly localRoutes: readonly Route[];
    readonly dataPlane: DataPlaneHost;
    ingress(host: string): IngressTarget | undefined;
    /** Where a browser finds each app that lets the outside in. */
    urls(): Promise<readonly (readonly [string, string])[]>;
    /** What the apps said that write to a Log Analytics workspace, as rows of its tables. */
    readonly logs: AppLogs;
    /** What the apps told Application Insights of. */
    served(): readonly Served[];
    close(): Promise<void>;
}

/** Microsoft.App: environments, apps, revisions and their data plane. */
export function createContainerAppsProvider(
    world: World,
    around: AppSurroundings,
    policies: Pick<Policies, 'denies'>,
): ContainerAppsProvider {
    const operations = createAppOperations(world);
    const made: { apps?: ContainerApps } = {};
    const environments = createManagedEnvironments(
        world,
        operations,
        policies,
        (id) => made.apps?.all().filter((app) => app.environment.id.toLowerCase() === id.toLowerCase()).length ?? 0,
    );
    const apps = createContainerApps(world, operations, environments, around);
    made.apps = apps;
    const jobs = createJobs(world, operations, environments, around);
    return {
        logs: createAppLogs(
            () => apps.all(),
            () => jobs.all(),
        ),
        localRoutes: jobs.localRoutes,
        served: () => apps.all().map((app) => ({ role: app.name, hostName: fqdnOf(app) ?? '', served: app.served })),
        dataPlane: createDataPlaneHost(world, apps, jobs),
        ingress: (host) => findIngress(apps.all(), host),
        urls: () =>
            Promise.all(
                apps.all().flatMap((app) => {
                    const fqdn = fqdnOf(app);
                    return fqdn === undefined ? [] : [openIngress(app).then((url) => [fqdn, url] as const)];
                }),
            ),
        close: async () => {
            await Promise.all([apps.close(), jobs.close()]);
        },
        provider: {
            namespace: 'Microsoft.App',
            newestApiVersion: '2026-07-01',
            routes: [
                ...operations.routes,
                ...environments.routes,
                ...apps.routes,
                ...revisionRoutes(world, apps),
                ...jobs.routes,
                ...environmentChildRoutes(world, operations, environments, apps),
                ...keptRoutes(world, operations, environments, apps, around.identities),
                {
                    method: 'GET',
                    path: '/subscriptions/{subscription}/providers/Microsoft.App/locations/{location}/usages',
                    handle: () =>
                        json(200, {
                            value: [
                                {
                                    unit: 'Count',
                                    usage: environmentCount(world),
                                    currentValue: environmentCount(world),
                                    limit: 15,
                                    name: { value: 'ManagedEnvironmentCount', localizedValue: 'Managed Environment Count' },
                                },
                            ],
                        }),
                },
            ],
        },
    };
}

function environmentCount(world: World): number {
    return world.collections.flatMap((collection) => collection.all()).filter((one) => one.type === 'Microsoft.App/managedEnvironments')
        .length;
}

/** `eastus.azurecontainerapps.dev` and its like. */
export function isDataPlaneHost(host: string): boolean {
    const [first = '', ...rest] = host.split('.');
    return rest.join('.') === 'azurecontainerapps.dev' && locations.some((location) => location.name === first);
}
