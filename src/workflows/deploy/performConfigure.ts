import { Failure, isCancelled, isFailure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { fingerprint } from '../../core/deploy/fingerprint';
import { isDeployedFrom, linuxFxVersion } from '../../core/deploy/imageReference';
import type { Site, SiteConfig, Tags } from '../../core/deploy/resources';
import { errorKey } from '../../core/deploy/verify/judgeInstances';
import { learnedPort } from '../../core/deploy/learnedPort';
import { mergeSettings } from '../../core/deploy/settings';
import { isForeign, readSnapshot, snapshotTags } from '../../core/deploy/snapshot';
import type { ConfigureStep } from '../../core/deploy/step';
import { deployedTags, readHistory } from '../../core/deploy/tags';
import type { DeployFailure } from '../../core/failures/deploy';
import type { Azure } from '../../ports/azure';
import { identityIsThere } from './identityIsThere';
import { needed, portOf } from './made';
import type { StepContext } from './stepContext';

/** After this long a container that was to be replaced has been. */
const longestStartMs = 5 * 60_000;

/** Updates a web app in place, and only what differs: every write to its settings or configuration restarts it. */
export async function performConfigure(context: StepContext, step: ConfigureStep): Promise<'done' | 'kept'> {
    const { op, ports, made } = context;
    const { sites } = ports.azure;
    made.site = step.site;
    made.app = step.site;
    made.config = step.current;
    const change: Partial<SiteConfig> = {
        ...differing(step.current, step.config),
        ...differing(step.current, { linuxFxVersion: linuxFxVersion(needed(made, 'reference')) }),
    };
    await keepSnapshot(context, step);
    if (step.identity === 'add') {
        const identity = needed(made, 'identity');
        made.site = await sites.addIdentities(op, await withoutLostIdentities(context, step.site), [identity.id]);
        Object.assign(change, { pull: 'identity', pullClientId: identity.clientId });
    }
    const { container } = step.current;
    const port = portOf(context.plan, made);
    if (container !== undefined && (Object.keys(change).length > 0 || container.port !== port)) {
        // Its port is its own, and no setting tells it; what runs beside it is left.
        Object.assign(change, { container: { ...container, port } });
    }
    // A port that only the rehearsal found is a change that the plan could not know.
    const settings = step.settings === 'change' || port !== learnedPort(context.plan.request) ? 'change' : 'keep';
    const unchanged = Object.keys(change).length === 0 && settings === 'keep' && step.site.state !== 'Stopped';
    if (unchanged) {
        return await performNothing(context, step);
    }
    if (change.linuxFxVersion !== undefined && step.current.linuxFxVersion !== '') {
        made.replacing = needed(made, 'reference');
    }
    made.errorsBefore = new Set((await sites.status(op, step.site.id))?.filter((status) => status.lastError !== '').map(errorKey));
    made.changedMs = ports.azure.nowMs();
    await write(context, step, change, settings);
    if (step.site.state === 'Stopped') {
        await sites.start(op, step.site.id);
    }
    await noteDeployment(op, ports.azure, step.site, tagsAfter(context, step));
    return 'done';
}

/**
 * Image and settings in one request, so that there is never a moment with the old image and the new port, or without the password that it is pulled with,
 * and one restart instead of two.
 */
async function write(
    { op, ports, plan, made }: StepContext,
    { site, settingsSeen, current: config }: ConfigureStep,
    change: Partial<SiteConfig>,
    settings: ConfigureStep['settings'],
): Promise<void> {
    const { sites } = ports.azure;
    if (settings === 'keep') {
        if (Object.keys(change).length > 0) {
            made.config = await sites.updateConfig(op, site.id, change);
        }
        return;
    }
    // Whoever saves last wins with this request, which replaces them all: look again, and stop when they are not what the plan showed.
    const current = await sites.settings(op, site.id);
    if (fingerprint(current) !== settingsSeen) {
        throw new Failure<DeployFailure>('deploy/settings-changed', { name: site.name });
    }
    const env = { ...plan.request.env, ...made.settings };
    const wanted = mergeSettings(current, { ...plan.request, env, port: portOf(plan, made) }).result;
    if (Object.keys(change).length === 0 || change.container !== undefined) {
        await sites.replaceSettings(op, site.id, wanted);
        made.config = change.container === undefined ? config : await sites.updateConfig(op, site.id, change);
        return;
    }
    made.config = await sites.updateConfig(op, site.id, change, wanted);
    if (fingerprint(await sites.settings(op, site.id)) !== fingerprint(wanted)) {
        await sites.replaceSettings(op, site.id, wanted);
    }
}

/**
 * The configuration is as it should be, but perhaps only because a run that was killed had just written it: then the container may still be the old one.
 * The tags tell whether and when a run came that far.
 */
async function performNothing(context: StepContext, { site }: ConfigureStep): Promise<'done' | 'kept'> {
    const { op, ports, made } = context;
    const [noted] = readHistory(site.tags);
    if (noted?.digest === needed(made, 'digest') && made.pushedAgain !== true) {
        const settledMs = noted.deployedMs + longestStartMs;
        if (ports.azure.nowMs() < settledMs) {
            Object.assign(made, { changedMs: noted.deployedMs, settledMs });
        }
        return 'kept';
    }
    made.errorsBefore = new Set((await ports.azure.sites.status(op, site.id))?.filter((status) => status.lastError !== '').map(errorKey));
    made.changedMs = ports.azure.nowMs();
    await ports.azure.sites.restart(op, site.id);
    await noteDeployment(op, ports.azure, site, tagsAfter(context, { site }));
    return 'done';
}

/** Azure refuses a list in which an identity stands that was deleted, though it keeps it in its own. */
async function withoutLostIdentities({ op, ports }: StepContext, site: Site): Promise<Site> {
    const there = await Promise.all(site.identity.user.map(({ id }) => identityIsThere(op, ports.azure, id)));
    return { ...site, identity: { ...site.identity, user: site.identity.user.filter((_, index) => there[index] === true) } };
}

/**
 * What the app was before its first deploy, kept before anything of it is changed: tags tell it, and its settings' values stay on this machine. What an earlier
 * try has kept is renewed, for the app may have gone on since; not once it runs what Slipway deployed, nor when only its settings were written. Throws
 * 'deploy/snapshot-unwritten' where it cannot be kept and the user has not done without.
 */
async function keepSnapshot(context: StepContext, { site, current }: ConfigureStep): Promise<void> {
    const { op, ports, plan, made } = context;
    if (!isForeign(site.tags) || isDeployedFrom(current.linuxFxVersion, needed(made, 'reference'))) {
        return;
    }
    const settings = await ports.azure.sites.settings(op, site.id);
    if (readSnapshot(site.tags)?.image === current.linuxFxVersion && (await isHalfWritten(context, site, settings))) {
        return;
    }
    const port = current.container?.port ?? Number(settings.WEBSITES_PORT);
    const tags = snapshotTags({
        image: current.linuxFxVersion,
        port: Number.isInteger(port) && port > 0 ? port : undefined,
        pull: current.pull === 'identity' ? current.pullClientId : current.pull,
        settings: Object.keys(settings),
    });
    if (Object.keys(tags).length === 0) {
        return;
    }
    await ports.snapshots.keep(site.id, settings);
    try {
        await ports.azure.resources.setTags(op, site.id, tags);
    } catch (error) {
        if (isCancelled(error)) {
            throw error;
        }
        const told = isFailure(error) && error.facts.message !== undefined ? error.facts.message : errorMessage(error);
        if (plan.request.wayBack !== 'forgone') {
            throw new Failure<DeployFailure>('deploy/snapshot-unwritten', { name: site.name, message: told }, error);
        }
        op.log(`What ${site.name} was before could not be kept in its tags: ${String(told)}`);
    }
}

/** An app with several containers is given its settings before its image: a try may have been cut between them. */
async function isHalfWritten({ ports, plan, made }: StepContext, site: Site, settings: Readonly<Record<string, string>>): Promise<boolean> {
    const before = await ports.snapshots.read(site.id);
    const env = { ...plan.request.env, ...made.settings };
    return (
        before !== undefined &&
        fingerprint(mergeSettings(before, { ...plan.request, env, port: portOf(plan, made) }).result) === fingerprint(settings)
    );
}

function errorMessage(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

function differing(current: SiteConfig, wanted: Partial<SiteConfig>): Partial<SiteConfig> {
    return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => current[key as keyof SiteConfig] !== value));
}

function tagsAfter({ plan, made }: StepContext, { site }: Pick<ConfigureStep, 'site'>): Tags {
    return deployedTags(site.tags, { digest: needed(made, 'digest'), port: portOf(plan, made), nowMs: needed(made, 'changedMs') });
}

/** Tags tell other machines what runs. Whoever may not write them can still deploy. */
async function noteDeployment(op: Operation, { resources }: Pick<Azure, 'resources'>, site: Site, tags: Tags): Promise<void> {
    try {
        await resources.setTags(op, site.id, tags);
    } catch (error) {
        if (isCancelled(error)) {
            throw error;
        }
        op.log(`The tags of ${site.name} could not be written: ${errorMessage(error)}`);
    }
}
