import type { DeployFailure } from '../failures/deploy';
import type { Facts } from '../../base/failure';
import type { ProposedFile } from '../project/profile';
import type { Cloud } from './cloud';
import type { DeployRequest } from './deployRequest';
import type { NeededSetting } from './neededSettings';
import type { Subscription } from './resources';
import type { Sentence } from './sentence';
import type { Step } from './step';

/** The steps from what is there to what is asked for, with what is still to be asked. */
export interface DeployPlan {
    readonly target: DeployRequest['target'];
    readonly request: DeployRequest;
    readonly cloud: Cloud;
    readonly subscription: Subscription | undefined;
    /** What the user has to answer before the plan can be performed; empty on a second deploy. */
    readonly questions: readonly Question[];
    /** What stands in the way whatever is answered. */
    readonly problems: readonly { readonly code: DeployFailure; readonly facts: Facts }[];
    readonly warnings: readonly Sentence[];
    /** What the app is told, by name. */
    readonly settings: readonly NeededSetting[];
    /** The defaults that were taken, each under the request's field that overrules it. */
    readonly choices: readonly Choice[];
    readonly steps: readonly Step[];
    readonly cost: Cost;
}

export type Question =
    | { readonly kind: 'consent'; readonly files: readonly ProposedFile[] }
    | { readonly kind: 'subscription'; readonly options: readonly Subscription[] }
    | { readonly kind: 'name'; readonly proposed: string }
    /** Required by the code and without a value. */
    | { readonly kind: 'settings'; readonly names: readonly string[] }
    /** The app exists and Slipway did not create it. */
    | { readonly kind: 'takeOver'; readonly name: string; readonly runsNow: string }
    /** The container app is not reached from the internet now, and would be. */
    | { readonly kind: 'expose'; readonly name: string; readonly now: 'inside' | 'off' }
    /** The container group has to be deleted and made anew, for these reasons: its address may change, and it is away for a moment. */
    | { readonly kind: 'replace'; readonly name: string; readonly reasons: readonly string[] }
    /** Settings that have a value in Azure which it gives to nobody, and which the update needs: `env` is to name them. */
    | { readonly kind: 'values'; readonly name: string; readonly settings: readonly string[] };

export interface Choice {
    readonly field:
        | 'target'
        | 'name'
        | 'region'
        | 'sku'
        | 'instances'
        | 'size'
        | 'replicas'
        | 'revisions'
        | 'resourceGroup'
        | 'registry'
        | 'plan'
        | 'hostingEnvironment'
        | 'startCommand'
        | 'trafficPercent'
        | 'scaleRule'
        | 'probes'
        | 'appKind'
        | 'schedule'
        | 'events'
        | 'healthPath'
        | 'restartPolicy'
        | 'pullPrincipal'
        | 'pullIdentity'
        | 'autoscale'
        | 'cpuScale'
        | 'home'
        | 'insights'
        | 'signIn'
        | 'environment';
    readonly title: string;
    readonly value: string;
    /** What else can be chosen; undefined when any text of the right form can. */
    readonly options: readonly string[] | undefined;
    /** Words for options that are not words themselves. */
    readonly titles?: Readonly<Record<string, string>>;
    /** The options are suggestions. */
    readonly typing?: 'allowed';
    /** A resource that is there cannot be moved or renamed. */
    readonly editable: 'yes' | 'no';
}

export interface Cost {
    readonly monthlyUsd: number;
    /** Resources that the price table does not know. */
    readonly unknown: readonly string[];
    /** The month that the price table is from, such as `2025-06`. */
    readonly asOf: string;
}
