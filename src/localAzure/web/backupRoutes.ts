import { randomUUID } from 'node:crypto';
import { operationUrl } from '../arm/operationUrl';
import { empty, json } from '../http/answer';
import { objectBody, param, query, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { listField, textField, type JsonObject } from '../json';
import { locationDisplayName } from '../resources/locations';
import type { World } from '../world';
import type { Site } from './site';
import { onSiteAndSlot } from './siteRoutes';
import type { Sites } from './sites';
import { webRefusal } from './webRefusal';

const copyingMs = 12_000;
const restoringMs = 60_000;

interface Backup {
    readonly number: number;
    readonly name: string;
    readonly storageAccountUrl: string;
    readonly databases: JsonObject[string];
    readonly createdMs: number;
    readonly correlationId: string;
    readonly config: JsonObject;
    readonly appSettings: Readonly<Record<string, string>>;
}

/** Backups of apps and slots: the configuration is kept here, and nothing is written to a storage account. */
export function backupRoutes(world: World, sites: Sites): readonly Route[] {
    const kept = new WeakMap<Site, Backup[]>();
    let last = 0;
    const of = (site: Site) => kept.get(site) ?? [];
    const finishedMs = ({ createdMs }: Backup) => createdMs + (world.mode === 'open' ? 0 : copyingMs * world.timeScale);

    /** `written`: the answer to a write, which is about the site and shows the address of the store. */
    function render(site: Site, backup: Backup, how: 'written' | 'read', status: string): JsonObject {
        const finished = finishedMs(backup);
        const name = backup.name.replace(/\.zip$/i, '');
        const written = how === 'written';
        return {
            id: written ? site.id : `${site.id}/backups/${backup.number}`,
            name: written ? (site.slot === undefined ? site.app : `${site.app}/${site.slot}`) : String(backup.number),
            type: written ? site.type : 'Microsoft.Web/sites/backups',
            location: locationDisplayName(site.location),
            properties: {
                id: backup.number,
                storageAccountUrl: written ? backup.storageAccountUrl : '',
                blobName: status === 'Created' ? name : `${name}.zip`,
                name,
                backupName: name,
                status,
                sizeInBytes: 0,
                created: new Date(backup.createdMs).toISOString(),
                log: status === 'Succeeded' ? '' : null,
                databases: backup.databases ?? null,
                scheduled: false,
                ...(status === 'Succeeded' || status === 'DeleteInProgress' ? { finishedTimeStamp: new Date(finished).toISOString() } : {}),
                correlationId: backup.correlationId,
                websiteSizeInBytes: status === 'Succeeded' ? 0 : null,
            },
        };
    }

    const shown = (site: Site, backup: Backup) =>
        render(site, backup, 'read', world.nowMs() < finishedMs(backup) ? 'InProgress' : 'Succeeded');

    function create(exchange: Exchange) {
        const site = sites.find(exchange);
        const body = objectBody(exchange);
        const storageAccountUrl = textField(body, 'properties', 'storageAccountUrl') ?? '';
        if (!URL.canParse(storageAccountUrl)) {
            throw webRefusal(400, 'BadRequest', `The parameter storageAccountUrl has an invalid value.`, '51021');
        }
        const at = world.nowMs();
        const backup: Backup = {
            number: ++last,
            name:
                textField(body, 'properties', 'backupName') ?? `${site.app}_${new Date(at).toISOString().replace(/\D/g, '').slice(0, 12)}`,
            storageAccountUrl,
            databases: listField(body, 'properties', 'databases'),
            createdMs: at,
            correlationId: randomUUID(),
            config: site.config,
            appSettings: { ...site.appSettings },
        };
        kept.set(site, [...of(site), backup]);
        return json(200, render(site, backup, 'written', 'Created'));
    }

    function get(exchange: Exchange): { readonly site: Site; readonly backup: Backup } {
        const site = sites.find(exchange);
        // Recordings name backups by the numbers that Azure gave them.
        const backup = of(site).find(({ number }) => world.mode === 'open' || String(number) === param(exchange, 'backup'));
        if (backup === undefined) {
            throw webRefusal(404, 'NotFound', `Cannot find Backup with id ${param(exchange, 'backup')}.`, '51004');
        }
        return { site, backup };
    }

    function restore(exchange: Exchange) {
        const { site, backup } = get(exchange);
        const operation = world.operations.start(restoringMs, () => {
            site.config = backup.config;
            site.appSettings = { ...backup.appSettings };
            sites.touch(site);
            site.runtime.change();
        });
        const path = `${site.id}/operationresults/${operation.id}`;
        return empty(202, { location: operationUrl(path, query(exchange, 'api-version') ?? '', operation.startedMs) });
    }

    function remove(exchange: Exchange) {
        const { site, backup } = get(exchange);
        kept.set(
            site,
            of(site).filter((one) => one !== backup),
        );
        return json(200, render(site, backup, 'written', 'DeleteInProgress'));
    }

    return [
        ...onSiteAndSlot('POST', '/backup', create),
        ...onSiteAndSlot('GET', '/backups', (exchange) => {
            const site = sites.find(exchange);
            return json(200, { value: of(site).map((backup) => shown(site, backup)), nextLink: null, id: null });
        }),
        ...onSiteAndSlot('GET', '/backups/{backup}', (exchange) => {
            const { site, backup } = get(exchange);
            return json(200, shown(site, backup));
        }),
        ...onSiteAndSlot('DELETE', '/backups/{backup}', remove),
        ...onSiteAndSlot('POST', '/backups/{backup}/restore', restore),
    ];
}
