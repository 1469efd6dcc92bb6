import { armRefusal } from '../arm/armRefusal';
import type { Exchange } from '../http/exchange';
import { field, listField, textField, type JsonObject, type JsonValue } from '../json';
import { roles, type Role } from './roles';

/** A role that somebody defined. */
export interface CustomRole extends Role {
    readonly assignableScopes: readonly string[];
    readonly notActions: readonly string[];
    readonly notDataActions: readonly string[];
    readonly createdMs: number;
    readonly changedMs: number;
    readonly changedBy: string;
}

/** What was asked for as a role; throws Azure's refusals. `known` are the roles that are there. */
export function readCustomRole(exchange: Exchange, id: string, body: JsonObject, known: readonly CustomRole[], nowMs: number): CustomRole {
    const properties = field(body, 'properties');
    const name = textField(properties, 'roleName') ?? '';
    const scopes = texts(listField(properties, 'assignableScopes'));
    if (!/^[0-9a-f-]{36}$/i.test(id)) {
        throw armRefusal(
            400,
            'InvalidRoleDefinitionId',
            `The role definition ID '${id}' is not valid. The role definition ID must be a GUID.`,
        );
    }
    if (name === '') {
        throw armRefusal(400, 'InvalidRoleDefinitionName', 'The role definition needs a name.');
    }
    if (scopes.length === 0) {
        throw armRefusal(400, 'InvalidRoleDefinitionAssignableScopes', 'The role definition needs at least one assignable scope.');
    }
    if ([...roles, ...known].some((role) => role.id !== id.toLowerCase() && role.name.toLowerCase() === name.toLowerCase())) {
        throw armRefusal(
            409,
            'RoleDefinitionWithSameNameExists',
            `A custom role with the name '${name}' already exists in this directory.`,
        );
    }
    const permissions = listField(properties, 'permissions') ?? [];
    const all = (key: string) => permissions.flatMap((permission) => texts(listField(permission, key)));
    return {
        id: id.toLowerCase(),
        name,
        description: textField(properties, 'description') ?? '',
        actions: all('actions'),
        notActions: all('notActions'),
        dataActions: all('dataActions'),
        notDataActions: all('notDataActions'),
        assignableScopes: scopes,
        createdMs: known.find((role) => role.id === id.toLowerCase())?.createdMs ?? nowMs,
        changedMs: nowMs,
        changedBy: exchange.caller.objectId,
    };
}

/** A role as Azure shows it, built in or not. */
export function renderRole(role: Role | CustomRole, exchange: Exchange): JsonObject {
    const subscription = exchange.url.pathname.split('/')[2] ?? '';
    const custom = 'assignableScopes' in role ? role : undefined;
    return {
        properties: {
            roleName: role.name,
            type: custom === undefined ? 'BuiltInRole' : 'CustomRole',
            description: role.description,
            assignableScopes: custom?.assignableScopes ?? ['/'],
            permissions: [
                {
                    actions: role.actions,
                    notActions: role.notActions ?? [],
                    dataActions: role.dataActions,
                    notDataActions: custom?.notDataActions ?? [],
                },
            ],
            createdOn: custom === undefined ? '2018-01-01T00:00:00.0000000Z' : new Date(custom.createdMs).toISOString(),
            updatedOn: custom === undefined ? '2021-11-11T20:13:47.8628684Z' : new Date(custom.changedMs).toISOString(),
            createdBy: null,
            updatedBy: custom?.changedBy ?? null,
        },
        id: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role.id}`,
        type: 'Microsoft.Authorization/roleDefinitions',
        name: role.id,
    };
}

function texts(list: readonly JsonValue[] | undefined): readonly string[] {
    return (list ?? []).filter((entry) => typeof entry === 'string');
}
