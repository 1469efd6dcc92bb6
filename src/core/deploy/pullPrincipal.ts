import type { DeployRequest } from './deployRequest';
import type { ContainerGroup } from './resources';

/** The setting that holds the secret of a service principal that pulls. It is kept like every secret, and no app is told it. */
export const pullSecret = 'SLIPWAY_PULL_SECRET';

const clientId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isClientId(text: string): boolean {
    return clientId.test(text.trim());
}

/** The client id of the service principal that is to pull: the one that is asked for, else the one that does; undefined when an identity pulls. */
export function pullPrincipalOf(
    { pullPrincipal }: Pick<DeployRequest, 'pullPrincipal'>,
    group: ContainerGroup | undefined,
): string | undefined {
    const wanted = pullPrincipal ?? group?.registries.map(({ pulls }) => pulls).find(isClientId) ?? '';
    return isClientId(wanted) ? wanted.trim().toLowerCase() : undefined;
}

/** What the app itself is told. */
export function withoutPullSecret(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    const { [pullSecret]: _, ...rest } = env;
    return rest;
}
