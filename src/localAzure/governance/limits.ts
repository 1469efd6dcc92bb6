import { json } from '../http/answer';
import { objectBody } from '../http/exchange';
import type { Route } from '../http/router';
import { field, isObject, listField, numberField, textField, type JsonObject, type JsonValue } from '../json';
import { locationName } from '../resources/locations';

/** What a subscription may have of something, in one region or in all. */
export interface Quota {
    readonly provider: string;
    /** As the provider's own refusal or usage list calls it, such as `Basic VMs`, `instances`, `StandardCores`, `ManagedEnvironmentCount`. */
    readonly name: string;
    /** undefined: in all regions together. */
    readonly location: string | undefined;
    readonly limit: number;
}

/** A type of resource that is not to be had in a region; `sku`: only that size. */
export interface Unoffered {
    readonly type: string;
    readonly location: string;
    readonly sku: string | undefined;
}

/** What one subscription may not do. Everything is empty at the start: whatever is asked for is given. */
export interface Limits {
    readonly state: 'Enabled' | 'Disabled';
    /** Regions that Azure leaves to it, as it does to a student's; undefined: all. */
    readonly regions: readonly string[] | undefined;
    readonly quotas: readonly Quota[];
    /** Sizes that are sold out for it. */
    readonly unoffered: readonly Unoffered[];
    /** Types whose registration has not reached a region. */
    readonly unregisteredIn: readonly Unoffered[];
    /** Resource groups whose App Service stamp is an old one, and what it cannot do: `Linux`, `zoneRedundant`, a tier such as `PremiumV3`. */
    readonly stamps: readonly { readonly group: string; readonly without: string }[];
    /** Regions without Linux workers of App Service. */
    readonly withoutLinux: readonly string[];
    /** Regions where Container Instances has no room at the moment. */
    readonly withoutRoom: readonly string[];
    /** Regions where its App Service plans keep the size that they have. */
    readonly fixedScale: readonly string[];
    /** How many more writes ARM takes before it asks to slow down; undefined: any number. */
    readonly writesLeft: number | undefined;
    /** How long a new identity is unknown to the directory that roles are given from. */
    readonly directoryDelayMs: number;
    /** `required`: nobody gets a token without a second factor (conditional access). */
    readonly secondFactor: 'required' | 'optional';
}

export const noLimits: Limits = {
    state: 'Enabled',
    regions: undefined,
    quotas: [],
    unoffered: [],
    unregisteredIn: [],
    stamps: [],
    withoutLinux: [],
    withoutRoom: [],
    fixedScale: [],
    writesLeft: undefined,
    directoryDelayMs: 0,
    secondFactor: 'optional',
};

export interface SubscriptionLimits {
    readonly now: () => Limits;
    set(change: Partial<Limits>): void;
    /** `GET`, `PUT` and `DELETE /slipway/local/subscription`. */
    readonly routes: readonly Route[];
}

/** The limits of the subscription, which its owner sets at an endpoint of the local Azure's own: nobody asks Azure for a smaller quota. */
export function createSubscriptionLimits(): SubscriptionLimits {
    let limits = noLimits;
    const path = '/slipway/local/subscription';
    const show = () => json(200, limits as unknown as JsonObject);
    return {
        now: () => limits,
        set(change) {
            limits = { ...limits, ...change };
        },
        routes: [
            { method: 'GET', path, handle: show },
            {
                method: 'PUT',
                path,
                handle: (exchange) => {
                    const body = objectBody(exchange);
                    const unknown = Object.keys(body).find((name) => !(name in noLimits));
                    if (unknown !== undefined) {
                        return json(400, {
                            error: { code: 'InvalidLimits', message: `${unknown} is no limit: ${Object.keys(noLimits).join(', ')}.` },
                        });
                    }
                    limits = readLimits(body);
                    return show();
                },
            },
            {
                method: 'DELETE',
                path,
                handle: () => {
                    limits = noLimits;
                    return show();
                },
            },
        ],
    };
}

/** What is not named is without limit. */
function readLimits(body: JsonObject): Limits {
    return {
        state: textField(body, 'state') === 'Disabled' ? 'Disabled' : 'Enabled',
        regions: listField(body, 'regions') === undefined ? undefined : places(body, 'regions'),
        quotas: rows(body, 'quotas').map((row) => ({
            provider: textField(row, 'provider') ?? '',
            name: textField(row, 'name') ?? '',
            location: textField(row, 'location') === undefined ? undefined : locationName(textField(row, 'location') ?? ''),
            limit: numberField(row, 'limit') ?? 0,
        })),
        unoffered: rows(body, 'unoffered').map(unoffered),
        unregisteredIn: rows(body, 'unregisteredIn').map(unoffered),
        stamps: rows(body, 'stamps').map((row) => ({ group: textField(row, 'group') ?? '', without: textField(row, 'without') ?? '' })),
        withoutLinux: places(body, 'withoutLinux'),
        withoutRoom: places(body, 'withoutRoom'),
        fixedScale: places(body, 'fixedScale'),
        writesLeft: numberField(body, 'writesLeft'),
        directoryDelayMs: numberField(body, 'directoryDelayMs') ?? 0,
        secondFactor: textField(body, 'secondFactor') === 'required' ? 'required' : 'optional',
    };
}

function rows(body: JsonObject, name: string): readonly JsonObject[] {
    return (listField(body, name) ?? []).filter(isObject);
}

function places(body: JsonObject, name: string): readonly string[] {
    return (listField(body, name) ?? []).filter((one): one is string => typeof one === 'string').map(locationName);
}

function unoffered(row: JsonValue): Unoffered {
    return { type: textField(row, 'type') ?? '', location: locationName(textField(row, 'location') ?? ''), sku: textField(row, 'sku') };
}

/** The quota of that name that holds in a region. */
export function quotaOf(limits: Limits, provider: string, name: string, location: string | undefined): Quota | undefined {
    return limits.quotas.find(
        (one) =>
            one.provider.toLowerCase() === provider.toLowerCase() &&
            one.name.toLowerCase() === name.toLowerCase() &&
            one.location === (location === undefined ? undefined : locationName(location)),
    );
}

/** Whether a list of what is not to be had names this. */
export function names(list: readonly Unoffered[], type: string, location: string, body: JsonValue | undefined): boolean {
    const size = textField(body, 'sku', 'name') ?? (typeof field(body, 'sku') === 'string' ? textField(body, 'sku') : undefined);
    return list.some(
        (one) =>
            one.type.toLowerCase() === type.toLowerCase() &&
            one.location === locationName(location) &&
            (one.sku === undefined || one.sku.toLowerCase() === size?.toLowerCase()),
    );
}
