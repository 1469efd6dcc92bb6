import type { BuildEvent } from '../../core/build/buildEvent';
import type { Sentence } from '../../core/deploy/sentence';
import type { Step } from '../../core/deploy/step';

/** What happens while a plan is performed, in order. */
export type StepEvent =
    | { readonly kind: 'started'; readonly step: Step; readonly atMs: number }
    /** `fraction` is 0..1 of this step when it is known. */
    | { readonly kind: 'progress'; readonly step: Step; readonly message: Sentence; readonly fraction?: number }
    | { readonly kind: 'build'; readonly step: Step; readonly event: BuildEvent }
    /** `kept`: it was so already. */
    | { readonly kind: 'finished'; readonly step: Step; readonly outcome: 'done' | 'kept'; readonly durationMs: number }
    | { readonly kind: 'failed'; readonly step: Step; readonly error: unknown; readonly durationMs: number };
