import { createHash } from 'node:crypto';
import { keepResources, propertiesOf } from '../arm/keptResources';
import { textField } from '../json';
import type { Provider } from '../provider';
import { locationName } from '../resources/locations';
import type { World } from '../world';

/** Microsoft.Insights: Application Insights components as apps name them in their settings. Nothing is collected in them. */
export function createInsightsComponents(world: World): Provider {
    const guid = (text: string) => {
        const hex = createHash('sha256').update(text).digest('hex');
        return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    };
    return {
        namespace: 'Microsoft.Insights',
        newestApiVersion: '2025-01-23-preview',
        routes: keepResources(world, {
            type: 'microsoft.insights/components',
            path: '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Insights/components/{component}',
            listing: 'tracked',
            put: { status: () => 200 },
            render: (component) => {
                const key = guid(`${component.id}key${component.createdMs}`);
                const appId = guid(`${component.id}app${component.createdMs}`);
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
            },
        }).routes,
    };
}
