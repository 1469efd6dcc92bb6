import { field, isObject, listField, numberField, objectField, textField, type JsonObject, type JsonValue } from '../json';
import { invalidTemplate } from './appRefusal';
import type { ContainerSizes } from './containerSizes';

/** The containers of a template as they will run. Throws Container Apps' refusals. */
export interface ContainerSpec {
    readonly name: string;
    readonly image: string;
    readonly command: readonly string[] | undefined;
    readonly args: readonly string[] | undefined;
    readonly env: readonly EnvSpec[];
    readonly cpus: number;
    readonly memoryBytes: number;
    readonly probes: readonly JsonValue[];
}
export type EnvSpec =
    | { readonly kind: 'value'; readonly name: string; readonly value: string }
    | { readonly kind: 'secret'; readonly name: string; readonly secret: string };

export function readContainers(
    template: JsonObject,
    which: 'containers' | 'initContainers',
    sizes: ContainerSizes = 'consumption',
): ContainerSpec[] {
    return (listField(template, which) ?? []).map((entry) => readContainer(entry, which, sizes));
}

/** A template with the defaults that Azure shows once a revision was made of it. */
export function withDefaults(template: JsonObject): JsonObject {
    const scale = objectField(template, 'scale');
    const containers = (which: string) => containersWithDefaults(template, which);
    return {
        revisionSuffix: textField(template, 'revisionSuffix') ?? '',
        terminationGracePeriodSeconds: field(template, 'terminationGracePeriodSeconds') ?? null,
        containers: containers('containers'),
        initContainers: containers('initContainers'),
        scale: {
            minReplicas: numberField(scale, 'minReplicas') ?? null,
            maxReplicas: numberField(scale, 'maxReplicas') ?? 10,
            cooldownPeriod: numberField(scale, 'cooldownPeriod') ?? 300,
            pollingInterval: numberField(scale, 'pollingInterval') ?? 30,
            rules: listField(scale, 'rules') ?? null,
        },
        volumes: field(template, 'volumes') ?? null,
        serviceBinds: field(template, 'serviceBinds') ?? null,
    };
}

/** One list of a template's containers; null when it has none. */
export function containersWithDefaults(template: JsonObject, which: string): readonly JsonObject[] | null {
    return (
        listField(template, which)?.map((entry) => {
            const known = isObject(entry) ? entry : {};
            return {
                imageType: 'ContainerImage',
                ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null)),
                resources: {
                    cpu: cpusOf(entry),
                    memory: textField(entry, 'resources', 'memory') ?? '1Gi',
                    ephemeralStorage: textField(entry, 'resources', 'ephemeralStorage') ?? '2Gi',
                },
            };
        }) ?? null
    );
}

/** `1Gi`, `512Mi`. */
export function memoryBytes(text: string): number | undefined {
    const [, amount, unit] = /^(\d+(?:\.\d+)?)(Gi|Mi)$/.exec(text) ?? [];
    return amount === undefined ? undefined : Math.round(Number(amount) * (unit === 'Gi' ? 1024 ** 3 : 1024 ** 2));
}

function readContainer(entry: JsonValue, which: string, sizes: ContainerSizes): ContainerSpec {
    const name = textField(entry, 'name') ?? '';
    const at = `template.${which}.${name}`;
    if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) {
        throw invalidTemplate(
            `template.${which}.name`,
            `Invalid value: "${name}": container name must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character`,
        );
    }
    const image = textField(entry, 'image') ?? '';
    if (image === '' || /\s/.test(image)) {
        throw invalidTemplate(`${at}.image`, `Invalid value: "${image}": could not parse reference: ${image}`);
    }
    const cpus = cpusOf(entry);
    const memory = textField(entry, 'resources', 'memory') ?? '1Gi';
    const bytes = memoryBytes(memory);
    const fixed = sizes === 'consumption' && (cpus > 4 || Math.abs((bytes ?? 0) / 1024 ** 3 - cpus * 2) > 0.001);
    if (which === 'containers' && (bytes === undefined || cpus <= 0 || fixed)) {
        throw invalidTemplate(
            `${at}.resources`,
            `Invalid value: "cpu: ${cpus}, memory: ${memory}": The CPU requests and memory in a Consumption app must be one of [cpu: 0.25, memory: 0.5Gi], [cpu: 0.5, memory: 1.0Gi] and so on in steps of 0.25 up to [cpu: 4.0, memory: 8.0Gi]`,
        );
    }
    return {
        name,
        image,
        command: texts(entry, 'command'),
        args: texts(entry, 'args'),
        env: (listField(entry, 'env') ?? []).flatMap((variable): EnvSpec[] => {
            const key = textField(variable, 'name');
            const secret = textField(variable, 'secretRef');
            if (key === undefined || key === '') {
                return [];
            }
            return [
                secret === undefined || secret === ''
                    ? { kind: 'value', name: key, value: textField(variable, 'value') ?? '' }
                    : { kind: 'secret', name: key, secret },
            ];
        }),
        cpus,
        memoryBytes: bytes ?? 1024 ** 3,
        probes: listField(entry, 'probes') ?? [],
    };
}

/** Tools write a number or its text. */
function cpusOf(entry: JsonValue): number {
    const asked = Number(field(entry, 'resources', 'cpu') ?? 0.5);
    return Number.isFinite(asked) ? asked : 0;
}

function texts(entry: JsonValue, name: string): readonly string[] | undefined {
    const found = (listField(entry, name) ?? []).filter((one) => typeof one === 'string');
    return found.length === 0 ? undefined : found;
}
