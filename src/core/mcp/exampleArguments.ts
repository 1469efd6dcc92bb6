import type { JsonObject } from './catalog';
import { isObject } from './isObject';

/** Arguments that a schema would accept, as small as they can be: defaults and first choices, else a plain value of the type. Required properties only. */
export function exampleArguments(inputSchema: JsonObject): Record<string, unknown> {
    const value = example(inputSchema, inputSchema, 0);
    return isObject(value) ? { ...value } : {};
}

function example(schema: unknown, root: JsonObject, depth: number): unknown {
    if (!isObject(schema) || depth > 16) {
        return {};
    }
    for (const key of ['const', 'default'] as const) {
        if (schema[key] !== undefined) {
            return schema[key];
        }
    }
    const choices = [schema.enum, schema.examples].find(Array.isArray);
    if (choices !== undefined && choices.length > 0) {
        return choices[0];
    }
    if (typeof schema.$ref === 'string') {
        return example(localReference(schema.$ref, root), root, depth + 1);
    }
    const alternatives = [schema.oneOf, schema.anyOf].find(Array.isArray);
    const type: unknown = Array.isArray(schema.type) ? schema.type[0] : schema.type;
    if (alternatives !== undefined && type === undefined) {
        return example(alternatives[0], root, depth + 1);
    }
    switch (type) {
        case 'string':
            return exampleText(schema);
        case 'integer':
        case 'number':
            return exampleNumber(schema);
        case 'boolean':
            return false;
        case 'null':
            return null;
        case 'array':
            return typeof schema.minItems === 'number' && schema.minItems > 0 ? [example(schema.items, root, depth + 1)] : [];
        default:
            return exampleObject(schema, root, depth);
    }
}

function exampleObject(schema: JsonObject, root: JsonObject, depth: number): JsonObject {
    const properties = isObject(schema.properties) ? schema.properties : {};
    const required = Array.isArray(schema.required) ? schema.required.filter((name) => typeof name === 'string') : [];
    return Object.fromEntries(required.map((name) => [name, example(properties[name] ?? { type: 'string' }, root, depth + 1)]));
}

function exampleText(schema: JsonObject): string {
    switch (schema.format) {
        case 'email':
            return 'someone@example.com';
        case 'uri':
            return 'https://example.com/';
        case 'date':
            return '2026-01-31';
        case 'date-time':
            return '2026-01-31T12:00:00Z';
        default: {
            const least = typeof schema.minLength === 'number' ? Math.min(schema.minLength, 1000) : 0;
            return 'example'.padEnd(least, '.');
        }
    }
}

function exampleNumber(schema: JsonObject): number {
    const least = typeof schema.minimum === 'number' ? schema.minimum : 1;
    return typeof schema.maximum === 'number' ? Math.min(Math.max(least, 1), schema.maximum) : Math.max(least, 1);
}

/** Only references inside the same document: fetching one would let a server make this client send requests. */
export function localReference(reference: string, root: JsonObject): unknown {
    if (!reference.startsWith('#')) {
        return undefined;
    }
    const path = reference
        .slice(1)
        .split('/')
        .slice(1)
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    return path.reduce<unknown>((at, part) => (isObject(at) && Object.hasOwn(at, part) ? at[part] : undefined), root);
}
