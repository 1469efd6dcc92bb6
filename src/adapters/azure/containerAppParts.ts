import * as z from 'zod';
import { looksSecret } from '../../core/deploy/looksSecret';
import { sameId } from '../../core/deploy/resourceId';
import type { ContainerApp, ContainerAppChange, Replica } from '../../core/deploy/resources';
import type { ContainerSize } from '../../core/deploy/rules/containers';
import { read } from './read';

// What container apps and jobs have in common on the wire.

export const text = z.string().nullish();
export const tags = z.record(z.string(), z.string()).nullish();
// What is not named here is kept as it came: an update sends the whole container again.
export const containerBody = z.looseObject({
    image: text,
    name: text,
    env: z.array(z.looseObject({ name: z.string(), value: text, secretRef: text })).nullish(),
    resources: z.looseObject({ cpu: z.number().nullish(), memory: text }).nullish(),
    probes: z.array(z.looseObject({ type: text })).nullish(),
});

export type Container = z.infer<typeof containerBody>;
const replicaBody = z.object({
    name: z.string(),
    properties: z.object({
        createdTime: text,
        runningState: text,
        runningStateDetails: text,
        containers: z
            .array(
                z.object({
                    name: z.string(),
                    ready: z.boolean().nullish(),
                    restartCount: z.number().nullish(),
                    runningState: text,
                    runningStateDetails: text,
                    logStreamEndpoint: text,
                    execEndpoint: text,
                    debugEndpoint: text,
                }),
            )
            .nullish(),
    }),
});
export const secretsBody = z.object({ value: z.array(z.looseObject({ name: z.string(), value: text })) });

/**
 * What an update says of identities; the others stay. Who pulls is named although it is there: an identity that was deleted and made again under its name is
 * another one to Azure, and the app has it only once it is named anew.
 */
export function identityChange(
    identity: { readonly type?: string | null | undefined; readonly userAssignedIdentities?: object | null | undefined } | null | undefined,
    { pull, addIdentity }: Pick<ContainerAppChange, 'pull' | 'addIdentity'>,
): { readonly identity?: unknown } {
    const known = Object.keys(identity?.userAssignedIdentities ?? {});
    const added = addIdentity === undefined || known.some((id) => sameId(id, addIdentity)) ? [] : [addIdentity];
    const named = [...(pull === undefined ? [] : [pull.identityId]), ...added];
    return named.length === 0
        ? {}
        : {
              identity: {
                  type: identity?.type?.includes('SystemAssigned') === true ? 'SystemAssigned,UserAssigned' : 'UserAssigned',
                  userAssignedIdentities: Object.fromEntries(named.map((id) => [id, {}])),
              },
          };
}

/** What Azure adds to a container and does not want back. */
export function withoutReadOnly({ imageType: _, ...container }: Container): Omit<Container, 'imageType'> {
    return container;
}

export function merged(container: Container, wanted: Readonly<Record<string, string | undefined>>): unknown {
    const set = Object.entries(wanted).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return [...(container.env ?? []).filter(({ name }) => !(name in wanted)), ...variables(Object.fromEntries(set))];
}

export function variables(env: Readonly<Record<string, string>>): readonly unknown[] {
    return Object.entries(env).map(([name, value]) => (looksSecret(name) ? { name, secretRef: secretName(name) } : { name, value }));
}

export function secretName(variable: string): string {
    return variable
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-+|-+$/g, '');
}

export function resourcesOf({ cpu, memoryGb }: ContainerSize): unknown {
    return { cpu, memory: `${String(memoryGb)}Gi` };
}

export function toReplica(body: unknown): Replica {
    const { name, properties } = read(replicaBody, body);
    const containers = properties.containers ?? [];
    return {
        name,
        createdMs: Date.parse(properties.createdTime ?? '') || 0,
        runningState: properties.runningState ?? '',
        problems: said(properties.runningStateDetails),
        containers: containers.map((container) => ({
            name: container.name,
            ready: container.ready === true ? 'yes' : 'no',
            restarts: container.restartCount ?? 0,
            state: container.runningState ?? '',
            details: container.runningStateDetails ?? '',
            logStream: given(container.logStreamEndpoint),
            exec: given(container.execEndpoint),
            // Older api-versions do not name it; the Azure CLI builds it the same way.
            debug:
                given(container.debugEndpoint) ??
                (/\/containers\/[^/]+\/exec$/.test(container.execEndpoint ?? '')
                    ? container.execEndpoint?.replace(/\/containers\/([^/]+)\/exec$/, '/debug?targetContainer=$1')
                    : undefined),
        })),
    };
}

export function given(text: string | null | undefined): string | undefined {
    return text === '' ? undefined : (text ?? undefined);
}

/** Each of the platform's words once. */
export function said(...words: readonly (string | null | undefined)[]): readonly string[] {
    return [...new Set(words.filter((word): word is string => word !== null && word !== undefined && word !== ''))];
}

/** What a container of an app or a job runs, with how much of the machine and with which variables; a secret's value is not told. */
export function whatRuns(container: Container | undefined): Pick<ContainerApp, 'image' | 'size' | 'env'> {
    return {
        image: container?.image ?? '',
        size: { cpu: container?.resources?.cpu ?? 0, memoryGb: Number.parseFloat(container?.resources?.memory ?? '0') || 0 },
        env: Object.fromEntries(
            (container?.env ?? []).map((one) => [one.name, given(one.secretRef) === undefined ? (one.value ?? '') : undefined]),
        ),
    };
}
