import { containerProbes, scaleRules } from '../containerTemplate';
import { jobTrigger } from '../eventRule';
import { pullSecret } from '../pullPrincipal';
import { insightsSetting } from '../settings';
import type { ExportModel, ExportSetting } from './exportModel';

/** A place in a body that each tool fills in its own way. */
export class Slot {
    constructor(readonly name: SlotName) {}
}

export type SlotName =
    'image' | 'insights' | 'identityId' | 'clientId' | 'planId' | 'environmentId' | 'registryServer' | `secret:${string}`;

export type Body = string | number | boolean | Slot | readonly Body[] | BodyObject;
export interface BodyObject {
    readonly [key: string]: Body;
}

/** A property whose key is itself a slot: Azure's map of identities. */
export const identityKey = '\uE002identity';

/** The app's resource as Azure Resource Manager takes it: the same for every way of exporting. */
export function appBody(model: ExportModel): BodyObject {
    switch (model.target) {
        case 'appService':
            return webApp(model);
        case 'containerApps':
            return model.appKind === 'job' ? job(model) : containerApp(model);
        case 'containerInstances':
            return containerGroup(model);
    }
}

/** The name of the setting that Application Insights fills in. */
export function insightsSettings({ insights }: ExportModel): readonly { readonly name: string; readonly value: Body }[] {
    return insights === undefined ? [] : [{ name: insightsSetting, value: new Slot('insights') }];
}

const identity = { type: 'UserAssigned', userAssignedIdentities: { [identityKey]: {} } };

function webApp(model: ExportModel): BodyObject {
    return {
        location: model.location,
        kind: 'app,linux,container',
        tags: model.tags,
        identity: model.pull === 'system' ? { type: 'SystemAssigned' } : identity,
        properties: {
            serverFarmId: new Slot('planId'),
            reserved: true,
            httpsOnly: true,
            // Instances hold no state of a visitor; a cookie would tie him to one.
            clientAffinityEnabled: false,
            siteConfig: {
                ...webConfig(model),
                appSettings: [
                    ...model.settings.map((setting) => ({ name: setting.name, value: valueOf(setting) })),
                    ...insightsSettings(model),
                ],
            },
        },
    };
}

/** The part of a web app that is written again at every deploy. */
export function webConfig(model: ExportModel): BodyObject {
    return {
        acrUseManagedIdentityCreds: true,
        acrUserManagedIdentityID: model.pull === 'system' ? '' : new Slot('clientId'),
        alwaysOn: model.alwaysOn === 'on',
        healthCheckPath: model.healthPath,
        ...(model.startCommand === undefined || model.startCommand === '' ? {} : { appCommandLine: model.startCommand }),
        http20Enabled: true,
        ftpsState: 'Disabled',
        httpLoggingEnabled: true,
        minTlsVersion: '1.2',
        linuxFxVersion: new Slot('image'),
    };
}

function containerApp(model: ExportModel): BodyObject {
    const { cpu, memoryGb } = model.size ?? { cpu: 0.5, memoryGb: 1 };
    const { min, max } = model.replicas ?? { min: 0, max: 3 };
    return {
        location: model.location,
        ...(model.appKind === 'functionapp' ? { kind: 'functionapp' } : {}),
        tags: model.tags,
        identity,
        properties: {
            environmentId: new Slot('environmentId'),
            configuration: {
                activeRevisionsMode: model.revisions === 'multiple' ? 'Multiple' : 'Single',
                ingress: { external: true, targetPort: model.port, transport: 'auto', allowInsecure: false },
                registries: [{ server: new Slot('registryServer'), identity: new Slot('identityId') }],
                secrets: appSecrets(model),
            },
            template: {
                containers: [
                    {
                        name: model.app,
                        image: new Slot('image'),
                        env: appVariables(model),
                        // Bicep has no number with a fraction; Azure takes the text.
                        resources: { cpu: cpu.toString(), memory: `${memoryGb.toString()}Gi` },
                        probes: containerProbes(model.probes ?? 'ready', model.port, model.healthPath),
                    },
                ],
                scale: {
                    minReplicas: min,
                    maxReplicas: max,
                    ...(model.scaleRule === undefined ? {} : { rules: scaleRules(model.scaleRule) }),
                },
            },
        },
    };
}

function job(model: ExportModel): BodyObject {
    const { cpu, memoryGb } = model.size ?? { cpu: 0.5, memoryGb: 1 };
    return {
        location: model.location,
        tags: model.tags,
        identity,
        properties: {
            environmentId: new Slot('environmentId'),
            configuration: {
                ...jobTrigger({ schedule: model.schedule, events: model.events }, secretName, model.jobScale),
                replicaTimeout: 1800,
                replicaRetryLimit: 0,
                registries: [{ server: new Slot('registryServer'), identity: new Slot('identityId') }],
                secrets: appSecrets(model),
            },
            template: {
                containers: [
                    {
                        name: model.app,
                        image: new Slot('image'),
                        env: appVariables(model),
                        // Bicep has no number with a fraction; Azure takes the text.
                        resources: { cpu: cpu.toString(), memory: `${memoryGb.toString()}Gi` },
                    },
                ],
            },
        },
    };
}

function appSecrets({ settings }: ExportModel): readonly BodyObject[] {
    return settings.filter(({ kind }) => kind === 'secret').map((setting) => ({ name: secretName(setting.name), value: valueOf(setting) }));
}

function appVariables({ settings }: ExportModel): readonly BodyObject[] {
    return settings.map((setting) =>
        setting.kind === 'secret'
            ? { name: setting.name, secretRef: secretName(setting.name) }
            : { name: setting.name, value: setting.value },
    );
}

function containerGroup(model: ExportModel): BodyObject {
    const { cpu, memoryGb } = model.size ?? { cpu: 1, memoryGb: 1.5 };
    const port = { port: model.port, protocol: 'TCP' };
    const { pullPrincipal } = model;
    return {
        location: model.location,
        tags: model.tags,
        ...(pullPrincipal === undefined ? { identity } : {}),
        properties: {
            osType: 'Linux',
            restartPolicy: model.restartPolicy ?? 'Always',
            containers: [
                {
                    name: model.app,
                    properties: {
                        image: new Slot('image'),
                        ports: [port],
                        environmentVariables: model.settings
                            .filter(({ name }) => name !== pullSecret)
                            .map((setting) =>
                                setting.kind === 'secret'
                                    ? { name: setting.name, secureValue: valueOf(setting) }
                                    : { name: setting.name, value: setting.value },
                            ),
                        resources: { requests: { cpu, memoryInGB: memoryGb } },
                    },
                },
            ],
            imageRegistryCredentials: [
                pullPrincipal === undefined
                    ? { server: new Slot('registryServer'), identity: new Slot('identityId') }
                    : { server: new Slot('registryServer'), username: pullPrincipal, password: new Slot(`secret:${pullSecret}`) },
            ],
            ipAddress: { type: 'Public', ports: [port], dnsNameLabel: model.dnsLabel ?? model.app },
        },
    };
}

function valueOf(setting: ExportSetting): Body {
    return setting.kind === 'secret' ? new Slot(`secret:${setting.name}`) : setting.value;
}

/** Container Apps name secrets in lower case with hyphens. */
export function secretName(setting: string): string {
    return setting
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-+|-+$/g, '');
}
