import { field, isObject, listField, type JsonValue } from '../json';
import type { Written } from './written';

/** What a condition can ask about, besides what is written. */
export interface Asked {
    readonly written: Written;
    /** How the caller proved who it is, as its token says (`amr`). */
    readonly methods: readonly string[];
}

/** Whether the `if` of a policy's rule holds. What is not known here never holds, so that nothing is denied for it. */
export function holds(condition: JsonValue | undefined, asked: Asked): boolean {
    if (!isObject(condition)) {
        return false;
    }
    const all = listField(condition, 'allOf');
    if (all !== undefined) {
        return all.every((one) => holds(one, asked));
    }
    const any = listField(condition, 'anyOf');
    if (any !== undefined) {
        return any.some((one) => holds(one, asked));
    }
    const not = field(condition, 'not');
    if (not !== undefined) {
        return !holds(not, asked);
    }
    const about =
        field(condition, 'field') === undefined ? claimOf(field(condition, 'value'), asked) : fieldOf(field(condition, 'field'), asked);
    return about.kind === 'known' && Object.entries(comparisons).some(([name, compare]) => compare(about.value, field(condition, name)));
}

type Value = { readonly kind: 'known'; readonly value: JsonValue | undefined } | { readonly kind: 'unknown' };

const text = (value: JsonValue | undefined) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value).toLowerCase() : undefined;
const list = (value: JsonValue | undefined) => (Array.isArray(value) ? (value as readonly JsonValue[]).map(text) : undefined);
const like = (value: JsonValue | undefined, pattern: string) =>
    new RegExp(
        `^${pattern
            .split('*')
            .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
            .join('.*')}$`,
        'i',
    ).test(text(value) ?? '');

/** By the operator's name; each is given undefined where the condition does not name it. */
const comparisons: Readonly<Record<string, (value: JsonValue | undefined, wanted: JsonValue | undefined) => boolean>> = {
    equals: (value, wanted) => wanted !== undefined && text(value) === text(wanted),
    notEquals: (value, wanted) => wanted !== undefined && text(value) !== text(wanted),
    in: (value, wanted) => list(wanted)?.includes(text(value)) === true,
    notIn: (value, wanted) => list(wanted)?.includes(text(value)) === false,
    like: (value, wanted) => typeof wanted === 'string' && like(value, wanted),
    notLike: (value, wanted) => typeof wanted === 'string' && !like(value, wanted),
    exists: (value, wanted) => wanted !== undefined && (value !== undefined && value !== null) === (text(wanted) === 'true'),
    contains: (value, wanted) => wanted !== undefined && list(value)?.includes(text(wanted)) === true,
    notContains: (value, wanted) => wanted !== undefined && list(value)?.includes(text(wanted)) === false,
};

/** `type`, `name`, `location`, `kind`, `tags['owner']`, or an alias such as `Microsoft.Web/serverfarms/sku.name`. */
function fieldOf(name: JsonValue | undefined, { written }: Asked): Value {
    if (typeof name !== 'string') {
        return { kind: 'unknown' };
    }
    const tag = /^tags(?:\['?([^'\]]+)'?\]|\.(.+))$/i.exec(name);
    if (tag !== null) {
        return { kind: 'known', value: field(written.body, 'tags', tag[1] ?? tag[2] ?? '') };
    }
    const own = { type: written.type, name: written.name, location: written.location.replaceAll(' ', '').toLowerCase() };
    if (name in own) {
        return { kind: 'known', value: own[name as keyof typeof own] };
    }
    const prefix = `${written.type}/`.toLowerCase();
    if (name.includes('/') && !name.toLowerCase().startsWith(prefix)) {
        return { kind: 'unknown' };
    }
    const path = (name.includes('/') ? name.slice(prefix.length) : name).split('.');
    return { kind: 'known', value: field(written.body, ...path) ?? field(written.body, 'properties', ...path) };
}

/** The one expression that is known: how the caller signed in. */
function claimOf(value: JsonValue | undefined, { methods }: Asked): Value {
    return typeof value === 'string' && /^\[claims\(\)\.amr\]$/i.test(value.replaceAll(' ', ''))
        ? { kind: 'known', value: methods }
        : { kind: 'unknown' };
}
