/** What a parsed JSON text can be. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
    readonly [key: string]: JsonValue | undefined;
}

export function isObject(value: unknown): value is JsonObject {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Azure reads property names without regard to case; the last spelling in the text wins. */
export function field(value: JsonValue | undefined, ...path: readonly string[]): JsonValue | undefined {
    let here = value;
    for (const name of path) {
        if (!isObject(here)) {
            return undefined;
        }
        const wanted = name.toLowerCase();
        const container: JsonObject = here;
        here = container[name];
        if (here === undefined) {
            const key = Object.keys(container).findLast((candidate) => candidate.toLowerCase() === wanted);
            here = key === undefined ? undefined : container[key];
        }
    }
    return here;
}

export function textField(value: JsonValue | undefined, ...path: readonly string[]): string | undefined {
    const found = field(value, ...path);
    return typeof found === 'string' ? found : undefined;
}

export function numberField(value: JsonValue | undefined, ...path: readonly string[]): number | undefined {
    const found = field(value, ...path);
    return typeof found === 'number' ? found : undefined;
}

export function truthField(value: JsonValue | undefined, ...path: readonly string[]): boolean | undefined {
    const found = field(value, ...path);
    return typeof found === 'boolean' ? found : undefined;
}

export function objectField(value: JsonValue | undefined, ...path: readonly string[]): JsonObject | undefined {
    const found = field(value, ...path);
    return isObject(found) ? found : undefined;
}

export function listField(value: JsonValue | undefined, ...path: readonly string[]): readonly JsonValue[] | undefined {
    const found = field(value, ...path);
    return Array.isArray(found) ? (found as readonly JsonValue[]) : undefined;
}

/** The string entries of an object, such as tags or settings. */
export function textEntries(value: JsonValue | undefined): Record<string, string> {
    const entries: Record<string, string> = {};
    if (isObject(value)) {
        for (const [key, entry] of Object.entries(value)) {
            if (typeof entry === 'string') {
                entries[key] = entry;
            } else if (typeof entry === 'number' || typeof entry === 'boolean') {
                entries[key] = String(entry);
            }
        }
    }
    return entries;
}

/** JSON merge patch (RFC 7396): null removes, objects merge, everything else replaces. Names are matched without regard to case. */
export function mergePatch(target: JsonValue | undefined, patch: JsonValue): JsonValue {
    if (!isObject(patch)) {
        return patch;
    }
    const merged: Record<string, JsonValue | undefined> = isObject(target) ? { ...target } : {};
    for (const [key, value] of Object.entries(patch)) {
        const existing = Object.keys(merged).find((name) => name.toLowerCase() === key.toLowerCase()) ?? key;
        if (value === null || value === undefined) {
            merged[existing] = undefined;
        } else {
            merged[existing] = mergePatch(merged[existing], value);
        }
    }
    return merged;
}
