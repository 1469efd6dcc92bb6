import type { Cloud } from '../../core/deploy/cloud';
import type { Subscription } from '../../core/deploy/resources';
import type { Azure } from '../../ports/azure';
import type { ResolveEndpoint } from '../../ports/resolveEndpoint';
import type { TokenSource } from '../../ports/tokenSource';
import { openArm } from './arm';
import { buildTasks } from './buildTasks';
import { containerApps } from './containerApps';
import { containerGroups } from './containerGroups';
import { containerRegistries } from './containerRegistries';
import { resolvingHttpClient } from './httpClient';
import { functions } from './functions';
import { identities } from './identities';
import { autoscale } from './autoscale';
import { insights } from './insights';
import { plans } from './plans';
import { providers } from './providers';
import { resourceGroups } from './resourceGroups';
import { resources } from './resources';
import { rolesOf } from './rolesOf';
import { openClients, type Session } from './session';
import { openScm } from './scm';
import { sites } from './sites';
import { subscriptions } from './subscriptions';

export interface AzureOptions {
    readonly resolve: ResolveEndpoint;
    readonly tokens: TokenSource;
    readonly cloud: Cloud;
    /** How long to wait between two looks at a long-running operation. */
    readonly pollMs?: number;
    /** Which subscriptions are listed; all without it. */
    readonly isChosen?: (subscription: Subscription) => boolean;
    /** The first wait before a request that failed for a moment is sent again; the SDKs' own unless given. */
    readonly retryDelayMs?: number;
    /** How long an operation may go on before waiting for it ends in a failure. */
    readonly operationLimitMs?: number;
}

/** Azure for one signed-in account in one cloud. Opens nothing until it is asked something. */
export function openAzure(options: AzureOptions): Azure {
    const { cloud, tokens, resolve } = options;
    const pollMs = options.pollMs ?? 800;
    const operationLimitMs = options.operationLimitMs ?? 40 * 60_000;
    const retryOptions = options.retryDelayMs === undefined ? {} : { retryDelayInMs: options.retryDelayMs };
    const managementHost = new URL(cloud.managementUrl).host;
    // Azure's Date has whole seconds and is old when it arrives, so that every difference is at most the true one: the largest is the best.
    let clockOffsetMs: number | undefined;
    const httpClient = resolvingHttpClient(
        resolve,
        (host) => host.toLowerCase() === managementHost,
        (serverMs) => {
            clockOffsetMs = Math.max(clockOffsetMs ?? -Infinity, serverMs - Date.now());
        },
    );
    const arm = openArm({ cloud, tokens, httpClient, pollMs, operationLimitMs, retryOptions });
    const tenants = new Map<string, string>();
    const base = {
        cloud,
        tokens,
        arm,
        httpClient,
        pollMs,
        operationLimitMs,
        retryOptions,
        tenantOf: (subscriptionId: string) => tenants.get(subscriptionId.toLowerCase()),
    };
    const session: Session = { ...base, ...openClients(base) };
    const webApps = sites(session, openScm({ resolve, cloud, tokens, tenantOf: base.tenantOf }));
    return {
        cloud,
        // Known only after the first token of some sources.
        get account() {
            return tokens.account;
        },
        nowMs: () => Date.now() + (clockOffsetMs ?? 0),
        subscriptions: subscriptions(
            session,
            ({ id, tenantId }) => {
                // Of a deployment that never came to its end only the id is known.
                if (tenantId !== '') {
                    tenants.set(id.toLowerCase(), tenantId);
                }
            },
            options.isChosen ?? (() => true),
        ),
        groups: resourceGroups(session),
        providers: providers(session),
        registries: containerRegistries(session),
        buildTasks: buildTasks(session),
        identities: identities(session),
        roles: rolesOf(session),
        plans: plans(session),
        autoscale: autoscale(session),
        insights: insights(session, resolve),
        sites: webApps,
        resources: resources(session, webApps),
        containerApps: containerApps(session, resolve),
        containerGroups: containerGroups(session),
        functions: functions(session),
    };
}
