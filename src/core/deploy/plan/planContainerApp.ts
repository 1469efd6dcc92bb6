import type { ContainerAppStep, ContainerStep, EnvironmentStep } from '../containerStep';
import type { DeployRequest } from '../deployRequest';
import type { DeployState, FoundResources } from '../deployState';
import { learnedPort } from '../learnedPort';
import { resourceId } from '../resourceId';
import type { Subscription, Tags } from '../resources';
import { containerAppRules, fitName } from '../rules/containers';
import { sentence } from '../sentence';
import type { Step } from '../step';
import { createdTags } from '../tags';
import { groupStep, identityStep, providerSteps, pushStep, registryStep, roleStep, verifyStep } from './commonSteps';
import { planImage } from './planImage';

/** The steps to a container app that runs the image and is checked. Who pulls, and the right to, come before the app, so that one request creates it. */
export function planContainerApp(
    request: DeployRequest,
    state: DeployState,
    subscription: Subscription,
    found: FoundResources,
): readonly (Step | ContainerStep)[] {
    const { names, containerApp, environment } = found;
    const location = found.region ?? '';
    const app = containerApp?.name ?? fitName(names.app, containerAppRules.nameLength);
    const tags = createdTags(app, request.projectName);
    const environmentId =
        containerApp?.environmentId ??
        environment?.id ??
        resourceId(subscription.id, names.resourceGroup, 'Microsoft.App/managedEnvironments', `env-${app}`);
    const registry = registryStep(found, subscription.id, location, tags);
    const push = pushStep(request, found, names.repository, subscription);
    const inPlace =
        containerApp !== undefined && found.registry !== undefined && found.identity === undefined && request.previous !== undefined;
    const deploy: ContainerAppStep = {
        ...appWords(request, found, app),
        kind: 'containerApp',
        id: 'containerApp',
        change: containerApp === undefined ? 'create' : 'change',
        resource: { type: 'Microsoft.App/containerApps', name: app, ...(containerApp === undefined ? {} : { id: containerApp.id }) },
        // Consumption is paid by use.
        ...(containerApp === undefined ? { monthlyUsd: 'unknown' } : {}),
        appId: containerApp?.id ?? resourceId(subscription.id, names.resourceGroup, 'Microsoft.App/containerApps', app),
        existing: containerApp,
        environmentId,
        location: containerApp?.location ?? environment?.location ?? location,
        tags,
        targetPort: learnedPort(request),
        cpu: containerAppRules.cpu,
        minReplicas: containerAppRules.minReplicas,
        maxReplicas: containerAppRules.maxReplicas,
        pull: inPlace ? 'keep' : 'set',
    };
    const verify = verifyStep(request, app);
    if (inPlace) {
        return [...planImage(request, state), registry, push, deploy, verify];
    }
    return [
        ...planImage(request, state),
        ...providerSteps(found, subscription.id),
        groupStep(found, subscription.id, location, tags),
        registry,
        identityStep(found, subscription.id, location, tags),
        roleStep(found),
        ...(containerApp === undefined ? [environmentStep(found, environmentId, `env-${app}`, location, tags)] : []),
        push,
        deploy,
        verify,
    ];
}

function environmentStep(
    { environment }: FoundResources,
    environmentId: string,
    fresh: string,
    location: string,
    tags: Tags,
): EnvironmentStep {
    const name = environment?.name ?? fresh;
    return {
        kind: 'environment',
        id: 'environment',
        words:
            environment === undefined
                ? sentence('Create the Container Apps environment {name} in {location}.', { name, location })
                : sentence('Use the Container Apps environment {name}.', { name }),
        change: environment === undefined ? 'create' : 'keep',
        resource: { type: 'Microsoft.App/managedEnvironments', name },
        environmentId,
        existing: environment,
        location,
        tags,
    };
}

function appWords(
    request: DeployRequest,
    { names, containerApp }: FoundResources,
    name: string,
): Pick<ContainerAppStep, 'words' | 'details'> {
    const port = learnedPort(request).toString();
    const variables = Object.keys(request.env).join(', ');
    const settings = variables === '' ? [] : [{ label: 'Settings', after: variables }];
    if (containerApp !== undefined) {
        return {
            words: sentence('Update the container app {name} in place with a new revision.', { name }),
            details: [{ label: 'Image', before: containerApp.image, after: 'the new image' }, ...settings],
        };
    }
    const { cpu, minReplicas, maxReplicas } = containerAppRules;
    return {
        words: sentence('Create the container app {name}, reached from the internet on port {port}.', { name, port }),
        details: [
            { label: 'Ingress', after: `external, HTTPS, to port ${port}` },
            { label: 'Pulls by', after: `managed identity ${names.identity}` },
            { label: 'Size', after: `${cpu.toString()} vCPU, ${(cpu * 2).toString()} GiB` },
            { label: 'Replicas', after: `${minReplicas.toString()} to ${maxReplicas.toString()}, one for every 50 requests at a time` },
            { label: 'Probes', after: `start-up on the port, readiness at ${request.healthPath}` },
            ...settings,
        ],
    };
}
