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
    readonly publicAccess: 'enabled' | 'disabled';
    /** ARM-audience tokens are accepted by the data plane. */
    readonly state: string;
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
    readonly os: 'linux' | 'windows';
    readonly tags: Tags;
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
    readonly linuxFxVersion: string;
    /** How the image is pulled: by identity or by user name and password in the settings. */
    readonly pull: 'identity' | 'settings';
    /** Client id of the user-assigned identity that pulls; '' is the system-assigned one. */
    readonly pullClientId: string;
    readonly alwaysOn: 'on' | 'off';
    readonly healthCheckPath: string;
    readonly startCommand: string;
}

export interface WantedSite {
    readonly location: string;
    readonly planId: string;
    readonly tags: Tags;
    readonly identityIds: readonly string[];
    readonly config: SiteConfig;
    readonly settings: Readonly<Record<string, string>>;
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

export type Tags = Readonly<Record<string, string>>;
