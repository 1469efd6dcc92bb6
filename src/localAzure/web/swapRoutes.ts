import { empty, json, type Answer } from '../http/answer';
import { objectBody, param, query, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { operationUrl } from '../arm/operationUrl';
import { textField } from '../json';
import type { World } from '../world';
import type { Site } from './site';
import { onSiteAndSlot } from './siteRoutes';
import type { Sites } from './sites';
import { applySlotSettings, exchangeContent, resetSlotSettings, stickyOf } from './slotSettings';
import { webRefusal } from './webRefusal';

const swapMs = 30_000;

/** Slot swap: the source warms up with the target's sticky settings, then what serves changes places; no request is lost. */
export function swapRoutes(world: World, sites: Sites, show: (site: Site) => Answer): readonly Route[] {
    function targetOf(exchange: Exchange, source: Site): Site {
        const name = textField(objectBody(exchange), 'targetSlot') ?? '';
        const app = source.id.replace(/\/slots\/[^/]+$/i, '');
        const target = sites.get(name.toLowerCase() === 'production' ? app : `${app}/slots/${name}`);
        if (target === undefined || target === source) {
            throw webRefusal(404, 'NotFound', `Cannot find slot with name ${name}.`, '51004');
        }
        return target;
    }

    function swap(exchange: Exchange): Answer {
        const source = sites.find(exchange);
        const target = targetOf(exchange, source);
        sites.refuseBusy(source);
        sites.refuseBusy(target);
        const operation = world.operations.start(swapMs, () => perform(source, target));
        for (const site of [source, target]) {
            site.busy = operation.id;
        }
        void world.operations.ended(operation.id).then(() => {
            source.busy = undefined;
            target.busy = undefined;
        });
        sites.touch(source);
        return empty(202, { etag: source.etag, location: resultUrl(exchange, source, operation.id, operation.startedMs) });
    }

    async function perform(source: Site, target: Site): Promise<void> {
        const sticky = stickyOf(sites.get(source.id.replace(/\/slots\/[^/]+$/i, '')) ?? source);
        if (source.preview === undefined) {
            applySlotSettings(source, target, sticky);
            source.runtime.change();
        }
        const patience = new AbortController();
        const timer = setTimeout(() => patience.abort(), 600_000);
        await source.runtime.whenSettled(patience.signal);
        clearTimeout(timer);
        if (source.state === 'Running' && source.runtime.all().some((instance) => instance.state !== 'Started')) {
            resetSlotSettings(source);
            source.runtime.change();
            throw webRefusal(
                400,
                'BadRequest',
                `Cannot swap site slots for site '${source.app}' because the '${source.slot ?? 'production'}' slot did not respond to http ping.`,
                '01041',
            );
        }
        resetSlotSettings(source);
        exchangeContent(source, target, sticky);
        source.runtime.exchange(target.runtime);
        for (const site of [source, target]) {
            sites.touch(site);
        }
        // What left production starts again with the slot's own settings; what came is warm already.
        source.runtime.change();
    }

    function resultUrl(exchange: Exchange, site: Site, id: string, startedMs: number): string {
        return operationUrl(`${site.id}/operationresults/${id}`, query(exchange, 'api-version') ?? '', startedMs);
    }

    async function result(exchange: Exchange): Promise<Answer> {
        const site = sites.find(exchange);
        const operation = await world.operations.poll(param(exchange, 'operation'));
        if (operation === undefined) {
            throw webRefusal(404, 'NotFound', `Cannot find operation with id ${param(exchange, 'operation')}.`, '51004');
        }
        if (operation.state === 'running') {
            return empty(202, { location: resultUrl(exchange, site, operation.id, operation.startedMs) });
        }
        return operation.state === 'succeeded' ? show(site) : json(400, { error: operation.error ?? null });
    }

    return [
        ...onSiteAndSlot('POST', '/slotsswap', swap),
        ...onSiteAndSlot('POST', '/applySlotConfig', (exchange) => {
            const source = sites.find(exchange);
            const target = targetOf(exchange, source);
            applySlotSettings(source, target, stickyOf(sites.get(source.id.replace(/\/slots\/[^/]+$/i, '')) ?? source));
            sites.touch(source);
            source.runtime.change();
            return empty(200, { etag: source.etag });
        }),
        ...onSiteAndSlot('POST', '/resetSlotConfig', (exchange) => {
            const site = sites.find(exchange);
            if (resetSlotSettings(site) === 'reset') {
                sites.touch(site);
                site.runtime.change();
            }
            return empty(200, { etag: site.etag });
        }),
        ...onSiteAndSlot('GET', '/operationresults/{operation}', result),
    ];
}
