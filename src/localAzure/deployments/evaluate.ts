import { createHash } from 'node:crypto';
import { field, isObject, type JsonObject, type JsonValue } from '../json';

/** What a template's expressions may name. */
export interface Scope {
    readonly parameters: Readonly<Record<string, JsonValue>>;
    readonly variables: JsonObject;
    readonly subscriptionId: string;
    readonly tenantId: string;
    readonly group: { readonly id: string; readonly name: string; readonly location: string };
    readonly deployment: string;
    /** The properties of a resource that this deployment or an earlier one made. */
    reference(id: string, apiVersion: string | undefined): JsonValue;
}

export class TemplateProblem extends Error {}

/** A value as it stands in a text. */
export function textOf(value: JsonValue): string {
    return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A template's value with its expressions worked out. Throws TemplateProblem. */
export function evaluate(value: JsonValue | undefined, scope: Scope): JsonValue {
    if (typeof value === 'string') {
        return value.startsWith('[[')
            ? value.slice(1)
            : /^\[.*\]$/s.test(value)
              ? new Expression(value.slice(1, -1), scope).whole()
              : value;
    }
    if (Array.isArray(value)) {
        return (value as readonly JsonValue[]).map((one) => evaluate(one, scope));
    }
    if (isObject(value)) {
        return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, evaluate(one, scope)]));
    }
    return value ?? null;
}

/** `concat(parameters('a'), '/', resourceGroup().location)`: calls, texts, numbers, members and indexes. */
class Expression {
    private at = 0;

    constructor(
        private readonly text: string,
        private readonly scope: Scope,
    ) {}

    whole(): JsonValue {
        const value = this.value();
        this.space();
        if (this.at < this.text.length) {
            throw this.problem();
        }
        return value;
    }

    private value(): JsonValue {
        this.space();
        let value = this.primary();
        for (;;) {
            this.space();
            if (this.take('.')) {
                value = field(value, this.word()) ?? null;
            } else if (this.take('[')) {
                const key = this.value();
                this.space();
                this.expect(']');
                value =
                    typeof key === 'number' && Array.isArray(value)
                        ? ((value as readonly JsonValue[])[key] ?? null)
                        : (field(value, textOf(key)) ?? null);
            } else {
                return value;
            }
        }
    }

    private primary(): JsonValue {
        if (this.take("'")) {
            let text = '';
            for (;;) {
                const next = this.text[this.at++];
                if (next === undefined) {
                    throw this.problem();
                }
                if (next !== "'") {
                    text += next;
                } else if (this.text[this.at] === "'") {
                    text += "'";
                    this.at++;
                } else {
                    return text;
                }
            }
        }
        const number = /^-?\d+/.exec(this.text.slice(this.at))?.[0];
        if (number !== undefined) {
            this.at += number.length;
            return Number(number);
        }
        const name = this.word();
        this.space();
        this.expect('(');
        const values: JsonValue[] = [];
        this.space();
        if (!this.take(')')) {
            do {
                values.push(this.value());
                this.space();
            } while (this.take(','));
            this.expect(')');
        }
        return this.call(name.toLowerCase(), values);
    }

    private call(name: string, values: readonly JsonValue[]): JsonValue {
        const { scope } = this;
        const texts = values.map(textOf);
        const [first = '', second = ''] = texts;
        switch (name) {
            case 'parameters':
                return this.named(scope.parameters, first, 'parameter');
            case 'variables':
                return evaluate(this.named(scope.variables, first, 'variable'), scope);
            case 'concat':
                return Array.isArray(values[0]) ? (values as readonly (readonly JsonValue[])[]).flat() : texts.join('');
            case 'format':
                return first.replace(/\{(\d+)\}/g, (_, index: string) => texts[Number(index) + 1] ?? '');
            case 'tolower':
                return first.toLowerCase();
            case 'toupper':
                return first.toUpperCase();
            case 'string':
                return first;
            case 'int':
                return Number(first);
            case 'bool':
                return values[0] === true || /^true$/i.test(first);
            case 'not':
                return values[0] !== true;
            case 'and':
                return values.every((value) => value === true);
            case 'or':
                return values.includes(true);
            case 'equals':
                return JSON.stringify(values[0]) === JSON.stringify(values[1]);
            case 'empty':
                return values[0] === null || first === '' || first === '[]' || first === '{}';
            case 'if':
                return values[0] === true ? (values[1] ?? null) : (values[2] ?? null);
            case 'coalesce':
                return values.find((value) => value !== null) ?? null;
            case 'createarray':
                return values;
            case 'createobject':
                return Object.fromEntries(texts.flatMap((key, index) => (index % 2 === 0 ? [[key, values[index + 1] ?? null]] : [])));
            case 'replace':
                return first.replaceAll(second, texts[2] ?? '');
            case 'split':
                return first.split(second);
            case 'last':
                return Array.isArray(values[0]) ? ((values[0] as readonly JsonValue[]).at(-1) ?? null) : first.slice(-1);
            case 'substring':
                return first.substring(Number(second), texts[2] === undefined ? undefined : Number(second) + Number(texts[2]));
            case 'take':
                return Array.isArray(values[0])
                    ? (values[0] as readonly JsonValue[]).slice(0, Number(second))
                    : first.slice(0, Number(second));
            case 'uniquestring':
                return hashed(texts.join('-'))
                    .replace(/[^a-z2-7]/g, '')
                    .padEnd(13, 'a')
                    .slice(0, 13);
            case 'guid': {
                const hex = createHash('sha1').update(texts.join('-')).digest('hex');
                return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
            }
            case 'resourcegroup':
                return { ...scope.group };
            case 'subscription':
                return { id: `/subscriptions/${scope.subscriptionId}`, subscriptionId: scope.subscriptionId, tenantId: scope.tenantId };
            case 'tenant':
                return { tenantId: scope.tenantId };
            case 'deployment':
                return { name: scope.deployment };
            case 'resourceid':
                return this.resourceId(texts);
            case 'subscriptionresourceid':
                return `/subscriptions/${scope.subscriptionId}/providers/${typed(first, texts.slice(1))}`;
            case 'extensionresourceid':
                return `${first}/providers/${typed(second, texts.slice(2))}`;
            case 'reference':
                return scope.reference(first, values.length > 1 ? second : undefined);
            default:
                throw new TemplateProblem(`The template function '${name}' is not valid.`);
        }
    }

    private resourceId(texts: readonly string[]): string {
        const type = texts.findIndex((text) => text.includes('/'));
        const groupName = type > 0 ? (texts[type - 1] ?? '') : this.scope.group.name;
        const subscription = type > 1 ? (texts[0] ?? '') : this.scope.subscriptionId;
        return `/subscriptions/${subscription}/resourceGroups/${groupName}/providers/${typed(texts[type] ?? '', texts.slice(type + 1))}`;
    }

    private named(from: Readonly<Record<string, JsonValue | undefined>>, name: string, kind: string): JsonValue {
        const key = Object.keys(from).find((one) => one.toLowerCase() === name.toLowerCase());
        if (key === undefined) {
            throw new TemplateProblem(`The template ${kind} '${name}' is not found.`);
        }
        return from[key] ?? null;
    }

    private word(): string {
        const word = /^[A-Za-z_$][\w$-]*/.exec(this.text.slice(this.at))?.[0];
        if (word === undefined) {
            throw this.problem();
        }
        this.at += word.length;
        return word;
    }

    private space(): void {
        while (/\s/.test(this.text[this.at] ?? '')) {
            this.at++;
        }
    }

    private take(sign: string): boolean {
        const there = this.text[this.at] === sign;
        this.at += there ? 1 : 0;
        return there;
    }

    private expect(sign: string): void {
        if (!this.take(sign)) {
            throw this.problem();
        }
    }

    private problem(): TemplateProblem {
        return new TemplateProblem(`Unable to parse language expression '${this.text}': expected a value at position ${this.at}.`);
    }
}

/** `Microsoft.Web/sites/slots` and `shop`, `staging` → `Microsoft.Web/sites/shop/slots/staging`. */
export function typed(type: string, names: readonly string[]): string {
    const [namespace = '', ...kinds] = type.split('/').filter((part) => part !== '');
    return [namespace, ...kinds.flatMap((kind, index) => [kind, names[index] ?? ''])].join('/');
}

function hashed(text: string): string {
    return createHash('sha256').update(text).digest('base64').toLowerCase();
}
