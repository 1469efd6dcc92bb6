import * as z from 'zod';
import type { GenericResource, ResourceGroup } from '../../core/deploy/resources';
import type { ResourceGroups } from '../../ports/azure';
import { operations } from './operations';
import { read } from './read';
import type { Session } from './session';

const tags = z.record(z.string(), z.string()).nullish();
const groupBody = z.object({ id: z.string(), name: z.string(), location: z.string(), tags });
const resourceBody = z.object({ id: z.string(), type: z.string(), location: z.string().nullish(), tags });

function toGroup(body: unknown): ResourceGroup {
    const group = read(groupBody, body);
    return { ...group, tags: group.tags ?? {} };
}

/** One entry of a list of resources of whatever type. */
export function toResource(body: unknown): GenericResource {
    const { id, type, location, tags } = read(resourceBody, body);
    return { id, type, ...(location === null || location === undefined ? {} : { location }), tags: tags ?? {} };
}

export function resourceGroups(session: Session): ResourceGroups {
    const request = (subscription: string, group: string) => ({
        params: { subscription, group },
        tenantId: session.tenantOf(subscription),
    });
    return {
        async get(op, subscriptionId, name) {
            const body = await session.arm.find(op, { operation: operations.getResourceGroup, ...request(subscriptionId, name) });
            return body === undefined ? undefined : toGroup(body);
        },
        async create(op, subscriptionId, name, wanted) {
            return toGroup(
                await session.arm.send(op, { operation: operations.createResourceGroup, ...request(subscriptionId, name), body: wanted }),
            );
        },
        async delete(op, subscriptionId, name) {
            await session.arm.perform(op, { operation: operations.deleteResourceGroup, ...request(subscriptionId, name) });
        },
        async resources(op, subscriptionId, name) {
            const items = await session.arm.list(op, { operation: operations.listResources, ...request(subscriptionId, name) });
            return items.map(toResource);
        },
    };
}
