import assert from 'node:assert/strict';
import { mergeSignIn, signInProperties } from '../../../../src/core/deploy/signIn';

const [one, other] = ['11111111-1111-1111-1111-111111111111', '22222222-2222-2222-2222-222222222222'];
const issuer = 'https://login.microsoftonline.com/t/v2.0';

/** What somebody has set up in the portal. */
const theirs = {
    platform: { enabled: true, runtimeVersion: '~2', configFilePath: 'auth.json' },
    globalValidation: { requireAuthentication: true, unauthenticatedClientAction: 'Return401', excludedPaths: ['/health'] },
    identityProviders: {
        google: { enabled: true, registration: { clientId: 'g', clientSecretSettingName: 'GOOGLE_SECRET' } },
        azureActiveDirectory: {
            enabled: true,
            registration: { openIdIssuer: issuer, clientId: one, clientSecretSettingName: 'ENTRA_SECRET' },
            validation: {
                allowedAudiences: [`api://${one}`, 'https://api.example.com'],
                defaultAuthorizationPolicy: { allowedApplications: ['a'] },
            },
        },
    },
    login: { tokenStore: { enabled: true, tokenRefreshExtensionHours: 24 }, preserveUrlFragmentsForLogins: true },
    httpSettings: { requireHttps: true, forwardProxy: { convention: 'Standard' } },
};

describe('mergeSignIn', () => {
    it('takes along what is not asked for', () => {
        assert.deepEqual(mergeSignIn(theirs, { state: 'on', clientId: one }, issuer), {
            ...theirs,
            globalValidation: { ...theirs.globalValidation, redirectToProvider: 'azureactivedirectory' },
            identityProviders: {
                ...theirs.identityProviders,
                azureActiveDirectory: {
                    ...theirs.identityProviders.azureActiveDirectory,
                    validation: {
                        ...theirs.identityProviders.azureActiveDirectory.validation,
                        allowedAudiences: [`api://${one}`, 'https://api.example.com', one],
                    },
                },
            },
        });
    });

    it('leaves the secret and the audiences of another app registration behind', () => {
        const { identityProviders } = mergeSignIn(theirs, { state: 'on', clientId: other }, issuer) as typeof theirs;
        const { registration, validation } = identityProviders.azureActiveDirectory;
        assert.deepEqual(registration, { openIdIssuer: issuer, clientId: other });
        assert.deepEqual(validation.allowedAudiences, ['https://api.example.com', `api://${other}`, other]);
        assert.deepEqual(identityProviders.google, theirs.identityProviders.google);
    });

    it('changes the switch alone when it is switched off', () => {
        assert.deepEqual(mergeSignIn(theirs, { state: 'off', clientId: undefined }, issuer), {
            ...theirs,
            platform: { ...theirs.platform, enabled: false },
            globalValidation: { ...theirs.globalValidation, requireAuthentication: false, unauthenticatedClientAction: 'AllowAnonymous' },
        });
    });

    it('asks visitors by a page where nobody was asked before', () => {
        const nobody = {
            platform: { enabled: false },
            globalValidation: { requireAuthentication: false, unauthenticatedClientAction: 'AllowAnonymous' },
        };
        assert.deepEqual(mergeSignIn(nobody, { state: 'on', clientId: one }, issuer), signInProperties('on', one, issuer));
    });
});
