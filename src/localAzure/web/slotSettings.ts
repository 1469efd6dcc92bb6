import { listField, type JsonObject } from '../json';
import type { Site } from './site';

/** The names that stay with their slot. */
export interface StickyNames {
    readonly settings: ReadonlySet<string>;
    readonly strings: ReadonlySet<string>;
}

type SlotContent = Pick<
    Site,
    'appSettings' | 'connectionStrings' | 'config' | 'metadata' | 'asked' | 'siteContainers' | 'preview' | 'slotConfigNames'
>;

export function stickyOf(app: Pick<Site, 'slotConfigNames'>): StickyNames {
    const names = (key: string) => new Set((listField(app.slotConfigNames, key) ?? []).filter((name) => typeof name === 'string'));
    return { settings: names('appSettingNames'), strings: names('connectionStringNames') };
}

/** Gives the source the sticky settings that the target has, as a swap's first phase does; remembers its own. */
export function applySlotSettings(source: SlotContent, target: SlotContent, sticky: StickyNames): void {
    source.preview ??= { appSettings: source.appSettings, connectionStrings: source.connectionStrings };
    source.appSettings = withSticky(source.appSettings, target.appSettings, sticky.settings);
    source.connectionStrings = withSticky(source.connectionStrings, target.connectionStrings, sticky.strings);
}

export function resetSlotSettings(site: SlotContent): 'reset' | 'untouched' {
    if (site.preview === undefined) {
        return 'untouched';
    }
    site.appSettings = site.preview.appSettings;
    site.connectionStrings = site.preview.connectionStrings;
    site.preview = undefined;
    return 'reset';
}

/** What the config of a slot keeps through a swap, as documented: publishing endpoints, scale, always on, IP rules, and the identities that are outside of it. */
const stays = [
    'alwaysOn',
    'numberOfWorkers',
    'publishingUsername',
    'autoSwapSlotName',
    'ipSecurityRestrictions',
    'scmIpSecurityRestrictions',
];

export function exchangeContent(a: SlotContent, b: SlotContent, sticky: StickyNames): void {
    const [forA, forB] = [
        withSticky(b.appSettings, a.appSettings, sticky.settings),
        withSticky(a.appSettings, b.appSettings, sticky.settings),
    ];
    const [stringsForA, stringsForB] = [
        withSticky(b.connectionStrings, a.connectionStrings, sticky.strings),
        withSticky(a.connectionStrings, b.connectionStrings, sticky.strings),
    ];
    const [configForA, configForB]: [JsonObject, JsonObject] = [
        withSticky(b.config, a.config, new Set(stays)),
        withSticky(a.config, b.config, new Set(stays)),
    ];
    [a.appSettings, b.appSettings] = [forA, forB];
    [a.connectionStrings, b.connectionStrings] = [stringsForA, stringsForB];
    [a.config, b.config] = [configForA, configForB];
    [a.metadata, b.metadata] = [b.metadata, a.metadata];
    [a.siteContainers, b.siteContainers] = [b.siteContainers, a.siteContainers];
}

/** `moving` without its sticky entries, and with those of `staying`. */
function withSticky<T>(
    moving: Readonly<Record<string, T>>,
    staying: Readonly<Record<string, T>>,
    names: ReadonlySet<string>,
): Record<string, T> {
    return Object.fromEntries([
        ...Object.entries(moving).filter(([name]) => !names.has(name)),
        ...Object.entries(staying).filter(([name]) => names.has(name)),
    ]);
}
