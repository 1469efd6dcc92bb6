import type { Runner } from '../runner/runner';
import type { SiteInstance } from './siteInstance';
import type { SiteLog } from './siteLog';

/** What starting a site on a worker needs to know of the site. */
export interface StartContext {
    readonly siteName: string;
    readonly runner: Runner;
    readonly log: SiteLog;
    readonly nowMs: () => number;
    readonly labels: Readonly<Record<string, string>>;
    /** The engine's name of the volume that is the site's /home, where that is kept. */
    readonly home: string;
    readonly signal: AbortSignal;
    /** Every line of this attempt, for the start-up log. */
    readonly status: (instance: SiteInstance) => void;
}
