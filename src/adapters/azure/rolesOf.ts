import { createHash } from 'node:crypto';
import * as z from 'zod';
import { isFailure } from '../../base/failure';
import { pause } from '../../base/operation';
import { assignmentName } from '../../core/deploy/roles';
import type { Roles } from '../../ports/azure';
import { operations } from './operations';
import { partsOf, type Session } from './session';

const assignmentBody = z.object({
    properties: z.object({ roleDefinitionId: z.string(), principalId: z.string(), condition: z.string().nullish() }),
});
const newPrincipalTries = 10;

/** Role assignments. */
export function rolesOf(session: Session): Roles {
    const tenantId = (scope: string) => session.tenantOf(partsOf(scope).subscriptionId);
    return {
        async has(op, scope, principalId, roleId) {
            const items = await session.arm.list(op, {
                operation: operations.listRoleAssignments,
                params: { scope },
                // assignedTo() would count groups too, but needs Graph rights that a user may lack.
                query: { $filter: `principalId eq '${principalId}'` },
                tenantId: tenantId(scope),
            });
            return items.some((item) => {
                const parsed = assignmentBody.safeParse(item);
                return parsed.success && parsed.data.properties.roleDefinitionId.toLowerCase().endsWith(`/${roleId}`);
            })
                ? 'assigned'
                : 'absent';
        },
        async assign(op, scope, principalId, roleId) {
            const { subscriptionId } = partsOf(scope);
            const request = {
                operation: operations.createRoleAssignment,
                params: { scope, assignment: nameFor(scope, principalId, roleId) },
                tenantId: tenantId(scope),
                body: {
                    properties: {
                        roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`,
                        principalId,
                        // Without it a principal that is seconds old is "not found": the directory has replicas.
                        principalType: 'ServicePrincipal',
                    },
                },
            };
            for (let tries = 1; ; tries++) {
                try {
                    await session.arm.send(op, request);
                    return;
                } catch (error) {
                    const code = isFailure(error) ? error.facts.code : undefined;
                    if (code === 'RoleAssignmentExists') {
                        return;
                    }
                    if (code !== 'PrincipalNotFound' || tries === newPrincipalTries) {
                        throw error;
                    }
                    await pause(op, 2000);
                }
            }
        },
        async remove(op, scope, principalId, roleId) {
            await session.arm.find(op, {
                operation: operations.deleteRoleAssignment,
                params: { scope, assignment: nameFor(scope, principalId, roleId) },
                tenantId: tenantId(scope),
            });
        },
    };
}

function nameFor(scope: string, principalId: string, roleId: string): string {
    return assignmentName(createHash('sha256').update(`${scope.toLowerCase()}|${principalId}|${roleId}`).digest('hex'));
}
