import type { ProbeSet, ScaleRule } from '../containerTemplate';
import type { EventRule, EventScale, RunScale } from '../eventRule';
import type { AppKind, CpuScale, RestartPolicy, SiteSignIn } from '../resources';
import type { ContainerSize, ReplicaRange } from '../rules/containers';
import type { TargetName } from '../target';

/** A plan as other tools are told it: what is in Azure afterwards, with the names of secrets and never a value of one. */
export interface ExportModel {
    readonly target: TargetName;
    readonly projectName: string;
    readonly subscriptionId: string;
    readonly resourceGroup: string;
    readonly location: string;
    readonly app: string;
    readonly registry: { readonly name: string; readonly resourceGroup: string; readonly sku: string };
    readonly repository: string;
    readonly identity: string;
    /** Of the pull: by the registry's mode. */
    readonly role: { readonly id: string; readonly title: string };
    readonly port: number;
    readonly healthPath: string;
    readonly settings: readonly ExportSetting[];
    /** Names of settings that the app has in Azure and that the plan leaves as they are. */
    readonly kept: readonly string[];
    /** Relative to the project's folder. */
    readonly dockerfile: string;
    /** What the build is handed over. */
    readonly buildArgs: readonly ExportSetting[];
    readonly tags: Readonly<Record<string, string>>;
    readonly namespaces: readonly string[];
    /** Of App Service. */
    readonly plan?: {
        readonly name: string;
        readonly resourceGroup: string;
        readonly sku: string;
        readonly elasticLimit?: number;
        /** The id of its App Service Environment. */ readonly environmentId?: string;
    };
    /** Rules by which the plan scales: a setting of this name. */
    readonly autoscale?: { readonly name: string; readonly scale: CpuScale };
    readonly alwaysOn?: 'on' | 'off';
    /** Empty: the image's own. */
    readonly startCommand?: string;
    /** Who pulls for a web app: `identity`, or the app itself by an identity that goes with it. */
    readonly pull?: 'user' | 'system';
    /** The name of an Application Insights resource that the app's settings name. */
    readonly insights?: string;
    /** Who has to sign in; undefined leaves it as it is. */
    readonly signIn?: SiteSignIn & { readonly issuer: string };
    /** Of Container Apps. */
    readonly environment?: { readonly name: string; readonly resourceGroup: string };
    /** Of both kinds of containers. */
    readonly size?: ContainerSize;
    readonly replicas?: ReplicaRange;
    /** undefined: none is written. */
    readonly scaleRule?: ScaleRule;
    readonly probes?: ProbeSet;
    readonly appKind?: AppKind;
    /** Of a job; empty: by hand. */
    readonly schedule?: string;
    /** Of a job, in place of a schedule. */
    readonly events?: EventRule;
    /** Of a job that is there; undefined: that of a new one. */
    readonly jobScale?: RunScale & Partial<EventScale>;
    readonly revisions?: 'single' | 'multiple';
    readonly dnsLabel?: string;
    readonly restartPolicy?: RestartPolicy;
    /** The client id of a service principal that pulls; its secret is a secret like the others. */
    readonly pullPrincipal?: string;
}

export type ExportSetting =
    { readonly kind: 'plain'; readonly name: string; readonly value: string } | { readonly kind: 'secret'; readonly name: string };

/** An identity beside the app pulls for it, and is made with it. */
export function hasIdentity({ pull, pullPrincipal }: ExportModel): boolean {
    return pull !== 'system' && pullPrincipal === undefined;
}

/** What a script takes from its environment: values of settings, and those that only the build is handed over. */
export function askedOf(model: ExportModel): readonly string[] {
    return [...new Set([...secretsOf(model), ...secretsOf({ settings: model.buildArgs })])];
}

/** The settings whose values come from elsewhere. */
export function secretsOf({ settings }: Pick<ExportModel, 'settings'>): readonly string[] {
    return settings.filter(({ kind }) => kind === 'secret').map(({ name }) => name);
}
