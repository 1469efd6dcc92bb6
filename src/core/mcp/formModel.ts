import type { JsonObject } from './catalog';
import { localReference } from './exampleArguments';
import { isObject } from './isObject';

/** A form for one JSON Schema. What a field cannot express is edited as JSON, so that nothing a tool accepts is out of reach. */
export interface FormModel {
    readonly fields: readonly FormField[];
    /** Set when the arguments as a whole can only be edited as JSON, with the reason. */
    readonly jsonOnly?: JsonReason;
}

/** Why something has no field of its own: it `uses` a keyword that combines schemas, or is too `many` fields, a list, an object of any shape, of an open type, or described elsewhere. */
export type JsonReason =
    | { readonly why: 'uses'; readonly keyword: string }
    | { readonly why: 'many'; readonly fields: number }
    | { readonly why: 'list' | 'anyShape' | 'open' | 'elsewhere' };

interface FieldCommon {
    /** Property names from the root. */
    readonly path: readonly string[];
    readonly label: string;
    readonly description?: string;
    readonly required: boolean;
    readonly initial?: unknown;
}

export type FormField =
    | (FieldCommon & {
          readonly kind: 'text';
          readonly multiline: boolean;
          readonly format?: string;
          readonly minLength?: number;
          readonly maxLength?: number;
      })
    | (FieldCommon & { readonly kind: 'number'; readonly integer: boolean; readonly minimum?: number; readonly maximum?: number })
    | (FieldCommon & { readonly kind: 'boolean' })
    | (FieldCommon & { readonly kind: 'choice'; readonly options: readonly FormOption[]; readonly many: boolean })
    | (FieldCommon & { readonly kind: 'group'; readonly fields: readonly FormField[] })
    | (FieldCommon & { readonly kind: 'json'; readonly reason: JsonReason });

export interface FormOption {
    readonly value: string | number | boolean | null;
    readonly label: string;
}

const fieldsAllowed = 200;
const depthAllowed = 4;

export function formModel(schema: JsonObject): FormModel {
    const budget = { left: fieldsAllowed };
    const combined = ['oneOf', 'anyOf', 'allOf', 'if', 'not'].find((keyword) => schema[keyword] !== undefined);
    if (combined !== undefined) {
        return { fields: [], jsonOnly: { why: 'uses', keyword: combined } };
    }
    const fields = groupFields(schema, schema, [], budget);
    return budget.left < 0 ? { fields: [], jsonOnly: { why: 'many', fields: fieldsAllowed } } : { fields };
}

function groupFields(schema: JsonObject, root: JsonObject, path: readonly string[], budget: { left: number }): readonly FormField[] {
    const properties = isObject(schema.properties) ? schema.properties : {};
    const required = Array.isArray(schema.required) ? schema.required : [];
    const fields: FormField[] = [];
    for (const [name, property] of Object.entries(properties)) {
        if (--budget.left < 0) {
            break;
        }
        fields.push(field(property, root, [...path, name], required.includes(name), budget));
    }
    return fields;
}

function field(property: unknown, root: JsonObject, path: readonly string[], required: boolean, budget: { left: number }): FormField {
    const schema = resolve(property, root);
    const name = path.at(-1) ?? '';
    const common: FieldCommon = {
        path,
        label: typeof schema?.title === 'string' && schema.title !== '' ? schema.title : name,
        required,
        ...(typeof schema?.description === 'string' && { description: schema.description }),
        ...(schema?.default !== undefined && { initial: schema.default }),
    };
    const json = (reason: JsonReason): FormField => ({ ...common, kind: 'json', reason });
    if (schema === undefined) {
        return json({ why: 'elsewhere' });
    }
    const options = choices(schema);
    if (options !== undefined) {
        return { ...common, kind: 'choice', options, many: false };
    }
    const combined = ['oneOf', 'anyOf', 'allOf', 'not', 'if'].find((keyword) => schema[keyword] !== undefined);
    if (combined !== undefined) {
        return json({ why: 'uses', keyword: combined });
    }
    switch (schema.type) {
        case 'string':
            return textField(common, schema);
        case 'integer':
        case 'number':
            return {
                ...common,
                kind: 'number',
                integer: schema.type === 'integer',
                ...(typeof schema.minimum === 'number' && { minimum: schema.minimum }),
                ...(typeof schema.maximum === 'number' && { maximum: schema.maximum }),
            };
        case 'boolean':
            return { ...common, kind: 'boolean' };
        case 'array': {
            const items = resolve(schema.items, root);
            const many = items === undefined ? undefined : choices(items);
            return many === undefined ? json({ why: 'list' }) : { ...common, kind: 'choice', options: many, many: true };
        }
        case 'object':
            return path.length < depthAllowed && isObject(schema.properties) && Object.keys(schema.properties).length > 0
                ? { ...common, kind: 'group', fields: groupFields(schema, root, path, budget) }
                : json({ why: 'anyShape' });
        default:
            return json({ why: 'open' });
    }
}

function textField(common: FieldCommon, schema: JsonObject): FormField {
    const long = typeof schema.maxLength === 'number' && schema.maxLength > 200;
    const hinted = /\b(?:markdown|multi-?line|code|body|sql|query|script|json|text to)\b/i.test(common.description ?? '');
    return {
        ...common,
        kind: 'text',
        multiline: long || hinted,
        ...(typeof schema.format === 'string' && { format: schema.format }),
        ...(typeof schema.minLength === 'number' && { minLength: schema.minLength }),
        ...(typeof schema.maxLength === 'number' && { maxLength: schema.maxLength }),
    };
}

/** `enum`, with names from the older `enumNames`, and `oneOf`/`anyOf` of constants with titles. */
function choices(schema: JsonObject): readonly FormOption[] | undefined {
    if (Array.isArray(schema.enum) && schema.enum.length > 0) {
        const names = Array.isArray(schema.enumNames) ? schema.enumNames : [];
        const options = schema.enum
            .filter(isPlain)
            .map((value, index) => ({ value, label: typeof names[index] === 'string' ? names[index] : String(value) }));
        return options.length === schema.enum.length ? options : undefined;
    }
    const alternatives = [schema.oneOf, schema.anyOf].find(Array.isArray);
    const constants = alternatives?.filter((option): option is JsonObject => isObject(option) && isPlain(option.const));
    if (constants === undefined || constants.length === 0 || constants.length !== alternatives?.length) {
        return undefined;
    }
    return constants.flatMap((option) =>
        isPlain(option.const)
            ? [{ value: option.const, label: typeof option.title === 'string' ? option.title : String(option.const) }]
            : [],
    );
}

function isPlain(value: unknown): value is FormOption['value'] {
    return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function resolve(schema: unknown, root: JsonObject): JsonObject | undefined {
    let current: unknown = schema;
    for (let steps = 0; isObject(current) && typeof current.$ref === 'string'; steps++) {
        // References in a circle, or to another document, which is never fetched.
        if (steps > 8) {
            return undefined;
        }
        current = localReference(current.$ref, root);
    }
    return isObject(current) ? current : undefined;
}
