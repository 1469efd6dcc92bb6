import type { McpServerFacts } from '../core/mcp/serverFacts';
import type { AboutFact } from './mcpPage';

/** How a server described itself, and what was seen of it, a fact each. */
export function mcpAbout(facts: McpServerFacts, instances: readonly string[]): readonly AboutFact[] {
    const era = facts.era === 'modern' ? 'stateless' : facts.session === 'server' ? 'with session' : 'older';
    const transport = facts.transport === 'sse' ? ['HTTP+SSE of 2024'] : facts.transport === 'stdio' ? ['a program on this computer'] : [];
    return [
        { name: 'Address', value: facts.url },
        { name: 'Identity', value: `${facts.name} ${facts.version}`.trim() },
        { name: 'Protocol', value: `protocol ${facts.protocolVersion}, ${era}` },
        ...transport.map((value) => ({ name: 'Transport', value })),
        ...(instances.length === 0
            ? []
            : [{ name: 'Instances', value: `${instances.length} instance${instances.length === 1 ? '' : 's'} seen` }]),
    ].filter(({ value }) => value !== '');
}
