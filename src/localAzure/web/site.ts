import type { Server } from 'node:http';
import type { Resource } from '../arm/resource';
import type { JsonObject } from '../json';
import type { ServedRequest } from '../kusto/servedRequest';
import type { SiteRuntime } from './siteRuntime';

/** A web app or one of its slots. */
export interface Site extends Resource {
    /** The app's own name; a slot's is in `slot`. */
    readonly app: string;
    readonly slot: string | undefined;
    planId: string;
    /** What of the site's own properties was asked for. */
    asked: JsonObject;
    /** `config/web`. */
    config: JsonObject;
    appSettings: Record<string, string>;
    connectionStrings: JsonObject;
    metadata: Record<string, string>;
    /** Sticky names; slots use those of their app. */
    slotConfigNames: JsonObject;
    logs: JsonObject;
    /** `config/authsettingsV2`, once it was written. */
    signIn: JsonObject | undefined;
    /** `sitecontainers`, by name. */
    siteContainers: Readonly<Record<string, JsonObject>>;
    /** The slot's own settings, while it runs with those of the slot that it will change places with. */
    preview: { readonly appSettings: Record<string, string>; readonly connectionStrings: JsonObject } | undefined;
    readonly publishing: { scm: boolean; ftp: boolean };
    publishingPassword: string;
    state: 'Running' | 'Stopped';
    readonly hostName: string;
    readonly scmHostName: string;
    etag: string;
    /** The operation that swaps it; undefined while none does. */
    busy: string | undefined;
    runtime: SiteRuntime;
    /** What its instances answered while its settings named an Application Insights component; the oldest go first. */
    readonly served: ServedRequest[];
    /** The loopback listener that a browser can open; made when somebody asks or when the app starts. */
    listener: Promise<{ readonly url: string; readonly server: Server }> | undefined;
}
