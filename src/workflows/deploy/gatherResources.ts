import { isFailure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { readCpuScale } from '../../core/deploy/cpuScale';
import type { DeployRequest } from '../../core/deploy/deployRequest';
import type { FoundApp, FoundResources } from '../../core/deploy/deployState';
import { deriveNames, namesFor, registryNameProblem, resourceGroupNameProblem, type Names } from '../../core/deploy/names';
import { pullsItself } from '../../core/deploy/plan/planWebApp';
import { isBroken } from '../../core/deploy/provisioningState';
import { regionName } from '../../core/deploy/regionName';
import { nearestRegion } from '../../core/deploy/regions';
import { nameOf, parseResourceId, resourceId, sameId } from '../../core/deploy/resourceId';
import type { ContainerRegistry, CpuScale, NameCheck, Subscription } from '../../core/deploy/resources';
import { pullRole } from '../../core/deploy/roles';
import { fitName } from '../../core/deploy/rules/containers';
import { insightsSetting } from '../../core/deploy/settings';
import { createdForTag, projectTag } from '../../core/deploy/tags';
import { targets } from '../../core/deploy/target';
import type { Azure } from '../../ports/azure';
import { chooseTarget, gatherTarget, type NamedApp, type TargetResources } from './gatherTarget';

const attempts = 4;

/** Reads what a subscription has that a deployment of this project would use, and settles on names that can be had. */
export async function gatherResources(
    op: Operation,
    azure: Azure,
    request: DeployRequest,
    subscription: Subscription,
): Promise<FoundResources> {
    op.report('Looking at your subscription');
    const id = subscription.id;
    const [registries, locations, unregistered] = await Promise.all([
        azure.registries.list(op, id),
        azure.subscriptions.locations(op, id),
        unregisteredNamespaces(op, azure, request, id),
    ]);
    const has = await gatherTarget(op, azure, request.target, id, unregistered);
    const check = checks(unregistered, azure, has);
    const { names: wanted, app, problem } = await settleName(op, check.app, request, subscription, has);
    const group = request.resourceGroup ?? (app === undefined ? undefined : parseResourceId(app.id)?.resourceGroup) ?? wanted.resourceGroup;
    const registry = chooseRegistry(
        registries.filter(({ state }) => !isBroken(state)),
        request,
        wanted,
    );
    // One that could not be made holds no image: it is made again, under the name that it has.
    const broken = registries.find(({ state, name }) => isBroken(state) && sameName(name, request.registry ?? wanted.registry));
    const regions = locations.map((location) => location.name);
    const region =
        regionName(app?.location) ?? regionName(request.region) ?? regionName(registry?.location) ?? nearestRegion(timeZone(), regions);
    const registryName = await settleRegistryName(op, check.registry, request, subscription, registry ?? broken, wanted);
    const names: Names = { ...wanted, resourceGroup: group, registry: registryName.name };
    const foundGroup = resourceGroupNameProblem(group) === undefined ? await azure.groups.get(op, id, group) : undefined;
    const identity =
        foundGroup === undefined
            ? undefined
            : await azure.identities.get(op, resourceId(id, group, 'Microsoft.ManagedIdentity/userAssignedIdentities', names.identity));
    const chosen = await chooseTarget(op, azure, has, { request, names, group, subscriptionId: id, region, id: app?.id });
    const cpuScale = request.target === 'appService' ? await rulesOf(op, azure, chosen.plan?.id) : undefined;
    const principalId = pullsItself(request, chosen) ? chosen.app?.site.identity.system?.principalId : identity?.principalId;
    const role =
        principalId === undefined || registry === undefined
            ? 'absent'
            : await azure.roles.has(op, registry.id, principalId, pullRole(registry.permissions).id);
    return {
        names,
        region,
        regions,
        unregistered,
        group: foundGroup,
        registries,
        registry,
        identity,
        role,
        ...chosen,
        ...(cpuScale === undefined ? {} : { cpuScale }),
        nameProblem: problem ?? resourceGroupNameProblem(group),
        registryNameProblem: registryName.problem,
    };
}

const insightsNamespace = 'Microsoft.Insights';

/** What a remembered app needs beyond what its first deploy settled: asked only where this deploy wants it anew. */
export async function unregisteredInsights(
    op: Operation,
    azure: Azure,
    { insights, cpuScale }: DeployRequest,
    subscriptionId: string,
    app: FoundApp | undefined,
): Promise<readonly string[]> {
    const isNew = insights === 'on' && app?.settings[insightsSetting] === undefined;
    return app !== undefined && (isNew || readCpuScale(cpuScale) !== undefined)
        ? await unregisteredOf(op, azure, subscriptionId, [insightsNamespace])
        : [];
}

/** The rules by which a plan scales. They are read for telling only: whoever may not look at them, or has no such provider, deploys all the same. */
export async function rulesOf(op: Operation, azure: Azure, planId: string | undefined): Promise<CpuScale | 'other' | undefined> {
    try {
        return planId === undefined ? undefined : (await azure.autoscale.find(op, planId))?.scale;
    } catch (error) {
        if (isFailure(error) && ['azure/forbidden', 'azure/provider-not-registered', 'azure/not-found'].includes(error.code)) {
            return undefined;
        }
        throw error;
    }
}

async function unregisteredNamespaces(
    op: Operation,
    azure: Azure,
    { target, insights, cpuScale }: DeployRequest,
    subscriptionId: string,
): Promise<readonly string[]> {
    const namespaces = [
        ...targets[target].namespaces,
        ...(target === 'appService' && (insights === 'on' || readCpuScale(cpuScale) !== undefined) ? [insightsNamespace] : []),
    ];
    return await unregisteredOf(op, azure, subscriptionId, namespaces);
}

async function unregisteredOf(
    op: Operation,
    azure: Azure,
    subscriptionId: string,
    namespaces: readonly string[],
): Promise<readonly string[]> {
    const states = await Promise.all(namespaces.map((namespace) => azure.providers.state(op, subscriptionId, namespace)));
    return namespaces.filter((_, index) => states[index]?.toLowerCase() !== 'registered');
}

interface SettledName {
    readonly names: Names;
    /** The app of this name in this subscription. */
    readonly app: NamedApp | undefined;
    readonly problem: string | undefined;
}

/** A provider that is not registered yet cannot be asked; the name is then found taken when it is created, or not at all. */
function checks(unregistered: readonly string[], azure: Azure, has: TargetResources) {
    const available: NameCheck = { available: true };
    return {
        app: (op: Operation, subscriptionId: string, name: string) =>
            // Names of container apps and groups are unique in their resource group only.
            has.target !== 'appService' || unregistered.includes('Microsoft.Web')
                ? Promise.resolve(available)
                : azure.sites.checkName(op, subscriptionId, name),
        registry: (op: Operation, subscriptionId: string, name: string) =>
            unregistered.includes('Microsoft.ContainerRegistry')
                ? Promise.resolve(available)
                : azure.registries.checkName(op, subscriptionId, name),
    };
}

type Checks = ReturnType<typeof checks>;

async function settleName(
    op: Operation,
    check: Checks['app'],
    request: DeployRequest,
    subscription: Subscription,
    has: TargetResources,
): Promise<SettledName> {
    const { apps, longest, nameProblem } = has;
    const wanted = request.name ?? nameOfPrevious(request);
    const ours = (name: string) =>
        apps.filter((app) => app.name.toLowerCase() === name.toLowerCase()).sort((one) => (createdForTag in one.tags ? -1 : 1))[0];
    if (wanted !== undefined) {
        const names = namesFor(wanted, request.projectName);
        const app = appOfPrevious(request, apps) ?? ours(wanted);
        const wrong = nameProblem(wanted);
        if (wrong !== undefined || app !== undefined) {
            return { names, app, problem: wrong };
        }
        const answer = await check(op, subscription.id, wanted);
        return { names, app: undefined, problem: answer.available ? undefined : answer.message };
    }
    let settled: SettledName | undefined;
    for (let attempt = 0; attempt < attempts; attempt++) {
        const derived = deriveNames(projectOf(request), subscription.id, attempt);
        const app = fitName(derived.app, longest);
        const names = app === derived.app ? derived : namesFor(app, request.projectName);
        const known = ours(app);
        if (known !== undefined) {
            return { names, app: known, problem: undefined };
        }
        const answer = await check(op, subscription.id, names.app);
        settled = { names, app: undefined, problem: answer.available ? undefined : answer.message };
        if (answer.available) {
            break;
        }
    }
    return settled ?? { names: namesFor('app', request.projectName), app: undefined, problem: 'No name could be found.' };
}

/** A second look at a deployment is a look at the same app, not at the one that a fresh name would find. */
function nameOfPrevious({ previous, subscriptionId }: DeployRequest): string | undefined {
    return previous === undefined || (subscriptionId !== undefined && subscriptionId !== previous.subscription.id)
        ? undefined
        : nameOf(previous.resourceId);
}

function appOfPrevious({ name, previous }: DeployRequest, apps: readonly NamedApp[]): NamedApp | undefined {
    return name === undefined ? apps.find((app) => sameId(app.id, previous?.resourceId)) : undefined;
}

function projectOf({ projectName, folder, target }: DeployRequest) {
    return { name: projectName, folder, target };
}

function sameName(one: string, other: string): boolean {
    return one.toLowerCase() === other.toLowerCase();
}

/** The registry that was asked for, else the one that Slipway made for this project, else any that can be pushed to from here. */
function chooseRegistry(registries: readonly ContainerRegistry[], request: DeployRequest, names: Names): ContainerRegistry | undefined {
    const named = (name: string) => registries.find((registry) => sameName(registry.name, name));
    if (request.registry !== undefined) {
        return named(request.registry);
    }
    const usable = registries.filter(
        (registry) => registry.publicAccess === 'enabled' && /^succeeded$/i.test(registry.state) && registry.permissions === 'registry',
    );
    return (
        registries.find(({ id }) => sameId(id, request.previous?.registryId)) ??
        named(names.registry) ??
        usable.find((registry) => registry.tags[createdForTag] === names.app || registry.tags[projectTag] === request.projectName) ??
        usable.find((registry) => regionName(registry.location) === regionName(request.region)) ??
        usable[0]
    );
}

async function settleRegistryName(
    op: Operation,
    check: Checks['registry'],
    request: DeployRequest,
    subscription: Subscription,
    existing: ContainerRegistry | undefined,
    names: Names,
): Promise<{ readonly name: string; readonly problem: string | undefined }> {
    if (existing !== undefined) {
        return { name: existing.name, problem: undefined };
    }
    let name = request.registry ?? names.registry;
    let problem = registryNameProblem(name);
    for (let attempt = 0; attempt < attempts && problem === undefined; attempt++) {
        const answer = await check(op, subscription.id, name);
        if (answer.available) {
            return { name, problem: undefined };
        }
        if (request.registry !== undefined) {
            return { name, problem: answer.message };
        }
        name = deriveNames(projectOf(request), subscription.id, attempt + 1).registry;
        problem = attempt + 1 === attempts ? answer.message : undefined;
    }
    return { name, problem };
}

function timeZone(): string | undefined {
    return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
