import { json } from '../http/answer';
import { objectBody, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { isObject, mergePatch, objectField, type JsonObject } from '../json';
import { locationDisplayName } from '../resources/locations';
import type { Site } from './site';
import { onSiteAndSlot } from './siteRoutes';
import type { Sites } from './sites';
import { webRefusal } from './webRefusal';

const noSignIn: JsonObject = {
    enabled: false,
    unauthenticatedClientAction: null,
    tokenStoreEnabled: null,
    allowedExternalRedirectUrls: null,
    defaultProvider: null,
    clientId: null,
    clientSecret: null,
    clientSecretSettingName: null,
    clientSecretCertificateThumbprint: null,
    issuer: null,
    allowedAudiences: null,
    additionalLoginParams: null,
    isAadAutoProvisioned: false,
    aadClaimsAuthorization: null,
    configVersion: 'v1',
};

/** Mounted shares and the older sign-in settings of a site: kept as they were written. No share is mounted, nobody is asked to sign in. */
export function siteExtraConfigRoutes(sites: Sites): readonly Route[] {
    const shares = new WeakMap<Site, JsonObject>();
    const signIn = new WeakMap<Site, JsonObject>();

    const answer = (site: Site, name: string, properties: JsonObject) =>
        json(
            200,
            {
                id: `${site.id}/config/${name}`,
                name,
                type: `${site.type}/config`,
                location: locationDisplayName(site.location),
                ...(site.tags === undefined ? {} : { tags: site.tags }),
                properties,
            },
            { 'content-type': 'application/json' },
        );

    function writeShares(exchange: Exchange) {
        const site = sites.find(exchange);
        const asked = objectField(objectBody(exchange), 'properties') ?? {};
        for (const [name, share] of Object.entries(asked)) {
            if (!isObject(share)) {
                throw webRefusal(400, 'BadRequest', `The Azure storage account '${name}' has an invalid value.`, '51021');
            }
        }
        // No share is reached from here, which Azure would say of a wrong key.
        const kept = Object.fromEntries(
            Object.entries(asked).map(([name, share]) => [name, { ...(isObject(share) ? share : {}), state: 'InvalidCredentials' }]),
        );
        shares.set(site, kept);
        site.runtime.change();
        return answer(site, 'azurestorageaccounts', kept);
    }

    return [
        ...onSiteAndSlot('POST', '/config/azurestorageaccounts/list', (exchange) => {
            const site = sites.find(exchange);
            return answer(site, 'azurestorageaccounts', shares.get(site) ?? objectField(site.config, 'azureStorageAccounts') ?? {});
        }),
        ...onSiteAndSlot('PUT', '/config/azurestorageaccounts', writeShares),
        ...onSiteAndSlot('POST', '/config/authsettings/list', (exchange) => {
            const site = sites.find(exchange);
            return answer(site, 'authsettings', signIn.get(site) ?? noSignIn);
        }),
        ...onSiteAndSlot('PUT', '/config/authsettings', (exchange) => {
            const site = sites.find(exchange);
            const kept = mergePatch(signIn.get(site) ?? noSignIn, objectField(objectBody(exchange), 'properties') ?? {}) as JsonObject;
            signIn.set(site, { ...noSignIn, ...kept });
            return answer(site, 'authsettings', { ...noSignIn, ...kept });
        }),
    ];
}
