import { never } from '../../base/never';
import type { Operation } from '../../base/operation';
import { digestOf, imageOf } from '../../core/deploy/imageReference';
import type { ContainerApp, Revision, Tags } from '../../core/deploy/resources';
import { siteAddress } from '../../core/deploy/siteAddress';
import { createdForTag, readHistory, type HistoryEntry } from '../../core/deploy/tags';
import { targetOf, type TargetName } from '../../core/deploy/target';
import { judgeGroup } from '../../core/deploy/verify/judgeGroup';
import { judgeReplicas } from '../../core/deploy/verify/judgeReplicas';
import type { Azure } from '../../ports/azure';
import { groupAddress } from '../deploy/publicAddress';
import type { DeploymentAddress } from './deploymentAddress';

/** A deployment as it is in Azure now. */
export type DeploymentState =
    | { readonly kind: 'gone' }
    | {
          readonly kind: 'found';
          readonly target: TargetName;
          readonly name: string;
          readonly url: string;
          /** `asleep`: scaled to zero, until somebody asks. */
          readonly state: 'running' | 'asleep' | 'starting' | 'stopped' | 'failing';
          /** The platform's own words for the state. */
          readonly reason: string;
          /** `server/repository@sha256:…`, or whatever else runs there. */
          readonly image: string;
          readonly digest: string | undefined;
          readonly instances: { readonly running: number; readonly all: number };
          readonly madeBySlipway: 'yes' | 'no';
          readonly tags: Tags;
          /** What ran, newest first, with what runs now in front. */
          readonly history: readonly HistoryEntry[];
      };

type Found = Extract<DeploymentState, { kind: 'found' }>;

/** Reads an app's state: one to three requests, whichever target it is. */
export async function inspectDeployment(op: Operation, azure: Azure, address: DeploymentAddress): Promise<DeploymentState> {
    azure.subscriptions.use(address.subscription);
    const target = targetOf(address.resourceId);
    switch (target) {
        case undefined:
            return { kind: 'gone' };
        case 'appService':
            return inspectSite(op, azure, address.resourceId);
        case 'containerApps':
            return inspectContainerApp(op, azure, address.resourceId);
        case 'containerInstances':
            return inspectGroup(op, azure, address.resourceId);
        default:
            return never(target);
    }
}

async function inspectSite(op: Operation, azure: Azure, id: string): Promise<DeploymentState> {
    const site = await azure.sites.get(op, id);
    if (site === undefined) {
        return { kind: 'gone' };
    }
    const [config, statuses] = await Promise.all([azure.sites.config(op, site.id), azure.sites.status(op, site.id)]);
    const running = statuses?.filter((status) => status.state === 'Started').length ?? 0;
    const failing = statuses?.find((status) => status.state !== 'Started' && status.lastError !== '');
    const waiting = statuses?.find((status) => status.state !== 'Started');
    const stopped = site.state !== 'Running';
    return {
        ...common('appService', site, imageOf(config.linuxFxVersion) ?? config.linuxFxVersion),
        url: siteAddress(site),
        state: stopped ? 'stopped' : failing !== undefined ? 'failing' : waiting !== undefined ? 'starting' : 'running',
        reason: stopped ? site.state : (failing?.lastError ?? waiting?.state ?? site.state),
        instances: { running, all: statuses?.length ?? 0 },
    };
}

async function inspectContainerApp(op: Operation, azure: Azure, id: string): Promise<DeploymentState> {
    const app = await azure.containerApps.get(op, id);
    if (app === undefined) {
        return { kind: 'gone' };
    }
    if (app.kind === 'job') {
        return await inspectJob(op, azure, app);
    }
    const [revisions, replicas] =
        app.latestRevision === ''
            ? [[], []]
            : await Promise.all([azure.containerApps.revisions(op, app.id), azure.containerApps.replicas(op, app.id, app.latestRevision)]);
    const revision = revisions.find(({ name }) => name === app.latestRevision);
    const verdict = judgeReplicas({ revision, replicas, leaving: [] }, undefined);
    const found = common('containerApps', app, app.image);
    return {
        ...found,
        history: withRevisions(found.history, revisions),
        url: app.host === undefined ? '' : `https://${app.host}`,
        state: /^stopped$/i.test(app.runningStatus) ? 'stopped' : stateOf(app.latestRevision === '' ? 'failing' : verdict.kind),
        reason: 'reason' in verdict ? verdict.reason : verdict.kind === 'failing' ? (verdict.lines[0] ?? '') : app.runningStatus,
        instances: {
            running: replicas.filter(({ containers }) => containers.every(({ ready }) => ready === 'yes')).length,
            all: replicas.length,
        },
    };
}

/** A job is as good as its newest run; one that never ran waits for it. */
async function inspectJob(op: Operation, azure: Azure, job: ContainerApp): Promise<DeploymentState> {
    const runs = await azure.containerApps.executions(op, job.id);
    const [newest] = runs;
    const running = runs.filter(({ status }) => status === 'Running' || status === 'Processing').length;
    return {
        ...common('containerApps', job, job.image),
        url: '',
        state:
            running > 0
                ? 'running'
                : newest === undefined || newest.status === 'Succeeded' || newest.status === 'Stopped'
                  ? 'asleep'
                  : 'failing',
        reason: newest?.status ?? '',
        instances: { running, all: running },
    };
}

async function inspectGroup(op: Operation, azure: Azure, id: string): Promise<DeploymentState> {
    const group = await azure.containerGroups.get(op, id);
    if (group === undefined) {
        return { kind: 'gone' };
    }
    const verdict = judgeGroup(group, undefined);
    return {
        ...common('containerInstances', group, group.containers[0]?.image ?? ''),
        url: groupAddress(group) ?? '',
        state: /^stopped$/i.test(group.runningState) ? 'stopped' : stateOf(verdict.kind),
        reason: 'reason' in verdict ? verdict.reason : verdict.kind === 'failing' ? (verdict.lines.at(-1) ?? '') : group.runningState,
        instances: {
            running: group.containers.filter(({ state }) => state === 'Running').length,
            all: group.containers.length,
        },
    };
}

function common(
    target: TargetName,
    { name, tags }: { readonly name: string; readonly tags: Tags },
    image: string,
): Pick<Found, 'kind' | 'target' | 'name' | 'image' | 'digest' | 'madeBySlipway' | 'tags' | 'history'> {
    return {
        kind: 'found',
        target,
        name,
        image,
        digest: digestOf(image),
        madeBySlipway: createdForTag in tags ? 'yes' : 'no',
        tags,
        history: readHistory(tags),
    };
}

function stateOf(verdict: 'running' | 'old' | 'waiting' | 'asleep' | 'failing'): Found['state'] {
    return verdict === 'old' ? 'running' : verdict === 'waiting' ? 'starting' : verdict;
}

/** Revisions that the tags do not tell of can be gone back to as well: somebody else made them, or there were too many to remember. */
function withRevisions(history: readonly HistoryEntry[], revisions: readonly Revision[]): readonly HistoryEntry[] {
    const others = new Map<string, HistoryEntry>();
    for (const { image, createdMs } of revisions) {
        const digest = digestOf(image);
        if (digest !== undefined && !history.some((entry) => entry.digest === digest)) {
            others.set(digest, { digest, deployedMs: Math.max(createdMs, others.get(digest)?.deployedMs ?? 0), port: undefined });
        }
    }
    return [...history, ...[...others.values()].sort((one, other) => other.deployedMs - one.deployedMs)];
}
