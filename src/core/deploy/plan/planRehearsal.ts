import { never } from '../../../base/never';
import type { DeployRequest } from '../deployRequest';
import type { DeployState, FoundResources } from '../deployState';
import { learnedPort } from '../learnedPort';
import { appServiceRules, appServiceSku, defaultAppServiceSku } from '../rules/appService';
import { containerAppRules, containerInstanceRules, memoryBytes, readSize } from '../rules/containers';
import { sentence } from '../sentence';
import { mergeSettings, ownSettingNames } from '../settings';
import type { RehearseStep } from '../step';
import { targets } from '../target';
import { groupSize } from '../groupChanges';

/**
 * The rehearsal under the target's rules; none when the request skips it. What the app in Azure knows and this machine does not is named, so that a crash
 * for want of it is not taken for the image's fault.
 */
export function planRehearsal(request: DeployRequest, { found }: Pick<DeployState, 'found'>): readonly RehearseStep[] {
    if (request.rehearse === 'skip') {
        return [];
    }
    const port = learnedPort(request);
    const { asBefore, ...rules } = rulesOf(request, port, found);
    return [
        {
            kind: 'rehearse',
            id: 'rehearse',
            words: sentence('Rehearse the image here as {target} will run it: port {port}, {path}.', {
                target: targets[request.target].title,
                port,
                path: request.healthPath,
            }),
            change: 'check',
            port,
            platform: appServiceRules.platform,
            keptFor: asBefore === 'yes' ? request.previous?.digest : undefined,
            ...rules,
        },
    ];
}

interface Rules extends Pick<RehearseStep, 'startLimitMs' | 'memoryBytes' | 'ignoredPorts' | 'unknownSettings' | 'startCommand'> {
    /** The app in Azure has the port and the settings that are asked for. */
    readonly asBefore: 'yes' | 'no';
}

function rulesOf(request: DeployRequest, port: number, found: FoundResources | undefined): Rules {
    switch (request.target) {
        case 'appService':
            return appServiceRulesOf(request, port, found);
        case 'containerApps': {
            const app = found?.containerApp;
            const size = readSize(request.size ?? '', containerAppRules.sizes) ?? app?.size ?? containerAppRules.defaultSize;
            return {
                startLimitMs: containerAppRules.startLimitMs,
                startCommand: '',
                memoryBytes: memoryBytes(size),
                // An sshd that the image has for App Service is up before the app is.
                ignoredPorts: appServiceRules.reservedPorts,
                asBefore: app?.targetPort === port && sameValues(app.env, request.env) ? 'yes' : 'no',
                unknownSettings: namesOf(app?.env, request),
            };
        }
        case 'containerInstances': {
            const group = found?.containerGroup;
            const env = group?.containers[0]?.env;
            return {
                startLimitMs: containerInstanceRules.startLimitMs,
                startCommand: '',
                memoryBytes: memoryBytes(groupSize(request, group)),
                // An sshd that the image has for App Service is up before the app is.
                ignoredPorts: appServiceRules.reservedPorts,
                asBefore: group?.ports[0] === port && sameValues(env ?? {}, request.env) ? 'yes' : 'no',
                unknownSettings: namesOf(env, request),
            };
        }
        default:
            return never(request.target);
    }
}

function appServiceRulesOf(request: DeployRequest, port: number, found: FoundResources | undefined): Rules {
    const app = found?.app;
    const merged = mergeSettings(app?.settings ?? {}, { ...request, port });
    const sku = appServiceSku(found?.plan?.sku ?? request.sku ?? defaultAppServiceSku);
    const startCommand = request.startCommand ?? app?.config.startCommand ?? '';
    const seconds = Number(request.env.WEBSITES_CONTAINER_START_TIME_LIMIT ?? app?.settings.WEBSITES_CONTAINER_START_TIME_LIMIT);
    return {
        startLimitMs:
            (seconds > 0 ? Math.min(seconds, appServiceRules.maxStartTimeLimitSeconds) : appServiceRules.startTimeLimitSeconds) * 1000,
        // What an existing app's plan has is not read for an update in place.
        ...(request.previous !== undefined || sku === undefined ? {} : { memoryBytes: sku.memoryBytes }),
        startCommand,
        ignoredPorts: appServiceRules.reservedPorts,
        asBefore:
            app?.config.startCommand === startCommand && merged.added.length + merged.changed.length + merged.removed.length === 0
                ? 'yes'
                : 'no',
        unknownSettings: app === undefined ? [] : ownSettingNames(app.settings).filter((name) => !isKnown(name, request)),
    };
}

function sameValues(current: Readonly<Record<string, string | undefined>>, wanted: Readonly<Record<string, string>>): boolean {
    return Object.entries(wanted).every(([name, value]) => current[name] === value);
}

function namesOf(env: Readonly<Record<string, string | undefined>> | undefined, request: DeployRequest): readonly string[] {
    return Object.keys(env ?? {}).filter((name) => name !== 'PORT' && !isKnown(name, request));
}

function isKnown(name: string, { knownEnv, env }: DeployRequest): boolean {
    return name in { ...knownEnv, ...env };
}
