import { Failure, isFailure } from '../../base/failure';
import { never } from '../../base/never';
import type { Operation } from '../../base/operation';
import { forItsTarget, type DeployRequest } from '../../core/deploy/deployRequest';
import type { DeployState, FoundApp, FoundImage, FoundResources } from '../../core/deploy/deployState';
import { namesFor } from '../../core/deploy/names';
import { pullPrincipalOf } from '../../core/deploy/pullPrincipal';
import { parseResourceId, sameId } from '../../core/deploy/resourceId';
import type { ContainerApp, Identity, Plan, Subscription } from '../../core/deploy/resources';
import { appServiceSku } from '../../core/deploy/rules/appService';
import type { TargetName } from '../../core/deploy/target';
import type { AzureFailure } from '../../core/failures/azure';
import type { Azure } from '../../ports/azure';
import type { DeployPorts } from './deployPorts';
import { identityIsThere } from './identityIsThere';
import { gatherResources, rulesOf, unregisteredInsights } from './gatherResources';
import { readApp } from './readApp';

type Ports = Pick<DeployPorts, 'azure'> & { readonly engine: Pick<DeployPorts['engine'], 'image'> };

/** Finds out what is there. Reads only. With a remembered deployment it reads just that: seven requests to ARM at most where no slot is asked for. */
export async function gatherDeploy(op: Operation, ports: Ports, asked: DeployRequest): Promise<DeployState> {
    const request = forItsTarget(asked);
    const image = await findImage(op, ports, request);
    const base = { cloud: ports.azure.cloud, account: ports.azure.account, image };
    const remembered = await gatherRemembered(op, ports, request);
    if (remembered !== undefined) {
        return { ...base, ...remembered };
    }
    op.report('Reading your subscriptions');
    const { subscriptions, failures } = await ports.azure.subscriptions.list(op);
    failures.forEach(({ tenant, error }) =>
        op.log(`The tenant ${tenant} could not be read: ${error instanceof Error ? error.message : String(error)}`),
    );
    const usable = subscriptions.filter((subscription) => subscription.state === 'Enabled' || subscription.state === 'Warned');
    if (usable.length === 0) {
        throw new Failure<AzureFailure>('azure/no-subscription', { account: ports.azure.account });
    }
    const subscription = choose(usable, request);
    return {
        ...base,
        subscriptions: usable,
        subscription,
        found: subscription === undefined ? undefined : await gatherResources(op, ports.azure, request, subscription),
    };
}

async function findImage(op: Operation, ports: Ports, request: DeployRequest): Promise<FoundImage | undefined> {
    return request.source.kind === 'image' ? await ports.engine.image(op, request.source.reference) : undefined;
}

function choose(usable: readonly Subscription[], request: DeployRequest): Subscription | undefined {
    const wanted = (request.subscriptionId ?? request.previous?.subscription.id)?.toLowerCase();
    if (wanted === undefined) {
        return usable.length === 1 ? usable[0] : undefined;
    }
    return usable.find((subscription) => subscription.id.toLowerCase() === wanted);
}

/** The deployment that is remembered, if it is still there. A name that the user changed, or doubt, asks for the whole look. */
async function gatherRemembered(
    op: Operation,
    ports: Ports,
    request: DeployRequest,
): Promise<Pick<DeployState, 'subscriptions' | 'subscription' | 'found'> | undefined> {
    const { previous } = request;
    if (previous === undefined || request.name !== undefined || request.subscriptionId !== undefined || request.check !== undefined) {
        return undefined;
    }
    const parts = parseResourceId(previous.resourceId);
    const appName = parts?.names[0];
    if (parts === undefined || appName === undefined) {
        return undefined;
    }
    const { azure } = ports;
    azure.subscriptions.use(previous.subscription);
    op.report('Looking at the last deployment');
    const [app, registry] = await Promise.all([
        readRemembered(op, azure, previous.target, previous.resourceId, request.cpuScale?.trim() ?? ''),
        azure.registries.get(op, previous.registryId),
    ]);
    if (app === undefined || registry === undefined) {
        return undefined;
    }
    const { location, ...found } = app;
    return {
        subscriptions: [previous.subscription],
        subscription: previous.subscription,
        found: {
            settled: 'remembered',
            names: {
                ...namesFor(appName, request.projectName),
                resourceGroup: parts.resourceGroup,
                registry: registry.name,
                repository: previous.repository,
            },
            region: location,
            regions: [location],
            unregistered: await unregisteredInsights(op, azure, request, previous.subscription.id, app.app),
            group: undefined,
            registries: [registry],
            registry,
            identity: undefined,
            role: 'assigned',
            plans: [],
            plan: undefined,
            nameProblem: undefined,
            registryNameProblem: undefined,
            ...found,
            ...(await readSlot(op, azure, request, found)),
        },
    };
}

/** The slot that the request names, and what the app's plan has to say to it. */
async function readSlot(
    op: Operation,
    azure: Azure,
    { slot }: DeployRequest,
    { app, plan }: Remembered,
): Promise<Pick<FoundResources, 'slot'>> {
    if (slot === undefined || app === undefined) {
        return {};
    }
    const slots = await azure.sites.slots(op, app.site.id);
    const id = `${app.site.id}/slots/${slot}`;
    const site = slots.find((each) => sameId(each.id, id));
    const sku = plan?.sku ?? '';
    // A size that is hidden or not known here is not refused in Azure's place.
    const allowed = appServiceSku(sku)?.slots ?? 20;
    // A new slot is open to everybody until it is told otherwise, also where its app is not.
    const signIn = await azure.sites.signIn(op, app.site.id);
    if (site === undefined) {
        return { slot: { app: undefined, sku, allowed, signIn } };
    }
    const [read, ownSignIn] = await Promise.all([
        readApp(op, azure, site),
        signIn.state === 'on' ? azure.sites.signIn(op, site.id) : Promise.resolve(undefined),
    ]);
    return { slot: { app: read, sku, allowed, signIn, ownSignIn } };
}

type Remembered = Pick<FoundResources, 'app' | 'containerApp' | 'containerGroup' | 'cpuScale'> & {
    readonly identity?: Identity;
    /** What a web app runs on. */
    readonly plan?: Plan | undefined;
};

/** Whoever pulls its image for it is still there: what runs goes on without, and no replica of it starts again. */
async function isPulled(op: Operation, azure: Azure, { image, registries }: ContainerApp): Promise<boolean> {
    const server = image.split('/')[0]?.toLowerCase();
    const pulls = registries.find((registry) => registry.server.toLowerCase() === server)?.pulls ?? '';
    return parseResourceId(pulls) === undefined || (await identityIsThere(op, azure, pulls));
}

/** The same of a web app, which names who pulls by the client id; its own identity is there as long as it is. */
async function isPulledFor(op: Operation, azure: Azure, { site, config }: FoundApp): Promise<boolean> {
    if (config.pull !== 'identity' || config.pullClientId === '') {
        return true;
    }
    const puller = site.identity.user.find(({ clientId }) => clientId.toLowerCase() === config.pullClientId.toLowerCase());
    return puller !== undefined && (await identityIsThere(op, azure, puller.id));
}

/** What the app runs on; undefined where this account may not look at it, for an update in place needs it for telling only. */
async function planOf(op: Operation, azure: Azure, id: string): Promise<Plan | undefined> {
    try {
        return await azure.plans.get(op, id);
    } catch (error) {
        if (isFailure(error) && error.code === 'azure/forbidden') {
            return undefined;
        }
        throw error;
    }
}

async function readRemembered(
    op: Operation,
    azure: Azure,
    target: TargetName,
    id: string,
    cpuRules: string,
): Promise<(Remembered & { readonly location: string }) | undefined> {
    switch (target) {
        case 'appService': {
            const site = await azure.sites.get(op, id);
            if (site === undefined) {
                return undefined;
            }
            const [app, plan, cpuScale] = await Promise.all([
                readApp(op, azure, site),
                planOf(op, azure, site.planId),
                // A deploy that leaves the rules alone need not know them.
                cpuRules === '' ? undefined : rulesOf(op, azure, site.planId),
            ]);
            return (await isPulledFor(op, azure, app))
                ? { app, plan, ...(cpuScale === undefined ? {} : { cpuScale }), location: site.location }
                : undefined;
        }
        case 'containerApps': {
            const containerApp = await azure.containerApps.get(op, id);
            // What was never provisioned, has no way in, or lost who pulls for it, is made again from the start.
            return containerApp === undefined || containerApp.latestRevision === '' || !(await isPulled(op, azure, containerApp))
                ? undefined
                : { app: undefined, containerApp, location: containerApp.location };
        }
        case 'containerInstances': {
            const containerGroup = await azure.containerGroups.get(op, id);
            const puller = containerGroup?.registries.find(({ pulls }) => parseResourceId(pulls) !== undefined)?.pulls;
            // Writing the group again needs the identity that pulls for it.
            const identity = puller === undefined ? undefined : await azure.identities.get(op, puller);
            const principal = pullPrincipalOf({}, containerGroup);
            return containerGroup === undefined || (identity === undefined && principal === undefined)
                ? undefined
                : { app: undefined, containerGroup, ...(identity === undefined ? {} : { identity }), location: containerGroup.location };
        }
        default:
            return never(target);
    }
}
