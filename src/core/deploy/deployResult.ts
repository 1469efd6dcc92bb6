import type { PreviousDeployment } from './deployRequest';
import type { Sentence } from './sentence';

/** A deployment that was checked: it runs, on every instance, and its public address gives the app's own answer. */
export interface DeployResult {
    readonly url: string;
    /** `sha256:…` */
    readonly digest: string;
    readonly name: string;
    readonly resourceId: string;
    readonly portalUrl: string;
    /** `server/repository@sha256:…` */
    readonly image: string;
    readonly instances: number;
    /** What shows that the instances run this image. */
    readonly evidence: 'startupLog' | 'dockerLog' | 'status' | 'answer' | 'replica' | 'container' | 'execution';
    readonly status: number;
    readonly notes: readonly Sentence[];
    readonly durationMs: number;
    /** To be remembered for the next deploy of this folder. */
    readonly previous: PreviousDeployment;
}
