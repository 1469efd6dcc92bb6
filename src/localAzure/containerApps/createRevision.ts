import { randomBytes } from 'node:crypto';
import { armRefusal } from '../arm/armRefusal';
import type { Inside } from '../inside/inside';
import { isObject, field, listField, numberField, textField, type JsonObject } from '../json';
import { IdentityCannotPull, pullImage, serverOf, type PullSurroundings, type RegistryAccess } from '../pods/pullImage';
import { RunnerRefusal } from '../runner/runner';
import type { World } from '../world';
import { fieldText, invalidTemplate } from './appRefusal';
import type { ContainerApp } from './containerApp';
import { containerSizes } from './containerSizes';
import { insideOf } from './insideOf';
import { probePorts, readinessProbes } from './probeReplica';
import { readContainers, type ContainerSpec } from './readTemplate';
import { revisionFqdn } from './renderApp';
import { Revision } from './revision';

export interface AppSurroundings extends PullSurroundings {
    /** Factor on the time that a replica has to become ready. */
    readonly startLimitScale: number;
    readonly inside: Inside;
}

/** Azure's own cool-down before a revision scales to zero; never less than half a minute here, whatever the time scale. */
const coolDownMs = 300_000;
const shortestCoolDownMs = 30_000;
const readyLimitMs = 240_000;
const backOffMs = 10_000;
/** When Container Apps gives up a revision whose images do not come. */
const provisionLimitMs = 1_200_000;

/** A revision of the app's template, not yet provisioned. `onReady` is called each time a replica of it becomes ready. */
export function createRevision(world: World, around: AppSurroundings, app: ContainerApp, onReady: (revision: Revision) => void): Revision {
    const suffix = textField(app.template, 'revisionSuffix') ?? '';
    const name = `${app.name}--${suffix === '' ? randomSuffix() : suffix}`;
    const sizes = containerSizes(app.environment, app.workloadProfileName);
    const containers = readContainers(app.template, 'containers', sizes);
    const initContainers = readContainers(app.template, 'initContainers', sizes);
    const ingressPort = () => numberField(app.configuration, 'ingress', 'targetPort') ?? 0;
    const targetPort = (exposed: readonly number[]) =>
        isObject(field(app.configuration, 'ingress')) ? (ingressPort() === 0 ? (exposed[0] ?? 80) : ingressPort()) : undefined;
    return new Revision({
        name,
        template: { ...app.template, revisionSuffix: suffix },
        containers,
        initContainers,
        minReplicas: Math.min(numberField(app.template, 'scale', 'minReplicas') ?? 0, 30),
        createdMs: world.nowMs(),
        nowMs: () => world.nowMs(),
        labels: { 'dev.slipway.local-azure.app': app.name },
        pull: async (spec) => {
            const pulled = await pullImage(around, spec.image, accessFor(app.configuration, app.secrets, app.identity, spec.image));
            if (world.mode === 'strict' && pulled.image.architecture !== 'amd64') {
                throw new RunnerRefusal('platform', `image OS/Arc must be linux/amd64 but found linux/${pulled.image.architecture}`);
            }
            return pulled;
        },
        envOf: (spec, replica) => ({
            CONTAINER_APP_NAME: app.name,
            CONTAINER_APP_REVISION: name,
            CONTAINER_APP_REPLICA_NAME: replica,
            CONTAINER_APP_ENV_DNS_SUFFIX: app.environment.domain,
            CONTAINER_APP_HOSTNAME: revisionFqdn(app, name) ?? '',
            CONTAINER_APP_PORT: String(ingressPort()),
            ...environmentOf(spec, app.secrets),
        }),
        inside: insideOf(around.inside, app, () =>
            [...containers, ...initContainers].flatMap((spec) => Object.values(environmentOf(spec, app.secrets))),
        ),
        portsOf: (exposed) => {
            const port = targetPort(exposed);
            const probes = containers.flatMap((spec) => spec.probes);
            return {
                ports: [...new Set([...(port === undefined ? [] : [port]), ...probePorts(probes)])],
                probes: readinessProbes(probes, port, textField(app.configuration, 'ingress', 'transport') ?? 'auto'),
            };
        },
        backOffMs: backOffMs * world.timeScale,
        timeScale: world.timeScale,
        readyLimitMs: readyLimitMs * around.startLimitScale,
        provisionLimitMs: provisionLimitMs * around.startLimitScale,
        coolDownMs: world.mode === 'open' ? undefined : Math.max(coolDownMs * world.timeScale, shortestCoolDownMs),
        say: (event) => app.log.add({ ...event, revision: name }),
        onReady,
    });
}

/** The port that a revision's traffic goes to. */
export function trafficPort(app: ContainerApp, revision: Revision): number {
    const asked = numberField(app.configuration, 'ingress', 'targetPort') ?? 0;
    return asked === 0 ? (revision.exposedPorts()[0] ?? 80) : asked;
}

export function environmentOf(spec: ContainerSpec, secrets: ReadonlyMap<string, string>): Record<string, string> {
    return Object.fromEntries(
        spec.env.map((variable) => [variable.name, variable.kind === 'value' ? variable.value : (secrets.get(variable.secret) ?? '')]),
    );
}

/** Refuses references to secrets that are not there. */
export function checkSecrets(specs: readonly ContainerSpec[], secrets: ReadonlyMap<string, string>): void {
    for (const spec of specs) {
        for (const variable of spec.env) {
            if (variable.kind === 'secret' && !secrets.has(variable.secret)) {
                throw armRefusal(
                    400,
                    'ContainerAppSecretRefNotFound',
                    `SecretRef '${variable.secret}' defined for container '${spec.name}' not found.`,
                );
            }
        }
    }
}

/** How the app's registries say that an image is pulled. */
export function accessFor(
    configuration: JsonObject,
    secrets: ReadonlyMap<string, string>,
    identity: JsonObject | undefined,
    image: string,
): RegistryAccess {
    const server = serverOf(image).toLowerCase();
    const registry = (listField(configuration, 'registries') ?? []).find((one) => textField(one, 'server')?.toLowerCase() === server);
    const chosen = textField(registry, 'identity') ?? '';
    if (chosen !== '') {
        return { kind: 'identity', identity, chosen: /^system(-environment)?$/i.test(chosen) ? undefined : chosen };
    }
    const username = textField(registry, 'username') ?? '';
    const password = secrets.get(textField(registry, 'passwordSecretRef') ?? '');
    return username !== '' && password !== undefined ? { kind: 'password', username, password } : { kind: 'anonymous' };
}

/** Pulls a revision's images; what goes wrong is told as Container Apps tells it when an operation fails. `subject`: such as `container app 'shop'`; `limitMs`: when it gives up. */
export async function provisionOrExplain(
    provision: () => Promise<void>,
    configuration: JsonObject,
    containers: readonly ContainerSpec[],
    subject: string,
    limitMs: number,
): Promise<void> {
    try {
        await within(limitMs, provision(), () =>
            armRefusal(400, 'ContainerAppOperationError', `Failed to provision revision for ${subject}. Error details: Operation expired.`),
        );
    } catch (error) {
        if (!(error instanceof IdentityCannotPull) && !(error instanceof RunnerRefusal)) {
            throw error;
        }
        const spec = containers.find((one) => !(error instanceof IdentityCannotPull) || serverOf(one.image) === error.registry);
        const details = `Invalid value: "${spec?.image ?? ''}": ${reasonOf(error, configuration, spec?.image ?? '')}`;
        throw armRefusal(
            400,
            'ContainerAppOperationError',
            `Failed to provision revision for ${subject}. Error details: ${fieldText(`template.containers.${spec?.name ?? ''}.image`, details)}.`,
        );
    }
}

/** A registry that says nothing would keep the operation for ever. */
async function within(limitMs: number, work: Promise<void>, late: () => Error): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    try {
        await Promise.race([
            work,
            new Promise<never>((_, reject) => {
                timer = setTimeout(() => reject(late()), limitMs);
            }),
        ]);
    } finally {
        clearTimeout(timer);
    }
}

function reasonOf(error: IdentityCannotPull | RunnerRefusal, configuration: JsonObject, image: string): string {
    const server = serverOf(image);
    if (error instanceof IdentityCannotPull) {
        const registry = (listField(configuration, 'registries') ?? []).find(
            (one) => textField(one, 'server')?.toLowerCase() === server.toLowerCase(),
        );
        return `unable to pull image using Managed identity ${textField(registry, 'identity') ?? 'system'} for registry ${server}`;
    }
    const repository = image
        .replace(`${server}/`, '')
        .replace(/@.*$/, '')
        .replace(/:[^:/]*$/, '');
    switch (error.kind) {
        case 'unauthorized':
            return `GET https:?scope=repository%3A${encodeURIComponent(repository)}%3Apull&service=${server}: UNAUTHORIZED: authentication required, visit https://aka.ms/acr/authorization for more information.`;
        case 'notFound':
            return `GET https:: MANIFEST_UNKNOWN: manifest tagged by "${/:([^:/]+)$/.exec(image)?.[1] ?? 'latest'}" is not found; map[Tag:${/:([^:/]+)$/.exec(image)?.[1] ?? 'latest'}]`;
        case 'platform':
            return error.message.startsWith('image OS/Arc')
                ? error.message
                : `no child with platform linux/amd64 in index ${image.replace(/@.*$/, '')}`;
        default:
            return error.message;
    }
}

/** Refuses a template without containers. */
export function requireContainers(template: JsonObject): void {
    if ((listField(template, 'containers') ?? []).length === 0) {
        throw invalidTemplate('template.containers', 'Invalid value: null: At least one container is required');
    }
}

function randomSuffix(): string {
    return BigInt(`0x${randomBytes(6).toString('hex')}`)
        .toString(36)
        .padStart(7, '0')
        .slice(-7);
}
