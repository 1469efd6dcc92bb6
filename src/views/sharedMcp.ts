import { isObject } from '../core/mcp/isObject';
import type { McpServerFacts } from '../core/mcp/serverFacts';

/** A server that VS Code's agents are offered. Holds no secret. */
export interface SharedMcp {
    readonly key: string;
    readonly label: string;
    readonly url: string;
    /** Another one makes VS Code ask for the tools again. */
    readonly version: string;
    /** `bridge` for servers that VS Code, which knows only the handshake of the older era, cannot speak with. */
    readonly way: 'direct' | 'bridge';
}

export function sharedMcp(known: { readonly key: string; readonly label: string }, facts: McpServerFacts): SharedMcp {
    const isOld = (version: string) => version < '2026';
    return {
        key: known.key,
        label: known.label,
        url: facts.url,
        version: [facts.version.slice(0, 100), facts.protocolVersion.slice(0, 100)].join(' '),
        way: facts.era === 'legacy' || facts.supportedVersions.some(isOld) ? 'direct' : 'bridge',
    };
}

/** With labels that tell them apart: VS Code knows a server by its label alone, and would give one the key of another. */
export function withOwnLabels(entries: readonly SharedMcp[]): readonly SharedMcp[] {
    const told = (tell: (entry: SharedMcp) => string) => {
        const counts = new Map<string, number>();
        entries.forEach((entry) => counts.set(tell(entry), (counts.get(tell(entry)) ?? 0) + 1));
        return (entry: SharedMcp) => counts.get(tell(entry)) === 1;
    };
    const byPath = (entry: SharedMcp) => `${entry.label} ${new URL(entry.url).pathname}`;
    const [isAlone, isAloneByPath] = [told(({ label }) => label), told(byPath)];
    return entries.map((entry) =>
        isAlone(entry) ? entry : { ...entry, label: isAloneByPath(entry) ? byPath(entry) : `${entry.label} ${entry.url}` },
    );
}

export function readSharedMcp(value: unknown): readonly SharedMcp[] | undefined {
    return Array.isArray(value) ? value.filter(isShared) : undefined;
}

function isShared(value: unknown): value is SharedMcp {
    return (
        isObject(value) &&
        (['key', 'label', 'url', 'version'] as const).every((name) => typeof value[name] === 'string') &&
        URL.canParse(String(value.url)) &&
        (value.way === 'direct' || value.way === 'bridge')
    );
}
