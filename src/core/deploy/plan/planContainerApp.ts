import { never } from '../../../base/never';
import { defaultScaleRule, readProbeSet, readScaleRule, type ProbeSet, type ScaleRule } from '../containerTemplate';
import { freshEnvironmentName } from '../chooseEnvironment';
import type { ContainerAppStep, EnvironmentStep } from '../containerStep';
import type { DeployRequest } from '../deployRequest';
import { askedStart, eventRuleText } from '../eventRule';
import type { DeployState, FoundResources } from '../deployState';
import { learnedPort } from '../learnedPort';
import { resourceId } from '../resourceId';
import type { ContainerApp, Subscription, Tags } from '../resources';
import { isSplit, shareOfLatest } from '../shareTraffic';
import { containerAppRules, fitName, readPercent, readReplicas, readSize, replicasText, sizeText } from '../rules/containers';
import { sentence } from '../sentence';
import type { Detail } from '../shown';
import type { Step } from '../step';
import { createdTags } from '../tags';
import { jobType, targets } from '../target';
import { groupStep, identityStep, providerSteps, pushStep, registryStep, roleStep, verifyStep } from './commonSteps';
import { planImage } from './planImage';

/** The steps to a container app that runs the image and is checked. Who pulls, and the right to, come before the app, so that one request creates it. */
export function planContainerApp(
    request: DeployRequest,
    state: DeployState,
    subscription: Subscription,
    found: FoundResources,
): readonly Step[] {
    const { names, containerApp, environment } = found;
    const location = found.region ?? '';
    const app = containerApp?.name ?? fitName(names.app, containerAppRules.nameLength);
    const tags = createdTags(app, request.projectName);
    const freshEnvironment = request.environment ?? freshEnvironmentName(app);
    const environmentId =
        containerApp?.environmentId ??
        environment?.id ??
        resourceId(subscription.id, names.resourceGroup, 'Microsoft.App/managedEnvironments', freshEnvironment);
    const job = (containerApp?.kind ?? request.appKind) === 'job';
    // There is nothing that a rehearsal could ask: a job does not listen.
    const image = planImage(job ? { ...request, rehearse: 'skip' } : request, state);
    const registry = registryStep(found, subscription.id, location, tags);
    const push = pushStep(request, found, names.repository, subscription);
    const inPlace = containerApp !== undefined && found.registry !== undefined && found.settled === 'remembered';
    const deploy = appStep(request, found, { app, subscriptionId: subscription.id, environmentId, tags, pull: inPlace ? 'keep' : 'set' });
    const verify = job ? runStep(request, app) : verifyStep(request, app);
    if (inPlace) {
        return [...image, registry, push, deploy, verify];
    }
    return [
        ...image,
        ...providerSteps(found, subscription.id),
        groupStep(found, subscription.id, location, tags),
        registry,
        identityStep(found, subscription.id, location, tags),
        roleStep(found),
        ...(containerApp === undefined ? [environmentStep(found, environmentId, freshEnvironment, location, tags)] : []),
        push,
        deploy,
        verify,
    ];
}

function runStep(request: DeployRequest, name: string): Step {
    return { ...verifyStep(request, name), words: sentence('Run {name} once, and wait until it has ended well.', { name }) };
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

function appStep(
    request: DeployRequest,
    found: FoundResources,
    {
        app,
        subscriptionId,
        environmentId,
        tags,
        pull,
    }: {
        readonly app: string;
        readonly subscriptionId: string;
        readonly environmentId: string;
        readonly tags: Tags;
        readonly pull: ContainerAppStep['pull'];
    },
): ContainerAppStep {
    const { names, containerApp, environment } = found;
    const appKind = containerApp?.kind ?? request.appKind ?? 'app';
    const type = appKind === 'job' ? jobType : targets.containerApps.type;
    const step: Omit<ContainerAppStep, 'words' | 'details'> = {
        kind: 'containerApp',
        id: 'containerApp',
        change: containerApp === undefined ? 'create' : 'change',
        resource: { type, name: app, ...(containerApp === undefined ? {} : { id: containerApp.id }) },
        // Consumption is paid by use.
        ...(containerApp === undefined ? { monthlyUsd: 'unknown' } : {}),
        appId: containerApp?.id ?? resourceId(subscriptionId, names.resourceGroup, type, app),
        existing: containerApp,
        environmentId,
        location: containerApp?.location ?? environment?.location ?? found.region ?? '',
        tags,
        targetPort: learnedPort(request),
        size:
            readSize(request.size ?? '', containerAppRules.sizes) ??
            (containerApp === undefined ? containerAppRules.defaultSize : undefined),
        replicas: readReplicas(request.replicas ?? '') ?? (containerApp === undefined ? containerAppRules.replicas : undefined),
        revisions: request.revisions ?? (containerApp === undefined ? 'single' : undefined),
        trafficPercent:
            readPercent(request.trafficPercent ?? '') ?? (containerApp !== undefined && isSplit(containerApp) ? undefined : 100),
        // What was pushed before is run again as it is.
        expose: request.source.kind === 'digest' ? undefined : 'internet',
        healthPath: request.healthPath,
        scaleRule:
            appKind !== 'app'
                ? undefined
                : (readScaleRule(request.scaleRule ?? '') ?? (containerApp === undefined ? defaultScaleRule : undefined)),
        probes: readProbeSet(request.probes) ?? (containerApp === undefined ? 'ready' : undefined),
        appKind,
        ...askedStart(request, containerApp),
        pull,
    };
    if (appKind === 'job') {
        return { ...step, ...jobWords(step, names.identity, request) };
    }
    const settings = Object.keys(request.env).join(', ');
    const named = settings === '' ? [] : [{ label: 'Settings', after: settings }];
    return containerApp === undefined
        ? {
              ...step,
              words: sentence(
                  appKind === 'functionapp'
                      ? 'Create the Functions app {name} in Container Apps, reached from the internet on port {port}.'
                      : 'Create the container app {name}, reached from the internet on port {port}.',
                  { name: app, port: step.targetPort.toString() },
              ),
              details: [...freshDetails(step, names.identity), ...named],
          }
        : {
              ...step,
              words: sentence('Update the container app {name} in place with a new revision.', { name: app }),
              details: [...changedDetails(step, containerApp, names.identity), ...named],
          };
}

function jobWords(
    { existing, schedule, events, size, pull, resource }: Omit<ContainerAppStep, 'words' | 'details'>,
    identity: string,
    { env }: DeployRequest,
): Pick<ContainerAppStep, 'words' | 'details'> {
    const name = resource?.name ?? '';
    const now = existing === undefined ? undefined : startWords(existing);
    const then = schedule === undefined && events === undefined ? now : startWords({ schedule, events });
    const settings = Object.keys(env).join(', ');
    return {
        words:
            existing === undefined
                ? sentence('Create the job {name}, which runs to its end and has no address.', { name })
                : sentence('Update the job {name} in place.', { name }),
        details: [
            ...(existing === undefined ? [] : [{ label: 'Image', before: existing.image, after: 'the new image' }]),
            ...(then === undefined || then === now
                ? []
                : [{ label: 'Starts', ...(now === undefined ? {} : { before: now }), after: then }]),
            ...(size === undefined ? [] : [{ label: 'Size', after: sizeText(size) }]),
            ...(pull === 'set' ? [{ label: 'Pulls by', after: `managed identity ${identity}` }] : []),
            ...(settings === '' ? [] : [{ label: 'Settings', after: settings }]),
        ],
    };
}

function startWords({ schedule = '', events }: Pick<ContainerApp, 'schedule' | 'events'>): string {
    if (events !== undefined) {
        return events === 'other' ? 'by events, in a way of your own' : `by events: ${eventRuleText(events)}`;
    }
    return schedule === '' ? 'by hand' : `by the clock: ${schedule} (UTC)`;
}

function freshDetails(
    { targetPort, size, replicas, revisions, healthPath, scaleRule, probes, appKind }: Omit<ContainerAppStep, 'words' | 'details'>,
    identity: string,
): readonly Detail[] {
    return [
        { label: 'Ingress', after: `external, HTTPS, to port ${targetPort.toString()}` },
        { label: 'Pulls by', after: `managed identity ${identity}` },
        { label: 'Size', after: sizeText(size ?? containerAppRules.defaultSize) },
        ...(appKind === 'functionapp' ? [{ label: 'Kind', after: 'Azure Functions, which scale by their triggers' }] : []),
        { label: 'Replicas', after: replicasText(replicas ?? containerAppRules.replicas) },
        ...(scaleRule === undefined ? [] : [{ label: 'Scale rule', after: ruleWords(scaleRule) }]),
        { label: 'Revisions', after: revisions ?? 'single' },
        { label: 'Probes', after: seenWords(probes ?? 'ready', probeWords(probes ?? 'ready', healthPath)) },
    ];
}

/** What a rule does, as the plan says it. */
function ruleWords(rule: ScaleRule | 'other' | undefined): string {
    if (rule === undefined || rule === 'other') {
        return rule === 'other' ? 'rules of your own' : 'Azure’s own';
    }
    return rule.kind === 'http'
        ? `one for every ${rule.value.toString()} requests at a time`
        : `one more at ${rule.value.toString()} % of the ${rule.kind === 'cpu' ? 'CPU' : 'memory'}`;
}

function probeWords(probes: ProbeSet | 'other', path: string): string {
    switch (probes) {
        case 'none':
            return 'Azure’s own';
        case 'ready':
            return `start-up on the port, readiness at ${path}`;
        case 'live':
            return `start-up on the port, readiness and liveness at ${path}`;
        case 'other':
            return 'probes of your own';
        default:
            return never(probes);
    }
}

/** The rehearsal decides whether the path is asked: one that answers badly would keep the app down. */
function seenWords(probes: ProbeSet | undefined, told: string): string {
    return probes === 'ready' || probes === 'live' ? `${told}, if that answers well in the rehearsal` : told;
}

const ingressWords = { internet: 'from the internet', inside: 'from inside its environment only', off: 'off' } as const;

function changedDetails(step: Omit<ContainerAppStep, 'words' | 'details'>, existing: ContainerApp, identity: string): readonly Detail[] {
    const { targetPort, size, replicas, revisions, pull, scaleRule, probes } = step;
    const changed = (label: string, before: string, after: string | undefined): readonly Detail[] =>
        after === undefined || before === after ? [] : [{ label, before, after }];
    return [
        { label: 'Image', before: existing.image, after: 'the new image' },
        ...(step.expose === undefined ? [] : changed('Ingress', ingressWords[existing.ingress], ingressWords.internet)),
        ...changed('Target port', existing.targetPort?.toString() ?? 'no ingress', targetPort.toString()),
        ...changed('Size', sizeText(existing.size), size && sizeText(size)),
        ...changed('Replicas', replicasText(existing.scale), replicas && replicasText(replicas)),
        ...changed('Scale rule', ruleWords(existing.scaleRule), scaleRule && ruleWords(scaleRule)),
        ...changed('Probes', probeWords(existing.probes, step.healthPath), probes && probeWords(probes, step.healthPath)).map((detail) => ({
            ...detail,
            after: seenWords(probes, detail.after),
        })),
        ...changed('Revisions', existing.revisions, revisions),
        ...((revisions ?? existing.revisions) === 'multiple'
            ? [{ label: 'Traffic', after: `${(step.trafficPercent ?? shareOfLatest(existing)).toString()} % to the new revision` }]
            : []),
        ...(pull === 'set' ? [{ label: 'Pulls by', after: `managed identity ${identity}` }] : []),
    ];
}
