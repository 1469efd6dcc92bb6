import { splitArguments } from '../../core/deploy/splitArguments';
import type { Inside } from '../inside/inside';
import type { Identities } from '../managedIdentity/identities';
import type { Registry } from '../containerRegistry/registry';
import type { TokenService } from '../containerRegistry/tokenService';
import { listField, textField, truthField, type JsonObject } from '../json';
import type { DesiredSite, LoginDecision, Sidecar } from './desiredSite';
import type { Plans } from './plan';
import type { Site } from './site';
import { siteEnvironment } from './siteEnvironment';
import { workerOf } from './worker';

export interface SiteSurroundings {
    readonly plans: Plans;
    readonly identities: Identities;
    readonly tokens: TokenService;
    readonly registryOf: (loginServer: string) => Registry | undefined;
    readonly inside: Inside;
    /** Factor on the start time limit. */
    readonly startLimitScale: number;
}

/** Reads a site's configuration as App Service does when it starts the site. */
export function decideSite(site: Site, around: SiteSurroundings): DesiredSite {
    const plan = around.plans.get(site.planId);
    if (site.state === 'Stopped' || plan === undefined) {
        return { kind: 'stopped' };
    }
    const count = plan.perSiteScaling ? Math.min(Number(site.config.numberOfWorkers ?? 1), plan.capacity) : plan.capacity;
    const workers = Array.from({ length: Math.max(count, 1) }, (_, index) => workerOf(plan.id, index));
    const stack = textField(site.config, 'linuxFxVersion') ?? '';
    const main = /^sitecontainers$/i.test(stack)
        ? Object.values(site.siteContainers).find((one) => truthField(one, 'isMain') === true)
        : undefined;
    const image = main === undefined ? /^DOCKER\|(.+)$/i.exec(stack)?.[1] : textField(main, 'image');
    if (image === undefined) {
        return { kind: 'builtIn', stack, workers };
    }
    const port = main === undefined ? portOf(site.appSettings) : Number(textField(main, 'targetPort') ?? '80');
    const limit = Number(setting(site.appSettings, 'WEBSITES_CONTAINER_START_TIME_LIMIT') ?? '230');
    const command = splitArguments(
        (main === undefined ? textField(site.config, 'appCommandLine') : textField(main, 'startUpCommand')) ?? '',
    );
    return {
        kind: 'container',
        image,
        login: main === undefined ? decideLogin(site, image, around) : decideContainerLogin(site, image, main, around),
        port,
        env: (worker) => ({
            ...siteEnvironment(site, plan, around.plans.tierOf(plan), worker, port),
            ...(main === undefined ? {} : containerEnvironment(site, main)),
        }),
        inside:
            site.identity !== undefined || around.inside.isNamedIn(Object.values(site.appSettings))
                ? () => around.inside.join(site.id, () => site.identity)
                : undefined,
        command: command.length === 0 ? undefined : command,
        home: setting(site.appSettings, 'WEBSITES_ENABLE_APP_SERVICE_STORAGE')?.toLowerCase() === 'true' ? 'kept' : 'lost',
        startLimitMs: Math.min(Number.isFinite(limit) && limit > 0 ? limit : 230, 1800) * 1000 * around.startLimitScale,
        memoryBytes: around.plans.memoryBytesOf(plan),
        sidecars:
            main === undefined
                ? []
                : Object.entries(site.siteContainers).flatMap(([name, one]): Sidecar[] => {
                      const sidecar = textField(one, 'image');
                      const words = splitArguments(textField(one, 'startUpCommand') ?? '');
                      return one === main || sidecar === undefined
                          ? []
                          : [
                                {
                                    name,
                                    image: sidecar,
                                    login: decideContainerLogin(site, sidecar, one, around),
                                    env: (worker) => ({
                                        ...(truthField(one, 'inheritAppSettingsAndConnectionStrings') === false
                                            ? {}
                                            : siteEnvironment(site, plan, around.plans.tierOf(plan), worker, port)),
                                        ...containerEnvironment(site, one),
                                    }),
                                    command: words.length === 0 ? undefined : words,
                                },
                            ];
                  }),
        workers,
    };
}

export function setting(settings: Readonly<Record<string, string>>, name: string): string | undefined {
    const key = Object.keys(settings).find((one) => one.toUpperCase() === name);
    return key === undefined ? undefined : settings[key];
}

function portOf(settings: Readonly<Record<string, string>>): number {
    const port = Number(setting(settings, 'WEBSITES_PORT') ?? setting(settings, 'PORT') ?? '80');
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : 80;
}

/** Leftover registry credentials win over the managed identity, as in App Service. */
function decideLogin(site: Site, image: string, around: SiteSurroundings): LoginDecision {
    const server = serverOf(image);
    const url = setting(site.appSettings, 'DOCKER_REGISTRY_SERVER_URL');
    const username = setting(site.appSettings, 'DOCKER_REGISTRY_SERVER_USERNAME');
    const password = setting(site.appSettings, 'DOCKER_REGISTRY_SERVER_PASSWORD');
    if (
        url !== undefined &&
        username !== undefined &&
        password !== undefined &&
        url.replace(/^https?:\/\//, '').replace(/\/.*$/, '') === server
    ) {
        return { kind: 'login', login: { kind: 'password', server, username, password } };
    }
    const registry = around.registryOf(server);
    if (truthField(site.config, 'acrUseManagedIdentityCreds') === true && registry !== undefined) {
        return identityLogin(site, server, registry, textField(site.config, 'acrUserManagedIdentityID'), around);
    }
    return { kind: 'login', login: { kind: 'anonymous' } };
}

/** A site container says itself how it signs in. */
function decideContainerLogin(site: Site, image: string, main: JsonObject, around: SiteSurroundings): LoginDecision {
    const server = serverOf(image);
    const username = textField(main, 'userName');
    const password = textField(main, 'passwordSecret');
    const registry = around.registryOf(server);
    switch ((textField(main, 'authType') ?? 'Anonymous').toLowerCase()) {
        case 'usercredentials':
            return username === undefined || password === undefined
                ? { kind: 'refused', reason: `Get "https://${server}/v2/": unauthorized: the container names no user.` }
                : { kind: 'login', login: { kind: 'password', server, username, password } };
        case 'systemidentity':
        case 'userassigned':
            return registry === undefined
                ? { kind: 'login', login: { kind: 'anonymous' } }
                : identityLogin(site, server, registry, textField(main, 'userManagedIdentityClientId'), around);
        default:
            return { kind: 'login', login: { kind: 'anonymous' } };
    }
}

/** The values of a site container's variables are names of app settings. */
function containerEnvironment(site: Site, main: JsonObject): Record<string, string> {
    return Object.fromEntries(
        (listField(main, 'environmentVariables') ?? []).flatMap((entry) => {
            const name = textField(entry, 'name');
            const value = setting(site.appSettings, (textField(entry, 'value') ?? '').toUpperCase());
            return name === undefined || value === undefined ? [] : [[name, value]];
        }),
    );
}

function identityLogin(
    site: Site,
    server: string,
    registry: Registry,
    chosen: string | undefined,
    around: SiteSurroundings,
): LoginDecision {
    const principal = around.identities.principalOf(site.identity, chosen);
    if (principal === undefined) {
        return {
            kind: 'refused',
            reason: `Head "https://${server}/v2/": unauthorized: the app has no ${chosen === undefined || chosen === '' ? 'system-assigned identity' : `user-assigned identity with client id ${chosen}`}`,
        };
    }
    const token = around.tokens.refreshTokenFor(principal, registry);
    if (token === undefined) {
        return {
            kind: 'refused',
            reason: `Get "https://${server}/v2/": unauthorized: authentication required, visit https://aka.ms/acr/authorization for more information.`,
        };
    }
    return { kind: 'login', login: { kind: 'identityToken', server, token } };
}

function serverOf(image: string): string {
    const [first = ''] = image.split('/');
    return image.includes('/') && (/[.:]/.test(first) || first === 'localhost') ? first : 'docker.io';
}
