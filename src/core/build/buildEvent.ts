/** One progress model for BuildKit over the API, buildx rawjson and the classic builder. */
export type BuildEvent =
    | { readonly kind: 'context'; readonly sentBytes: number; readonly files: number }
    | { readonly kind: 'step'; readonly step: BuildStep }
    /** Output of a step, without the newline, escape sequences kept. */
    | { readonly kind: 'log'; readonly stepId: string; readonly line: string; readonly stream: 'stdout' | 'stderr' }
    /** Bytes that move inside a step, such as one layer of a base image. */
    | {
          readonly kind: 'transfer';
          readonly stepId: string;
          readonly name: string;
          readonly currentBytes: number;
          readonly totalBytes?: number;
      }
    | { readonly kind: 'warning'; readonly message: string; readonly url?: string };

/** The newest state of a step; arrives again whenever it changes. */
export interface BuildStep {
    readonly id: string;
    /** As the builder names it, such as `[2/5] RUN pip install -r requirements.txt`. */
    readonly name: string;
    readonly state: 'waiting' | 'running' | 'done' | 'cached' | 'failed' | 'cancelled';
    readonly startedMs?: number;
    readonly durationMs?: number;
    readonly error?: string;
}
