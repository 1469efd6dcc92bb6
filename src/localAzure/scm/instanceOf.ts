import { query, type Exchange } from '../http/exchange';
import { cookieOf } from '../web/appHosting';
import type { Site } from '../web/site';
import type { SiteInstance } from '../web/siteInstance';

/** The instance that a request is for: by cookie or `?instance=`, else the first. */
export function instanceOf(site: Site, raw: Pick<Exchange, 'headers' | 'url'>): SiteInstance | undefined {
    const wanted = query(raw, 'instance')?.toLowerCase() ?? cookieOf(raw);
    const all = site.runtime.all();
    return all.find((one) => one.worker.instanceId === wanted) ?? all[0];
}
