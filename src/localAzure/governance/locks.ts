import { armRefusal } from '../arm/armRefusal';
import { keepResources } from '../arm/keptResources';
import type { Route } from '../http/router';
import { textField } from '../json';
import type { World } from '../world';
import { scopePaths } from './scopePaths';

export interface Locks {
    readonly routes: readonly Route[];
    /** Refuses a write or a delete of what is locked itself, from above, or, when it is deleted, below. */
    check(id: string, verb: 'write' | 'delete'): void;
}

/** `Microsoft.Authorization/locks` at a subscription, a group or a resource. */
export function createLocks(world: World): Locks {
    const kept = scopePaths.map((scope) =>
        keepResources(world, {
            type: 'Microsoft.Authorization/locks',
            path: `${scope}/providers/Microsoft.Authorization/locks/{lock}`,
            put: { status: (known) => (known ? 200 : 201) },
            check: (_, body) => {
                const level = textField(body, 'properties', 'level') ?? '';
                if (!/^(CanNotDelete|ReadOnly)$/.test(level)) {
                    throw armRefusal(
                        400,
                        'InvalidLockLevel',
                        `The lock level '${level}' is not valid. It must be CanNotDelete or ReadOnly.`,
                    );
                }
            },
            render: ({ id, name, type, body }) => ({
                id,
                name,
                type,
                properties: { level: textField(body, 'properties', 'level') ?? '', notes: textField(body, 'properties', 'notes') ?? null },
            }),
        }),
    );
    return {
        routes: kept.flatMap((one) => one.routes),
        check(id, verb) {
            const at = `${id.toLowerCase()}/`;
            const locked = [...new Set(kept.flatMap((one) => one.under('')))].find((lock) => {
                const scope = scopeOf(lock.id);
                const above = at.startsWith(`${scope.toLowerCase()}/`);
                const below = verb === 'delete' && scope.toLowerCase().startsWith(at);
                return (above || below) && (verb === 'delete' || textField(lock.body, 'properties', 'level') === 'ReadOnly');
            });
            if (locked !== undefined) {
                throw armRefusal(
                    409,
                    'ScopeLocked',
                    `The scope '${id}' cannot perform ${verb} operation because following scope(s) are locked: '${scopeOf(locked.id)}'. Please remove the lock and try again.`,
                );
            }
        },
    };
}

function scopeOf(lockId: string): string {
    return lockId.slice(0, lockId.toLowerCase().lastIndexOf('/providers/microsoft.authorization/locks/'));
}
