import { bytes, json } from '../http/answer';
import { objectBody, param, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import {
    field,
    isObject,
    listField,
    mergePatch,
    numberField,
    objectField,
    textEntries,
    textField,
    truthField,
    type JsonObject,
    type JsonValue,
} from '../json';
import { locationDisplayName } from '../resources/locations';
import type { Site } from './site';
import { onSiteAndSlot, sitePath } from './siteRoutes';
import type { Sites } from './sites';
import { webRefusal } from './webRefusal';

/** A site's configuration: `config/web`, settings, connection strings, sticky names, logs, publishing. */
export function configRoutes(sites: Sites): readonly Route[] {
    const answer = (site: Site, name: string, type: string, properties: JsonValue, shown = name) =>
        json(
            200,
            {
                id: `${site.id}/config/${name}`,
                name: shown,
                type,
                location: locationDisplayName(site.location),
                ...(site.tags === undefined ? {} : { tags: site.tags }),
                properties,
            },
            { 'content-type': 'application/json', etag: site.etag },
        );
    const configType = (site: Site) => `${site.type}/config`;

    /** A write answers with the site's own id and type, without the `config/web` at its end. */
    function writeWeb(exchange: Exchange) {
        const site = sites.find(exchange);
        sites.writeConfig(site, propertiesOf(exchange));
        return json(
            200,
            {
                id: site.id,
                name: site.name,
                type: site.type,
                location: locationDisplayName(site.location),
                ...(site.tags === undefined ? {} : { tags: site.tags }),
                properties: site.config,
            },
            { 'content-type': 'application/json', etag: site.etag },
        );
    }

    function writeSettings(exchange: Exchange) {
        const site = sites.find(exchange);
        const settings = propertiesOf(exchange);
        for (const [name, value] of Object.entries(settings)) {
            if (typeof value === 'object' && value !== null) {
                throw webRefusal(400, 'BadRequest', `The value of the app setting '${name}' is not a string.`, '51021');
            }
            if (!/^[\w.:-]+$/.test(name)) {
                throw webRefusal(
                    400,
                    'BadRequest',
                    `AppSetting with name '${name}' is not allowed. App setting names can only contain letters, numbers (0-9), periods ("."), and underscores ("_").`,
                    '04072',
                );
            }
        }
        site.appSettings = textEntries(settings);
        sites.touch(site);
        site.runtime.change();
        return answer(site, 'appsettings', configType(site), site.appSettings);
    }

    function writeStrings(exchange: Exchange) {
        const site = sites.find(exchange);
        const strings = propertiesOf(exchange);
        for (const [name, value] of Object.entries(strings)) {
            if (!isObject(value) || textField(value, 'value') === undefined) {
                throw webRefusal(400, 'BadRequest', `The connection string '${name}' has no value.`, '51021');
            }
        }
        site.connectionStrings = strings;
        sites.touch(site);
        site.runtime.change();
        return answer(site, 'connectionstrings', configType(site), site.connectionStrings);
    }

    const parent = (exchange: Exchange) =>
        sites.find({ ...exchange, params: { ...exchange.params, slot: undefined } as unknown as Exchange['params'] });
    const names = (site: Site) =>
        json(
            200,
            {
                id: null,
                name: site.app,
                type: 'Microsoft.Web/sites',
                location: locationDisplayName(site.location),
                properties: site.slotConfigNames,
            },
            { 'content-type': 'application/json' },
        );

    function writeNames(exchange: Exchange) {
        const site = parent(exchange);
        const asked = propertiesOf(exchange);
        const list = (name: string) =>
            listField(asked, name) ?? (field(asked, name) === undefined ? (site.slotConfigNames[name] ?? null) : null);
        site.slotConfigNames = {
            connectionStringNames: list('connectionStringNames'),
            appSettingNames: list('appSettingNames'),
            azureStorageConfigNames: list('azureStorageConfigNames'),
        };
        return names(site);
    }

    function writeLogs(exchange: Exchange) {
        const site = sites.find(exchange);
        site.logs = mergePatch(site.logs, propertiesOf(exchange)) as JsonObject;
        // The logs that are switched on show in the configuration and among the settings.
        const keepsFiles = truthField(site.logs, 'httpLogs', 'fileSystem', 'enabled') === true;
        sites.writeConfig(site, {
            httpLoggingEnabled: keepsFiles || truthField(site.logs, 'httpLogs', 'azureBlobStorage', 'enabled') === true,
            requestTracingEnabled: truthField(site.logs, 'failedRequestsTracing', 'enabled') === true,
            detailedErrorLoggingEnabled: truthField(site.logs, 'detailedErrorMessages', 'enabled') === true,
        });
        const days = numberField(site.logs, 'httpLogs', 'fileSystem', 'retentionInDays');
        if (keepsFiles && days !== undefined) {
            site.appSettings = { ...site.appSettings, WEBSITE_HTTPLOGGING_RETENTION_DAYS: days.toString() };
        }
        return answer(site, 'logs', configType(site), site.logs);
    }

    function credentials(exchange: Exchange) {
        const site = sites.find(exchange);
        const user = userOf(site);
        return json(
            200,
            {
                id: `${site.id}/publishingcredentials/$${site.app}`,
                name: site.app,
                type: `${site.type}/publishingcredentials`,
                location: locationDisplayName(site.location),
                properties: {
                    name: null,
                    publishingUserName: user,
                    publishingPassword: site.publishingPassword,
                    publishingPasswordHash: null,
                    publishingPasswordHashSalt: null,
                    metadata: null,
                    isDeleted: false,
                    scmUri: `https://${user}:${site.publishingPassword}@${site.scmHostName}`,
                },
            },
            { 'content-type': 'application/json' },
        );
    }

    function policy(exchange: Exchange, usage: 'read' | 'write') {
        const site = sites.find(exchange);
        const which = param(exchange, 'policy').toLowerCase();
        if (which !== 'scm' && which !== 'ftp') {
            throw webRefusal(404, 'NotFound', `Cannot find BasicPublishingCredentialsPolicy with name ${which}.`, '51004');
        }
        if (usage === 'write') {
            const allow = truthField(objectBody(exchange), 'properties', 'allow');
            if (allow === undefined) {
                throw webRefusal(400, 'BadRequest', 'The parameter allow has an invalid value.', '51021');
            }
            site.publishing[which] = allow;
        }
        return json(
            200,
            {
                id: `${site.id}/basicPublishingCredentialsPolicies/${which}`,
                name: which,
                type: `${site.type}/basicPublishingCredentialsPolicies`,
                location: locationDisplayName(site.location),
                properties: { allow: site.publishing[which] },
            },
            { 'content-type': 'application/json' },
        );
    }

    return [
        ...onSiteAndSlot('GET', '/config/web', (exchange) => {
            const site = sites.find(exchange);
            return answer(site, 'web', configType(site), site.config, site.name);
        }),
        ...onSiteAndSlot('PATCH', '/config/web', writeWeb),
        ...onSiteAndSlot('PUT', '/config/web', writeWeb),
        ...onSiteAndSlot('POST', '/config/appsettings/list', (exchange) => {
            const site = sites.find(exchange);
            return answer(site, 'appsettings', configType(site), site.appSettings);
        }),
        ...onSiteAndSlot('PUT', '/config/appsettings', writeSettings),
        ...onSiteAndSlot('POST', '/config/connectionstrings/list', (exchange) => {
            const site = sites.find(exchange);
            return answer(site, 'connectionstrings', configType(site), site.connectionStrings);
        }),
        ...onSiteAndSlot('PUT', '/config/connectionstrings', writeStrings),
        ...onSiteAndSlot('POST', '/config/metadata/list', (exchange) => {
            const site = sites.find(exchange);
            return answer(site, 'metadata', configType(site), site.metadata);
        }),
        ...onSiteAndSlot('PUT', '/config/metadata', (exchange) => {
            const site = sites.find(exchange);
            site.metadata = textEntries(propertiesOf(exchange));
            return answer(site, 'metadata', configType(site), site.metadata);
        }),
        { method: 'GET', path: `${sitePath}/config/slotConfigNames`, handle: (exchange) => names(parent(exchange)) },
        { method: 'PUT', path: `${sitePath}/config/slotConfigNames`, handle: writeNames },
        ...onSiteAndSlot('GET', '/config/logs', (exchange) => {
            const site = sites.find(exchange);
            return answer(site, 'logs', configType(site), site.logs);
        }),
        ...onSiteAndSlot('PUT', '/config/logs', writeLogs),
        ...onSiteAndSlot('POST', '/config/publishingcredentials/list', credentials),
        ...onSiteAndSlot('POST', '/publishxml', (exchange) =>
            bytes(200, Buffer.from(publishProfile(sites.find(exchange))), { 'content-type': 'application/xml' }),
        ),
        ...onSiteAndSlot('GET', '/basicPublishingCredentialsPolicies/{policy}', (exchange) => policy(exchange, 'read')),
        ...onSiteAndSlot('PUT', '/basicPublishingCredentialsPolicies/{policy}', (exchange) => policy(exchange, 'write')),
    ];
}

export function userOf(site: Site): string {
    return site.slot === undefined ? `$${site.app}` : `$${site.app}__${site.slot}`;
}

function propertiesOf(exchange: Exchange): JsonObject {
    const properties = objectField(objectBody(exchange), 'properties');
    if (properties === undefined) {
        throw webRefusal(400, 'BadRequest', 'The parameter properties has an invalid value.', '51021');
    }
    return properties;
}

function publishProfile(site: Site): string {
    const user = userOf(site).replace('$', '&#36;');
    const profile = (kind: string, method: string, url: string) =>
        `<publishProfile profileName="${site.app} - ${kind}" publishMethod="${method}" publishUrl="${url}" msdeploySite="${site.app}" userName="${user}" userPWD="${site.publishingPassword}" destinationAppUrl="http://${site.hostName}" SQLServerDBConnectionString="" mySQLDBConnectionString="" hostingProviderForumLink="" controlPanelLink="http://windows.azure.com" webSystem="WebSites"><databases /></publishProfile>`;
    return `<publishData>${profile('Web Deploy', 'MSDeploy', `${site.scmHostName}:443`)}${profile('FTP', 'FTP', 'ftp://waws-prod-local-001.ftp.azurewebsites.windows.net/site/wwwroot')}${profile('Zip Deploy', 'ZipDeploy', `${site.scmHostName}:443`)}</publishData>`;
}
