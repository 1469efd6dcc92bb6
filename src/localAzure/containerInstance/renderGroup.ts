import { field, listField, objectField, textField, type JsonObject } from '../json';
import type { ContainerState } from '../pods/podContainer';
import { stateOf, type ContainerGroup } from './containerGroup';

/** What a confidential group runs under when nobody gave a policy: everything is allowed. */
const openPolicy = Buffer.from('package policy\n\nallow_all := true\n').toString('base64');

/** `whole`: with the instance view, which lists leave out. */
export function renderGroup(group: ContainerGroup, view: 'whole' | 'listed', tenantId: string): JsonObject {
    const { properties } = group;
    const address = field(properties, 'ipAddress') as JsonObject | undefined;
    const containers = (which: 'containers' | 'initContainers') =>
        (listField(properties, which) ?? []).map((entry) => {
            const name = textField(entry, 'name') ?? '';
            const state = group.pod?.container(name);
            return {
                name,
                properties: {
                    ports: [],
                    environmentVariables: [],
                    configMap: { keyValuePairs: {} },
                    ...(field(entry, 'properties') as JsonObject),
                    ...(view === 'whole' && state !== undefined ? { instanceView: viewOf(group, state) } : {}),
                },
            };
        });
    return {
        properties: {
            sku: 'Standard',
            isCreatedFromStandbyPool: false,
            provisioningTimeoutInSeconds: 1800,
            isCustomProvisioningTimeout: false,
            restartPolicy: 'Always',
            osType: 'Linux',
            ...properties,
            ...(textField(properties, 'sku')?.toLowerCase() === 'confidential'
                ? { confidentialComputeProperties: { ccePolicy: openPolicy, ...objectField(properties, 'confidentialComputeProperties') } }
                : {}),
            provisioningState: group.provisioningState,
            containers: containers('containers'),
            initContainers: containers('initContainers'),
            ...(address === undefined
                ? {}
                : { ipAddress: { ...address, ip: group.ip, ...(group.fqdn === undefined ? {} : { fqdn: group.fqdn }) } }),
            ...(view === 'whole' ? { instanceView: { events: [], state: stateOf(group) } } : {}),
        },
        // Container Instances names the tenant whatever kind the identity is.
        ...(group.identity === undefined ? {} : { identity: { ...group.identity, tenantId } }),
        id: group.id,
        name: group.name,
        type: group.type,
        location: group.location,
        tags: group.tags ?? {},
        ...(group.zones === undefined ? {} : { zones: [...group.zones] }),
    };
}

function viewOf(group: ContainerGroup, container: ContainerState): JsonObject {
    const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());
    const started = iso(container.startedMs);
    const finished = iso(container.finishedMs);
    const { previous } = container;
    return {
        restartCount: container.restartCount,
        currentState:
            container.state === 'Running'
                ? { state: 'Running', ...(started === undefined ? {} : { startTime: started }), detailStatus: '' }
                : container.state === 'Waiting'
                  ? {
                        state: 'Waiting',
                        detailStatus:
                            container.detail === 'CrashLoopBackOff' ? 'CrashLoopBackOff: Back-off 10s restarting failed' : container.detail,
                    }
                  : {
                        state: 'Terminated',
                        ...(started === undefined ? {} : { startTime: started }),
                        exitCode: container.exitCode ?? -1,
                        ...(finished === undefined ? {} : { finishTime: finished }),
                        detailStatus: container.detail,
                    },
        ...(previous === undefined
            ? {}
            : {
                  previousState: {
                      state: 'Terminated',
                      startTime: new Date(previous.startedMs).toISOString(),
                      exitCode: previous.exitCode,
                      finishTime: new Date(previous.finishedMs).toISOString(),
                      detailStatus: previous.detail,
                  },
              }),
        events: group.events.of(container.name),
    };
}
