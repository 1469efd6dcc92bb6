import { json, type Answer } from '../http/answer';
import type { JsonObject } from '../json';
import type { Plans } from './plan';
import { renderSite } from './renderSite';
import type { Site } from './site';

export function siteBody(site: Site, plans: Plans, usage: 'get' | 'put' | 'list'): JsonObject {
    const plan = plans.get(site.planId);
    return renderSite(site, { tier: plan === undefined ? 'Free' : plans.tierOf(plan), linux: plan?.reserved ?? true, usage });
}

/** One site, as a GET or a PUT answers. */
export function showSite(site: Site, plans: Plans, usage: 'get' | 'put'): Answer {
    return json(200, siteBody(site, plans, usage), { 'content-type': 'application/json', etag: site.etag });
}
