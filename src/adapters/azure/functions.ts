import * as z from 'zod';
import type { Functions } from '../../ports/azure';
import { operations } from './operations';
import { collect, partsOf, sdk, type Session } from './session';

const builtInBody = z.object({
    properties: z.object({
        aiIntegration: z
            .object({ Mcp: z.object({ Servers: z.array(z.object({ Endpoint: z.string(), Enabled: z.boolean().nullish() })) }).nullish() })
            .nullish(),
    }),
});

/** Function apps by the official SDK. */
export function functions(session: Session): Functions {
    return {
        async list(op, siteId) {
            const { subscriptionId, resourceGroup, name } = partsOf(siteId);
            return sdk(op, session, async () => {
                const client = await session.web(subscriptionId);
                const found = await collect(client.webApps.listFunctions(resourceGroup, name, { abortSignal: op.signal }));
                return found.map((envelope) => ({
                    name: (envelope.name ?? '').replace(/^.*\//, ''),
                    bindings: bindingTypes(envelope.config),
                }));
            });
        },
        async systemKeys(op, siteId) {
            const { subscriptionId, resourceGroup, name } = partsOf(siteId);
            return sdk(op, session, async () => {
                const client = await session.web(subscriptionId);
                return (await client.webApps.listHostKeys(resourceGroup, name, { abortSignal: op.signal })).systemKeys ?? {};
            });
        },
        // A preview that neither the SDK nor the public specification knows: the thin client reads what the documentation shows.
        async builtInMcp(op, siteId) {
            const body = builtInBody.safeParse(
                await session.arm.find(op, {
                    operation: operations.getWholeSite,
                    params: { site: siteId },
                    tenantId: session.tenantOf(partsOf(siteId).subscriptionId),
                }),
            );
            const servers = body.data?.properties.aiIntegration?.Mcp?.Servers ?? [];
            return servers.filter(({ Enabled, Endpoint }) => Enabled !== false && Endpoint.startsWith('/')).map(({ Endpoint }) => Endpoint);
        },
    };
}

/** `config.bindings[].type` of a function.json, whatever else is in it. */
function bindingTypes(config: unknown): readonly string[] {
    const bindings: unknown = typeof config === 'object' && config !== null && 'bindings' in config ? config.bindings : undefined;
    return Array.isArray(bindings)
        ? bindings.flatMap((binding: unknown) =>
              typeof binding === 'object' && binding !== null && 'type' in binding && typeof binding.type === 'string'
                  ? [binding.type]
                  : [],
          )
        : [];
}
