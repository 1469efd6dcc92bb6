import { armRefusal } from '../arm/armRefusal';
import type { Authorization } from '../authorization/authorizationProvider';
import { objectField, type JsonObject } from '../json';
import type { Principal } from '../identity/principal';

const assign = 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action';

/** Refuses what the caller's roles do not allow, and the identities that a write would put on a resource without a right to them. */
export function checkAccess(
    authorization: Pick<Authorization, 'rolesOf'>,
    caller: Principal,
    thing: { readonly id: string; readonly type: string; readonly action: string },
    body: JsonObject,
): void {
    const action = `${thing.type}/${thing.action}`;
    if (!allows(authorization, caller, action, thing.id)) {
        throw armRefusal(
            403,
            'AuthorizationFailed',
            `The client '${caller.name}' with object id '${caller.objectId}' does not have authorization to perform action '${action}' over scope '${thing.id}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
        );
    }
    const identity = Object.keys(objectField(body, 'identity', 'userAssignedIdentities') ?? {}).find(
        (id) => !allows(authorization, caller, assign, id),
    );
    if (thing.action === 'write' && identity !== undefined) {
        throw armRefusal(
            403,
            'LinkedAuthorizationFailed',
            `The client '${caller.name}' with object id '${caller.objectId}' has permission to perform action '${action}' on scope '${thing.id}'; however, it does not have permission to perform action '${assign}' on the linked scope(s) '${identity}' or the linked scope(s) are invalid.`,
        );
    }
}

function allows(authorization: Pick<Authorization, 'rolesOf'>, caller: Principal, action: string, scope: string): boolean {
    return authorization
        .rolesOf(caller.objectId, scope)
        .some((role) => role.actions.some((one) => covers(one, action)) && !(role.notActions ?? []).some((one) => covers(one, action)));
}

function covers(pattern: string, action: string): boolean {
    const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
}
