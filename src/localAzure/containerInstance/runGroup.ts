import { armRefusal } from '../arm/armRefusal';
import type { Inside } from '../inside/inside';
import { Pod } from '../pods/pod';
import type { PodContainer, PodEvent } from '../pods/podContainer';
import { IdentityCannotPull, pullImage, serverOf, type PullSurroundings, type RegistryAccess } from '../pods/pullImage';
import { RunnerRefusal, type PulledImage, type Runner } from '../runner/runner';
import type { World } from '../world';
import type { ContainerGroup } from './containerGroup';
import type { GroupContainer, GroupSpec } from './readGroup';

const backOffMs = 10_000;

export interface GroupSurroundings extends PullSurroundings {
    readonly inside: Inside;
}

export type PulledImages = ReadonlyMap<GroupContainer, { readonly image: PulledImage; readonly runner: Runner }>;

/** Pulls a group's images before anything is promised, as Container Instances does; refuses what it cannot reach. */
export async function pullGroup(
    around: PullSurroundings,
    spec: GroupSpec,
    group: Pick<ContainerGroup, 'name' | 'identity'>,
): Promise<PulledImages> {
    const pulled = new Map<GroupContainer, { readonly image: PulledImage; readonly runner: Runner }>();
    for (const container of [...spec.init, ...spec.containers]) {
        try {
            pulled.set(container, await pullImage(around, container.image, accessFor(around, spec, group, container.image)));
        } catch (error) {
            if (error instanceof RunnerRefusal && (error.kind === 'noEngine' || error.kind === 'unreachable')) {
                throw armRefusal(
                    409,
                    'RegistryErrorResponse',
                    `An error response is received from the docker registry '${serverOf(container.image)}'. Please retry later. ${error.message}`,
                );
            }
            if (error instanceof IdentityCannotPull || error instanceof RunnerRefusal) {
                throw armRefusal(
                    400,
                    'InaccessibleImage',
                    `The image '${container.image}' in container group '${group.name}' is not accessible. Please check the image and registry credential.`,
                );
            }
            throw error;
        }
    }
    return pulled;
}

/** Starts a group's containers anew; settles when they were started. */
export async function startGroup(world: World, inside: Inside, group: ContainerGroup, pulled: PulledImages): Promise<void> {
    const toPod = (container: GroupContainer): PodContainer => ({
        name: container.name,
        image: pulled.get(container)?.image.id ?? container.image,
        entrypoint: container.command,
        command: undefined,
        env: container.env,
        memoryBytes: container.memoryBytes,
        cpus: container.cpus,
    });
    const runner = [...pulled.values()][0]?.runner;
    if (runner === undefined) {
        throw new Error(`The images of ${group.name} were not pulled.`);
    }
    for (const container of [...group.spec.init, ...group.spec.containers]) {
        group.events.add(container.name, 'Pulling', `pulling image "${container.image}"`);
        group.events.add(container.name, 'Pulled', `Successfully pulled image "${container.image}"`);
    }
    const pod = new Pod({
        runner,
        name: `aci-${group.name}`,
        init: group.spec.init.map(toPod),
        containers: group.spec.containers.map(toPod),
        ports: [...new Set([...group.spec.ports, ...group.spec.containers.flatMap((container) => container.ports)])],
        restart: group.spec.restart,
        // A recording reads what it saw of a container that ends: that moment must not be over before it asks.
        backOffMs: world.mode === 'open' ? backOffMs : backOffMs * world.timeScale,
        labels: { 'dev.slipway.local-azure.group': group.name },
        inside: () =>
            group.identity === undefined &&
            !inside.isNamedIn([...group.spec.init, ...group.spec.containers].flatMap((one) => Object.values(one.env)))
                ? Promise.resolve(undefined)
                : inside.join(group.id, () => group.identity),
        nowMs: () => world.nowMs(),
        onEvent: (event) => note(group, event),
    });
    group.pod = pod;
    group.stopped = false;
    await pod.start();
}

function note(group: ContainerGroup, event: PodEvent): void {
    switch (event.kind) {
        case 'started':
            group.events.add(event.container, 'Created', 'Created container');
            group.events.add(event.container, 'Started', 'Started container');
            break;
        case 'ended':
            group.events.add(event.container, 'Killing', `Container ${event.container} terminated with ExitCode ${event.exitCode}.`);
            break;
        case 'refused':
            group.events.add(event.container, 'Failed', `Error: Failed to start container: ${event.message}`, 'Warning');
            break;
        case 'backOff':
            group.events.add(event.container, 'BackOff', 'Back-off restarting failed container', 'Warning');
            break;
    }
}

/** A system-assigned identity cannot pull, and a user-assigned one has to be the group's own. */
function accessFor(
    around: PullSurroundings,
    spec: GroupSpec,
    group: Pick<ContainerGroup, 'name' | 'identity'>,
    image: string,
): RegistryAccess {
    const credential = spec.credentials.find((one) => one.server === serverOf(image).toLowerCase());
    if (credential === undefined) {
        return { kind: 'anonymous' };
    }
    if (credential.identity === '') {
        return { kind: 'password', username: credential.username, password: credential.password };
    }
    if (around.identities.principalOf(group.identity, credential.identity) === undefined || /^system$/i.test(credential.identity)) {
        throw armRefusal(
            400,
            'InvalidImageRegistryIdentity',
            `The identity in the 'imageRegistryCredentials' of container group '${group.name}' not found in container group identity list`,
        );
    }
    return { kind: 'identity', identity: group.identity, chosen: credential.identity };
}
