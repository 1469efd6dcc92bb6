import type { ProposedFile } from '../project/profile';
import type { ContainerRegistry, CpuScale, HostingEnvironment, Identity, Plan, Site, SiteConfig, SiteSignIn, Tags } from './resources';
import type { ContainerStep } from './containerStep';
import type { Shown } from './shown';

/** One step of a plan: a value that can be shown before anything happens. No value of a setting is in it. */
export type Step =
    | FilesStep
    | BuildStep
    | RehearseStep
    | ProviderStep
    | ResourceGroupStep
    | RegistryStep
    | IdentityStep
    | RoleStep
    | PushStep
    | RemoteBuildStep
    | PlanStep
    | AutoscaleStep
    | SiteStep
    | SlotStep
    | InsightsStep
    | SignInStep
    | ConfigureStep
    | ContainerStep
    | VerifyStep;

export interface FilesStep extends Shown {
    readonly kind: 'files';
    readonly files: readonly ProposedFile[];
}

export interface BuildStep extends Shown {
    readonly kind: 'build';
    /** What to build; undefined when the image is there. */
    readonly build:
        | {
              readonly context: string;
              readonly dockerfile: string;
              readonly buildArgs: Readonly<Record<string, string>>;
              readonly tag: string;
          }
        | undefined;
    readonly reference: string;
    /** A real cloud refuses an image that was built on a stand-in base. */
    readonly standin: 'allowed' | 'refused';
}

export interface RehearseStep extends Shown {
    readonly kind: 'rehearse';
    readonly port: number;
    readonly startLimitMs: number;
    readonly memoryBytes?: number;
    /** In place of the image's own command; empty for that. */
    readonly startCommand: string;
    readonly platform: string;
    readonly ignoredPorts: readonly number[];
    /** An image with this digest ran so before, and need not be rehearsed again; undefined when something else changed. */
    readonly keptFor: string | undefined;
    /** Names of settings that the app has in Azure and that are not known here. */
    readonly unknownSettings: readonly string[];
}

export interface ProviderStep extends Shown {
    readonly kind: 'provider';
    readonly subscriptionId: string;
    readonly namespace: string;
}

export interface ResourceGroupStep extends Shown {
    readonly kind: 'resourceGroup';
    readonly subscriptionId: string;
    readonly name: string;
    readonly location: string;
    readonly tags: Tags;
}

export interface RegistryStep extends Shown {
    readonly kind: 'registry';
    readonly registryId: string;
    readonly existing: ContainerRegistry | undefined;
    readonly location: string;
    readonly sku: string;
    readonly tags: Tags;
}

export interface IdentityStep extends Shown {
    readonly kind: 'identity';
    readonly identityId: string;
    readonly existing: Identity | undefined;
    readonly location: string;
    readonly tags: Tags;
}

export interface RoleStep extends Shown {
    readonly kind: 'role';
    /** Who gets it: the identity of this plan, or the web app itself, whose principal is known once it is there. */
    readonly holder: { readonly kind: 'identity' } | { readonly kind: 'app'; readonly principalId: string | undefined };
}

/** Builds beside the registry and leaves the image there: what stands for build and push where this machine has no engine. */
export interface RemoteBuildStep extends Shown {
    readonly kind: 'remoteBuild';
    readonly context: string;
    readonly dockerfile: string;
    readonly buildArgs: Readonly<Record<string, string>>;
    readonly repository: string;
}

export interface PushStep extends Shown {
    readonly kind: 'push';
    readonly repository: string;
    readonly tenantId: string;
    /** Nothing is pushed: this digest is there and runs again. */
    readonly pinned?: string;
}

export interface PlanStep extends Shown {
    readonly kind: 'plan';
    readonly planId: string;
    readonly existing: Plan | undefined;
    readonly location: string;
    readonly sku: string;
    readonly tier: string;
    readonly capacity: number;
    /** Azure adds instances by the traffic, up to so many; undefined: their number is fixed. */
    readonly elasticLimit: number | undefined;
    /** The App Service Environment that a plan of an Isolated size is in. */
    readonly environment: HostingEnvironment | undefined;
    readonly tags: Tags;
}

/** Writes the rules by which Azure Monitor changes the number of the plan's instances, or deletes them. */
export interface AutoscaleStep extends Shown {
    readonly kind: 'autoscale';
    readonly settingId: string;
    readonly planId: string;
    readonly scale: CpuScale | 'off';
    readonly location: string;
    readonly tags: Tags;
}

export interface SiteStep extends Shown {
    readonly kind: 'site';
    readonly siteId: string;
    readonly pull: 'user' | 'system';
    readonly planId: string;
    readonly location: string;
    readonly tags: Tags;
    readonly settingNames: readonly string[];
    readonly alwaysOn: SiteConfig['alwaysOn'];
    readonly healthCheckPath: string;
    /** Empty: the image's own. */
    readonly startCommand: string;
}

/** Makes the Application Insights resource that the app's settings then name. */
export interface InsightsStep extends Shown {
    readonly kind: 'insights';
    readonly componentId: string;
    readonly location: string;
    readonly tags: Tags;
}

/** Lets only those in who sign in with an Entra app, or everybody again. */
export interface SignInStep extends Shown {
    readonly kind: 'signIn';
    readonly signIn: SiteSignIn;
    /** Who issues the tokens, such as `https://login.microsoftonline.com/<tenant>/v2.0`. */
    readonly issuer: string;
}

/** Makes a slot in the likeness of its app, with the new image. */
export interface SlotStep extends Shown {
    readonly kind: 'slot';
    readonly slotId: string;
    readonly production: Site;
    /** `copy`: visitors of the app have to sign in, and those of the slot like them. */
    readonly signIn: 'copy' | 'none';
    readonly tags: Tags;
    /** Fingerprint of the app's settings when the plan was made. */
    readonly settingsSeen: string;
}

export interface ConfigureStep extends Shown {
    readonly kind: 'configure';
    readonly site: Site;
    readonly current: SiteConfig;
    /** Everything but the image, which only the push knows. */
    readonly config: Partial<SiteConfig>;
    /** Add the identity that the identity step answered. */
    readonly identity: 'add' | 'keep';
    readonly settings: 'change' | 'keep';
    readonly removedSettings: readonly string[];
    /** Fingerprint of the settings when the plan was made. */
    readonly settingsSeen: string;
}

export interface VerifyStep extends Shown {
    readonly kind: 'verify';
    readonly healthPath: string;
    readonly expectedStatus: number | undefined;
}
