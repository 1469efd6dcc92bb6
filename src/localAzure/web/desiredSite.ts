import type { InsideAccess } from '../inside/inside';
import type { PullLogin } from '../runner/runner';
import type { Worker } from './worker';

/** What a site's configuration asks for, read anew at each start. */
export type DesiredSite =
    | { readonly kind: 'stopped' }
    /** A built-in stack: the local Azure has no images of those and shows App Service's waiting page. */
    | { readonly kind: 'builtIn'; readonly stack: string; readonly workers: readonly Worker[] }
    | DesiredContainer;

export interface DesiredContainer {
    readonly kind: 'container';
    readonly image: string;
    readonly login: LoginDecision;
    /** The port that is pinged and served. */
    readonly port: number;
    readonly env: (worker: Worker) => Readonly<Record<string, string>>;
    /** The way to its identity and to the model, for an app that has or names one. */
    readonly inside: (() => Promise<InsideAccess | undefined>) | undefined;
    readonly command: readonly string[] | undefined;
    /** `kept`: /home is a share of the site's own, which all its instances see and no restart empties. */
    readonly home: 'kept' | 'lost';
    readonly startLimitMs: number;
    readonly memoryBytes: number;
    /** Started beside it, in its network, and gone with it. */
    readonly sidecars: readonly Sidecar[];
    readonly workers: readonly Worker[];
}

export interface Sidecar {
    readonly name: string;
    readonly image: string;
    readonly login: LoginDecision;
    readonly env: (worker: Worker) => Readonly<Record<string, string>>;
    readonly command: readonly string[] | undefined;
}

export type LoginDecision = { readonly kind: 'login'; readonly login: PullLogin } | { readonly kind: 'refused'; readonly reason: string };
