import type { Step } from './step';

/** The app that a plan makes or changes; undefined until it is known where. */
export function appIdOf(steps: readonly Step[]): string | undefined {
    return steps.map(idOf).find((id) => id !== undefined);
}

function idOf(step: Step): string | undefined {
    switch (step.kind) {
        case 'site':
            return step.siteId;
        case 'configure':
            return step.site.id;
        case 'containerApp':
            return step.appId;
        case 'containerGroup':
            return step.groupId;
        default:
            return undefined;
    }
}
