import { armRefusal } from '../arm/armRefusal';
import { keepResources, type KeptResources } from '../arm/keptResources';
import { requireLocation } from '../arm/requireLocation';
import { field, listField, objectField, textField, type JsonObject, type JsonValue } from '../json';
import type { World } from '../world';

const type = 'Microsoft.Insights/autoscaleSettings';

/**
 * Microsoft.Insights/autoscaleSettings: the rules by which Azure Monitor changes the number of a plan's instances. They are held to what Azure holds them
 * to and kept; no load is measured, so that they add and take no instance. That a target has one setting only is from public reports (status 409), as is
 * `TargetResourceNotFound`; the other codes are inferred.
 */
export function createAutoscaleSettings(world: World): KeptResources {
    const settings = keepResources(world, {
        type,
        path: '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Insights/autoscaleSettings/{setting}',
        listing: 'tracked',
        check: (exchange, body) => {
            requireLocation(body, type);
            const target = textField(body, 'properties', 'targetResourceUri') ?? '';
            checkTarget(target);
            const profiles = listField(body, 'properties', 'profiles') ?? [];
            if (profiles.length === 0 || profiles.length > 20) {
                throw invalid('properties.profiles');
            }
            profiles.forEach(checkProfile);
            const own = settings.find(exchange)?.id;
            const other = settings
                .under(`/subscriptions/${exchange.params.subscription ?? ''}`)
                .find(
                    (one) =>
                        one.id !== own && textField(one.body, 'properties', 'targetResourceUri')?.toLowerCase() === target.toLowerCase(),
                );
            if (other !== undefined) {
                throw armRefusal(409, 'Conflict', `The target resource '${target}' has the autoscale setting '${other.name}' already.`);
            }
        },
        put: { status: (known) => (known ? 200 : 201) },
        remove: { status: (known) => (known ? 200 : 204) },
        render: ({ id, name, location, tags, body }) => ({
            id,
            name,
            type,
            location,
            ...(tags === undefined ? {} : { tags }),
            properties: {
                enabled: true,
                notifications: [],
                ...objectField(body, 'properties'),
                name,
                targetResourceLocation: location,
            },
        }),
    });

    function checkTarget(target: string): void {
        const there = world.collections.some((collection) => collection.get(target) !== undefined);
        if (!there && world.mode !== 'open') {
            throw armRefusal(400, 'TargetResourceNotFound', `The target resource id '${target}' was not found.`);
        }
    }

    return settings;
}

function checkProfile(profile: JsonValue): void {
    const count = (key: string) => Number(textField(profile, 'capacity', key));
    const [min, max, usual] = [count('minimum'), count('maximum'), count('default')];
    if (![min, max, usual].every((one) => Number.isInteger(one) && one > 0) || min > max || usual < min || usual > max) {
        throw invalid('capacity');
    }
    for (const rule of listField(profile, 'rules') ?? []) {
        checkRule(rule);
    }
}

function checkRule(rule: JsonValue): void {
    const trigger: JsonObject = objectField(rule, 'metricTrigger') ?? {};
    const given = ['metricName', 'metricResourceUri', 'timeGrain', 'statistic', 'timeWindow', 'timeAggregation', 'operator'];
    const missing = given.find((key) => textField(trigger, key) === undefined);
    if (missing !== undefined || typeof field(trigger, 'threshold') !== 'number') {
        throw invalid(`metricTrigger.${missing ?? 'threshold'}`);
    }
    if (!['Increase', 'Decrease'].includes(textField(rule, 'scaleAction', 'direction') ?? '')) {
        throw invalid('scaleAction.direction');
    }
}

function invalid(property: string): Error {
    return armRefusal(400, 'InvalidArgument', `The property '${property}' has an invalid value.`);
}
