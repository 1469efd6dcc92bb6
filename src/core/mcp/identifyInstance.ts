import type { McpToolResult } from './catalog';
import type { WireExchange } from './exchange';
import { isObject } from './isObject';

/** Names under which servers say who they are, the most telling first. */
const fields = [
    'instance_id',
    'instanceId',
    'instance',
    'served_by',
    'servedBy',
    'replica',
    'replica_name',
    'container_id',
    'pod',
    'hostname',
    'host',
    'machine',
];
const headers = ['x-instance-id', 'x-ms-instance-id', 'x-served-by', 'x-container-id', 'x-replica', 'x-hostname'];

/** Where the name of an instance was found; what the tool itself says counts most, an affinity cookie's digest least. */
export interface SeenInstance {
    readonly name: string;
    readonly by: 'tool' | 'header' | 'cookie';
}

/** Which instance answered a call, as far as the answer tells. */
export function identifyInstance(result: McpToolResult, exchanges: readonly WireExchange[]): SeenInstance | undefined {
    const told = nameIn(result.structuredContent) ?? nameInTexts(result);
    if (told !== undefined) {
        return { name: told, by: 'tool' };
    }
    const last = exchanges.at(-1);
    const header = headers
        .map((wanted) => last?.responseHeaders.find(({ name }) => name === wanted)?.value)
        .find((value) => value !== undefined);
    if (header !== undefined) {
        return { name: header.slice(0, 100), by: 'header' };
    }
    const digest = last?.affinity[0]?.digest;
    return digest === undefined ? undefined : { name: `cookie ${digest}`, by: 'cookie' };
}

function nameIn(value: unknown): string | undefined {
    if (!isObject(value)) {
        return undefined;
    }
    const found = fields.map((field) => value[field]).find((name) => typeof name === 'string' && name !== '');
    return typeof found === 'string' ? found.slice(0, 100) : undefined;
}

/** Before structured content, servers wrote JSON into a text. */
function nameInTexts({ content }: McpToolResult): string | undefined {
    for (const part of content) {
        if (part.kind === 'text' && part.text.startsWith('{') && part.text.length < 100_000) {
            try {
                const name = nameIn(JSON.parse(part.text));
                if (name !== undefined) {
                    return name;
                }
            } catch {
                // Text that only looks like JSON says nothing.
            }
        }
    }
    return undefined;
}
