import type { BuildEvent, BuildStep } from './buildEvent';

/** What is known about a build when it is over: the material for its result or its reason. */
export interface BuildJournal {
    readonly steps: readonly BuildStep[];
    /** The step that broke the build, when the builder named one. */
    readonly failedStep?: BuildStep;
    /** The last lines that the failing step wrote, oldest first, at most forty; of the last step that wrote when none failed. */
    readonly lastLines: readonly string[];
}

/** Follows a build's events. */
export function createBuildJournal(): { readonly note: (event: BuildEvent) => void; readonly read: () => BuildJournal } {
    const steps = new Map<string, BuildStep>();
    const lines = new Map<string, string[]>();
    let lastWriter = '';
    return {
        note: (event) => {
            if (event.kind === 'step') {
                steps.set(event.step.id, event.step);
            } else if (event.kind === 'log') {
                lastWriter = event.stepId;
                const kept = lines.get(event.stepId) ?? [];
                kept.push(event.line);
                lines.set(event.stepId, kept.slice(-40));
            }
        },
        read: () => {
            const all = [...steps.values()];
            const failedStep = all.find((step) => step.state === 'failed');
            return {
                steps: all,
                ...(failedStep === undefined ? {} : { failedStep }),
                lastLines: lines.get(failedStep?.id ?? lastWriter) ?? [],
            };
        },
    };
}
