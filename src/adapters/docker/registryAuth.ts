import type { RegistryLogin } from '../../ports/engine';

/** The engine's AuthConfig. Never left out: engines before 28 refuse a push without one even where the registry is open. */
export function asAuthConfig(login: RegistryLogin): Readonly<Record<string, string>> {
    switch (login.kind) {
        case 'anonymous':
            return { username: 'anonymous', password: 'anonymous', serveraddress: login.server };
        case 'password':
            return { username: login.username, password: login.password, serveraddress: login.server };
        case 'identityToken':
            return { identitytoken: login.token, serveraddress: login.server };
    }
}
