import type { ProbeSet, ScaleRule } from './containerTemplate';
import type { EventRule } from './eventRule';
import type { AppKind, ContainerApp, ContainerGroup, Environment, RestartPolicy, Tags } from './resources';
import type { ContainerSize, ReplicaRange } from './rules/containers';
import type { Shown } from './shown';

/** The steps that only the plans of Container Apps and Container Instances have. */
export type ContainerStep = EnvironmentStep | ContainerAppStep | ContainerGroupStep;

export interface EnvironmentStep extends Shown {
    readonly kind: 'environment';
    readonly environmentId: string;
    readonly existing: Environment | undefined;
    readonly location: string;
    readonly tags: Tags;
}

export interface ContainerAppStep extends Shown {
    readonly kind: 'containerApp';
    readonly appId: string;
    /** Updated in place by a new revision. */
    readonly existing: ContainerApp | undefined;
    readonly environmentId: string;
    readonly location: string;
    readonly tags: Tags;
    readonly targetPort: number;
    /** undefined: as it is. */
    readonly size: ContainerSize | undefined;
    readonly replicas: ReplicaRange | undefined;
    readonly revisions: 'single' | 'multiple' | undefined;
    /** How much of the traffic the new revision gets when several run; the others share the rest as before. undefined: what its forerunner has. */
    readonly trafficPercent: number | undefined;
    /** Whether it is opened to the internet where it is not. */
    readonly expose: 'internet' | undefined;
    readonly healthPath: string;
    /** undefined: as they are; for Functions the host scales by its triggers. */
    readonly scaleRule: ScaleRule | undefined;
    readonly probes: ProbeSet | undefined;
    readonly appKind: AppKind;
    /** Of a job: a cron expression, or empty for by hand; undefined: as it is. */
    readonly schedule: string | undefined;
    /** Of a job: what starts it, in place of a schedule; undefined: as `schedule` says. */
    readonly events: EventRule | undefined;
    /** The identity of this plan is to pull, instead of whoever did. */
    readonly pull: 'set' | 'keep';
}

export interface ContainerGroupStep extends Shown {
    readonly kind: 'containerGroup';
    readonly groupId: string;
    readonly existing: ContainerGroup | undefined;
    /** `replace`: deleted and made anew, for what cannot be changed in place; needs consent. */
    readonly how: 'create' | 'update' | 'replace';
    readonly location: string;
    readonly tags: Tags;
    readonly port: number;
    readonly size: ContainerSize;
    readonly dnsLabel: string;
    readonly restartPolicy: RestartPolicy;
    /** The client id of the service principal that pulls; undefined: the identity of this plan does. */
    readonly principal: string | undefined;
    /** A container cannot be renamed in place. */
    readonly containerName: string;
}
