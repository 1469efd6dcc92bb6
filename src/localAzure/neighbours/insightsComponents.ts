import { createHash } from 'node:crypto';
import { keepResources, propertiesOf, type KeptResource } from '../arm/keptResources';
import { json } from '../http/answer';
import { param } from '../http/exchange';
import { textField } from '../json';
import type { Provider } from '../provider';
import { locationName } from '../resources/locations';
import type { World } from '../world';
import { createAutoscaleSettings } from './autoscaleSettings';

export interface InsightsComponents {
    readonly provider: Provider;
    /** The instrumentation key of the component with this application id. */
    keyOf(appId: string): string | undefined;
}

/** Microsoft.Insights: Application Insights components as apps name them in their settings. What they tell is read from the apps when it is asked for. Autoscale settings beside them. */
export function createInsightsComponents(world: World): InsightsComponents {
    const guid = (text: string) => {
        const hex = createHash('sha256').update(text).digest('hex');
        return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    };
    const keyFor = (component: KeptResource) => guid(`${component.id}key${component.createdMs}`);
    const appIdFor = (component: KeptResource) => guid(`${component.id}app${component.createdMs}`);
    const render = (component: KeptResource) => {
        const key = keyFor(component);
        const appId = appIdFor(component);
        const at = locationName(component.location);
        return {
            kind: textField(component.body, 'kind') ?? 'web',
            etag: `"${component.changedMs.toString(16)}"`,
            id: component.id,
            name: component.name,
            type: component.type,
            location: component.location,
            tags: component.tags ?? {},
            properties: propertiesOf(
                component,
                {
                    Application_Type: 'web',
                    Flow_Type: 'Bluefield',
                    Request_Source: 'rest',
                    RetentionInDays: 90,
                    IngestionMode: 'LogAnalytics',
                    publicNetworkAccessForIngestion: 'Enabled',
                    publicNetworkAccessForQuery: 'Enabled',
                },
                {
                    ApplicationId: component.name,
                    AppId: appId,
                    InstrumentationKey: key,
                    ConnectionString: `InstrumentationKey=${key};IngestionEndpoint=https://${at}-0.in.applicationinsights.azure.com/;LiveEndpoint=https://${at}.livediagnostics.monitor.azure.com/;ApplicationId=${appId}`,
                    Name: component.name,
                    CreationDate: new Date(component.createdMs).toISOString(),
                    TenantId: component.id.split('/')[2],
                    provisioningState: 'Succeeded',
                    SamplingPercentage: null,
                    HockeyAppId: null,
                    HockeyAppToken: null,
                    Ver: 'v2',
                },
            ),
        };
    };
    const components = keepResources(world, {
        type: 'microsoft.insights/components',
        path: '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Insights/components/{component}',
        listing: 'tracked',
        put: { status: () => 200 },
        render,
    });
    return {
        provider: {
            namespace: 'Microsoft.Insights',
            newestApiVersion: '2025-01-23-preview',
            routes: [
                ...components.routes,
                {
                    method: 'GET',
                    path: '/subscriptions/{subscription}/providers/Microsoft.Insights/components',
                    handle: (exchange) =>
                        json(200, { value: components.under(`/subscriptions/${param(exchange, 'subscription')}`).map(render) }),
                },
                ...createAutoscaleSettings(world).routes,
            ],
        },
        keyOf(appId) {
            const found = components.under('/subscriptions').find((component) => appIdFor(component) === appId.toLowerCase());
            return found === undefined ? undefined : keyFor(found);
        },
    };
}
