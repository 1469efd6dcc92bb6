import { never } from '../../base/never';
import type { Operation } from '../../base/operation';
import type { DeployRequest } from '../../core/deploy/deployRequest';
import type { FoundResources } from '../../core/deploy/deployState';
import { chooseEnvironment } from '../../core/deploy/chooseEnvironment';
import { containerAppNameProblem, containerGroupNameProblem, webAppNameProblem, type Names } from '../../core/deploy/names';
import { nameOf, parseResourceId, sameId } from '../../core/deploy/resourceId';
import type { ContainerApp, ContainerGroup, Environment, HostingEnvironment, Plan, Site, Tags } from '../../core/deploy/resources';
import { containerAppRules, containerInstanceRules } from '../../core/deploy/rules/containers';
import type { TargetName } from '../../core/deploy/target';
import type { Azure } from '../../ports/azure';
import { readApp } from './readApp';

/** An app of any target, as far as its name is settled by it. */
export interface NamedApp {
    readonly id: string;
    readonly name: string;
    readonly location: string;
    readonly tags: Tags;
}

/** What a subscription has of a target, and how the target's apps are named. */
export type TargetResources = {
    readonly apps: readonly NamedApp[];
    readonly longest: number;
    readonly nameProblem: (name: string) => string | undefined;
} & (
    | {
          readonly target: 'appService';
          readonly sites: readonly Site[];
          readonly plans: readonly Plan[];
          readonly hostingEnvironments: readonly HostingEnvironment[];
      }
    | { readonly target: 'containerApps'; readonly containerApps: readonly ContainerApp[]; readonly environments: readonly Environment[] }
    | { readonly target: 'containerInstances'; readonly groups: readonly ContainerGroup[] }
);

/** Lists apps and what they run on. A provider that is not registered has none, and refuses to be asked. */
export async function gatherTarget(
    op: Operation,
    azure: Azure,
    target: TargetName,
    subscriptionId: string,
    unregistered: readonly string[],
): Promise<TargetResources> {
    switch (target) {
        case 'appService': {
            const [sites, plans, hostingEnvironments] = await Promise.all([
                azure.sites.list(op, subscriptionId),
                azure.plans.list(op, subscriptionId),
                environments(op, azure, subscriptionId),
            ]);
            return { target, sites, plans, hostingEnvironments, apps: sites, longest: 60, nameProblem: webAppNameProblem };
        }
        case 'containerApps': {
            const [containerApps, environments] = unregistered.includes('Microsoft.App')
                ? [[], []]
                : await Promise.all([azure.containerApps.list(op, subscriptionId), azure.containerApps.environments(op, subscriptionId)]);
            const longest = containerAppRules.nameLength;
            return { target, containerApps, environments, apps: containerApps, longest, nameProblem: containerAppNameProblem };
        }
        case 'containerInstances': {
            const groups = unregistered.includes('Microsoft.ContainerInstance') ? [] : await azure.containerGroups.list(op, subscriptionId);
            const longest = containerInstanceRules.nameLength;
            return { target, groups, apps: groups, longest, nameProblem: containerGroupNameProblem };
        }
        default:
            return never(target);
    }
}

async function environments(op: Operation, azure: Azure, subscriptionId: string): Promise<readonly HostingEnvironment[]> {
    const found = await azure.resources.list(op, subscriptionId, 'Microsoft.Web/hostingEnvironments');
    return found.map(({ id, location = '' }) => ({ id, name: nameOf(id), location }));
}

/** The app and what it runs on, once its name is settled. */
export async function chooseTarget(
    op: Operation,
    azure: Azure,
    has: TargetResources,
    chosen: {
        readonly request: DeployRequest;
        readonly names: Names;
        readonly group: string;
        readonly subscriptionId: string;
        readonly region: string | undefined;
        /** Of the app that is there. */
        readonly id: string | undefined;
    },
): Promise<
    Pick<
        FoundResources,
        'plans' | 'hostingEnvironments' | 'plan' | 'app' | 'environments' | 'environment' | 'containerApp' | 'containerGroup'
    >
> {
    const none = { plans: [], plan: undefined, app: undefined };
    switch (has.target) {
        case 'appService': {
            const site = has.sites.find(({ id }) => sameId(id, chosen.id));
            const app = site === undefined ? undefined : await readApp(op, azure, site);
            const { plans, hostingEnvironments } = has;
            return { plans, hostingEnvironments, plan: choosePlan(plans, chosen, site), app };
        }
        case 'containerApps': {
            const containerApp = has.containerApps.find(({ id }) => sameId(id, chosen.id));
            const { environments } = has;
            const environment = chooseEnvironment(environments, {
                app: containerApp,
                name: chosen.request.environment,
                region: chosen.region,
                subscriptionId: chosen.subscriptionId,
                resourceGroup: chosen.group,
                appName: chosen.names.app,
            });
            return {
                ...none,
                environments,
                ...(environment === undefined ? {} : { environment }),
                ...(containerApp === undefined ? {} : { containerApp }),
            };
        }
        case 'containerInstances': {
            // Lists have no instance view.
            const containerGroup = chosen.id === undefined ? undefined : await azure.containerGroups.get(op, chosen.id);
            return { ...none, ...(containerGroup === undefined ? {} : { containerGroup }) };
        }
        default:
            return never(has);
    }
}

function choosePlan(
    plans: readonly Plan[],
    { request, names, group }: { readonly request: DeployRequest; readonly names: Names; readonly group: string },
    site: Site | undefined,
): Plan | undefined {
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
