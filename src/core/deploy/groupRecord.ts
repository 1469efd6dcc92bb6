import * as z from 'zod';
import { containerInstanceRules } from './rules/containers';

const text = z.string().nullish();
const number = z.number().nullish();
const ports = z.array(z.looseObject({ port: z.number() })).nullish();
const variables = z.array(z.looseObject({ name: z.string(), value: text })).nullish();
const container = z.looseObject({
    name: z.string(),
    properties: z.looseObject({
        ports,
        environmentVariables: variables,
        resources: z.looseObject({ requests: z.looseObject({ cpu: number, memoryInGB: number }).nullish() }).nullish(),
    }),
});
/** What of a container group has to be understood to write it again. */
export const groupRecordBody = z.looseObject({
    location: z.string(),
    identity: z.looseObject({ type: text, userAssignedIdentities: z.record(z.string(), z.unknown()).nullish() }).nullish(),
    properties: z.looseObject({
        containers: z.array(container),
        initContainers: z.array(container).nullish(),
        restartPolicy: text,
        ipAddress: z.looseObject({ type: text, ports, dnsNameLabel: text }).nullish(),
        imageRegistryCredentials: z.array(z.looseObject({ identity: text, username: text })).nullish(),
        volumes: z.array(z.looseObject({ azureFile: z.unknown().optional(), secret: z.unknown().optional() })).nullish(),
    }),
});

/** A container group as it could be written again, but for what Azure tells nobody: secure values, a registry's password, the key of a share. */
export type GroupRecord = z.infer<typeof groupRecordBody>;

/** Of what Azure answered; what it adds itself, and would refuse or ignore, is left out. */
export function groupRecord({ location, identity, zones, properties }: GroupRecord): GroupRecord {
    const { containers, initContainers, ipAddress, ...rest } = properties;
    const [kept, address] = [{ ...rest }, { ...ipAddress }];
    // A workspace's key is in the diagnostics, and never comes back.
    for (const name of ['provisioningState', 'instanceView', 'isCreatedFromStandbyPool', 'diagnostics']) {
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
        delete kept[name];
    }
    delete address.ip;
    delete address.fqdn;
    const ids = Object.keys(identity?.userAssignedIdentities ?? {});
    return {
        location,
        ...(zones === undefined || zones === null ? {} : { zones }),
        ...(identity === undefined || identity === null
            ? {}
            : {
                  identity: {
                      type: identity.type,
                      ...(ids.length === 0 ? {} : { userAssignedIdentities: Object.fromEntries(ids.map((id) => [id, {}])) }),
                  },
              }),
        properties: {
            ...kept,
            containers: containers.map(withoutView),
            ...((initContainers ?? []).length === 0 ? {} : { initContainers: initContainers?.map(withoutView) }),
            ...(ipAddress === undefined || ipAddress === null ? {} : { ipAddress: address }),
        },
    };
}

/** What `JSON.stringify` made of a record; undefined for anything else. */
export function readGroupRecord(json: string | undefined): GroupRecord | undefined {
    try {
        return groupRecordBody.safeParse(JSON.parse(json ?? '')).data;
    } catch {
        return undefined;
    }
}

/** The record with the secure values that are known; `lost` names the variables whose values are not, and that are left out. */
export function withSecureValues(
    { properties, ...group }: GroupRecord,
    values: Readonly<Record<string, string>>,
): { readonly body: GroupRecord; readonly lost: readonly string[] } {
    const lost: string[] = [];
    const filled = (one: z.infer<typeof container>) => ({
        ...one,
        properties: {
            ...one.properties,
            environmentVariables: (one.properties.environmentVariables ?? []).flatMap((variable) => {
                const value = values[variable.name];
                if (typeof variable.value === 'string') {
                    return [variable];
                }
                if (value === undefined) {
                    lost.push(variable.name);
                    return [];
                }
                return [{ name: variable.name, secureValue: value }];
            }),
        },
    });
    const { initContainers } = properties;
    return {
        body: {
            ...group,
            properties: {
                ...properties,
                containers: properties.containers.map(filled),
                ...(initContainers === undefined || initContainers === null ? {} : { initContainers: initContainers.map(filled) }),
            },
        },
        lost: [...new Set(lost)],
    };
}

/** It cannot be started again without a secret that nobody but Azure knows: a registry's password, a share's key, a volume of secrets. */
export function needsLostSecret({ properties }: GroupRecord): boolean {
    const present = (value: unknown) => value !== undefined && value !== null;
    return (
        (properties.imageRegistryCredentials ?? []).some(({ identity, username }) => !present(identity) && present(username)) ||
        (properties.volumes ?? []).some(({ azureFile, secret }) => present(azureFile) || present(secret))
    );
}

/** What differs between what is there and the record and cannot be changed in place. */
export function immutableDifferences(now: GroupRecord, then: GroupRecord): readonly string[] {
    const [is, was] = [shapeOf(now), shapeOf(then)];
    return Object.keys(was).flatMap((name) => {
        const [before, after] = [is[name] ?? '', was[name] ?? ''];
        return before === after ? [] : [`${name} ${before} → ${after}`];
    });
}

function shapeOf({ properties, identity }: GroupRecord): Readonly<Record<string, string>> {
    const { containers, ipAddress, restartPolicy } = properties;
    const portsOf = (list: z.infer<typeof ports>) => (list ?? []).map(({ port }) => port).join(', ');
    const { cpu, memoryGb } = containerInstanceRules.defaultSize;
    return {
        port: portsOf(ipAddress?.ports),
        'public name': ipAddress?.dnsNameLabel ?? '',
        restarts: restartPolicy ?? 'Always',
        containers: containers
            .map(({ name, properties: { ports: own, resources } }) => {
                const asked = resources?.requests;
                return `${name} (${[portsOf(own), `${String(asked?.cpu ?? cpu)} vCPU`, `${String(asked?.memoryInGB ?? memoryGb)} GB`].join(', ')})`;
            })
            .join(', '),
        identity: Object.keys(identity?.userAssignedIdentities ?? {})
            .map((id) => id.split('/').at(-1)?.toLowerCase() ?? '')
            .sort()
            .join(', '),
    };
}

function withoutView(one: z.infer<typeof container>): z.infer<typeof container> {
    const { instanceView: _, ...properties } = one.properties;
    return { ...one, properties };
}
