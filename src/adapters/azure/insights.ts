import * as z from 'zod';
import type { Insights } from '../../ports/azure';
import { operations } from './operations';
import { read } from './read';
import { partsOf, type Session } from './session';

const componentBody = z.object({ properties: z.object({ ConnectionString: z.string() }) });

/** Application Insights by the thin client. Azure makes the workspace behind it where none is named. */
export function insights(session: Session): Insights {
    return {
        async create(op, id, { location, tags }) {
            const answer = await session.arm.perform(op, {
                operation: operations.createInsights,
                params: { component: id },
                tenantId: session.tenantOf(partsOf(id).subscriptionId),
                body: {
                    location,
                    kind: 'web',
                    tags,
                    properties: { Application_Type: 'web', Flow_Type: 'Bluefield', Request_Source: 'rest' },
                },
            });
            return read(componentBody, answer).properties.ConnectionString;
        },
    };
}
