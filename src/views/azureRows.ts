import { targets } from '../core/deploy/target';
import type { TargetName } from '../core/deploy/target';
import type { Subscription } from '../core/deploy/resources';
import { agoWords } from './agoWords';
import { deploymentContext, liveLook, shortDigest, type LiveState, type Look, type Row } from './projectRows';
import { say } from './say';

/** A deployment that Azure's tags tell of. */
export interface TaggedDeployment {
    readonly subscription: Subscription;
    readonly resourceId: string;
    readonly target: TargetName;
    readonly name: string;
    readonly project: string | undefined;
    readonly digest: string | undefined;
    readonly deployedMs: number | undefined;
}

/** What is known of one subscription; `more` rows are shown beyond the first page. */
export type TaggedSubscription = { readonly subscription: Subscription } & (
    | { readonly kind: 'listed'; readonly deployments: readonly TaggedDeployment[]; readonly shown: number }
    | { readonly kind: 'failed'; readonly why: string }
);

export type AzureKnown =
    | { readonly kind: 'unasked' }
    | { readonly kind: 'asking' }
    | { readonly kind: 'failed'; readonly why: string }
    | {
          readonly kind: 'listed';
          readonly subscriptions: readonly TaggedSubscription[];
          /** Tenants that could not be entered. */
          readonly failures: readonly { readonly tenant: string; readonly why: string }[];
      };

export const deploymentsPage = 50;

/** The row below the projects under which everything stands that Slipway's tags mark in Azure. */
export function azureRow(cloud: 'azure' | 'local', known: AzureKnown): Row {
    const count =
        known.kind === 'listed'
            ? known.subscriptions.reduce((sum, one) => sum + (one.kind === 'listed' ? one.deployments.length : 0), 0)
            : undefined;
    return {
        id: 'slipway#azure',
        label: cloud === 'local' ? say('Deployments in the local Azure') : say('Deployments in Azure'),
        ...(count === undefined ? {} : { description: count.toString() }),
        tooltip: say('Everything that Slipway deployed, from whichever machine, in the subscriptions of your account.'),
        icon: 'azure',
        context: 'azure',
        expandable: 'collapsed',
    };
}

/** Subscriptions and their deployments; errors are rows beside what could be read. */
export function azureChildren(known: AzureKnown, states: ReadonlyMap<string, LiveState>, nowMs: number): readonly Row[] {
    switch (known.kind) {
        case 'unasked':
        case 'asking':
            return [{ id: 'slipway#azure-asking', label: say('Asking Azure…'), icon: 'loading~spin', context: 'note', expandable: 'leaf' }];
        case 'failed':
            return [retryRow('slipway#azure-failed', say('Azure could not be asked'), known.why)];
        case 'listed': {
            const failed = known.failures.map(({ tenant, why }) => retryRow(`slipway#tenant=${tenant}`, tenant, why));
            const listed = known.subscriptions.filter((one) => one.kind === 'failed' || one.deployments.length > 0);
            if (listed.length === 0) {
                return [
                    ...failed,
                    {
                        id: 'slipway#azure-none',
                        label: say('Nothing was deployed yet'),
                        tooltip: say('No resource of your subscriptions bears Slipway’s tags.'),
                        icon: 'info',
                        context: 'note',
                        expandable: 'leaf',
                    },
                ];
            }
            const [only] = listed;
            const rows =
                listed.length === 1 && only !== undefined
                    ? subscriptionChildren(only, states, nowMs)
                    : listed.map((one) => subscriptionRow(one, states, nowMs));
            return [...rows, ...failed];
        }
    }
}

/** Those whose state is worth asking for: what can be seen without asking for more rows. */
export function shownDeployments(known: AzureKnown): readonly TaggedDeployment[] {
    return known.kind === 'listed'
        ? known.subscriptions.flatMap((one) => (one.kind === 'listed' ? one.deployments.slice(0, one.shown) : []))
        : [];
}

function subscriptionRow(one: TaggedSubscription, states: ReadonlyMap<string, LiveState>, nowMs: number): Row {
    const { subscription } = one;
    return {
        id: `slipway#subscription=${subscription.id}`,
        label: subscription.name,
        description: one.kind === 'listed' ? one.deployments.length.toString() : say('failed'),
        tooltip: `${say('Subscription {0}', subscription.name)}\n${subscription.id}`,
        icon: 'key',
        context: 'subscription',
        expandable: 'collapsed',
        children: subscriptionChildren(one, states, nowMs),
    };
}

function subscriptionChildren(one: TaggedSubscription, states: ReadonlyMap<string, LiveState>, nowMs: number): readonly Row[] {
    if (one.kind === 'failed') {
        return [retryRow(`slipway#failed=${one.subscription.id}`, one.subscription.name, one.why)];
    }
    const { deployments, shown, subscription } = one;
    const rows = deployments.slice(0, shown).map((deployment) => taggedRow(deployment, states.get(stateKey(deployment)), nowMs));
    const left = deployments.length - rows.length;
    return left <= 0
        ? rows
        : [
              ...rows,
              {
                  id: `slipway#more=${subscription.id}`,
                  label: say('Show {0} more of {1}', Math.min(left, deploymentsPage).toString(), left.toString()),
                  icon: 'ellipsis',
                  context: 'action',
                  expandable: 'leaf',
                  command: { id: 'slipway.tree.showMore', title: say('Show More'), args: [subscription.id] },
              },
          ];
}

/** Ids are the same whatever their case. */
export function stateKey({ resourceId }: { readonly resourceId: string }): string {
    return resourceId.toLowerCase();
}

function taggedRow(deployment: TaggedDeployment, live: LiveState | undefined, nowMs: number): Row {
    const { name, target, digest, deployedMs, project, resourceId, subscription } = deployment;
    const look: Look = live === undefined ? { words: '', icon: 'circle-outline' } : liveLook(live);
    const age = deployedMs === undefined ? undefined : agoWords(nowMs - deployedMs);
    return {
        id: `slipway#tagged=${resourceId.toLowerCase()}`,
        label: name,
        description: [targets[target].title, look.words, age].filter((part) => part !== undefined && part !== '').join(' · '),
        tooltip: [
            `${targets[target].title} ${name}`,
            ...(project === undefined ? [] : [say('Project {0}', project)]),
            say('Subscription {0}', subscription.name),
            ...(digest === undefined ? [] : [shortDigest(digest)]),
            look.words,
            look.why,
        ]
            .filter((line) => line !== undefined && line !== '')
            .join('\n'),
        icon: look.icon,
        ...(look.color === undefined ? {} : { color: look.color }),
        context: ['azureDeployment', ...deploymentContext(resourceId, live)].join(' '),
        expandable: 'leaf',
        copy: resourceId,
        address: { name, resourceId, subscription },
    };
}

function retryRow(id: string, what: string, why: string): Row {
    return {
        id,
        label: what,
        description: `${why} ${say('Click to try again.')}`,
        tooltip: `${what}\n${why}`,
        icon: 'warning',
        color: 'list.warningForeground',
        context: 'retry',
        expandable: 'leaf',
        command: { id: 'slipway.tree.refresh', title: say('Retry'), args: [] },
    };
}

/** The deployment that a row of the tree stands for, when the row came from Azure: a command's argument, read at the door. */
export function readAddress(argument: unknown): NonNullable<Row['address']> | undefined {
    if (typeof argument !== 'object' || argument === null || !('row' in argument)) {
        return undefined;
    }
    const { row } = argument;
    const address = typeof row === 'object' && row !== null && 'address' in row ? row.address : undefined;
    return typeof address === 'object' && address !== null ? (address as NonNullable<Row['address']>) : undefined;
}
