import type { Registry } from '../containerRegistry/registry';
import type { TokenService } from '../containerRegistry/tokenService';
import type { JsonObject } from '../json';
import type { Identities } from '../managedIdentity/identities';
import type { PulledImage, PullLogin, Runner } from '../runner/runner';

/** How a resource says that an image is to be pulled. */
export type RegistryAccess =
    | { readonly kind: 'anonymous' }
    | { readonly kind: 'password'; readonly username: string; readonly password: string }
    /** `chosen`: a user-assigned identity's resource id; undefined: the system-assigned one. */
    | { readonly kind: 'identity'; readonly identity: JsonObject | undefined; readonly chosen: string | undefined };

/** The identity has no right to pull from that registry, or there is no such identity. */
export class IdentityCannotPull extends Error {
    constructor(readonly registry: string) {
        super(`The identity cannot pull from ${registry}.`);
        this.name = 'IdentityCannotPull';
    }
}

export interface PullSurroundings {
    readonly identities: Identities;
    readonly tokens: TokenService;
    readonly registryOf: (loginServer: string) => Registry | undefined;
    readonly runner: Runner;
    /** Takes over where an image cannot be pulled; undefined: the pull fails, as in Azure. */
    readonly placeholder: Runner | undefined;
}

/** The image and the runner that starts it. Throws IdentityCannotPull or RunnerRefusal. */
export async function pullImage(
    around: PullSurroundings,
    image: string,
    access: RegistryAccess,
): Promise<{ readonly image: PulledImage; readonly runner: Runner }> {
    const signal = AbortSignal.timeout(600_000);
    if (around.placeholder === undefined) {
        return { image: await around.runner.pull(image, loginFor(around, image, access), signal), runner: around.runner };
    }
    try {
        return { image: await around.runner.pull(image, loginFor(around, image, access), signal), runner: around.runner };
    } catch {
        return { image: await around.placeholder.pull(image, { kind: 'anonymous' }, signal), runner: around.placeholder };
    }
}

export function serverOf(image: string): string {
    const [first = ''] = image.split('/');
    return image.includes('/') && (/[.:]/.test(first) || first === 'localhost') ? first : 'docker.io';
}

function loginFor(around: PullSurroundings, image: string, access: RegistryAccess): PullLogin {
    const server = serverOf(image);
    switch (access.kind) {
        case 'anonymous':
            return { kind: 'anonymous' };
        case 'password':
            return { kind: 'password', server, username: access.username, password: access.password };
        case 'identity': {
            const registry = around.registryOf(server);
            const principal = around.identities.principalOf(access.identity, access.chosen);
            const token =
                registry === undefined || principal === undefined ? undefined : around.tokens.refreshTokenFor(principal, registry);
            if (token === undefined) {
                throw new IdentityCannotPull(server);
            }
            return { kind: 'identityToken', server, token };
        }
    }
}
