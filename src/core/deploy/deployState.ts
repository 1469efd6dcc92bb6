import type { Cloud } from './cloud';
import type { Names } from './names';
import type {
    ContainerApp,
    ContainerGroup,
    ContainerRegistry,
    CpuScale,
    Environment,
    HostingEnvironment,
    Identity,
    Plan,
    ResourceGroup,
    Site,
    SiteConfig,
    SiteSignIn,
    Subscription,
} from './resources';

/** What was found before planning. Nothing in it is decided, except which of several things the request means. */
export interface DeployState {
    readonly cloud: Cloud;
    readonly account: string;
    readonly subscriptions: readonly Subscription[];
    /** The one that the request names, that the last deployment used, or the only one. */
    readonly subscription: Subscription | undefined;
    readonly image: FoundImage | undefined;
    /** Undefined until the subscription is known. */
    readonly found: FoundResources | undefined;
}

export interface FoundResources {
    /** `remembered`: read from the last deployment alone, which settled who pulls and from where. */
    readonly settled?: 'remembered';
    readonly names: Names;
    readonly region: string | undefined;
    readonly regions: readonly string[];
    /** Namespaces that must be registered first. */
    readonly unregistered: readonly string[];
    readonly group: ResourceGroup | undefined;
    readonly registries: readonly ContainerRegistry[];
    /** The registry to push to; undefined when one is to be created. */
    readonly registry: ContainerRegistry | undefined;
    readonly identity: Identity | undefined;
    readonly role: 'assigned' | 'absent';
    readonly plans: readonly Plan[];
    readonly plan: Plan | undefined;
    /** The rules by which that plan scales; undefined when it has none, or they were not read. */
    readonly cpuScale?: CpuScale | 'other';
    readonly app: FoundApp | undefined;
    /** App Service Environments of the subscription; Isolated sizes are to be had in them only. */
    readonly hostingEnvironments?: readonly HostingEnvironment[];
    /** The slot that the request names; `allowed` is how many the plan's size may have, `signIn` says who has to sign in to the app, `ownSignIn` who has to sign in to a slot that is there, where the app's visitors have to. */
    readonly slot?: {
        readonly app: FoundApp | undefined;
        readonly sku: string;
        readonly allowed: number;
        readonly signIn: SiteSignIn | undefined;
        readonly ownSignIn?: SiteSignIn | undefined;
    };
    /** Of the region, or all when none is known. */
    readonly environments?: readonly Environment[];
    /** The one to use; undefined when one is to be created. */
    readonly environment?: Environment;
    readonly containerApp?: ContainerApp;
    readonly containerGroup?: ContainerGroup;
    /** Why the app cannot have its name. */
    readonly nameProblem: string | undefined;
    readonly registryNameProblem: string | undefined;
}

export interface FoundApp {
    readonly site: Site;
    readonly config: SiteConfig;
    /** Values may be secrets: they stay in memory and out of plans. */
    readonly settings: Readonly<Record<string, string>>;
}

/** The image as the engine has it before anything is built. */
export interface FoundImage {
    readonly id: string;
    readonly architecture: string;
    readonly os: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly digests: readonly string[];
    readonly sizeBytes: number;
}
