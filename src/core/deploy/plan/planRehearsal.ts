import type { DeployRequest } from '../deployRequest';
import type { DeployState } from '../deployState';
import { learnedPort } from '../learnedPort';
import { appServiceRules, appServiceSku, defaultAppServiceSku } from '../rules/appService';
import { sentence } from '../sentence';
import { mergeSettings, ownSettingNames } from '../settings';
import type { RehearseStep } from '../step';

/**
 * The rehearsal under App Service's rules; none when the request skips it. What the app in Azure knows and this machine does not is named, so that a crash
 * for want of it is not taken for the image's fault.
 */
export function planRehearsal(request: DeployRequest, { found }: Pick<DeployState, 'found'>): readonly RehearseStep[] {
    if (request.rehearse === 'skip') {
        return [];
    }
    const app = found?.app;
    const merged = mergeSettings(app?.settings ?? {}, { ...request, port: learnedPort(request) });
    const asBefore = app !== undefined && merged.added.length + merged.changed.length + merged.removed.length === 0;
    const sku = appServiceSku(found?.plan?.sku ?? request.sku ?? defaultAppServiceSku);
    const seconds = Number(request.env.WEBSITES_CONTAINER_START_TIME_LIMIT ?? app?.settings.WEBSITES_CONTAINER_START_TIME_LIMIT);
    const port = learnedPort(request);
    return [
        {
            kind: 'rehearse',
            id: 'rehearse',
            words: sentence('Rehearse the image here as {target} will run it: port {port}, {path}.', {
                target: 'App Service',
                port,
                path: request.healthPath,
            }),
            change: 'check',
            port,
            startLimitMs:
                (seconds > 0 ? Math.min(seconds, appServiceRules.maxStartTimeLimitSeconds) : appServiceRules.startTimeLimitSeconds) * 1000,
            // What an existing app's plan has is not read for an update in place.
            ...(request.previous !== undefined || sku === undefined ? {} : { memoryBytes: sku.memoryBytes }),
            platform: appServiceRules.platform,
            ignoredPorts: appServiceRules.reservedPorts,
            keptFor: asBefore ? request.previous?.digest : undefined,
            unknownSettings:
                app === undefined ? [] : ownSettingNames(app.settings).filter((name) => !(name in { ...request.knownEnv, ...request.env })),
        },
    ];
}
