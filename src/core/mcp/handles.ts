import type { JsonObject } from './catalog';
import { isObject } from './isObject';

export interface FoundHandle {
    /** Dotted, for people. */
    readonly path: string;
    readonly name: string;
    readonly value: string;
}

const found = 20;

/** Explicit handles in structured content: fields that are named as one (`handle`, `basket_id`, `cursor`, …) and hold a word. `instance_id` and its like name the server, not state. */
export function findHandles(structured: unknown): readonly FoundHandle[] {
    const handles: FoundHandle[] = [];
    const look = (value: unknown, path: readonly string[]) => {
        if (!isObject(value) || path.length > 3) {
            return;
        }
        for (const [name, inner] of Object.entries(value).slice(0, 200)) {
            if (
                typeof inner === 'string' &&
                isHandleName(name) &&
                inner !== '' &&
                inner.length <= 8192 &&
                !/\s/.test(inner) &&
                handles.length < found
            ) {
                handles.push({ path: [...path, name].join('.'), name, value: inner });
            } else {
                look(inner, [...path, name]);
            }
        }
    };
    look(structured, []);
    return handles;
}

function isHandleName(name: string): boolean {
    const plain = name.replaceAll(/[_-]/g, '').toLowerCase();
    return /handle$|cursor$|token$|id$/.test(plain) && !/^(?:instance|host|process|trace|request|span|tenant|subscription)/.test(plain);
}

/** Arguments that the next call can take over: each handle whose name a property of the input schema has. */
export function carryHandles(handles: readonly FoundHandle[], inputSchema: JsonObject): Record<string, string> {
    const properties = isObject(inputSchema.properties) ? inputSchema.properties : {};
    const key = (name: string) => name.replaceAll(/[_-]/g, '').toLowerCase();
    return Object.fromEntries(
        Object.keys(properties).flatMap((property) => {
            const match = handles.findLast((handle) => key(handle.name) === key(property));
            return match === undefined ? [] : [[property, match.value] as const];
        }),
    );
}
