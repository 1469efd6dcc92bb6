import { bytes, empty, json } from '../http/answer';
import { param, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import type { JsonObject } from '../json';
import { locationDisplayName } from '../resources/locations';
import type { Site } from './site';
import type { SiteInstance } from './siteInstance';
import { logText } from './siteLog';
import { onSiteAndSlot } from './siteRoutes';
import type { Sites } from './sites';
import { webRefusal } from './webRefusal';

/** What runs: instances, `siteStatus` (which neither the SDK nor the public documents know), container logs. */
export function statusRoutes(sites: Sites): readonly Route[] {
    const instance = (site: Site, one: SiteInstance): JsonObject => {
        const id = one.worker.instanceId;
        return {
            id: `${site.id}/instances/${id}`,
            name: id,
            type: `${site.type}/instances`,
            location: locationDisplayName(site.location),
            properties: {
                state: one.state === 'Started' ? 'READY' : one.state === 'Stopped' ? 'STOPPED' : 'UNKNOWN',
                name: id,
                siteInstanceName: id,
                statusUrl: `https://${site.scmHostName}/AppServiceTunnel/Tunnel.ashx?GetStatus&GetStatusAPIVer=2&instance=${id}`,
                detectorUrl: `https://${site.scmHostName}/detectors`,
                consoleUrl: `https://${site.scmHostName}/webssh/host?instance=${id}`,
                healthCheckUrl: null,
                machineName: one.worker.machineName,
                containers: null,
            },
        };
    };
    const status = (one: SiteInstance): JsonObject => ({
        instanceId: one.worker.instanceId,
        state: one.state,
        action: one.action,
        lastError: one.lastError,
        lastErrorDetails: one.lastErrorDetails,
        lastErrorTimestamp: one.lastErrorMs === undefined ? '0001-01-01T00:00:00' : new Date(one.lastErrorMs).toISOString(),
        details: '',
        detailsLevel: one.lastError === '' ? 'Info' : 'Error',
    });
    const statusAnswer = (site: Site, properties: JsonObject[] | JsonObject, suffix = '') =>
        json(
            200,
            {
                id: `${site.id}/siteStatus${suffix}`,
                name: site.name,
                type: `${site.type}/siteStatus`,
                location: locationDisplayName(site.location),
                properties,
            },
            { 'content-type': 'application/json' },
        );
    const find = (exchange: Exchange): { readonly site: Site; readonly one: SiteInstance } => {
        const site = sites.find(exchange);
        const one = site.runtime.all().find((candidate) => candidate.worker.instanceId === param(exchange, 'instance').toLowerCase());
        if (one === undefined) {
            throw webRefusal(404, 'NotFound', `Cannot find SiteInstance with name ${param(exchange, 'instance')}.`, '51004');
        }
        return { site, one };
    };
    return [
        ...onSiteAndSlot('GET', '/instances', (exchange) => {
            const site = sites.find(exchange);
            return json(
                200,
                { value: site.runtime.all().map((one) => instance(site, one)), nextLink: null, id: null },
                { 'content-type': 'application/json', etag: site.etag },
            );
        }),
        ...onSiteAndSlot('GET', '/instances/{instance}', (exchange) => {
            const { site, one } = find(exchange);
            return json(200, instance(site, one), { 'content-type': 'application/json' });
        }),
        ...onSiteAndSlot('GET', '/siteStatus', (exchange) => {
            const site = sites.find(exchange);
            return statusAnswer(site, site.runtime.all().map(status));
        }),
        ...onSiteAndSlot('GET', '/siteStatus/{instance}', (exchange) => {
            const { site, one } = find(exchange);
            return statusAnswer(site, status(one), `/${one.worker.instanceId}`);
        }),
        ...onSiteAndSlot('POST', '/containerlogs', (exchange) => {
            const lines = sites.find(exchange).runtime.log.all();
            return lines.length === 0
                ? empty(204)
                : bytes(200, Buffer.from(`${lines.map(logText).join('\n')}\n`), { 'content-type': 'application/octet-stream' });
        }),
    ];
}
