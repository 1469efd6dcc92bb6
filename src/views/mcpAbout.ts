import type { McpServerFacts } from '../core/mcp/serverFacts';
import type { AboutFact } from './mcpPage';
import { say } from './say';

/** How a server described itself, and what was seen of it, a fact each. */
export function mcpAbout(facts: McpServerFacts, instances: readonly string[]): readonly AboutFact[] {
    const era = facts.era === 'modern' ? say('stateless') : facts.session === 'server' ? say('with session') : say('older');
    const transport =
        facts.transport === 'sse' ? [say('HTTP+SSE of 2024')] : facts.transport === 'stdio' ? [say('a program on this computer')] : [];
    return [
        { name: say('Address'), value: facts.url },
        { name: say('Identity'), value: `${facts.name} ${facts.version}`.trim() },
        { name: say('Protocol'), value: say('protocol {0}, {1}', facts.protocolVersion, era) },
        ...transport.map((value) => ({ name: say('Transport'), value })),
        ...(instances.length === 0 ? [] : [{ name: say('Instances'), value: say('instances seen: {0}', String(instances.length)) }]),
    ].filter(({ value }) => value !== '');
}
