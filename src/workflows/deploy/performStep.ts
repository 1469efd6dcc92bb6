import { Cancelled, Failure, isFailure } from '../../base/failure';
import { never } from '../../base/never';
import type { EnvironmentStep } from '../../core/deploy/containerStep';
import { pushedDigest, digestOf, digestReference, imageOf } from '../../core/deploy/imageReference';
import { timeTag, uniqueTag } from '../../core/deploy/names';
import { redirectNote } from '../../core/deploy/redirectNote';
import { pullRole } from '../../core/deploy/roles';
import { appServiceRules } from '../../core/deploy/rules/appService';
import { sentence } from '../../core/deploy/sentence';
import { insightsSetting } from '../../core/deploy/settings';
import type { AutoscaleStep, BuildStep, PushStep, RegistryStep, RemoteBuildStep, RoleStep, SignInStep, Step } from '../../core/deploy/step';
import { errorKey } from '../../core/deploy/verify/judgeInstances';
import type { AzureFailure } from '../../core/failures/azure';
import type { DeployFailure } from '../../core/failures/deploy';
import { createPushMeter } from '../../core/image/pushMeter';
import type { RegistryLogin } from '../../ports/engine';
import type { ContextQuestion } from '../askAboutContext';
import { buildImage } from '../buildImage';
import { buildInAzure } from '../buildInAzure';
import { pushImage } from '../pushImage';
import { needed, type Made } from './made';
import { performConfigure } from './performConfigure';
import { performContainerApp } from './performContainerApp';
import { performContainerGroup } from './performContainerGroup';
import { performRehearsal } from './performRehearsal';
import { performSite } from './performSite';
import { performSlot } from './performSlot';
import type { StepContext } from './stepContext';
import { untilSettled } from './untilSettled';
import { verifyContainerApp } from './verifyContainerApp';
import { verifyContainerGroup } from './verifyContainerGroup';
import { verifyWebApp } from './verifyWebApp';

type Outcome = 'done' | 'kept';

const verify = { appService: verifyWebApp, containerApps: verifyContainerApp, containerInstances: verifyContainerGroup } as const;

/** Performs one step. `kept`: it was so already. */
export async function performStep(context: StepContext, step: Step): Promise<Outcome> {
    const { op, made } = context;
    const { azure } = context.ports;
    switch (step.kind) {
        case 'files':
            await context.ports.writeFiles(op, step.files);
            return 'done';
        case 'build':
            return performBuild(context, step);
        case 'rehearse':
            return performRehearsal(context, step);
        case 'provider':
            await azure.providers.register(op, step.subscriptionId, step.namespace);
            return 'done';
        case 'resourceGroup':
            if (step.change === 'keep') {
                return 'kept';
            }
            await azure.groups.create(op, step.subscriptionId, step.name, { location: step.location, tags: step.tags });
            return 'done';
        case 'registry':
            return performRegistry(context, step);
        case 'identity':
            made.identity =
                step.existing ?? (await azure.identities.create(op, step.identityId, { location: step.location, tags: step.tags }));
            return step.existing === undefined ? 'done' : 'kept';
        case 'role':
            return performRole(context, step);
        case 'push':
            return performPush(context, step);
        case 'remoteBuild':
            return performRemoteBuild(context, step);
        case 'plan':
            made.planId = (step.existing ?? (await azure.plans.create(op, step.planId, step))).id;
            return step.existing === undefined ? 'done' : 'kept';
        case 'autoscale':
            return performAutoscale(context, step);
        case 'site':
            return performSite(context, step);
        case 'insights':
            made.settings = { [insightsSetting]: await azure.insights.create(op, step.componentId, step) };
            return 'done';
        case 'signIn':
            return performSignIn(context, step);
        case 'slot':
            return performSlot(context, step);
        case 'configure':
            return performConfigure(context, step);
        case 'environment':
            return performEnvironment(context, step);
        case 'containerApp':
            return performContainerApp(context, step);
        case 'containerGroup':
            return performContainerGroup(context, step);
        case 'verify':
            made.verified = await verify[context.plan.target](context, step);
            return 'done';
        default:
            return never(step);
    }
}

async function performBuild(context: StepContext, step: BuildStep): Promise<Outcome> {
    const { op, ports, made } = context;
    if (step.build !== undefined) {
        await build(context, step.build);
    }
    const image = await ports.engine.image(op, step.reference);
    if (image === undefined) {
        throw new Failure<DeployFailure>('deploy/image-missing', { reference: step.reference });
    }
    const standin = image.labels['slipway.standin'];
    if (standin !== undefined && step.standin === 'refused') {
        throw new Failure<DeployFailure>('deploy/standin-image', { base: standin });
    }
    const platform = `${image.os}/${image.architecture}`;
    if (platform !== appServiceRules.platform) {
        throw new Failure<DeployFailure>('deploy/wrong-platform', { found: platform, wanted: appServiceRules.platform });
    }
    made.image = image;
    return step.build === undefined ? 'kept' : 'done';
}

async function build({ op, ports, onBuild }: StepContext, wanted: NonNullable<BuildStep['build']>): Promise<void> {
    const confirmed: ContextQuestion[] = [];
    for (;;) {
        const request = {
            folder: wanted.context,
            dockerfile: wanted.dockerfile,
            tags: [wanted.tag],
            platform: appServiceRules.platform,
            buildArgs: wanted.buildArgs,
            confirmed,
        };
        const result = await buildImage(op, ports, request, onBuild);
        if (result.kind === 'built') {
            return;
        }
        if ((await ports.confirmContext(op, result)) === 'stop') {
            throw new Cancelled();
        }
        confirmed.push(result.question);
    }
}

async function performRemoteBuild({ op, ports, made, onBuild }: StepContext, step: RemoteBuildStep): Promise<Outcome> {
    const registry = needed(made, 'registry');
    const confirmed: ContextQuestion[] = [];
    const tag = timeTag(ports.clock.nowMs());
    for (;;) {
        const result = await buildInAzure(
            op,
            ports,
            {
                folder: step.context,
                dockerfile: step.dockerfile,
                buildArgs: step.buildArgs,
                registry,
                repository: step.repository,
                tag,
                confirmed,
            },
            onBuild,
        );
        if (result.kind === 'built') {
            setDigest(made, result.digest, digestReference(registry.loginServer, step.repository, result.digest));
            return 'done';
        }
        if ((await ports.confirmContext(op, result)) === 'stop') {
            throw new Cancelled();
        }
        confirmed.push(result.question);
    }
}

async function performRegistry(context: StepContext, step: RegistryStep): Promise<Outcome> {
    const { op, made, ports } = context;
    const { registries } = ports.azure;
    const { existing } = step;
    const found = existing === undefined ? undefined : await untilSettled(context, existing, () => registries.get(op, existing.id));
    made.registry = found ?? (await registries.create(op, step.registryId, { location: step.location, sku: step.sku, tags: step.tags }));
    // As new as one of this run, when it was in the making until now.
    made.registryIsNew = found === undefined || found !== existing;
    return found === undefined ? 'done' : 'kept';
}

async function performEnvironment(context: StepContext, step: EnvironmentStep): Promise<Outcome> {
    const { op, ports } = context;
    const { containerApps } = ports.azure;
    const { existing } = step;
    const found =
        existing === undefined ? undefined : await untilSettled(context, existing, () => containerApps.environment(op, existing.id));
    if (found === undefined) {
        await containerApps.createEnvironment(op, step.environmentId, { location: step.location, tags: step.tags });
    }
    return found === undefined ? 'done' : 'kept';
}

async function performRole(context: StepContext, step: RoleStep): Promise<Outcome> {
    const { op, ports, plan, made } = context;
    if (step.change === 'keep') {
        return 'kept';
    }
    const registry = needed(made, 'registry');
    const principalId = principalOf(context, step);
    const role = pullRole(registry.permissions);
    try {
        await ports.azure.roles.assign(op, registry.id, principalId, role.id);
    } catch (error) {
        if (isFailure(error) && error.code === 'azure/forbidden') {
            const command = `az role assignment create --assignee-object-id ${principalId} --assignee-principal-type ServicePrincipal --role ${role.id} --scope ${registry.id}`;
            const name = plan.steps.find(isAppStep)?.resource?.name ?? '';
            throw new Failure<DeployFailure>('deploy/role-not-allowed', { name, message: error.facts.message, command }, error);
        }
        throw error;
    }
    if (step.holder.kind === 'app' && made.site !== undefined) {
        // It has tried to pull before it might, and would try again only much later.
        made.errorsBefore = new Set(
            (await ports.azure.sites.status(op, made.site.id))?.filter(({ lastError }) => lastError !== '').map(errorKey),
        );
        await ports.azure.sites.restart(op, made.site.id);
    }
    return 'done';
}

function principalOf({ made }: StepContext, { holder }: RoleStep): string {
    if (holder.kind === 'identity') {
        return needed(made, 'identity').principalId;
    }
    const principalId = holder.principalId ?? needed(made, 'site').identity.system?.principalId;
    if (principalId === undefined) {
        throw new Failure<AzureFailure>('azure/unreadable-answer', { reason: 'The web app has no identity.' });
    }
    return principalId;
}

/** Only what differs is written: a change restarts the app. */
async function performSignIn({ op, ports, made }: StepContext, { signIn, issuer }: SignInStep): Promise<Outcome> {
    const site = needed(made, 'site');
    const { sites } = ports.azure;
    const now = await sites.signIn(op, site.id);
    if (signIn.clientId !== undefined) {
        made.notes = [...(made.notes ?? []), redirectNote(site, signIn.clientId)];
    }
    if (now.state === signIn.state && now.clientId?.toLowerCase() === (signIn.clientId ?? now.clientId)?.toLowerCase()) {
        return 'kept';
    }
    await sites.setSignIn(op, site.id, signIn, issuer);
    return 'done';
}

async function performAutoscale({ op, ports }: StepContext, { settingId, scale, ...wanted }: AutoscaleStep): Promise<Outcome> {
    const { autoscale, resources } = ports.azure;
    const there = await autoscale.find(op, wanted.planId);
    if (scale === 'off') {
        if (there === undefined) {
            return 'kept';
        }
        await resources.delete(op, there.id);
        return 'done';
    }
    return (await autoscale.write(op, there?.id ?? settingId, { ...wanted, scale })) === 'same' ? 'kept' : 'done';
}

async function performPush(context: StepContext, step: PushStep): Promise<Outcome> {
    const { op, ports, made, progress } = context;
    const registry = needed(made, 'registry');
    if (step.pinned !== undefined) {
        const address = { loginServer: registry.loginServer, tenantId: step.tenantId, permissions: registry.permissions };
        if ((await ports.registry.manifest(op, address, step.repository, step.pinned)) === undefined) {
            throw new Failure<DeployFailure>('deploy/image-gone', { digest: step.pinned, registry: registry.name });
        }
        setDigest(made, step.pinned, digestReference(registry.loginServer, step.repository, step.pinned));
        return 'kept';
    }
    const image = needed(made, 'image');
    const runs = runningDigest(context);
    const known = pushedDigest(image.digests, registry.loginServer, step.repository).find((digest) => digest === runs);
    if (known !== undefined && (await isInRegistry(context, step, known))) {
        setDigest(made, known, digestReference(registry.loginServer, step.repository, known));
        return 'kept';
    }
    const reference = `${registry.loginServer}/${step.repository}:${uniqueTag(ports.clock.nowMs(), image.id)}`;
    const login = await signIn(context, step);
    const meter = createPushMeter(() => ports.clock.nowMs());
    const pushed = await pushImage(op, ports.engine, { image: image.id, reference, login }, (layer) => {
        const reading = meter(layer);
        if (reading !== undefined) {
            progress(reading.layer, reading.fraction);
        }
    });
    setDigest(made, pushed.digest, digestReference(registry.loginServer, step.repository, pushed.digest));
    made.pushedAgain = known !== undefined;
    return 'done';
}

/** The engine remembers what it has pushed; a purge, a person or a new registry of the same name may have taken it away since. */
async function isInRegistry({ op, ports, made }: StepContext, step: PushStep, digest: string): Promise<boolean> {
    const { loginServer, permissions } = needed(made, 'registry');
    if (made.registryIsNew === true) {
        return false;
    }
    try {
        return (
            (await ports.registry.manifest(op, { loginServer, tenantId: step.tenantId, permissions }, step.repository, digest)) !==
            undefined
        );
    } catch (error) {
        // A registry that does not let this machine in is not asked: nothing has to go there.
        if (op.signal.aborted || !isFailure(error)) {
            throw error;
        }
        op.log(`${loginServer} could not be asked for ${digest}: ${error.message}`);
        return true;
    }
}

function setDigest(made: Made, digest: string, reference: string): void {
    made.digest = digest;
    made.reference = reference;
}

function isAppStep({ kind }: Step): boolean {
    return ['site', 'configure', 'containerApp', 'containerGroup'].includes(kind);
}

/** The digest that the app's configuration names now. */
function runningDigest({ plan }: StepContext): string | undefined {
    const image = plan.steps.map(imageBefore).find((found) => found !== undefined);
    return image === undefined ? undefined : digestOf(image);
}

function imageBefore(step: Step): string | undefined {
    switch (step.kind) {
        case 'configure':
            return imageOf(step.current.linuxFxVersion);
        case 'containerApp':
            return step.existing?.image;
        case 'containerGroup':
            return step.existing?.containers[0]?.image;
        default:
            return undefined;
    }
}

const newRegistryWaitMs = 60_000;

/** A registry that is seconds old may not resolve yet, and its creator's rights may still be on their way. */
async function signIn({ op, ports, made, progress }: StepContext, step: PushStep): Promise<RegistryLogin> {
    const registry = needed(made, 'registry');
    const giveUpMs = ports.clock.nowMs() + (made.registryIsNew === true ? newRegistryWaitMs : 0);
    for (;;) {
        try {
            return await ports.registry.login(
                op,
                { loginServer: registry.loginServer, tenantId: step.tenantId, permissions: registry.permissions },
                { repository: step.repository, actions: 'pull,push' },
            );
        } catch (error) {
            const passing =
                isFailure(error) && ['registry/unreachable', 'registry/unauthorized', 'registry/not-a-registry'].includes(error.code);
            if (!passing || ports.clock.nowMs() >= giveUpMs) {
                throw error;
            }
            progress(sentence('Waiting for the new registry to answer.'));
            await ports.clock.pause(op, 3000);
        }
    }
}
