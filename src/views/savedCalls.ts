import { isObject } from '../core/mcp/isObject';
import type { SavedCall } from './mcpPanel';

/** Reads saved calls from the workspace's state; rows that do not fit are left out. */
export function readSavedCalls(value: unknown): readonly SavedCall[] | undefined {
    return Array.isArray(value) ? value.filter(isSavedCall) : undefined;
}

function isSavedCall(value: unknown): value is SavedCall {
    return (
        isObject(value) &&
        typeof value.label === 'string' &&
        typeof value.key === 'string' &&
        isObject(value.arguments) &&
        ['tool', 'resource', 'template', 'prompt'].includes(String(value.kind))
    );
}
