import * as z from 'zod';
import type { Operation } from '../../base/operation';
import type { Environment } from '../../core/deploy/resources';
import { given, text } from './containerAppParts';
import { operations } from './operations';
import { read } from './read';
import { partsOf, type Session } from './session';

const environmentBody = z.object({
    id: z.string(),
    name: z.string(),
    location: z.string(),
    properties: z.object({
        provisioningState: text,
        vnetConfiguration: z.looseObject({ internal: z.boolean().nullish() }).nullish(),
        workloadProfiles: z.array(z.looseObject({ name: text, workloadProfileType: text })).nullish(),
    }),
});

/** A Container Apps environment, of ARM's body of it. */
export function toEnvironment(body: unknown): Environment {
    const { id, name, location, properties } = read(environmentBody, body);
    return {
        id,
        name,
        location,
        state: properties.provisioningState ?? 'Succeeded',
        reach: properties.vnetConfiguration?.internal === true ? 'network' : 'internet',
    };
}

/** The workload profile of new apps and jobs: the one that is paid by use, else the first. An environment of the older kind has none and refuses a name of one. */
export async function workloadProfile(session: Session, op: Operation, environmentId: string): Promise<string | undefined> {
    const tenantId = session.tenantOf(partsOf(environmentId).subscriptionId);
    const body = await session.arm.find(op, { operation: operations.getEnvironment, params: { environment: environmentId }, tenantId });
    const profiles = body === undefined ? [] : (read(environmentBody, body).properties.workloadProfiles ?? []);
    return given((profiles.find(({ workloadProfileType: type }) => /^consumption$/i.test(type ?? '')) ?? profiles[0])?.name);
}
