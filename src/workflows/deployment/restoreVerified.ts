import { Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { imageOf } from '../../core/deploy/imageReference';
import type { Sentence } from '../../core/deploy/sentence';
import { siteAddress } from '../../core/deploy/siteAddress';
import { readSnapshot, type Snapshot } from '../../core/deploy/snapshot';
import { errorKey, judgeInstances } from '../../core/deploy/verify/judgeInstances';
import { judgeReplicas } from '../../core/deploy/verify/judgeReplicas';
import { explainStartByLog } from '../../core/diagnose/explainStart';
import type { DeployFailure } from '../../core/failures/deploy';
import type { RegistryFailure } from '../../core/failures/registry';
import type { Azure } from '../../ports/azure';
import type { Clock } from '../../ports/clock';
import type { Http } from '../../ports/http';
import type { Snapshots } from '../../ports/snapshots';
import { quietly } from '../deploy/quietly';
import type { DeploymentAddress } from './deploymentAddress';
import type { DeploymentState } from './inspectDeployment';
import { restoreSnapshot } from './restoreSnapshot';

interface Ports {
    readonly azure: Azure;
    readonly snapshots: Snapshots;
    readonly clock: Clock;
    readonly http: Http;
}

type Found = Extract<DeploymentState, { kind: 'found' }>;

/** What a private registry wants to hear from a web app that has no identity there. */
export interface PullPassword {
    readonly username: string;
    readonly password: string;
}

const lookEveryMs = 1000;
const giveUpMs = 10 * 60_000;
const logLines = 400;
const passwordName = 'DOCKER_REGISTRY_SERVER_PASSWORD';

/**
 * Restores what ran before Slipway and waits until it runs: every instance or replica started after the change. Throws what `restoreSnapshot` throws,
 * 'deploy/pull-password' before anything is changed where the password that the image is pulled with is known to nobody, and why the app did not start.
 */
export async function restoreVerified(
    op: Operation,
    ports: Ports,
    address: DeploymentAddress,
    state: Found,
    given: { readonly replace?: 'agreed'; readonly login?: PullPassword } = {},
): Promise<readonly Sentence[]> {
    const { azure } = ports;
    azure.subscriptions.use(address.subscription);
    const snapshot = readSnapshot(state.tags);
    if (state.target !== 'appService' || snapshot === undefined) {
        const notes = await restoreSnapshot(op, ports, address, state, given.replace);
        if (state.target === 'containerApps' && snapshot !== undefined) {
            await untilReplicasRun(op, ports, address.resourceId, snapshot);
        }
        return notes;
    }
    const id = address.resourceId;
    await providePassword(op, ports, id, snapshot, given.login);
    const errorsBefore = new Set((await azure.sites.status(op, id))?.filter(({ lastError }) => lastError !== '').map(errorKey));
    const changedMs = azure.nowMs();
    const notes = await restoreSnapshot(op, ports, address, state, given.replace);
    if (state.state === 'stopped') {
        await azure.sites.start(op, id);
    }
    await untilInstancesRun(op, ports, id, { changedMs, errorsBefore, image: imageOf(snapshot.image) });
    return notes;
}

/** The first deploy took the password from the settings; its values are on the machine that made it. */
async function providePassword(
    op: Operation,
    { azure, snapshots }: Ports,
    id: string,
    { image, pull, settings: names }: Snapshot,
    login: PullPassword | undefined,
): Promise<void> {
    // Names that did not fit into a tag were cut off.
    const hadPassword = names.includes(passwordName) || names.join().length > 200;
    const server = imageOf(image)?.split('/')[0] ?? '';
    if (pull !== 'settings' || !hadPassword || !server.includes('.') || (await snapshots.read(id)) !== undefined) {
        return;
    }
    const settings = await azure.sites.settings(op, id);
    if (login !== undefined) {
        const { username, password } = login;
        await azure.sites.replaceSettings(op, id, {
            ...settings,
            ...{ DOCKER_REGISTRY_SERVER_URL: `https://${server}`, DOCKER_REGISTRY_SERVER_USERNAME: username, [passwordName]: password },
        });
    } else if (settings[passwordName] === undefined) {
        throw new Failure<DeployFailure>('deploy/pull-password', { name: id.split('/').at(-1), server });
    }
}

async function untilInstancesRun(
    op: Operation,
    { azure, clock, http }: Ports,
    id: string,
    change: { readonly changedMs: number; readonly errorsBefore: ReadonlySet<string>; readonly image: string | undefined },
): Promise<void> {
    const site = await azure.sites.get(op, id);
    if (site === undefined) {
        throw new Failure<DeployFailure>('deploy/gone', { name: id.split('/').at(-1) });
    }
    const url = siteAddress(site);
    const startedMs = clock.nowMs();
    const restarted = new Set<string>();
    for (;;) {
        // Asking also wakes an app that sleeps; what it answers was never rehearsed.
        const [statuses] = await Promise.all([azure.sites.status(op, id), http(op, url)]);
        statuses?.filter(({ state }) => state !== 'Started').forEach(({ instanceId }) => restarted.add(instanceId));
        const [startupLogs, dockerLines] = await Promise.all([
            quietly(op, undefined, azure.sites.startupLogs(op, site)),
            quietly(op, [], azure.sites.dockerLog(op, site, logLines)),
        ]);
        const { changedMs, errorsBefore, image } = change;
        const verdict = judgeInstances({ statuses, restarted, errorsBefore, startupLogs, dockerLines, image }, changedMs);
        if (verdict.kind === 'running') {
            return;
        }
        const isLate = clock.nowMs() - startedMs > giveUpMs;
        if (verdict.kind === 'failing' || isLate) {
            const lines = verdict.kind === 'failing' ? verdict.lines : [];
            const symptom = explainStartByLog(
                lines,
                dockerLines.filter((line) => !(Date.parse(line.split(/\s/)[0] ?? '') < changedMs)),
            );
            const reason = symptom?.line ?? lines.join(' ');
            const code = symptom?.code ?? (verdict.kind === 'old' ? 'deploy/old-still-runs' : 'deploy/not-verified');
            throw new Failure<DeployFailure | RegistryFailure>(code, {
                ...{ name: site.name, url, reason, port: symptom?.port, exitCode: symptom?.exitCode, row: symptom?.row },
            });
        }
        await clock.pause(op, lookEveryMs);
    }
}

async function untilReplicasRun(op: Operation, { azure, clock }: Ports, id: string, { image }: Snapshot): Promise<void> {
    const startedMs = clock.nowMs();
    for (;;) {
        const app = await azure.containerApps.get(op, id);
        if (app === undefined) {
            throw new Failure<DeployFailure>('deploy/gone', { name: id.split('/').at(-1) });
        }
        const revisions = app.latestRevision === '' ? [] : await azure.containerApps.revisions(op, id);
        const revision = revisions.find((one) => one.name === app.latestRevision && one.image === image);
        const replicas = revision === undefined ? [] : await azure.containerApps.replicas(op, id, revision.name);
        const verdict = judgeReplicas({ revision, replicas, leaving: [] }, undefined);
        if (app.kind === 'job' || verdict.kind === 'running' || verdict.kind === 'asleep') {
            return;
        }
        if (verdict.kind === 'failing' || clock.nowMs() - startedMs > giveUpMs) {
            const reason = verdict.kind === 'failing' ? verdict.lines.join(' ') : verdict.reason;
            const url = app.host === undefined ? '' : `https://${app.host}`;
            throw new Failure<DeployFailure>('deploy/not-verified', { name: app.name, url, reason });
        }
        await clock.pause(op, lookEveryMs);
    }
}
