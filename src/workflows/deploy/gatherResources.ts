import type { Operation } from '../../base/operation';
import type { DeployRequest } from '../../core/deploy/deployRequest';
import type { FoundResources } from '../../core/deploy/deployState';
import {
    deriveNames,
    namesFor,
    registryNameProblem,
    resourceGroupNameProblem,
    webAppNameProblem,
    type Names,
} from '../../core/deploy/names';
import { appServiceNamespaces } from '../../core/deploy/plan/planWebApp';
import { nearestRegion } from '../../core/deploy/regions';
import { parseResourceId, resourceId, sameId } from '../../core/deploy/resourceId';
import type { ContainerRegistry, NameCheck, Plan, Site, Subscription } from '../../core/deploy/resources';
import { pullRole } from '../../core/deploy/roles';
import { createdForTag, projectTag } from '../../core/deploy/tags';
import type { Azure } from '../../ports/azure';
import { readApp } from './readApp';

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
    const [registries, plans, sites, locations, unregistered] = await Promise.all([
        azure.registries.list(op, id),
        azure.plans.list(op, id),
        azure.sites.list(op, id),
        azure.subscriptions.locations(op, id),
        unregisteredNamespaces(op, azure, id),
    ]);
    const check = checks(unregistered, azure);
    const { names: wanted, site, problem } = await settleName(op, check.site, request, subscription, sites);
    const group =
        request.resourceGroup ?? (site === undefined ? undefined : parseResourceId(site.id)?.resourceGroup) ?? wanted.resourceGroup;
    const registry = chooseRegistry(registries, request, wanted);
    const regions = locations.map((location) => location.name);
    const region = normal(site?.location) ?? normal(request.region) ?? normal(registry?.location) ?? nearestRegion(timeZone(), regions);
    const registryName = await settleRegistryName(op, check.registry, request, subscription, registry, wanted);
    const names: Names = { ...wanted, resourceGroup: group, registry: registryName.name };
    const foundGroup = resourceGroupNameProblem(group) === undefined ? await azure.groups.get(op, id, group) : undefined;
    const identity =
        foundGroup === undefined
            ? undefined
            : await azure.identities.get(op, resourceId(id, group, 'Microsoft.ManagedIdentity/userAssignedIdentities', names.identity));
    const role =
        identity === undefined || registry === undefined
            ? 'absent'
            : await azure.roles.has(op, registry.id, identity.principalId, pullRole(registry.permissions).id);
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
        plans,
        plan: choosePlan(plans, request, names, group, site),
        app: site === undefined ? undefined : await readApp(op, azure, site),
        nameProblem: problem ?? resourceGroupNameProblem(group),
        registryNameProblem: registryName.problem,
    };
}

async function unregisteredNamespaces(op: Operation, azure: Azure, subscriptionId: string): Promise<readonly string[]> {
    const states = await Promise.all(appServiceNamespaces.map((namespace) => azure.providers.state(op, subscriptionId, namespace)));
    return appServiceNamespaces.filter((_, index) => states[index]?.toLowerCase() !== 'registered');
}

interface SettledName {
    readonly names: Names;
    /** The app of this name in this subscription. */
    readonly site: Site | undefined;
    readonly problem: string | undefined;
}

/** A provider that is not registered yet cannot be asked; the name is then found taken when it is created, or not at all. */
function checks(unregistered: readonly string[], azure: Azure) {
    const available: NameCheck = { available: true };
    return {
        site: (op: Operation, subscriptionId: string, name: string) =>
            unregistered.includes('Microsoft.Web') ? Promise.resolve(available) : azure.sites.checkName(op, subscriptionId, name),
        registry: (op: Operation, subscriptionId: string, name: string) =>
            unregistered.includes('Microsoft.ContainerRegistry')
                ? Promise.resolve(available)
                : azure.registries.checkName(op, subscriptionId, name),
    };
}

type Checks = ReturnType<typeof checks>;

async function settleName(
    op: Operation,
    check: Checks['site'],
    request: DeployRequest,
    subscription: Subscription,
    sites: readonly Site[],
): Promise<SettledName> {
    const siteNamed = (name: string) => sites.find((site) => site.name.toLowerCase() === name.toLowerCase());
    if (request.name !== undefined) {
        const names = namesFor(request.name, request.projectName);
        const site = siteNamed(request.name);
        const wrong = webAppNameProblem(request.name);
        if (wrong !== undefined || site !== undefined) {
            return { names, site, problem: wrong };
        }
        const answer = await check(op, subscription.id, request.name);
        return { names, site: undefined, problem: answer.available ? undefined : answer.message };
    }
    let settled: SettledName | undefined;
    for (let attempt = 0; attempt < attempts; attempt++) {
        const names = deriveNames({ name: request.projectName, folder: request.folder }, subscription.id, attempt);
        const site = siteNamed(names.app);
        if (site !== undefined) {
            return { names, site, problem: undefined };
        }
        const answer = await check(op, subscription.id, names.app);
        settled = { names, site: undefined, problem: answer.available ? undefined : answer.message };
        if (answer.available) {
            break;
        }
    }
    return settled ?? { names: namesFor('app', request.projectName), site: undefined, problem: 'No name could be found.' };
}

/** The registry that was asked for, else the one that Slipway made for this project, else any that can be pushed to from here. */
function chooseRegistry(registries: readonly ContainerRegistry[], request: DeployRequest, names: Names): ContainerRegistry | undefined {
    const named = (name: string) => registries.find((registry) => registry.name.toLowerCase() === name.toLowerCase());
    if (request.registry !== undefined) {
        return named(request.registry);
    }
    const usable = registries.filter(
        (registry) => registry.publicAccess === 'enabled' && /^succeeded$/i.test(registry.state) && registry.permissions === 'registry',
    );
    return (
        named(names.registry) ??
        usable.find((registry) => registry.tags[createdForTag] === names.app || registry.tags[projectTag] === request.projectName) ??
        usable.find((registry) => normal(registry.location) === normal(request.region)) ??
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
        name = deriveNames({ name: request.projectName, folder: request.folder }, subscription.id, attempt + 1).registry;
        problem = attempt + 1 === attempts ? answer.message : undefined;
    }
    return { name, problem };
}

function choosePlan(plans: readonly Plan[], request: DeployRequest, names: Names, group: string, site: Site | undefined): Plan | undefined {
    if (site !== undefined) {
        return plans.find((plan) => sameId(plan.id, site.planId));
    }
    const wanted = (request.plan ?? names.plan).toLowerCase();
    return plans.find(
        (plan) =>
            plan.os === 'linux' &&
            plan.name.toLowerCase() === wanted &&
            // Plans of other groups may have the same name; the one beside the app counts first.
            (request.plan !== undefined || parseResourceId(plan.id)?.resourceGroup.toLowerCase() === group.toLowerCase()),
    );
}

/** `West Europe` and `westeurope` are the same region. */
function normal(region: string | undefined): string | undefined {
    return region?.toLowerCase().replaceAll(' ', '');
}

function timeZone(): string | undefined {
    return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
