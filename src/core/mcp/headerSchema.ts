import type { JsonObject } from './catalog';
import { isObject } from './isObject';

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const carried = new Set(['string', 'integer', 'boolean']);

/**
 * Why a tool's `x-mcp-header` declarations cannot be honoured, or undefined. 2026-07-28 obliges a client to leave such a tool out: a server could otherwise
 * write headers of its choice, or two arguments could claim one header.
 */
export function headerSchemaProblem(inputSchema: JsonObject): string | undefined {
    const seen = new Set<string>();
    return inspect(inputSchema, 'reachable', seen, 0);
}

function inspect(schema: unknown, place: 'reachable' | 'elsewhere', seen: Set<string>, depth: number): string | undefined {
    if (depth > 64 || (!isObject(schema) && !Array.isArray(schema))) {
        return undefined;
    }
    for (const [key, value] of Object.entries(schema)) {
        // Values of these are data, not schemas.
        if (['const', 'default', 'enum', 'examples'].includes(key)) {
            continue;
        }
        if (key === 'properties' && place === 'reachable' && isObject(value)) {
            for (const [name, property] of Object.entries(value)) {
                const problem =
                    (isObject(property) ? declarationProblem(name, property, seen) : undefined) ??
                    inspect(property, place, seen, depth + 1);
                if (problem !== undefined) {
                    return problem;
                }
            }
        } else if (isObject(value) || Array.isArray(value)) {
            const problem = misplaced(value) ?? inspect(value, 'elsewhere', seen, depth + 1);
            if (problem !== undefined) {
                return problem;
            }
        }
    }
    return undefined;
}

function misplaced(value: JsonObject | readonly unknown[]): string | undefined {
    const holders = Array.isArray(value) ? value : [value, ...Object.values(value)];
    return holders.some((holder) => isObject(holder) && typeof holder['x-mcp-header'] === 'string')
        ? 'x-mcp-header stands where no argument can be found by properties alone'
        : undefined;
}

function declarationProblem(name: string, property: JsonObject, seen: Set<string>): string | undefined {
    const header = property['x-mcp-header'];
    if (header === undefined) {
        return undefined;
    }
    if (typeof header !== 'string' || !token.test(header)) {
        return `${name}: x-mcp-header is not a header name`;
    }
    if (typeof property.type !== 'string' || !carried.has(property.type)) {
        return `${name}: x-mcp-header needs a string, an integer or a boolean`;
    }
    if (seen.has(header.toLowerCase())) {
        return `${name}: x-mcp-header ${header} is declared twice`;
    }
    seen.add(header.toLowerCase());
    return undefined;
}
