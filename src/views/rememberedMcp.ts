import { isObject } from '../core/mcp/isObject';
import type { McpServerFacts } from '../core/mcp/serverFacts';

/** What an earlier session learned about a server; spares the next one its probe. `memory` is the client's own and checked by it. */
export interface RememberedMcp {
    /** The address that its entry or deployment named. Under another one nothing of this holds: keys of the new server would go to the old one. */
    readonly lookedFor: string;
    readonly facts: McpServerFacts;
    readonly memory:
        | { readonly kind: 'modern'; readonly discover: Readonly<Record<string, unknown>> }
        | { readonly kind: 'legacy' }
        | { readonly kind: 'sse' };
}

const instructionsKept = 4000;
const kept = 64 * 1024;

/** What of a session is worth keeping: instructions are cut, and of a server that says too much of itself nothing is kept. The state of a workspace is read at each start. */
export function mcpToRemember(lookedFor: string, { facts, memory }: Pick<RememberedMcp, 'facts' | 'memory'>): RememberedMcp | undefined {
    const short = <T extends Readonly<Record<string, unknown>>>(said: T): T =>
        typeof said.instructions === 'string' ? { ...said, instructions: said.instructions.slice(0, instructionsKept) } : said;
    const small: RememberedMcp = {
        lookedFor,
        facts: { ...facts, ...(facts.instructions !== undefined && { instructions: facts.instructions.slice(0, instructionsKept) }) },
        memory: memory.kind === 'modern' ? { kind: 'modern', discover: short(memory.discover) } : memory,
    };
    return JSON.stringify(small).length > kept ? undefined : small;
}

/** Reads what an older version of Slipway, or a broken state file, may have left; undefined when it does not fit. */
export function readRememberedMcp(value: unknown): RememberedMcp | undefined {
    if (!isObject(value) || typeof value.lookedFor !== 'string' || !isObject(value.facts) || !isObject(value.memory)) {
        return undefined;
    }
    const { facts, memory } = value;
    const fits =
        (['url', 'era', 'protocolVersion', 'transport', 'name', 'version', 'session'] as const).every(
            (name) => typeof facts[name] === 'string',
        ) &&
        isObject(facts.capabilities) &&
        Array.isArray(facts.supportedVersions) &&
        (memory.kind === 'legacy' || memory.kind === 'sse' || (memory.kind === 'modern' && isObject(memory.discover)));
    return fits ? (value as unknown as RememberedMcp) : undefined;
}
