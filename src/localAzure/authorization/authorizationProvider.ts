import { armRefusal } from '../arm/armRefusal';
import { Collection } from '../arm/collection';
import type { Resource } from '../arm/resource';
import { empty, json } from '../http/answer';
import { objectBody, param, query, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { textField, type JsonObject } from '../json';
import type { Provider } from '../provider';
import { track, type World } from '../world';
import { readCustomRole, renderRole, type CustomRole } from './customRoles';
import { roles, type Role } from './roles';

interface RoleAssignment extends Resource {
    readonly scope: string;
    readonly role: string;
    readonly principalId: string;
    readonly principalType: string;
    readonly condition: string | undefined;
    readonly conditionVersion: string | undefined;
    readonly description: string | undefined;
    readonly createdBy: string;
    /** Rights count only from here on: Azure's caches take a while. */
    readonly effectiveMs: number;
}

export interface Authorization {
    readonly provider: Provider;
    /** The roles that a principal has at a scope, from there or from above. */
    rolesOf(principalId: string, scope: string): readonly Role[];
}

const propagationMs = 30_000;

export function createAuthorizationProvider(world: World): Authorization {
    const assignments = track(world, new Collection<RoleAssignment>('untracked'));
    const customs = new Map<string, CustomRole>();
    const allRoles = (): readonly Role[] => [...roles, ...customs.values()];

    function put(exchange: Exchange, scope: string) {
        const body = objectBody(exchange);
        const name = param(exchange, 'assignment');
        const roleId = textField(body, 'properties', 'roleDefinitionId')?.split('/').at(-1)?.toLowerCase();
        const principalId = textField(body, 'properties', 'principalId');
        if (roleId === undefined || principalId === undefined) {
            throw armRefusal(
                400,
                'InvalidCreateRoleAssignmentRequest',
                "The request to create role assignment '" +
                    name +
                    "' is not valid. Supply properties.roleDefinitionId and properties.principalId.",
            );
        }
        if (!/^[0-9a-f-]{36}$/i.test(name)) {
            throw armRefusal(
                400,
                'InvalidRoleAssignmentId',
                `The role assignment ID '${name}' is not valid. The role assignment ID must be a GUID.`,
            );
        }
        if (!allRoles().some((role) => role.id === roleId)) {
            throw armRefusal(
                400,
                'RoleDefinitionDoesNotExist',
                `The specified role definition with ID '${roleId.replaceAll('-', '')}' does not exist.`,
            );
        }
        if (!canAssign(exchange.caller.objectId, scope)) {
            throw armRefusal(
                403,
                'AuthorizationFailed',
                `The client '${exchange.caller.name}' with object id '${exchange.caller.objectId}' does not have authorization to perform action 'Microsoft.Authorization/roleAssignments/write' over scope '${scope}/providers/Microsoft.Authorization/roleAssignments/${name}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
            );
        }
        checkKnown(principalId);
        const same = assignments
            .all()
            .find(
                (one) =>
                    one.scope.toLowerCase() === scope.toLowerCase() &&
                    one.role === roleId &&
                    one.principalId.toLowerCase() === principalId.toLowerCase(),
            );
        if (same !== undefined && same.name.toLowerCase() !== name.toLowerCase()) {
            throw armRefusal(409, 'RoleAssignmentExists', 'The role assignment already exists.');
        }
        const now = world.nowMs();
        const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
        const previous = assignments.get(id);
        if (previous !== undefined && (previous.role !== roleId || previous.principalId.toLowerCase() !== principalId.toLowerCase())) {
            throw armRefusal(
                409,
                'RoleAssignmentUpdateNotPermitted',
                'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.',
            );
        }
        const assignment: RoleAssignment = {
            id,
            name,
            type: 'Microsoft.Authorization/roleAssignments',
            location: '',
            tags: undefined,
            createdMs: previous?.createdMs ?? now,
            changedMs: now,
            scope,
            role: roleId,
            principalId,
            principalType: textField(body, 'properties', 'principalType') ?? 'User',
            condition: textField(body, 'properties', 'condition'),
            conditionVersion: textField(body, 'properties', 'conditionVersion'),
            description: textField(body, 'properties', 'description'),
            createdBy: exchange.caller.objectId,
            effectiveMs: previous?.effectiveMs ?? now + (world.mode === 'open' ? 0 : propagationMs * world.timeScale),
        };
        assignments.put(assignment);
        return json(201, render(assignment, exchange));
    }

    /** A new identity is not at once wherever the directory is asked. */
    function checkKnown(principalId: string): void {
        const { directoryDelayMs } = world.limits();
        const made = world.collections
            .flatMap((collection) => (directoryDelayMs > 0 ? collection.all() : []))
            .find((resource) => 'principalId' in resource && resource.principalId === principalId);
        if (made !== undefined && world.nowMs() - made.createdMs < directoryDelayMs) {
            throw armRefusal(
                400,
                'PrincipalNotFound',
                `Principal ${principalId.replaceAll('-', '')} does not exist in the directory ${world.tenantId}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype`,
            );
        }
    }

    function canAssign(principalId: string, scope: string): boolean {
        return rolesOf(principalId, scope).some((role) => role.name === 'Owner' || role.name === 'User Access Administrator');
    }

    function rolesOf(principalId: string, scope: string): readonly Role[] {
        const wanted = `${scope.toLowerCase()}/`;
        const now = world.nowMs();
        const ids = assignments
            .all()
            .filter(
                (one) =>
                    one.principalId.toLowerCase() === principalId.toLowerCase() &&
                    wanted.startsWith(`${one.scope.toLowerCase()}/`) &&
                    one.effectiveMs <= now,
            )
            .map((one) => one.role);
        if (principalId === world.user.objectId) {
            ids.push('8e3af657-a8ff-443c-a75c-2fe8c4bcb635');
        }
        return allRoles().filter((role) => ids.includes(role.id));
    }

    function render(one: RoleAssignment, exchange: Exchange): JsonObject {
        const subscription = exchange.url.pathname.split('/')[2] ?? world.subscriptionId;
        return {
            properties: {
                roleDefinitionId: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${one.role}`,
                principalId: one.principalId,
                principalType: one.principalType,
                scope: one.scope,
                condition: one.condition ?? null,
                conditionVersion: one.conditionVersion ?? null,
                createdOn: new Date(one.createdMs).toISOString(),
                updatedOn: new Date(one.changedMs).toISOString(),
                createdBy: one.createdBy,
                updatedBy: one.createdBy,
                delegatedManagedIdentityResourceId: null,
                description: one.description ?? null,
            },
            id: one.id,
            type: one.type,
            name: one.name,
        };
    }

    function list(exchange: Exchange, scope: string) {
        const filter = query(exchange, '$filter') ?? '';
        const principal = /(?:principalId eq|assignedTo\()\s*'([^']+)'/i.exec(filter)?.[1]?.toLowerCase();
        const exactly = /atScope\(\)/i.test(filter);
        const at = scope.toLowerCase();
        const found = assignments.all().filter((one) => {
            const its = one.scope.toLowerCase();
            const above = `${at}/`.startsWith(`${its}/`);
            return (
                (above || (!exactly && its.startsWith(`${at}/`))) &&
                (principal === undefined || one.principalId.toLowerCase() === principal)
            );
        });
        return json(200, { value: found.map((one) => render(one, exchange)) });
    }

    function definitions(exchange: Exchange) {
        const wanted = /roleName eq '([^']*)'/i.exec(query(exchange, '$filter') ?? '')?.[1]?.toLowerCase();
        return json(200, {
            value: allRoles()
                .filter((role) => wanted === undefined || role.name.toLowerCase() === wanted)
                .map((role) => renderRole(role, exchange)),
        });
    }

    function define(exchange: Exchange) {
        const id = param(exchange, 'role');
        if (roles.some((role) => role.id === id.toLowerCase())) {
            throw armRefusal(403, 'RoleDefinitionUpdateNotPermitted', `The built-in role '${id}' cannot be changed.`);
        }
        const role = readCustomRole(exchange, id, objectBody(exchange), [...customs.values()], world.nowMs());
        customs.set(role.id, role);
        return json(201, renderRole(role, exchange));
    }

    function undefine(exchange: Exchange) {
        const role = customs.get(param(exchange, 'role').toLowerCase());
        if (role === undefined) {
            return empty(204);
        }
        if (assignments.all().some((assignment) => assignment.role === role.id)) {
            throw armRefusal(
                400,
                'RoleDefinitionHasAssignments',
                `There are existing role assignments referencing role (code: ${role.id}).`,
            );
        }
        customs.delete(role.id);
        return json(200, renderRole(role, exchange));
    }

    function one(exchange: Exchange, scope: string): RoleAssignment {
        const found = assignments.get(`${scope}/providers/Microsoft.Authorization/roleAssignments/${param(exchange, 'assignment')}`);
        if (found === undefined) {
            throw armRefusal(404, 'RoleAssignmentNotFound', `The role assignment '${param(exchange, 'assignment')}' is not found.`);
        }
        return found;
    }

    const seeded = world.nowMs();
    assignments.put({
        id: `/subscriptions/${world.subscriptionId}/providers/Microsoft.Authorization/roleAssignments/00000000-0000-4000-8000-00000000000a`,
        name: '00000000-0000-4000-8000-00000000000a',
        type: 'Microsoft.Authorization/roleAssignments',
        location: '',
        tags: undefined,
        createdMs: seeded,
        changedMs: seeded,
        scope: `/subscriptions/${world.subscriptionId}`,
        role: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
        principalId: world.user.objectId,
        principalType: 'User',
        condition: undefined,
        conditionVersion: undefined,
        description: undefined,
        createdBy: world.user.objectId,
        effectiveMs: 0,
    });
    const routes = scopes.flatMap(({ path, scope }): Route[] => [
        {
            method: 'PUT',
            path: `${path}/providers/Microsoft.Authorization/roleAssignments/{assignment}`,
            handle: (exchange) => put(exchange, scope(exchange)),
        },
        {
            method: 'GET',
            path: `${path}/providers/Microsoft.Authorization/roleAssignments/{assignment}`,
            handle: (exchange) => json(200, render(one(exchange, scope(exchange)), exchange)),
        },
        {
            method: 'DELETE',
            path: `${path}/providers/Microsoft.Authorization/roleAssignments/{assignment}`,
            handle: async (exchange) => {
                const removed = await assignments.remove(
                    `${scope(exchange)}/providers/Microsoft.Authorization/roleAssignments/${param(exchange, 'assignment')}`,
                );
                return removed === undefined ? empty(204) : json(200, render(removed, exchange));
            },
        },
        {
            method: 'GET',
            path: `${path}/providers/Microsoft.Authorization/roleAssignments`,
            handle: (exchange) => list(exchange, scope(exchange)),
        },
        { method: 'GET', path: `${path}/providers/Microsoft.Authorization/roleDefinitions`, handle: definitions },
        { method: 'PUT', path: `${path}/providers/Microsoft.Authorization/roleDefinitions/{role}`, handle: define },
        { method: 'DELETE', path: `${path}/providers/Microsoft.Authorization/roleDefinitions/{role}`, handle: undefine },
        {
            method: 'GET',
            path: `${path}/providers/Microsoft.Authorization/roleDefinitions/{role}`,
            handle: (exchange) => {
                const role = allRoles().find((candidate) => candidate.id === param(exchange, 'role').toLowerCase());
                if (role === undefined) {
                    throw armRefusal(
                        404,
                        'RoleDefinitionDoesNotExist',
                        `The specified role definition with ID '${param(exchange, 'role')}' does not exist.`,
                    );
                }
                return json(200, renderRole(role, exchange));
            },
        },
    ]);
    return { rolesOf, provider: { namespace: 'Microsoft.Authorization', newestApiVersion: '2022-12-01', routes } };
}

/** A scope is a subscription, a group, a resource or a child of one. */
const scopes: readonly { readonly path: string; readonly scope: (exchange: Exchange) => string }[] = [
    '/subscriptions/{subscription}',
    '/subscriptions/{subscription}/resourceGroups/{group}',
    '/subscriptions/{subscription}/resourceGroups/{group}/providers/{namespace}/{type}/{name}',
    '/subscriptions/{subscription}/resourceGroups/{group}/providers/{namespace}/{type}/{name}/{childType}/{childName}',
].map((path) => ({ path, scope: (exchange: Exchange) => path.replace(/\{(\w+)\}/g, (_, name: string) => param(exchange, name)) }));
