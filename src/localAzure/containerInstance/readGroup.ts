import { armRefusal } from '../arm/armRefusal';
import type { Refusal } from '../http/refusal';
import { field, isObject, listField, numberField, textField, type JsonObject, type JsonValue } from '../json';

export interface GroupContainer {
    readonly name: string;
    readonly image: string;
    readonly command: readonly string[] | undefined;
    readonly env: Readonly<Record<string, string>>;
    readonly ports: readonly number[];
    readonly cpus: number;
    readonly memoryBytes: number;
}

/** A container group as it will run. Holds secrets; never shown. */
export interface GroupSpec {
    readonly containers: readonly GroupContainer[];
    readonly init: readonly GroupContainer[];
    readonly restart: 'always' | 'onFailure' | 'never';
    readonly ports: readonly number[];
    readonly credentials: readonly {
        readonly server: string;
        readonly username: string;
        readonly password: string;
        readonly identity: string;
    }[];
}

/** Reads a group's properties; throws Container Instances' refusals. */
export function readGroup(properties: JsonObject, group: string): GroupSpec {
    const containers = (listField(properties, 'containers') ?? []).map((entry) => readContainer(entry, group));
    if (containers.length === 0) {
        throw refuse('MissingContainers', `The 'containers' property is required for container group '${group}'.`);
    }
    const osType = textField(properties, 'osType') ?? 'Linux';
    if (!/^linux$/i.test(osType)) {
        throw refuse(
            'UnsupportedOsType',
            `The local Azure runs Linux containers only; the container group '${group}' asks for '${osType}'.`,
        );
    }
    const policy = textField(properties, 'restartPolicy') ?? 'Always';
    const restart = ({ always: 'always', onfailure: 'onFailure', never: 'never' } as const)[policy.toLowerCase()];
    if (restart === undefined) {
        throw refuse('InvalidRestartPolicy', `The restart policy '${policy}' for container group '${group}' is invalid.`);
    }
    const ports = (listField(properties, 'ipAddress', 'ports') ?? []).flatMap((entry) => numberField(entry, 'port') ?? []);
    const used = new Set<number>();
    for (const container of containers) {
        for (const port of container.ports) {
            if (used.has(port)) {
                throw refuse('DuplicateContainerPort', `Duplicate container port '${port}' in container group '${group}'.`);
            }
            used.add(port);
        }
    }
    const missing = ports.find((port) => !used.has(port));
    if (missing !== undefined) {
        throw refuse(
            'PortNotFoundInContainers',
            `The port '${missing}' of the IP address of container group '${group}' is not exposed by any container.`,
        );
    }
    return {
        containers,
        init: (listField(properties, 'initContainers') ?? []).map((entry) => readContainer(entry, group)),
        restart,
        ports,
        credentials: (listField(properties, 'imageRegistryCredentials') ?? []).map((entry) => ({
            server: (textField(entry, 'server') ?? '').replace(/^https?:\/\//, '').toLowerCase(),
            username: textField(entry, 'username') ?? '',
            password: textField(entry, 'password') ?? '',
            identity: textField(entry, 'identity') ?? '',
        })),
    };
}

/** What a write may not change on a group that exists; the first such property. */
export function immutableChange(before: JsonObject, after: JsonObject): string | undefined {
    const shape = (properties: JsonObject): Record<string, JsonValue> => ({
        osType: (textField(properties, 'osType') ?? 'Linux').toLowerCase(),
        restartPolicy: (textField(properties, 'restartPolicy') ?? 'Always').toLowerCase(),
        'ipAddress.dnsNameLabel': textField(properties, 'ipAddress', 'dnsNameLabel') ?? '',
        'ipAddress.ports': (listField(properties, 'ipAddress', 'ports') ?? []).map((entry) => numberField(entry, 'port') ?? 0),
        'ipAddress.type': (textField(properties, 'ipAddress', 'type') ?? '').toLowerCase(),
        containers: (listField(properties, 'containers') ?? []).map((entry) => ({
            name: textField(entry, 'name') ?? '',
            ports: (listField(entry, 'properties', 'ports') ?? []).map((port) => numberField(port, 'port') ?? 0),
            cpu: numberField(entry, 'properties', 'resources', 'requests', 'cpu') ?? 1,
            memory: numberField(entry, 'properties', 'resources', 'requests', 'memoryInGB') ?? 1.5,
        })),
    });
    const [was, is] = [shape(before), shape(after)];
    return Object.keys(was).find((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]));
}

/** Properties as they are shown: no secure value, no password. */
export function withoutSecrets(properties: JsonObject): JsonObject {
    const containers = (which: string) =>
        listField(properties, which)?.map((entry): JsonObject => {
            const known = (field(entry, 'properties') ?? {}) as JsonObject;
            return {
                name: textField(entry, 'name') ?? '',
                properties: {
                    ...known,
                    environmentVariables: (listField(known, 'environmentVariables') ?? []).map((variable) =>
                        field(variable, 'secureValue') === undefined
                            ? { name: textField(variable, 'name') ?? '', value: textField(variable, 'value') ?? '' }
                            : { name: textField(variable, 'name') ?? '' },
                    ),
                },
            };
        });
    const credentials = listField(properties, 'imageRegistryCredentials');
    const volumes = listField(properties, 'volumes');
    return {
        ...properties,
        containers: containers('containers') ?? [],
        initContainers: containers('initContainers') ?? [],
        ...(credentials === undefined
            ? {}
            : {
                  imageRegistryCredentials: credentials.map((entry) => ({
                      server: textField(entry, 'server') ?? '',
                      ...(textField(entry, 'username') === undefined ? {} : { username: textField(entry, 'username') }),
                      ...(textField(entry, 'identity') === undefined ? {} : { identity: textField(entry, 'identity') }),
                  })),
              }),
        ...(volumes === undefined
            ? {}
            : {
                  volumes: volumes.map((entry) => ({
                      name: textField(entry, 'name') ?? '',
                      ...(field(entry, 'secret') === undefined ? {} : { secret: {} }),
                      ...(field(entry, 'emptyDir') === undefined ? {} : { emptyDir: {} }),
                      ...(field(entry, 'gitRepo') === undefined ? {} : { gitRepo: field(entry, 'gitRepo') }),
                      ...(field(entry, 'azureFile') === undefined ? {} : { azureFile: withoutKey(field(entry, 'azureFile')) }),
                  })),
              }),
    };
}

/** A share's key never comes back. */
function withoutKey(share: JsonValue | undefined): JsonObject {
    return isObject(share) ? Object.fromEntries(Object.entries(share).filter(([name]) => name !== 'storageAccountKey')) : {};
}

function readContainer(entry: JsonValue, group: string): GroupContainer {
    const name = textField(entry, 'name') ?? '';
    const properties = field(entry, 'properties');
    if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) {
        throw refuse(
            'InvalidContainerName',
            `The container name '${name}' in container group '${group}' is invalid. A name has 1 to 63 lower case letters, digits and dashes.`,
        );
    }
    const image = textField(properties, 'image') ?? '';
    if (image === '' || /\s/.test(image)) {
        throw refuse('InvalidImageName', `The image name '${image}' for container '${name}' in container group '${group}' is invalid.`);
    }
    const cpus = numberField(properties, 'resources', 'requests', 'cpu') ?? 1;
    const memory = numberField(properties, 'resources', 'requests', 'memoryInGB') ?? 1.5;
    if (cpus <= 0 || cpus > 4 || memory < 0.1 || memory > 16) {
        throw refuse(
            'ResourceRequestsNotValid',
            `The resource requests of container '${name}' in container group '${group}' are invalid: cpu ${cpus}, memoryInGB ${memory}.`,
        );
    }
    const command = (listField(properties, 'command') ?? []).filter((word) => typeof word === 'string');
    return {
        name,
        image,
        command: command.length === 0 ? undefined : command,
        env: Object.fromEntries(
            (listField(properties, 'environmentVariables') ?? []).map((variable) => [
                textField(variable, 'name') ?? '',
                textField(variable, 'secureValue') ?? textField(variable, 'value') ?? '',
            ]),
        ),
        ports: (listField(properties, 'ports') ?? []).flatMap((port) => numberField(port, 'port') ?? []),
        cpus,
        memoryBytes: Math.round(memory * 1024 ** 3),
    };
}

function refuse(code: string, message: string): Refusal {
    return armRefusal(400, code, message);
}
