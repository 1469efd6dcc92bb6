import { randomUUID } from 'node:crypto';
import { operationUrl } from '../arm/operationUrl';
import { empty, json, type Answer } from '../http/answer';
import { objectBody, query, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { objectField, textField, truthField, type JsonObject } from '../json';
import { locationDisplayName } from '../resources/locations';
import type { World } from '../world';
import type { Site } from './site';
import { onSiteAndSlot } from './siteRoutes';
import type { Sites } from './sites';
import { webRefusal } from './webRefusal';

const headers = { 'content-type': 'application/json' };

/** How code comes to a site. The local Azure builds none: a source control is kept, and a deployment of code is accepted and ends as the site does. */
export function sourceControlRoutes(world: World, sites: Sites): readonly Route[] {
    const kept = new WeakMap<Site, JsonObject>();
    const show = (site: Site, properties: JsonObject): JsonObject => ({
        id: `${site.id}/sourcecontrols/web`,
        name: site.app,
        type: `${site.type}/sourcecontrols`,
        location: locationDisplayName(site.location),
        ...(site.tags === undefined ? {} : { tags: site.tags }),
        properties,
    });
    const none: JsonObject = {
        repoUrl: null,
        branch: null,
        isManualIntegration: false,
        isGitHubAction: false,
        deploymentRollbackEnabled: false,
        isMercurial: false,
        provisioningState: 'Succeeded',
        gitHubActionConfiguration: null,
    };

    function write(exchange: Exchange): Answer {
        const site = sites.find(exchange);
        const asked = objectField(objectBody(exchange), 'properties') ?? {};
        const known = kept.has(site);
        const properties: JsonObject = {
            ...none,
            ...Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null)),
            repoUrl: textField(asked, 'repoUrl') ?? `https://${site.scmHostName}`,
            branch: textField(asked, 'branch') ?? 'master',
            isGitHubAction: truthField(asked, 'isGitHubAction') ?? false,
            provisioningState: 'Succeeded',
            provisioningDetails: `${new Date().toISOString()} https://${site.scmHostName}/api/deployments/latest?deployer=GitHub`,
        };
        kept.set(site, properties);
        return json(known ? 200 : 201, show(site, properties), headers);
    }

    return [
        ...onSiteAndSlot('GET', '/sourcecontrols/web', (exchange) => {
            const site = sites.find(exchange);
            return json(200, show(site, kept.get(site) ?? { ...none, repoUrl: `https://${site.scmHostName}` }), headers);
        }),
        ...onSiteAndSlot('PUT', '/sourcecontrols/web', write),
        ...onSiteAndSlot('PATCH', '/sourcecontrols/web', write),
        ...onSiteAndSlot('DELETE', '/sourcecontrols/web', (exchange) => {
            const site = sites.find(exchange);
            kept.delete(site);
            return empty(200);
        }),
        ...onSiteAndSlot('PUT', '/extensions/onedeploy', (exchange) => {
            const site = sites.find(exchange);
            if (world.mode === 'strict') {
                throw webRefusal(501, 'NotImplemented', 'The local Azure runs containers; it deploys no code.');
            }
            const id = randomUUID();
            return json(
                202,
                {
                    id: `${site.id}/extensions/onedeploy`,
                    name: site.app,
                    type: `${site.type}/extensions`,
                    location: locationDisplayName(site.location),
                    properties: {
                        id,
                        status: 0,
                        status_text: '',
                        author_email: 'N/A',
                        author: 'N/A',
                        deployer: 'OneDeploy',
                        message: 'OneDeploy',
                        progress: '',
                        received_time: new Date(world.nowMs()).toISOString(),
                        start_time: new Date(world.nowMs()).toISOString(),
                        end_time: null,
                        last_success_end_time: null,
                        complete: false,
                        active: false,
                        is_temp: false,
                        is_readonly: true,
                        url: `https://${site.scmHostName}/api/deployments/latest`,
                        log_url: `https://${site.scmHostName}/api/deployments/latest/log`,
                        site_name: site.app,
                        build_summary: { errors: [], warnings: [] },
                    },
                },
                {
                    ...headers,
                    location: operationUrl(
                        `${site.id}/extensions/onedeploy/operationresults/${id}`,
                        query(exchange, 'api-version') ?? '',
                        world.nowMs(),
                    ),
                },
            );
        }),
        {
            method: 'GET',
            path: '/providers/Microsoft.Web/publishingUsers/web',
            handle: () =>
                json(
                    200,
                    {
                        id: null,
                        name: 'web',
                        type: 'Microsoft.Web/publishingUsers/web',
                        properties: {
                            name: null,
                            publishingUserName: 'local-azure',
                            publishingPassword: null,
                            publishingPasswordHash: null,
                            publishingPasswordHashSalt: null,
                            metadata: null,
                            isDeleted: false,
                            scmUri: null,
                        },
                    },
                    headers,
                ),
        },
    ];
}
