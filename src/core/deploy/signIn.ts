import type { SiteSignIn } from './resources';

/** Reads a client id or `off`; undefined when it is neither. */
export function readSignIn(text: string | undefined): SiteSignIn | undefined {
    const word = text?.trim().toLowerCase() ?? '';
    if (word === 'off') {
        return { state: 'off', clientId: undefined };
    }
    return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(word) ? { state: 'on', clientId: word } : undefined;
}

/** `config/authsettingsV2` as App Service takes it: browsers are sent to Entra's sign-in, and everything else is told 401. */
export function signInProperties(state: SiteSignIn['state'], clientId: string | undefined, issuer: string) {
    return state === 'off' || clientId === undefined
        ? {
              platform: { enabled: false },
              globalValidation: { requireAuthentication: false, unauthenticatedClientAction: 'AllowAnonymous' },
          }
        : {
              platform: { enabled: true },
              globalValidation: {
                  requireAuthentication: true,
                  unauthenticatedClientAction: 'RedirectToLoginPage',
                  redirectToProvider: 'azureactivedirectory',
              },
              identityProviders: {
                  azureActiveDirectory: {
                      enabled: true,
                      registration: { openIdIssuer: issuer, clientId },
                      validation: { allowedAudiences: [`api://${clientId}`, clientId] },
                  },
              },
              login: { tokenStore: { enabled: true } },
          };
}

type Part = Readonly<Record<string, unknown>>;

/**
 * The properties that a site's `config/authsettingsV2` becomes: a write replaces the whole, so that what is not asked for (other providers, paths that are let
 * through, audiences, headers) is taken along. Switched off, only the switch and what is asked of visitors change.
 */
export function mergeSignIn(now: Part, { state, clientId }: SiteSignIn, issuer: string): Part {
    const wanted = signInProperties(state, clientId, issuer);
    const validation = part(now, 'globalValidation');
    const merged = {
        ...now,
        platform: { ...part(now, 'platform'), ...wanted.platform },
        globalValidation: { ...validation, ...wanted.globalValidation },
    };
    if (wanted.identityProviders === undefined) {
        return merged;
    }
    const { azureActiveDirectory: entra } = wanted.identityProviders;
    const before = part(part(now, 'identityProviders'), 'azureActiveDirectory');
    const registration = part(before, 'registration');
    const known = typeof registration.clientId === 'string' ? registration.clientId.toLowerCase() : undefined;
    const isSame = known === clientId?.toLowerCase();
    // A secret and an audience of another app registration are of no use to this one.
    const kept = isSame
        ? registration
        : Object.fromEntries(Object.entries(registration).filter(([name]) => !name.toLowerCase().startsWith('clientsecret')));
    const audiences = strings(part(before, 'validation').allowedAudiences).filter(
        (audience) => isSame || known === undefined || !audience.toLowerCase().endsWith(known),
    );
    // Whoever asks for it already may ask in another way than by a page.
    const asks =
        part(now, 'platform').enabled === true && validation.requireAuthentication === true
            ? { unauthenticatedClientAction: validation.unauthenticatedClientAction }
            : {};
    return {
        ...merged,
        globalValidation: { ...merged.globalValidation, ...asks },
        identityProviders: {
            ...part(now, 'identityProviders'),
            azureActiveDirectory: {
                ...before,
                ...entra,
                registration: { ...kept, ...entra.registration },
                validation: {
                    ...part(before, 'validation'),
                    allowedAudiences: [...new Set([...audiences, ...entra.validation.allowedAudiences])],
                },
            },
        },
        login: { ...part(now, 'login'), tokenStore: { ...part(part(now, 'login'), 'tokenStore'), ...wanted.login.tokenStore } },
    };
}

function part(of: Part, name: string): Part {
    const value = of[name];
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Part) : {};
}

function strings(value: unknown): readonly string[] {
    return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
