import type { ProbeSet, ScaleRule } from './containerTemplate';
import type { EventRule, EventScale, RunScale } from './eventRule';

// What Azure has, as far as a deployment needs to know it; read at the door by adapters/azure.

export interface Subscription {
    readonly id: string;
    readonly name: string;
    readonly tenantId: string;
    readonly state: string;
}

export interface Location {
    readonly name: string;
    readonly title: string;
}

export interface TenantFailure {
    readonly tenantId: string;
    readonly tenant: string;
    readonly error: unknown;
}

export interface ResourceGroup {
    readonly id: string;
    readonly name: string;
    readonly location: string;
    readonly tags: Tags;
}

export interface GenericResource {
    readonly id: string;
    readonly location?: string;
    readonly type: string;
    readonly tags: Tags;
}

export interface ContainerRegistry {
    readonly id: string;
    readonly name: string;
    readonly location: string;
    readonly loginServer: string;
    readonly sku: string;
    readonly tags: Tags;
    readonly permissions: 'registry' | 'repository';
    /** `selected`: only from networks that a rule names. */
    readonly publicAccess: 'enabled' | 'selected' | 'disabled';
    /** ARM-audience tokens are accepted by the data plane. */
    readonly state: string;
}

/** An image in a repository of a registry. */
export interface RepositoryImage {
    /** `sha256:…` */
    readonly digest: string;
    readonly tags: readonly string[];
    readonly sizeBytes: number;
    readonly createdMs: number | undefined;
    /** Such as `linux/amd64`. */
    readonly platform: string | undefined;
}

export type NameCheck = { readonly available: true } | { readonly available: false; readonly reason: string; readonly message: string };

export interface Identity {
    readonly id: string;
    readonly principalId: string;
    readonly clientId: string;
    readonly tags: Tags;
}

export interface Plan {
    readonly id: string;
    readonly name: string;
    readonly location: string;
    readonly sku: string;
    readonly capacity: number;
    /** Azure adds instances by the traffic, up to so many; undefined: their number is fixed. */
    readonly elasticLimit?: number | undefined;
    readonly os: 'linux' | 'windows';
    readonly tags: Tags;
}

/** How Azure Monitor changes the number of a plan's instances by the mean of their CPU, in percent. */
export interface CpuScale {
    readonly min: number;
    readonly max: number;
    readonly outPercent: number;
    readonly inPercent: number;
}

/** An App Service Environment: machines of one's own, which Isolated sizes are for. */
export interface HostingEnvironment {
    readonly id: string;
    readonly name: string;
    readonly location: string;
}

export interface Site {
    readonly id: string;
    readonly name: string;
    readonly location: string;
    readonly kind: string;
    readonly tags: Tags;
    /** `Running` or `Stopped`. */
    readonly state: string;
    readonly planId: string;
    readonly defaultHost: string;
    /** The SCM host as Azure names it; undefined when the answer had none. */
    readonly scmHost: string | undefined;
    readonly identity: SiteIdentity;
    readonly httpsOnly: 'on' | 'off';
}

export interface SiteIdentity {
    readonly system: { readonly principalId: string } | undefined;
    readonly user: readonly { readonly id: string; readonly principalId: string; readonly clientId: string }[];
}

/** The part of config/web that a deployment reads and writes. */
export interface SiteConfig {
    /** Of an app with several containers as if it had the main one alone. */
    readonly linuxFxVersion: string;
    /** How the image is pulled: by identity, or by user name and password in the settings or with the container; `anybody` needs neither. */
    readonly pull: 'identity' | 'settings' | 'anybody';
    /** Client id of the user-assigned identity that pulls; '' is the system-assigned one. */
    readonly pullClientId: string;
    readonly alwaysOn: 'on' | 'off';
    /** Empty: none. */
    readonly healthCheckPath: string;
    readonly startCommand: string;
    /** Whether the platform's log has the lines of the app's own. */
    readonly containerLog?: 'on' | 'off';
    /** Of an app with several containers (`sitecontainers`): its main one, which the rest of this speaks of. */
    readonly container?: MainContainer;
}

/** The container of a web app that answers its requests, and who runs beside it. */
export interface MainContainer {
    readonly name: string;
    readonly port: number | undefined;
    /** Names of the others. */
    readonly others: readonly string[];
}

/** One of the containers of a web app that has several. */
export interface SiteContainer {
    readonly name: string;
    readonly main: 'yes' | 'no';
    readonly image: string;
    readonly port: number | undefined;
    readonly pull: SiteConfig['pull'];
    readonly pullClientId: string;
    readonly startCommand: string;
    /** As Azure told it and takes it back; a password is never told. */
    readonly properties: Readonly<Record<string, unknown>>;
}

export interface WantedSite {
    readonly location: string;
    readonly planId: string;
    readonly tags: Tags;
    readonly identityIds: readonly string[];
    /** Beside them, an identity that lives and dies with the app. */
    readonly systemIdentity?: 'yes';
    readonly config: SiteConfig;
    readonly settings: Readonly<Record<string, string>>;
}

/** Who has to sign in before a visitor reaches a web app: App Service's own front door, "Easy Auth". */
export interface SiteSignIn {
    readonly state: 'on' | 'off';
    /** Of the Entra app registration; undefined without one. */
    readonly clientId: string | undefined;
}

/** One instance, as siteStatus tells it. */
export interface InstanceStatus {
    readonly instanceId: string;
    readonly state: string;
    readonly action: string;
    readonly lastError: string;
    readonly lastErrorDetails: string;
    readonly lastErrorTime: string;
    readonly details: string;
}

export interface StartupLog {
    readonly file: string;
    readonly instance: string;
    readonly outcome: 'success' | 'failure';
    readonly lastWriteMs: number;
}

/** An environment of Container Apps. */
export interface Environment {
    readonly id: string;
    readonly name: string;
    readonly location: string;
    readonly state: string;
    /** Whether its apps can be reached from outside of its network at all. */
    readonly reach: 'internet' | 'network';
}

export interface ContainerApp {
    readonly id: string;
    readonly name: string;
    readonly location: string;
    readonly tags: Tags;
    /** Such as `Succeeded`, `InProgress`, `Failed`. */
    readonly state: string;
    /** Such as `Running`, `Stopped`. */
    readonly runningStatus: string;
    readonly environmentId: string;
    /** Who reaches it: `inside` are the other apps of its environment. */
    readonly ingress: 'internet' | 'inside' | 'off';
    /** undefined when ingress is off. */
    readonly host: string | undefined;
    readonly targetPort: number | undefined;
    readonly latestRevision: string;
    /** Where the latest revision answers by itself; undefined when ingress is off. */
    readonly latestRevisionHost: string | undefined;
    readonly revisions: 'single' | 'multiple';
    readonly traffic: readonly TrafficShare[];
    readonly scale: { readonly min: number; readonly max: number };
    /** undefined: Azure's own, ten requests at a time. */
    readonly scaleRule: ScaleRule | 'other' | undefined;
    /** Of its first container. */
    readonly probes: ProbeSet | 'other';
    readonly kind: AppKind;
    /** When a job starts by itself, as a cron expression in UTC; undefined: by hand, by events, or not a job. */
    readonly schedule: string | undefined;
    /** What starts a job by itself; `other`: what a line cannot say. */
    readonly events?: EventRule | 'other' | undefined;
    /** Of a job; the bounds are those of one that events start. */
    readonly jobScale?: RunScale & Partial<EventScale>;
    /** Of its first container. */
    readonly image: string;
    readonly size: { readonly cpu: number; readonly memoryGb: number };
    /** Of its first container; the values of those that are kept as secrets are unknown. */
    readonly env: Readonly<Record<string, string | undefined>>;
    /** Resource ids of its user-assigned identities. */
    readonly identityIds: readonly string[];
    /** Who pulls from which registry: an identity's resource id, `system`, or a user name. */
    readonly registries: readonly { readonly server: string; readonly pulls: string }[];
    /** Where the platform's own log of it is streamed. */
    readonly eventStream: string | undefined;
}

/** A job is started, by hand or by a clock, and runs to its end. */
export type AppKind = 'app' | 'functionapp' | 'job';

/** One run of a job. */
export interface JobExecution {
    readonly name: string;
    /** Such as `Running`, `Succeeded`, `Failed`, `Stopped`. */
    readonly status: string;
    readonly startedMs: number;
    readonly image: string;
}

/** How much of the traffic one revision gets, in percent. */
export interface TrafficShare {
    /** undefined: whichever is the latest. */
    readonly revision: string | undefined;
    readonly percent: number;
    readonly label: string | undefined;
}

export interface WantedContainerApp {
    readonly location: string;
    readonly tags: Tags;
    readonly environmentId: string;
    readonly identityId: string;
    readonly registryServer: string;
    readonly image: string;
    readonly targetPort: number;
    readonly env: Readonly<Record<string, string>>;
    readonly size: { readonly cpu: number; readonly memoryGb: number };
    /** What its probes ask; undefined: only whether its port listens. */
    readonly healthPath: string | undefined;
    readonly replicas: { readonly min: number; readonly max: number };
    /** undefined: none is written. */
    readonly scaleRule: ScaleRule | undefined;
    readonly probes: ProbeSet;
    readonly kind: AppKind;
    /** Of a job: a cron expression; empty or undefined: by hand, or by events. */
    readonly schedule: string | undefined;
    /** Of a job: what starts it. */
    readonly events?: EventRule | undefined;
    readonly revisions: 'single' | 'multiple';
}

/** What an update in place changes: a new revision of its first container; everything else of the app stays. */
export interface ContainerAppChange {
    readonly image: string;
    /** `undefined` removes a variable. */
    readonly env: Readonly<Record<string, string | undefined>>;
    /** undefined: its ingress, its probes and what it is told of its port stay as they are. */
    readonly targetPort: number | undefined;
    /** Of an app: opens it to the internet, or closes it again; unless said, who reaches it stays as it is. */
    readonly expose?: ContainerApp['ingress'];
    readonly tags: Tags;
    /** A user-assigned identity that the app gets beside those that it has. */
    readonly addIdentity?: string;
    /** Another identity than so far pulls. */
    readonly pull: { readonly identityId: string; readonly registryServer: string } | undefined;
    readonly size?: { readonly cpu: number; readonly memoryGb: number };
    readonly replicas?: { readonly min: number; readonly max: number };
    readonly scaleRule?: ScaleRule;
    /** Of a job; empty: by hand. */
    readonly schedule?: string;
    /** Of a job, in place of a schedule. */
    readonly events?: EventRule;
    /** Instead of those that it has, at the app's port. */
    readonly probes?: { readonly set: ProbeSet; readonly path: string | undefined };
    readonly revisions?: 'single' | 'multiple';
    readonly traffic?: readonly TrafficShare[];
}

export interface Revision {
    readonly name: string;
    readonly image: string;
    readonly active: 'yes' | 'no';
    readonly createdMs: number;
    /** Such as `Running`, `Processing`, `Failed`, `Degraded`, `ScaledToZero`. */
    readonly runningState: string;
    readonly replicas: number;
    readonly trafficPercent: number;
    /** The platform's own words for what is wrong. */
    readonly problems: readonly string[];
}

export interface Replica {
    readonly name: string;
    readonly createdMs: number;
    /** Such as `Running`, `NotRunning`. */
    readonly runningState: string;
    readonly problems: readonly string[];
    readonly containers: readonly ReplicaContainer[];
}

export interface ReplicaContainer {
    readonly name: string;
    readonly ready: 'yes' | 'no';
    readonly restarts: number;
    /** Such as `Running`, `Waiting`, `Terminated`. */
    readonly state: string;
    /** The platform's own words for the state. */
    readonly details: string;
    /** Where its output is streamed. */
    readonly logStream: string | undefined;
    /** The websocket of a shell in it. */
    readonly exec: string | undefined;
    /** The websocket of the debug console beside it: a shell in an image of the platform's. */
    readonly debug: string | undefined;
}

export interface ContainerGroup {
    readonly id: string;
    readonly name: string;
    readonly location: string;
    readonly tags: Tags;
    readonly state: string;
    /** Of the whole group: such as `Running`, `Stopped`, `Failed`. */
    readonly runningState: string;
    readonly host: string | undefined;
    readonly dnsLabel: string | undefined;
    readonly ports: readonly number[];
    readonly identityIds: readonly string[];
    /** Who pulls from which registry: an identity's resource id or a user name. */
    readonly registries: readonly { readonly server: string; readonly pulls: string }[];
    readonly restartPolicy: RestartPolicy;
    readonly containers: readonly GroupContainer[];
    /** What else it has, in words, that is not written again by a deploy, which writes a group as a whole. */
    readonly besides?: readonly string[];
}

/** When a container that has ended is started again. */
export type RestartPolicy = 'Always' | 'OnFailure' | 'Never';

export interface GroupContainer {
    readonly name: string;
    readonly image: string;
    readonly cpu: number;
    readonly memoryGb: number;
    /** Secure values are unknown. */
    readonly env: Readonly<Record<string, string | undefined>>;
    /** Such as `Running`, `Waiting`, `Terminated`. */
    readonly state: string;
    readonly startedMs: number | undefined;
    readonly exitCode: number | undefined;
    readonly restarts: number;
    /** The platform's own words: detail and events, oldest first. */
    readonly problems: readonly string[];
}

export interface WantedContainerGroup {
    readonly location: string;
    readonly tags: Tags;
    /** Who pulls: a user-assigned identity, or a service principal with its secret; undefined: nobody has to, the image is for everybody. */
    readonly pull: { readonly identityId: string } | { readonly clientId: string; readonly secret: string } | undefined;
    readonly restartPolicy: RestartPolicy;
    readonly registryServer: string;
    readonly image: string;
    readonly port: number;
    readonly env: Readonly<Record<string, string>>;
    readonly size: { readonly cpu: number; readonly memoryGb: number };
    readonly dnsLabel: string;
    readonly containerName: string;
}

export type Tags = Readonly<Record<string, string>>;

/** A build in Azure, as ACR Tasks tells of it. */
export interface BuildRun {
    readonly state: 'running' | 'succeeded' | 'failed' | 'canceled' | 'error' | 'timeout';
    readonly error?: string;
    readonly images: readonly { readonly repository: string; readonly digest: string; readonly tag?: string }[];
}

export interface WantedBuildRun {
    /** What `upload` answered. */
    readonly source: string;
    /** Relative to the archive, with `/`. */
    readonly dockerfile: string;
    /** Repository and tag, without the registry. */
    readonly image: string;
    readonly target?: string;
    readonly buildArgs?: Readonly<Record<string, string>>;
    readonly cache?: 'use' | 'ignore';
    readonly timeoutSeconds: number;
    readonly permissions: ContainerRegistry['permissions'];
}
