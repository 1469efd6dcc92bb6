import { json } from '../http/answer';
import { param, query, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { operationUrl } from '../arm/operationUrl';
import { locationDisplayName } from '../resources/locations';
import type { World } from '../world';
import type { Site } from './site';
import { onSiteAndSlot } from './siteRoutes';
import type { Sites } from './sites';
import { webRefusal } from './webRefusal';

/**
 * `deploymentStatus` of a code deployment. A change of the image has no deployment, and the local Azure builds no code: only in open mode is any id a
 * deployment, which goes through its stages from poll to poll and ends as the site did.
 */
export function deploymentStatusRoutes(world: World, sites: Sites): readonly Route[] {
    const polls = new WeakMap<Site, Map<string, number>>();
    return onSiteAndSlot('GET', '/deploymentStatus/{deployment}', (exchange: Exchange) => {
        const site = sites.find(exchange);
        const id = param(exchange, 'deployment');
        if (world.mode !== 'open') {
            throw webRefusal(404, 'NotFound', `Cannot find deployment with id ${id}.`, '51004');
        }
        const seen = polls.get(site) ?? new Map<string, number>();
        polls.set(site, seen);
        const poll = seen.get(id) ?? 0;
        seen.set(id, poll + 1);
        const failed = site.runtime.all().filter((instance) => instance.state === 'Stopped').length;
        const started = site.runtime.all().length - failed;
        const status = poll === 0 ? 'BuildSuccessful' : poll === 1 ? 'RuntimeStarting' : failed > 0 ? 'RuntimeFailed' : 'RuntimeSuccessful';
        const message = `Deployment for site '${site.app}' with DeploymentId '${id}' failed because the worker proccess failed to start within the allotted time.`;
        const ended = poll > 1;
        return json(
            ended ? 200 : 202,
            {
                id: `${site.id}/deploymentStatus/${id}`,
                name: id,
                type: `${site.type}/deploymentStatus`,
                location: locationDisplayName(site.location),
                properties: {
                    deploymentId: id,
                    status,
                    numberOfInstancesInProgress: poll === 1 ? site.runtime.all().length : 0,
                    numberOfInstancesSuccessful: ended ? started : 0,
                    numberOfInstancesFailed: ended ? failed : 0,
                    failedInstancesLogs: ended && failed > 0 ? [`https://${site.scmHostName}/api/logs/docker`] : null,
                    errors:
                        ended && failed > 0
                            ? [
                                  {
                                      extendedCode: '04915',
                                      messageTemplate: message,
                                      parameters: [],
                                      innerErrors: null,
                                      code: 'BadRequest',
                                      message,
                                  },
                              ]
                            : null,
                },
            },
            {
                'content-type': 'application/json',
                etag: site.etag,
                ...(ended
                    ? {}
                    : { location: operationUrl(`${site.id}/deploymentStatus/${id}`, query(exchange, 'api-version') ?? '', world.nowMs()) }),
            },
        );
    });
}
