import { armRefusal } from '../arm/armRefusal';
import { listField, numberField, objectField, textField, type JsonObject } from '../json';
import { weightOf } from './weightOf';

/** Secrets after a write; `missing: 'kept'` lets a secret without a value keep the one that it has, as a patch does. */
export function readSecrets(
    configuration: JsonObject,
    before: ReadonlyMap<string, string>,
    missing: 'kept' | 'replaced',
): ReadonlyMap<string, string> {
    const listed = listField(configuration, 'secrets');
    if (listed === undefined) {
        return missing === 'kept' ? before : new Map();
    }
    const secrets = new Map<string, string>();
    for (const entry of listed) {
        const name = textField(entry, 'name') ?? '';
        const value = textField(entry, 'value') ?? before.get(name);
        if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name)) {
            throw armRefusal(
                400,
                'ContainerAppSecretInvalid',
                `Invalid Request: Container app secret(s) with name(s) '${name}' are invalid: name must consist of lower case alphanumeric characters, '-', and must start and end with an alphanumeric character.`,
            );
        }
        if (value === undefined || value === '') {
            throw armRefusal(
                400,
                'ContainerAppSecretInvalid',
                `Invalid Request: Container app secret(s) with name(s) '${name}' are invalid: value or keyVaultUrl and identity should be provided.`,
            );
        }
        secrets.set(name, value);
    }
    return secrets;
}

/** What may be kept and shown. */
export function withoutSecrets(configuration: JsonObject): JsonObject {
    return Object.fromEntries(Object.entries(configuration).filter(([name, value]) => name.toLowerCase() !== 'secrets' && value !== null));
}

export function checkConfiguration(configuration: JsonObject, secrets: ReadonlyMap<string, string>): void {
    const mode = textField(configuration, 'activeRevisionsMode');
    if (mode !== undefined && !/^(single|multiple|labels)$/i.test(mode)) {
        throw armRefusal(400, 'InvalidParameterValueInContainerAppProperties', `Invalid value '${mode}' for activeRevisionsMode.`);
    }
    for (const registry of listField(configuration, 'registries') ?? []) {
        const secret = textField(registry, 'passwordSecretRef') ?? '';
        if (secret !== '' && !secrets.has(secret)) {
            throw armRefusal(
                400,
                'ContainerAppRegistryPasswordSecretRefNotFound',
                `Registry PasswordSecretRef '${secret}' defined for registry server '${textField(registry, 'server') ?? ''}' not found.`,
            );
        }
    }
    const ingress = objectField(configuration, 'ingress');
    const port = numberField(ingress, 'targetPort');
    if (port !== undefined && (!Number.isInteger(port) || port < 0 || port > 65_535)) {
        throw armRefusal(400, 'ContainerAppInvalidTargetPort', `The target port '${port}' must be between 1 and 65535.`);
    }
    const traffic = listField(ingress, 'traffic') ?? [];
    const total = traffic.reduce<number>((sum, entry) => sum + weightOf(entry), 0);
    if (traffic.length > 0 && total !== 100) {
        throw armRefusal(400, 'ContainerAppInvalidTrafficWeight', `Traffic weights must add up to 100, not ${total}.`);
    }
}
