/** What came of one HTTP request, from outside or from inside. */
export interface RequestOutcome {
    /** 0 when nothing answered. */
    readonly status: number;
    readonly durationMs: number;
    readonly body: string;
    /** Why nothing answered. */
    readonly error?: string;
}

export interface Listener {
    readonly port: number;
    readonly scope: 'any' | 'one' | 'loopback';
    readonly process: string;
}

export type NameOutcome = 'ok' | 'no-such-name' | 'no-answer' | 'failed';

/** What the platform itself says of the deployment, when it can be asked. */
export interface PlatformState {
    /** Such as Started, Starting, Stopped, Blocked; Running, Waiting, Terminated. */
    readonly state?: string;
    readonly lastError?: string;
    readonly restarts?: number;
    readonly logLines?: readonly string[];
    /** The revision that visitors get, because the newest one, into whose containers the way leads, is not ready. */
    readonly serving?: string;
}

/**
 * Everything that was found out about a deployment, parsed. A field that is undefined was not found out: no rule may read that as a no.
 * `requests[n]` is the target's n-th request; the first is its health path.
 */
export interface Probes {
    readonly requests: readonly { readonly title: string; readonly outside?: RequestOutcome; readonly inside?: RequestOutcome }[];
    /** The first request on the configured port, when the app listens on another one. */
    readonly insideConfigured?: RequestOutcome;
    /** The first request by IPv6, when the app listens by nothing else. */
    readonly insideSix?: RequestOutcome;
    readonly configuredPort?: number;
    /** What tells the platform its port: an app setting (App Service), the ingress' target port, or the group's public port, which is the container's own. */
    readonly portIn?: 'setting' | 'target-port' | 'group-port';
    readonly reachedContainer: 'yes' | 'no';
    readonly listeners?: readonly Listener[];
    readonly appPort?: number;
    readonly environment?: Readonly<Record<string, string>>;
    /** `listener` is the app's own; the others may lack what it has. `settings` are what the platform was told, read where the container was not. */
    readonly environmentSource?: 'listener' | 'first-process' | 'shell' | 'settings';
    readonly names?: Readonly<Record<string, NameOutcome>>;
    /** By host name, how long one look-up took. */
    readonly nameDurationsMs?: Readonly<Record<string, number>>;
    /** By host name, whether the container accepts the certificate that it is shown there, and what was said of it. */
    readonly certificates?: Readonly<Record<string, { readonly outcome: 'ok' | 'refused' | 'unknown'; readonly text: string }>>;
    readonly endpoint?: string;
    readonly endpointHost?: string;
    readonly model?: string;
    readonly identity?: {
        readonly endpoint: 'set' | 'unset';
        readonly clientId?: string;
        readonly usesKey: 'yes' | 'no';
        readonly system?: RequestOutcome & { readonly token: 'yes' | 'no' };
        readonly client?: RequestOutcome & { readonly token: 'yes' | 'no' };
    };
    /** The user-assigned identities that the platform gave the app, by client id. */
    readonly assigned?: readonly { readonly name: string; readonly clientId: string }[];
    readonly modelAnswer?: RequestOutcome & { readonly auth: 'key' | 'client' | 'system' | 'none' };
    readonly outboundLogin?: RequestOutcome;
    /** Imports or dependencies that are not installed. */
    readonly absent?: readonly { readonly name: string; readonly where: string }[];
    /** Names of the variables that the app's sources read, and where; only of sources that were searched. */
    readonly variables?: readonly { readonly name: string; readonly where: string }[];
    readonly packages?: readonly string[];
    readonly required?: readonly string[];
    readonly manifest?: string;
    readonly logLines?: readonly string[];
    readonly modelLatenciesMs?: readonly number[];
    readonly appLatenciesMs?: readonly number[];
    readonly memory?: { readonly limitBytes?: number; readonly usedBytes?: number; readonly oomKills?: number };
    readonly disks?: readonly { readonly path: string; readonly totalKiB: number; readonly freeKiB: number }[];
    readonly inodesFree?: number;
    readonly canWrite?: 'yes' | 'no';
    readonly processes?: readonly { readonly pid: number; readonly parent: number; readonly ageSeconds: number; readonly name: string }[];
    /** Seconds that the container's clock is ahead of this machine's. */
    readonly clockSkewSeconds?: number;
    readonly platform?: PlatformState;
}
