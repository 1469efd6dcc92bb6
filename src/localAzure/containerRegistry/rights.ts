import type { Role } from '../authorization/roles';
import { textField } from '../json';
import type { Registry } from './registry';

export type Right = 'pull' | 'push' | 'delete' | 'catalog';

/**
 * What roles allow on a registry's content. An ABAC registry honours neither AcrPull, AcrPush and AcrDelete nor Owner, Contributor and Reader;
 * a registry in the older mode honours none of the repository roles.
 */
export function rightsOf(registry: Registry, roles: readonly Role[]): ReadonlySet<Right> {
    const abac = textField(registry.properties, 'roleAssignmentMode')?.toLowerCase() === 'abacrepositorypermissions';
    return new Set(roles.flatMap((role) => (abac ? repositoryRights : registryRights)[role.name] ?? []));
}

const everything: readonly Right[] = ['pull', 'push', 'delete', 'catalog'];
const registryRights: Readonly<Record<string, readonly Right[]>> = {
    Owner: everything,
    Contributor: everything,
    Reader: ['pull', 'catalog'],
    AcrPull: ['pull', 'catalog'],
    AcrPush: ['pull', 'push', 'catalog'],
    AcrDelete: ['delete'],
};
const repositoryRights: Readonly<Record<string, readonly Right[]>> = {
    'Container Registry Repository Reader': ['pull'],
    'Container Registry Repository Writer': ['pull', 'push'],
    'Container Registry Repository Contributor': ['pull', 'push', 'delete'],
    'Container Registry Repository Catalog Lister': ['catalog'],
};
