import { parseResourceId } from './resourceId';

/** Where an image goes. */
export type TargetName = 'appService' | 'containerApps' | 'containerInstances';

interface Target {
    readonly title: string;
    /** What its apps are called in a sentence. */
    readonly noun: string;
    /** The ARM type of its apps. */
    readonly type: string;
    /** Types of other resources that stand for a deployment to it. */
    readonly also?: readonly string[];
    /** Providers that a subscription must be registered for. */
    readonly namespaces: readonly string[];
}

/** Containers that run to an end instead of serving. */
export const jobType = 'Microsoft.App/jobs';

const common = ['Microsoft.ContainerRegistry', 'Microsoft.ManagedIdentity'];

export const targets: Readonly<Record<TargetName, Target>> = {
    appService: { title: 'App Service', noun: 'web app', type: 'Microsoft.Web/sites', namespaces: [...common, 'Microsoft.Web'] },
    containerApps: {
        title: 'Container Apps',
        noun: 'container app',
        type: 'Microsoft.App/containerApps',
        also: [jobType],
        // An environment's first creation in a subscription needs the workspace provider too, even without a workspace.
        namespaces: [...common, 'Microsoft.App', 'Microsoft.OperationalInsights'],
    },
    containerInstances: {
        title: 'Container Instances',
        noun: 'container group',
        type: 'Microsoft.ContainerInstance/containerGroups',
        namespaces: [...common, 'Microsoft.ContainerInstance'],
    },
};

export const targetNames = ['appService', 'containerApps', 'containerInstances'] as const satisfies readonly TargetName[];

export function isTargetName(value: unknown): value is TargetName {
    return targetNames.some((name) => name === value);
}

/** The ARM types of a target's deployments. */
export function typesOf(target: TargetName): readonly string[] {
    return [targets[target].type, ...(targets[target].also ?? [])];
}

/** A job is started and ends; it has no address. */
export function isJob(resourceId: string): boolean {
    return parseResourceId(resourceId)?.type.toLowerCase() === jobType.toLowerCase();
}

/** The target that a resource belongs to; undefined when it is no app. Azure changes the case of types. */
export function targetOfType(type: string): TargetName | undefined {
    return targetNames.find((name) => typesOf(name).some((known) => known.toLowerCase() === type.toLowerCase()));
}

/** The target of an app's id. */
export function targetOf(resourceId: string): TargetName | undefined {
    return targetOfType(parseResourceId(resourceId)?.type ?? '');
}
