import { getLocation } from 'jsonc-parser';
import type { JsonObject } from './catalog';
import { localReference } from './exampleArguments';
import { isObject } from './isObject';

/** What may stand at a place of a JSON text: `insert` replaces the text from `start` to `end`. */
export interface JsonSuggestion {
    readonly label: string;
    readonly detail: string;
    readonly insert: string;
    readonly start: number;
    readonly end: number;
}

const most = 50;

/** Properties and values that the schema allows at the offset of an unfinished JSON text. References to other documents are never fetched. */
export function suggestJson(schema: JsonObject, text: string, offset: number): readonly JsonSuggestion[] {
    const location = getLocation(text, offset);
    const node = location.previousNode;
    const inside = node !== undefined && offset >= node.offset && offset <= node.offset + node.length;
    const range = inside ? { start: node.offset, end: node.offset + node.length } : { start: offset, end: offset };
    const typed = inside ? text.slice(node.offset, offset).replace(/^"/, '').toLowerCase() : '';
    const found = location.isAtPropertyKey
        ? keys(at(schema, schema, location.path.slice(0, -1)), schema, text, range)
        : values(at(schema, schema, location.path), range);
    return found.filter(({ label }) => label.toLowerCase().includes(typed)).slice(0, most);
}

type Range = Pick<JsonSuggestion, 'start' | 'end'>;

function keys(schema: JsonObject | undefined, root: JsonObject, text: string, range: Range): readonly JsonSuggestion[] {
    const properties = isObject(schema?.properties) ? schema.properties : {};
    const required = Array.isArray(schema?.required) ? schema.required : [];
    // A colon that stands there already is not written twice.
    const hasColon = /^\s*:/.test(text.slice(range.end));
    return Object.entries(properties).map(([name, property]) => {
        const inner = resolve(property, root);
        return {
            label: name,
            detail: [typeWords(inner), required.includes(name) ? 'required' : ''].filter((part) => part !== '').join(', '),
            insert: JSON.stringify(name) + (hasColon ? '' : `: ${emptyValue(inner)}`),
            ...range,
        };
    });
}

function values(schema: JsonObject | undefined, range: Range): readonly JsonSuggestion[] {
    if (schema === undefined) {
        return [];
    }
    const listed: readonly unknown[] = Array.isArray(schema.enum) ? schema.enum : schema.const !== undefined ? [schema.const] : [];
    const examples: readonly unknown[] = Array.isArray(schema.examples) ? schema.examples : [];
    const all = [
        ...listed,
        ...(schema.type === 'boolean' ? [true, false] : []),
        ...(schema.default !== undefined ? [schema.default] : []),
        ...examples,
    ].map((value) => JSON.stringify(value));
    return [...new Set(all)].map((insert) => ({ label: insert.replaceAll('"', ''), detail: typeWords(schema), insert, ...range }));
}

function at(schema: unknown, root: JsonObject, path: readonly (string | number)[]): JsonObject | undefined {
    const here = resolve(schema, root);
    const [step, ...rest] = path;
    if (here === undefined || step === undefined) {
        return here;
    }
    const properties = isObject(here.properties) ? here.properties : {};
    const next = typeof step === 'number' ? here.items : (properties[step] ?? here.additionalProperties);
    return next === undefined ? undefined : at(next, root, rest);
}

function resolve(schema: unknown, root: JsonObject): JsonObject | undefined {
    let current: unknown = schema;
    for (let steps = 0; isObject(current) && typeof current.$ref === 'string'; steps++) {
        if (steps > 8) {
            return undefined;
        }
        current = localReference(current.$ref, root);
    }
    return isObject(current) ? current : undefined;
}

function typeWords(schema: JsonObject | undefined): string {
    const type = schema?.type;
    return typeof type === 'string' ? type : Array.isArray(type) ? type.join(' or ') : '';
}

function emptyValue(schema: JsonObject | undefined): string {
    if (schema?.default !== undefined) {
        return JSON.stringify(schema.default);
    }
    if (Array.isArray(schema?.enum) && schema.enum.length > 0) {
        return JSON.stringify(schema.enum[0]);
    }
    switch (schema?.type) {
        case 'string':
            return '""';
        case 'boolean':
            return 'false';
        case 'number':
        case 'integer':
            return '0';
        case 'array':
            return '[]';
        case 'object':
            return '{}';
        default:
            return 'null';
    }
}
