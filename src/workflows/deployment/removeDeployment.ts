import { Failure, isCancelled } from '../../base/failure';
import { throwIfCancelled, type Operation } from '../../base/operation';
import { planRemoval, slotsOf, type RemovalItem, type RemovalPlan, type UsedBy } from '../../core/deploy/planRemoval';
import { nameOf, parseResourceId, sameId } from '../../core/deploy/resourceId';
import type { GenericResource } from '../../core/deploy/resources';
import { pullRole } from '../../core/deploy/roles';
import { createdForTag } from '../../core/deploy/tags';
import { targetOfType } from '../../core/deploy/target';
import type { DeployFailure } from '../../core/failures/deploy';
import type { Azure } from '../../ports/azure';
import type { Registries } from '../../ports/registry';
import { pullsFrom, readRunningImages } from '../registry/readRunningImages';
import type { DeploymentAddress } from './deploymentAddress';

interface Ports {
    readonly azure: Azure;
    readonly registry: Registries;
}

/** Lists what `removeDeployment` would delete: what Slipway's own tags say that it made for this app. Throws 'deploy/gone' when none of it is there. */
export async function gatherRemoval(op: Operation, ports: Ports, address: DeploymentAddress): Promise<RemovalPlan> {
    const { azure } = ports;
    azure.subscriptions.use(address.subscription);
    const parts = parseResourceId(address.resourceId);
    const subscriptionId = address.subscription.id;
    const group = parts === undefined ? undefined : await azure.groups.get(op, subscriptionId, parts.resourceGroup);
    if (group === undefined) {
        throw new Failure<DeployFailure>('deploy/gone', { name: nameOf(address.resourceId) });
    }
    const all = await azure.groups.resources(op, subscriptionId, group.name);
    const main = all.find(({ id }) => sameId(id, address.resourceId));
    const app = main?.tags[createdForTag] ?? nameOf(address.resourceId);
    return planRemoval({ name: app, id: address.resourceId }, group, all, await sharedResources(op, ports, address, app, all));
}

/**
 * Deletes what the plan lists, one after the other; what is gone already is no error, so that a removal that was stopped can be asked for again. Throws
 * 'deploy/slot-unlisted', before anything is deleted, when a web app has a slot that was not there when the plan was shown.
 */
export async function removeDeployment(
    op: Operation,
    { azure }: Ports,
    plan: RemovalPlan,
    onItem: (item: RemovalItem, state: 'started' | 'gone') => void,
): Promise<void> {
    const all = await azure.groups.resources(op, plan.subscriptionId, plan.resourceGroup);
    const unlisted = plan.items.flatMap(({ id }) => slotsOf(id, all)).find(({ id }) => !plan.items.some((item) => sameId(item.id, id)));
    if (unlisted !== undefined) {
        throw new Failure<DeployFailure>('deploy/slot-unlisted', { name: plan.app, slot: nameOf(unlisted.id) });
    }
    for (const item of plan.items.filter(({ goesAlong }) => goesAlong === undefined)) {
        throwIfCancelled(op);
        const now = all.find(({ id }) => sameId(id, item.id));
        if (now !== undefined && now.tags[createdForTag] !== plan.app) {
            // Somebody took it over since the plan was shown.
            op.log(`${item.name} is left: its tags do not name ${plan.app} any more.`);
            continue;
        }
        onItem(item, 'started');
        if (item.type.toLowerCase() === 'microsoft.managedidentity/userassignedidentities') {
            await takeBackRole(op, azure, plan.subscriptionId, item);
        }
        await azure.resources.delete(op, item.id);
        // Azure took them with it.
        slotsOf(item.id, plan.items)
            .filter(({ goesAlong }) => goesAlong === 'yes')
            .forEach((slot) => onItem(slot, 'gone'));
        onItem(item, 'gone');
    }
    if (plan.group === 'delete' && (await azure.groups.resources(op, plan.subscriptionId, plan.resourceGroup)).length === 0) {
        await azure.groups.delete(op, plan.subscriptionId, plan.resourceGroup);
    }
}

/** A plan on which another app runs, a registry that something else pulls from or that holds another project's images, stay. What cannot be read is not deleted. */
async function sharedResources(
    op: Operation,
    { azure, registry: registries }: Ports,
    { subscription, resourceId }: DeploymentAddress,
    app: string,
    all: readonly GenericResource[],
): Promise<UsedBy> {
    const ours = all.filter(({ tags }) => tags[createdForTag] === app);
    const ofType = (type: string) => ours.filter((resource) => resource.type.toLowerCase() === type);
    const used: { id: string; user: string }[] = [];
    const plans = ofType('microsoft.web/serverfarms');
    const sites = plans.length === 0 ? [] : await azure.sites.list(op, subscription.id);
    for (const { id } of plans) {
        const other = sites.find((site) => sameId(site.planId, id) && !sameId(site.id, resourceId) && site.tags[createdForTag] !== app);
        used.push(...(other === undefined ? [] : [{ id, user: other.name }]));
    }
    // The rules by which a plan scales stay with it.
    for (const { id } of ofType('microsoft.insights/autoscalesettings')) {
        const plan = used.find((use) => nameOf(id) === `autoscale-${nameOf(use.id)}`);
        used.push(...(plan === undefined ? [] : [{ id, user: plan.user }]));
    }
    const environments = ofType('microsoft.app/managedenvironments');
    const containerApps = environments.length === 0 ? [] : await azure.containerApps.list(op, subscription.id);
    for (const { id } of environments) {
        const other = containerApps.find((one) => sameId(one.environmentId, id) && !sameId(one.id, resourceId));
        used.push(...(other === undefined ? [] : [{ id, user: other.name }]));
    }
    // The same name may have been chosen for another target: what both pull with stays with the other.
    const sibling = ours.find(({ id, type }) => targetOfType(type) !== undefined && !sameId(id, resourceId));
    if (sibling !== undefined) {
        used.push(...ofType('microsoft.managedidentity/userassignedidentities').map(({ id }) => ({ id, user: nameOf(sibling.id) })));
    }
    const registriesOfOurs = ofType('microsoft.containerregistry/registries');
    const running =
        registriesOfOurs.length === 0
            ? []
            : await readable(op, 'What pulls from the registry', () => readRunningImages(op, azure, subscription.id));
    for (const { id } of registriesOfOurs) {
        const registry = await azure.registries.get(op, id);
        if (registry === undefined) {
            continue;
        }
        const repositories = await readable(op, `The repositories of ${registry.name}`, () =>
            registries.repositories(op, { loginServer: registry.loginServer, tenantId: subscription.tenantId }),
        );
        const puller = running?.find((one) => !isUnder(one.id, resourceId) && pullsFrom(one, registry.loginServer))?.name;
        const others = repositories !== undefined && repositories.length > 1 ? repositories.join(', ') : undefined;
        const unknown = running === undefined || repositories === undefined ? 'Perhaps another project' : undefined;
        const user = puller ?? others ?? unknown;
        used.push(...(user === undefined ? [] : [{ id, user }]));
    }
    return used;
}

/** The resource itself, or a slot of it. */
function isUnder(id: string, resourceId: string): boolean {
    return `${id}/`.toLowerCase().startsWith(`${resourceId}/`.toLowerCase());
}

/** undefined, with a line in the log, for what cannot be read. */
async function readable<T>(op: Operation, what: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
        return await read();
    } catch (error) {
        if (isCancelled(error)) {
            throw error;
        }
        op.log(`${what} could not be read: ${error instanceof Error ? error.message : String(error)}`);
        return undefined;
    }
}

/** An assignment would outlive its identity as a line without a name. */
async function takeBackRole(op: Operation, azure: Azure, subscriptionId: string, item: RemovalItem): Promise<void> {
    const identity = await azure.identities.get(op, item.id);
    if (identity === undefined) {
        return;
    }
    try {
        for (const registry of await azure.registries.list(op, subscriptionId)) {
            await azure.roles.remove(op, registry.id, identity.principalId, pullRole(registry.permissions).id);
        }
    } catch (error) {
        if (isCancelled(error)) {
            throw error;
        }
        op.log(`A role of ${item.name} could not be taken back: ${error instanceof Error ? error.message : String(error)}`);
    }
}
