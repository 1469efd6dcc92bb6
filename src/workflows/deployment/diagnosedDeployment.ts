import { Failure, isFailure } from '../../base/failure';
import { never } from '../../base/never';
import type { Operation } from '../../base/operation';
import { nameOf } from '../../core/deploy/resourceId';
import type { Site } from '../../core/deploy/resources';
import { siteAddress } from '../../core/deploy/siteAddress';
import { targetOf, type TargetName } from '../../core/deploy/target';
import { isAsleep } from '../../core/deploy/verify/judgeReplicas';
import type { PlatformState, Probes } from '../../core/diagnose/verdictProbes';
import type { DeployFailure } from '../../core/failures/deploy';
import type { Azure } from '../../ports/azure';
import type { ShellTarget } from '../../ports/ssh';
import { groupAddress } from '../deploy/publicAddress';

/** A deployment as diagnosis sees it: where it answers, what the platform was told, and the ways into its containers. */
export interface DiagnosedDeployment {
    readonly target: TargetName;
    readonly id: string;
    readonly name: string;
    /** The public address; undefined for an app without one. */
    readonly url?: string;
    /** `asleep`: nothing runs because nobody asked for a while; a request wakes it. */
    readonly state: 'awake' | 'asleep';
    /** One for each instance, replica or container that the platform tells of. */
    readonly ways: readonly { readonly instance: string; readonly shell: ShellTarget }[];
}

/** What the platform was told about an app. Values that it keeps secret are empty. */
export interface DiagnosedSettings {
    readonly settings: Readonly<Record<string, string>>;
    readonly configuredPort?: number;
    readonly portIn?: Probes['portIn'];
}

/** Throws Failure 'deploy/gone' when it is no longer there. */
export async function findDiagnosed(op: Operation, azure: Azure, id: string): Promise<DiagnosedDeployment> {
    const target = targetOf(id);
    switch (target) {
        case undefined:
            throw gone(id);
        case 'appService':
            return await findSite(op, azure, id);
        case 'containerApps':
            return await findContainerApp(op, azure, id);
        case 'containerInstances':
            return await findGroup(op, azure, id);
        default:
            return never(target);
    }
}

/**
 * The way into this instance, or into the first where it is gone or none was chosen; undefined where nothing runs. `instance` is the one that the way really
 * leads into, and undefined where there is nothing to choose.
 */
export function wayInto(
    { ways }: Pick<DiagnosedDeployment, 'ways'>,
    instance: string | undefined,
): { readonly instance: string | undefined; readonly shell: ShellTarget } | undefined {
    const way = ways.find((one) => one.instance === instance) ?? ways[0];
    return way === undefined || ways.length > 1 ? way : { ...way, instance: undefined };
}

async function findSite(op: Operation, azure: Azure, id: string): Promise<DiagnosedDeployment> {
    const site = await azure.sites.get(op, id);
    if (site?.scmHost === undefined) {
        throw gone(id);
    }
    const { name, scmHost } = site;
    const url = siteAddress(site);
    const shell = {
        kind: 'app-service',
        name,
        scmUrl: `https://${scmHost}`,
        siteUrl: url,
        basicCredentials: (inner: Operation) => basicCredentials(inner, azure, id),
    } as const;
    const instances = (await azure.sites.status(op, id)) ?? [];
    return {
        target: 'appService',
        id,
        name,
        state: 'awake',
        url,
        ways:
            // Where there is no choice the front end is not told which.
            instances.length < 2
                ? [{ instance: name, shell }]
                : instances.map(({ instanceId }) => ({ instance: instanceId, shell: { ...shell, instance: instanceId } })),
    };
}

/** Asked for only when the tunnel refuses the bearer token. Who may not read them is told of that refusal, and not of this one. */
async function basicCredentials(op: Operation, azure: Azure, id: string) {
    try {
        return await azure.sites.publishingCredentials(op, id);
    } catch (error) {
        if (!isFailure(error)) {
            throw error;
        }
        op.log(`publishing credentials: ${error.message}`);
        return undefined;
    }
}

async function findContainerApp(op: Operation, azure: Azure, id: string): Promise<DiagnosedDeployment> {
    const app = await azure.containerApps.get(op, id);
    if (app === undefined) {
        throw gone(id);
    }
    const active = (await azure.containerApps.revisions(op, id)).filter((revision) => revision.active === 'yes');
    // The latest revision is the one that is at fault, if one is.
    const names = active
        .map(({ name }) => name)
        .sort((one, other) => Number(other === app.latestRevision) - Number(one === app.latestRevision));
    const replicas = (await Promise.all(names.map((revision) => azure.containerApps.replicas(op, id, revision)))).flat();
    return {
        target: 'containerApps',
        id,
        state: active.some(isAsleep) ? 'asleep' : 'awake',
        name: app.name,
        ...(app.host === undefined ? {} : { url: `https://${app.host}` }),
        ways: replicas.flatMap((replica) =>
            replica.containers.flatMap(({ name, exec, debug }) =>
                exec === undefined
                    ? []
                    : [
                          {
                              instance: `${replica.name}/${name}`,
                              shell: {
                                  kind: 'container-apps' as const,
                                  name: app.name,
                                  execEndpoint: exec,
                                  ...(debug === undefined ? {} : { debugEndpoint: debug }),
                                  execToken: (inner: Operation) => azure.containerApps.authToken(inner, id),
                              },
                          },
                      ],
            ),
        ),
    };
}

async function findGroup(op: Operation, azure: Azure, id: string): Promise<DiagnosedDeployment> {
    const group = await azure.containerGroups.get(op, id);
    if (group === undefined) {
        throw gone(id);
    }
    const url = groupAddress(group);
    return {
        target: 'containerInstances',
        id,
        state: 'awake',
        name: group.name,
        ...(url === undefined ? {} : { url }),
        ways: group.containers.map((container) => ({
            instance: container.name,
            shell: {
                kind: 'container-instances',
                name: group.name,
                startExec: (inner, command, size) => azure.containerGroups.exec(inner, id, container.name, command, size),
            },
        })),
    };
}

/** Read anew for each run: a setting may have been changed since. */
export async function readDiagnosedSettings(op: Operation, azure: Azure, { target, id }: DiagnosedDeployment): Promise<DiagnosedSettings> {
    switch (target) {
        case 'appService': {
            const settings = await azure.sites.settings(op, id);
            const port = Number(settings.WEBSITES_PORT ?? settings.PORT);
            return { settings, ...(Number.isInteger(port) && port > 0 ? { configuredPort: port, portIn: 'setting' as const } : {}) };
        }
        case 'containerApps': {
            const app = await azure.containerApps.get(op, id);
            return {
                settings: known(app?.env),
                ...(app?.targetPort === undefined ? {} : { configuredPort: app.targetPort, portIn: 'target-port' as const }),
            };
        }
        case 'containerInstances': {
            const group = await azure.containerGroups.get(op, id);
            const port = group?.ports[0];
            return {
                settings: known(group?.containers[0]?.env),
                ...(port === undefined ? {} : { configuredPort: port, portIn: 'group-port' as const }),
            };
        }
        default:
            return never(target);
    }
}

/** What the platform says of it: its state, its last error, how often it started again, and the newest lines of its logs. */
export async function readPlatform(op: Operation, azure: Azure, { target, id }: DiagnosedDeployment): Promise<PlatformState> {
    switch (target) {
        case 'appService':
            return await sitePlatform(op, azure, id);
        case 'containerApps':
            return await containerAppPlatform(op, azure, id);
        case 'containerInstances': {
            const group = await azure.containerGroups.get(op, id);
            const container = group?.containers[0];
            if (group === undefined || container === undefined) {
                return {};
            }
            return {
                state: /^stopped$/i.test(group.runningState) ? group.runningState : container.state || group.runningState,
                lastError: container.problems.join(' '),
                restarts: container.restarts,
                logLines: await azure.containerGroups.logs(op, id, container.name, 50).catch(() => []),
            };
        }
        default:
            return never(target);
    }
}

async function sitePlatform(op: Operation, azure: Azure, id: string): Promise<PlatformState> {
    const site = await azure.sites.get(op, id);
    if (site === undefined) {
        return {};
    }
    if (/^stopped$/i.test(site.state)) {
        return { state: site.state };
    }
    const [instances, docker, startup] = await Promise.all([
        azure.sites.status(op, id),
        azure.sites.dockerLog(op, site, 50).catch(() => []),
        newestStartupLog(op, azure, site).catch(() => []),
    ]);
    const told = instances?.find((one) => one.lastError !== '') ?? instances?.[0];
    return {
        // The container of an instance, and not the app: that one was told to run.
        ...(told === undefined
            ? {}
            : {
                  state: /^stopped$/i.test(told.state) ? 'Not running' : told.state,
                  lastError: `${told.lastError} ${told.lastErrorDetails}`.trim(),
              }),
        logLines: [...docker, ...startup],
    };
}

/** The last lines of the newest start-up log; none where the platform keeps none yet. */
async function newestStartupLog(op: Operation, { sites }: Azure, site: Site): Promise<readonly string[]> {
    const logs = (await sites.startupLogs(op, site)) ?? [];
    const newest = [...logs].sort((one, other) => other.lastWriteMs - one.lastWriteMs)[0];
    return newest === undefined ? [] : (await sites.startupLog(op, site, newest.file)).split('\n').slice(-50);
}

async function containerAppPlatform(op: Operation, azure: Azure, id: string): Promise<PlatformState> {
    const { containerApps } = azure;
    const app = await containerApps.get(op, id);
    if (app === undefined) {
        return {};
    }
    if (/^stopped$/i.test(app.runningStatus)) {
        return { state: app.runningStatus };
    }
    const [revisions, replicas, system] = await Promise.all([
        containerApps.revisions(op, id),
        app.latestRevision === '' ? [] : containerApps.replicas(op, id, app.latestRevision),
        containerApps.systemLog(op, app, 30).catch(() => []),
    ]);
    const revision = revisions.find(({ name }) => name === app.latestRevision);
    const containers = replicas.flatMap((replica) => replica.containers);
    const console = containers[0] === undefined ? [] : await containerApps.consoleLog(op, id, containers[0], 50).catch(() => []);
    const failing = containers.find(({ state }) => state !== 'Running');
    // With one revision at a time the one before leaves once the newest is ready.
    const before =
        app.revisions === 'single' ? revisions.find(({ active, name }) => active === 'yes' && name !== app.latestRevision) : undefined;
    const ready = replicas.some((replica) => replica.containers.length > 0 && replica.containers.every((one) => one.ready === 'yes'));
    return {
        state: revision?.runningState ?? app.runningStatus,
        lastError: [...(revision?.problems ?? []), failing?.details ?? ''].join(' ').trim(),
        restarts: Math.max(0, ...containers.map(({ restarts }) => restarts)),
        logLines: [...system, ...console],
        ...(before === undefined || ready ? {} : { serving: before.name }),
    };
}

function known(env: Readonly<Record<string, string | undefined>> | undefined): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(env ?? {}).map(([name, value]) => [name, value ?? '']));
}

function gone(id: string): Failure<DeployFailure> {
    return new Failure<DeployFailure>('deploy/gone', { name: nameOf(id) });
}
