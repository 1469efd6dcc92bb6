import type { ContainerApp, ContainerGroup, Environment, Tags } from './resources';
import type { Shown } from './step';

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
    readonly cpu: number;
    readonly minReplicas: number;
    readonly maxReplicas: number;
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
    readonly cpu: number;
    readonly memoryGb: number;
    readonly dnsLabel: string;
}
