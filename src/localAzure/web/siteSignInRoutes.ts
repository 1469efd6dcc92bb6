import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from '../http/answer';
import { objectBody } from '../http/exchange';
import type { Route } from '../http/router';
import { mergePatch, objectField, textField, truthField, type JsonObject } from '../json';
import { locationDisplayName } from '../resources/locations';
import type { Site } from './site';
import { onSiteAndSlot } from './siteRoutes';
import type { Sites } from './sites';

const nobody: JsonObject = {
    platform: { enabled: false, runtimeVersion: '~1' },
    globalValidation: { requireAuthentication: false, unauthenticatedClientAction: 'AllowAnonymous' },
    identityProviders: {},
    login: { tokenStore: { enabled: false } },
    httpSettings: { requireHttps: true, routes: { apiPrefix: '/.auth' }, forwardProxy: { convention: 'NoProxy' } },
};

/** Who has to sign in before a visitor reaches a site: `config/authsettingsV2`. A write replaces what was there. */
export function siteSignInRoutes(sites: Sites): readonly Route[] {
    const show = (site: Site) =>
        json(200, {
            id: `${site.id}/config/authsettingsV2`,
            name: 'authsettingsV2',
            type: `${site.type}/config`,
            location: locationDisplayName(site.location),
            properties: site.signIn ?? nobody,
        });
    return [
        ...onSiteAndSlot('GET', '/config/authsettingsV2', (exchange) => show(sites.find(exchange))),
        ...onSiteAndSlot('GET', '/config/authsettingsV2/list', (exchange) => show(sites.find(exchange))),
        ...onSiteAndSlot('PUT', '/config/authsettingsV2', (exchange) => {
            const site = sites.find(exchange);
            site.signIn = mergePatch(nobody, objectField(objectBody(exchange), 'properties') ?? {}) as JsonObject;
            sites.touch(site);
            site.runtime.change();
            return show(site);
        }),
    ];
}

/**
 * Answers a visitor who has not signed in where the site wants that, in the front door's words: a browser is sent to Entra, everything else is told 401.
 * Nobody can sign in here, for there is no Entra; true when it answered.
 */
export function asksToSignIn(site: Site, incoming: IncomingMessage, outgoing: ServerResponse): boolean {
    const { signIn } = site;
    if (truthField(signIn, 'platform', 'enabled') !== true || truthField(signIn, 'globalValidation', 'requireAuthentication') !== true) {
        return false;
    }
    const registration = ['identityProviders', 'azureActiveDirectory', 'registration'] as const;
    const issuer = textField(signIn, ...registration, 'openIdIssuer') ?? 'https://login.microsoftonline.com/common/v2.0';
    const clientId = textField(signIn, ...registration, 'clientId') ?? '';
    const authorize = `${issuer.replace(/\/v2\.0\/?$/, '')}/oauth2/v2.0/authorize`;
    const redirects = textField(signIn, 'globalValidation', 'unauthenticatedClientAction') === 'RedirectToLoginPage';
    if (redirects && incoming.headers.accept?.includes('text/html') === true) {
        const query = new URLSearchParams({
            response_type: 'code id_token',
            redirect_uri: `https://${site.hostName}/.auth/login/aad/callback`,
            client_id: clientId,
            scope: 'openid profile email',
            response_mode: 'form_post',
        });
        outgoing.writeHead(302, { location: `${authorize}?${query.toString()}` }).end();
    } else {
        outgoing
            .writeHead(401, {
                'www-authenticate': `Bearer realm="${site.hostName}" authorization_uri="${authorize}" resource_id="${clientId}"`,
            })
            .end('You do not have permission to view this directory or page.');
    }
    return true;
}
