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
