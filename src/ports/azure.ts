import type { Operation } from '../base/operation';
import type { Cloud } from '../core/deploy/cloud';
import type { GroupRecord } from '../core/deploy/groupRecord';
import type {
    BuildRun,
    ContainerApp,
    ContainerAppChange,
    ContainerGroup,
    ContainerRegistry,
    Environment,
    GenericResource,
    CpuScale,
    HostingEnvironment,
    Identity,
    InstanceStatus,
    JobExecution,
    Location,
    NameCheck,
    Plan,
    Replica,
    ReplicaContainer,
    ResourceGroup,
    Revision,
    Site,
    SiteConfig,
    SiteContainer,
    SiteSignIn,
    StartupLog,
    Subscription,
    Tags,
    TenantFailure,
    WantedBuildRun,
    WantedContainerApp,
    WantedContainerGroup,
    WantedSite,
} from '../core/deploy/resources';

/** What workflows need of Azure Resource Manager and App Service's SCM host. Every method throws Failure 'azure/…', or Cancelled. */
export interface Azure {
    readonly cloud: Cloud;
    readonly account: string;
    /** Azure's own clock, as its answers told it, never ahead of it: what "after the change" is measured by. */
    nowMs(): number;
    readonly subscriptions: Subscriptions;
    readonly groups: ResourceGroups;
    readonly providers: Providers;
    readonly registries: ContainerRegistries;
    readonly buildTasks: BuildTasks;
    readonly identities: Identities;
    readonly roles: Roles;
    readonly plans: Plans;
    readonly autoscale: Autoscale;
    readonly insights: Insights;
    readonly sites: Sites;
    readonly resources: Resources;
    readonly containerApps: ContainerApps;
    readonly containerGroups: ContainerGroups;
    readonly functions: Functions;
}

/** Functions apps, and what makes a web app an MCP server without code of its own. */
export interface Functions {
    /** The functions of an app with the types of their bindings, such as `mcpToolTrigger`. */
    list(op: Operation, siteId: string): Promise<readonly { readonly name: string; readonly bindings: readonly string[] }[]>;
    /** Keys that extensions of the functions host made, by name; secrets. */
    systemKeys(op: Operation, siteId: string): Promise<Readonly<Record<string, string>>>;
    /** Paths of the MCP servers that App Service itself makes of a web app's API description. */
    builtInMcp(op: Operation, siteId: string): Promise<readonly string[]>;
}

export interface Subscriptions {
    /**
     * Those that the user chose, or all, of every tenant that the account can enter. A tenant that fails, or that wants a sign-in of its own, is in
     * `failures`, and the rest is answered all the same.
     */
    list(
        op: Operation,
        which?: 'chosen' | 'all',
    ): Promise<{ readonly subscriptions: readonly Subscription[]; readonly failures: readonly TenantFailure[] }>;
    /** Tells of a subscription that is known from before, so that the list need not be read. */
    use(subscription: Subscription): void;
    locations(op: Operation, subscriptionId: string): Promise<readonly Location[]>;
}

export interface ResourceGroups {
    get(op: Operation, subscriptionId: string, name: string): Promise<ResourceGroup | undefined>;
    create(
        op: Operation,
        subscriptionId: string,
        name: string,
        wanted: { readonly location: string; readonly tags: Tags },
    ): Promise<ResourceGroup>;
    delete(op: Operation, subscriptionId: string, name: string): Promise<void>;
    /** Everything in a group: id, type and tags. */
    resources(op: Operation, subscriptionId: string, name: string): Promise<readonly GenericResource[]>;
}

export interface Providers {
    /** Such as `Registered`, `NotRegistered`, `Registering`. */
    state(op: Operation, subscriptionId: string, namespace: string): Promise<string>;
    /** Registers and waits until it is. */
    register(op: Operation, subscriptionId: string, namespace: string): Promise<void>;
}

export interface ContainerRegistries {
    list(op: Operation, subscriptionId: string): Promise<readonly ContainerRegistry[]>;
    get(op: Operation, id: string): Promise<ContainerRegistry | undefined>;
    checkName(op: Operation, subscriptionId: string, name: string): Promise<NameCheck>;
    create(
        op: Operation,
        id: string,
        wanted: { readonly location: string; readonly sku: string; readonly tags: Tags },
    ): Promise<ContainerRegistry>;
    /** Copies an image inside Azure, without passing through this machine; a tag that is there is not overwritten. `target` is `repository:tag`. */
    importImage(op: Operation, id: string, source: ImportSource, target: string): Promise<void>;
}

/** Where an image is taken from: a registry that anybody may pull from, or one of the account's own. `image` is `repository:tag` or `repository@digest`. */
export type ImportSource =
    { readonly registryUri: string; readonly image: string } | { readonly registryId: string; readonly image: string };

/** Builds in Azure, by ACR Tasks. Throws 'registry/tasks-refused' where the subscription may not have them, as free ones may not. */
export interface BuildTasks {
    /** Sends a gzipped archive and answers the place that `schedule` wants. */
    upload(op: Operation, registryId: string, archive: AsyncIterable<Uint8Array>, onSent: (sentBytes: number) => void): Promise<string>;
    /** Answers the run's id. */
    schedule(op: Operation, registryId: string, wanted: WantedBuildRun): Promise<string>;
    run(op: Operation, registryId: string, runId: string): Promise<BuildRun>;
    /** An address that lets read the log for an hour: a secret, as long as it lasts. */
    logLink(op: Operation, registryId: string, runId: string): Promise<string>;
    /** What the log has from there on, at most 1 MiB; `ended` with its last byte. */
    readLog(op: Operation, link: string, fromByte: number): Promise<{ readonly bytes: Uint8Array; readonly ended: 'yes' | 'no' }>;
    /** A run that is over already is a success. */
    cancel(op: Operation, registryId: string, runId: string): Promise<void>;
}

export interface Identities {
    get(op: Operation, id: string): Promise<Identity | undefined>;
    create(op: Operation, id: string, wanted: { readonly location: string; readonly tags: Tags }): Promise<Identity>;
}

export interface Roles {
    /** The principal has the role at the scope or above it. */
    has(op: Operation, scope: string, principalId: string, roleId: string): Promise<'assigned' | 'absent'>;
    /** An assignment that exists already is a success. Throws 'azure/forbidden' without the right to assign. */
    assign(op: Operation, scope: string, principalId: string, roleId: string): Promise<void>;
    /** Takes back what `assign` gave; an assignment that somebody else made stays. */
    remove(op: Operation, scope: string, principalId: string, roleId: string): Promise<void>;
}

export interface ContainerApps {
    environments(op: Operation, subscriptionId: string): Promise<readonly Environment[]>;
    environment(op: Operation, id: string): Promise<Environment | undefined>;
    createEnvironment(op: Operation, id: string, wanted: { readonly location: string; readonly tags: Tags }): Promise<Environment>;
    /** Apps, and jobs beside them. */
    list(op: Operation, subscriptionId: string): Promise<readonly ContainerApp[]>;
    get(op: Operation, id: string): Promise<ContainerApp | undefined>;
    create(op: Operation, id: string, wanted: WantedContainerApp): Promise<ContainerApp>;
    update(op: Operation, id: string, change: ContainerAppChange): Promise<ContainerApp>;
    /** All of an app, in no order; a job has none. */
    revisions(op: Operation, id: string): Promise<readonly Revision[]>;
    /** Of a job: those of its newest run, whatever the revision. */
    replicas(op: Operation, id: string, revision: string): Promise<readonly Replica[]>;
    /** Opens the app's log and exec endpoints for an hour. A secret. */
    authToken(op: Operation, id: string): Promise<string>;
    /** Starts a job once; answers the execution's name. */
    run(op: Operation, jobId: string): Promise<string>;
    /** The runs of a job that Azure still knows, newest first. */
    executions(op: Operation, jobId: string): Promise<readonly JobExecution[]>;
    restart(op: Operation, id: string, revision: string): Promise<void>;
    stop(op: Operation, id: string): Promise<void>;
    start(op: Operation, id: string): Promise<void>;
    /** Whether its ingress sends a client to the replica that answered it first. */
    setAffinity(op: Operation, id: string, affinity: 'on' | 'off'): Promise<void>;
    /** What its first container is told under this name, also where the value is kept as a secret. */
    variable(op: Operation, id: string, name: string): Promise<string | undefined>;
    /** The newest lines that a container of a replica wrote, oldest first. */
    consoleLog(op: Operation, id: string, container: Pick<ReplicaContainer, 'logStream'>, maxLines: number): Promise<readonly string[]>;
    /** The newest lines of the platform's own log of the app, oldest first. */
    systemLog(op: Operation, app: Pick<ContainerApp, 'id' | 'eventStream'>, maxLines: number): Promise<readonly string[]>;
    /** What every replica of the latest revision writes, or what the platform does with them: every line until cancelled, reconnecting. */
    follow(op: Operation, id: string, kind: 'console' | 'system', onLine: (line: string) => void): Promise<void>;
}

export interface ContainerGroups {
    list(op: Operation, subscriptionId: string): Promise<readonly ContainerGroup[]>;
    get(op: Operation, id: string): Promise<ContainerGroup | undefined>;
    /** Creates, or updates what can be updated: image and variables. */
    put(op: Operation, id: string, wanted: WantedContainerGroup): Promise<ContainerGroup>;
    /** The group as it is, to be written again some day. */
    record(op: Operation, id: string): Promise<GroupRecord | undefined>;
    /** Writes a group as it was recorded. */
    putRecord(op: Operation, id: string, record: GroupRecord, tags: Tags): Promise<ContainerGroup>;
    /** The newest lines that a container wrote, oldest first. */
    logs(op: Operation, id: string, container: string, maxLines: number): Promise<readonly string[]>;
    /** Starts a program in a container, without arguments; the password is the websocket's first message. A secret. */
    exec(
        op: Operation,
        id: string,
        container: string,
        command: string,
        size: { readonly rows: number; readonly columns: number },
    ): Promise<{ readonly webSocketUri: string; readonly password: string }>;
    /** What a container writes: every line until cancelled. Container Instances have no stream: it is asked every two seconds. */
    follow(op: Operation, id: string, container: string, onLine: (line: string) => void): Promise<void>;
    restart(op: Operation, id: string): Promise<void>;
    stop(op: Operation, id: string): Promise<void>;
    start(op: Operation, id: string): Promise<void>;
}

export interface Resources {
    /** Merges tags into those of one resource, without writing the resource. */
    setTags(op: Operation, id: string, tags: Tags): Promise<void>;
    /** Everything of one type, such as `Microsoft.Web/sites`, in a subscription. Azure's index of resources: what was just made may be missing. */
    list(op: Operation, subscriptionId: string, type: string): Promise<readonly GenericResource[]>;
    /** Deletes one resource of a type that Slipway makes, and waits until it is gone. What is not there is a success. */
    delete(op: Operation, id: string): Promise<void>;
}

export interface Insights {
    /** Makes an Application Insights resource, or finds the one that is there, and answers its connection string: a secret. */
    create(op: Operation, id: string, wanted: { readonly location: string; readonly tags: Tags }): Promise<string>;
    /** The application id of the component with this instrumentation key, where the subscription of `app` has it. */
    appIdOf(op: Operation, app: string, instrumentationKey: string): Promise<string | undefined>;
    /**
     * `cloud_RoleInstance` of the requests with these W3C trace ids, by trace id, as the component knows them by now: some minutes late, and where it samples
     * never all of them. `site` is the app that was called, `appId` the component's application id.
     */
    instancesOf(op: Operation, site: string, appId: string, traceIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** Azure Monitor's rules by which the number of instances follows the load. */
export interface Autoscale {
    /** The setting by which this plan scales, whoever made it and whatever it is called; a plan has one at most. */
    find(op: Operation, planId: string): Promise<{ readonly id: string; readonly scale: CpuScale | 'other' } | undefined>;
    /** `same`: Azure has the very rules already. */
    write(
        op: Operation,
        id: string,
        wanted: { readonly planId: string; readonly scale: CpuScale; readonly location: string; readonly tags: Tags },
    ): Promise<'written' | 'same'>;
}

export interface Plans {
    list(op: Operation, subscriptionId: string): Promise<readonly Plan[]>;
    get(op: Operation, id: string): Promise<Plan | undefined>;
    create(
        op: Operation,
        id: string,
        wanted: {
            readonly location: string;
            readonly sku: string;
            readonly tier: string;
            readonly capacity: number;
            readonly elasticLimit?: number | undefined;
            /** The App Service Environment that an Isolated plan is in. */
            readonly environment?: Pick<HostingEnvironment, 'id'> | undefined;
            readonly tags: Tags;
        },
    ): Promise<Plan>;
    /** Another number of instances, and nothing else. */
    setCapacity(op: Operation, id: string, capacity: number): Promise<Plan>;
}

/** Web apps and their slots: an id of either will do, unless it says otherwise. */
export interface Sites {
    list(op: Operation, subscriptionId: string): Promise<readonly Site[]>;
    get(op: Operation, id: string): Promise<Site | undefined>;
    /** The slots of a web app, without production. */
    slots(op: Operation, id: string): Promise<readonly Site[]>;
    /** Exchanges what a slot and production serve, after the slot has warmed up; waits until it is done. `id` is the slot's. */
    swap(op: Operation, id: string): Promise<void>;
    checkName(op: Operation, subscriptionId: string, name: string): Promise<NameCheck>;
    create(op: Operation, id: string, wanted: WantedSite): Promise<Site>;
    /** Makes a slot with the configuration, strings, mounts, network and identities that its app has; `production` is the app. */
    createSlot(
        op: Operation,
        id: string,
        production: Pick<Site, 'planId'>,
        wanted: {
            readonly tags: Tags;
            readonly linuxFxVersion: string;
            readonly settings: Readonly<Record<string, string>>;
        },
    ): Promise<Site>;
    config(op: Operation, id: string): Promise<SiteConfig>;
    /**
     * With `container` the main one of several is changed, and the others are left. With settings, which then replace all that there are, both are one
     * request; an app with several containers takes them by `replaceSettings` only.
     */
    updateConfig(op: Operation, id: string, change: Partial<SiteConfig>, settings?: Readonly<Record<string, string>>): Promise<SiteConfig>;
    /** The containers of an app that has several; of any other app none. */
    containers(op: Operation, id: string): Promise<readonly SiteContainer[]>;
    /** Writes one of them as a whole; the app starts again with it. */
    putContainer(op: Operation, id: string, name: string, properties: Readonly<Record<string, unknown>>): Promise<void>;
    /** Adds identities to those that the site has. */
    addIdentities(op: Operation, site: Site, identityIds: readonly string[]): Promise<Site>;
    settings(op: Operation, id: string): Promise<Readonly<Record<string, string>>>;
    /** The name and password that a site's SCM host takes where basic authentication is allowed there. */
    publishingCredentials(op: Operation, id: string): Promise<{ readonly username: string; readonly password: string }>;
    /** Who has to sign in before he reaches the app. */
    signIn(op: Operation, id: string): Promise<SiteSignIn>;
    /** `issuer` is who issues the tokens of the Entra app; visitors are sent there. */
    setSignIn(op: Operation, id: string, wanted: SiteSignIn, issuer: string): Promise<void>;
    /** Gives a site the very sign-in of another, whichever providers it names; answers the client id of its Entra app, if it has one. */
    copySignIn(op: Operation, from: string, to: string): Promise<string | undefined>;
    /** Replaces all settings. */
    replaceSettings(op: Operation, id: string, settings: Readonly<Record<string, string>>): Promise<void>;
    /** Whether the front ends send a client to the instance that answered it first. */
    setAffinity(op: Operation, id: string, affinity: 'on' | 'off'): Promise<void>;
    restart(op: Operation, id: string): Promise<void>;
    start(op: Operation, id: string): Promise<void>;
    stop(op: Operation, id: string): Promise<void>;
    delete(op: Operation, id: string): Promise<void>;
    /** Undefined where the platform does not have it. */
    status(op: Operation, id: string): Promise<readonly InstanceStatus[] | undefined>;
    /** Undefined where the platform does not have them. */
    startupLogs(op: Operation, site: Site): Promise<readonly StartupLog[] | undefined>;
    startupLog(op: Operation, site: Site, file: string): Promise<string>;
    /** The newest lines of the platform's own log of containers, oldest first; empty when there is none yet. */
    dockerLog(op: Operation, site: Site, maxLines: number): Promise<readonly string[]>;
    /** The live log: every line until cancelled, reconnecting. */
    follow(op: Operation, site: Site, onLine: (line: string) => void): Promise<void>;
}
