import { sameRule } from '../../core/deploy/containerTemplate';
import type { ContainerAppStep } from '../../core/deploy/containerStep';
import { sameEvents } from '../../core/deploy/eventRule';
import type { ContainerApp, Tags, TrafficShare } from '../../core/deploy/resources';
import { containerAppRules } from '../../core/deploy/rules/containers';
import { keepShares, shareOfLatest, shareTraffic } from '../../core/deploy/shareTraffic';
import { isForeign, snapshotTags } from '../../core/deploy/snapshot';
import { deployedTags } from '../../core/deploy/tags';
import { needed, portOf, probedPath, probeNote } from './made';
import type { StepContext } from './stepContext';
import { waitForRole } from './waitForRole';

/** Creates a container app in one request, with image, identity, ingress and secrets, or gives the one that is there a new revision. */
export async function performContainerApp(context: StepContext, step: ContainerAppStep): Promise<'done' | 'kept'> {
    const { op, ports, plan, made } = context;
    const { containerApps } = ports.azure;
    const { existing } = step;
    const image = needed(made, 'reference');
    const port = portOf(plan, made);
    if (existing !== undefined && made.pushedAgain !== true && isAsWanted(existing, step, { image, port, env: plan.request.env })) {
        made.containerApp = existing;
        made.app = existing;
        return 'kept';
    }
    made.changedMs = ports.azure.nowMs();
    if (step.appKind !== 'job' && (step.probes === 'ready' || step.probes === 'live')) {
        made.notes = [...(made.notes ?? []), ...probeNote(made, step.healthPath)];
    }
    const deployed = deployedTags(existing?.tags ?? {}, { digest: needed(made, 'digest'), port, nowMs: made.changedMs });
    if (existing === undefined || existing.latestRevision === '') {
        const wanted = {
            location: step.location,
            tags: { ...(existing?.tags ?? step.tags), ...deployed },
            environmentId: step.environmentId,
            identityId: needed(made, 'identity').id,
            registryServer: needed(made, 'registry').loginServer,
            image,
            targetPort: port,
            env: plan.request.env,
            size: step.size ?? containerAppRules.defaultSize,
            healthPath: probedPath(made, step.healthPath),
            replicas: step.replicas ?? containerAppRules.replicas,
            scaleRule: step.scaleRule,
            probes: step.probes ?? 'ready',
            kind: step.appKind,
            schedule: step.schedule,
            events: step.events,
            revisions: step.revisions ?? 'single',
        };
        made.containerApp = await waitForRole(context, step.resource?.name ?? '', () => containerApps.create(op, step.appId, wanted));
        made.app = made.containerApp;
        return 'done';
    }
    const traffic = trafficFor(step, existing);
    const change = {
        image,
        env: plan.request.env,
        targetPort: port,
        ...(step.expose === undefined ? {} : { expose: step.expose }),
        tags: { ...existing.tags, ...(isForeign(existing.tags) ? before(existing) : {}), ...deployed },
        pull:
            step.pull === 'set'
                ? { identityId: needed(made, 'identity').id, registryServer: needed(made, 'registry').loginServer }
                : undefined,
        ...(step.size === undefined ? {} : { size: step.size }),
        ...(step.replicas === undefined ? {} : { replicas: step.replicas }),
        ...(step.scaleRule === undefined ? {} : { scaleRule: step.scaleRule }),
        ...(step.probes === undefined ? {} : { probes: { set: step.probes, path: probedPath(made, step.healthPath) } }),
        ...(step.schedule === undefined ? {} : { schedule: step.schedule }),
        ...(step.events === undefined ? {} : { events: step.events }),
        ...(step.revisions === undefined ? {} : { revisions: step.revisions }),
        ...(traffic === undefined ? {} : { traffic }),
    };
    const updated = await waitForRole(context, existing.name, () => containerApps.update(op, existing.id, change));
    made.containerApp = updated;
    made.app = updated;
    if (existing.runningStatus === 'Stopped') {
        await containerApps.start(op, existing.id);
    } else if (updated.kind !== 'job' && updated.latestRevision === existing.latestRevision) {
        // The same template makes no new revision, and a running replica does not see a secret's new value.
        made.replicasBefore = (await containerApps.replicas(op, updated.id, updated.latestRevision)).map(({ name }) => name);
        await containerApps.restart(op, updated.id, updated.latestRevision);
    }
    return 'done';
}

/** What the app was before its first deploy; its variables and secrets stay in it. */
function before({ image, targetPort, registries, env, ingress }: ContainerApp): Tags {
    return snapshotTags({ image, port: targetPort, pull: registries[0]?.pulls ?? '', settings: Object.keys(env), ingress });
}

/** Only the part of the traffic that the new revision is to get; what is asked for goes there at once in single mode. */
function trafficFor(step: ContainerAppStep, existing: ContainerApp): readonly TrafficShare[] | undefined {
    if ((step.revisions ?? existing.revisions) === 'multiple') {
        return step.trafficPercent === undefined
            ? keepShares(existing)
            : shareTraffic(existing.traffic, existing.latestRevision, step.trafficPercent);
    }
    return existing.revisions === 'multiple' ? [{ revision: undefined, percent: 100, label: undefined }] : undefined;
}

function isAsWanted(
    existing: ContainerApp,
    step: ContainerAppStep,
    wanted: { readonly image: string; readonly port: number; readonly env: Readonly<Record<string, string>> },
): boolean {
    const { size, replicas, revisions, scaleRule, probes } = step;
    return (
        existing.image.toLowerCase() === wanted.image.toLowerCase() &&
        (existing.kind === 'job'
            ? startsAsWanted(existing, step)
            : existing.targetPort === wanted.port && (step.expose === undefined || existing.ingress === 'internet')) &&
        Object.entries(wanted.env).every(([name, value]) => existing.env[name] === value) &&
        (size === undefined || (size.cpu === existing.size.cpu && size.memoryGb === existing.size.memoryGb)) &&
        (replicas === undefined || (replicas.min === existing.scale.min && replicas.max === existing.scale.max)) &&
        (revisions === undefined || revisions === existing.revisions) &&
        (existing.revisions === 'single' || step.trafficPercent === undefined || step.trafficPercent === shareOfLatest(existing)) &&
        (scaleRule === undefined || sameRule(scaleRule, existing.scaleRule)) &&
        (probes === undefined || probes === existing.probes) &&
        step.pull === 'keep' &&
        /^succeeded$/i.test(existing.state) &&
        existing.runningStatus !== 'Stopped'
    );
}

function startsAsWanted(existing: ContainerApp, { schedule, events }: ContainerAppStep): boolean {
    return events === undefined
        ? schedule === undefined || (existing.events === undefined && schedule === (existing.schedule ?? ''))
        : sameEvents(events, existing.events);
}
