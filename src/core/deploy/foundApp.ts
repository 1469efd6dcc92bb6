import { never } from '../../base/never';
import type { FoundResources } from './deployState';
import { imageOf } from './imageReference';
import type { Tags } from './resources';
import type { TargetName } from './target';

/** The app of any target, as far as planning asks for it. */
export interface AnyApp {
    readonly id: string;
    readonly name: string;
    readonly tags: Tags;
    /** Such as `Running`, `Stopped`. */
    readonly state: string;
    /** An image, or the name of a built-in runtime. */
    readonly runsNow: string;
}

/** The app that a deploy to this target would update; undefined when it would create one. */
export function foundApp(target: TargetName, found: FoundResources): AnyApp | undefined {
    switch (target) {
        case 'appService': {
            const { app } = found;
            return app === undefined
                ? undefined
                : { ...app.site, runsNow: imageOf(app.config.linuxFxVersion) ?? app.config.linuxFxVersion };
        }
        case 'containerApps': {
            const app = found.containerApp;
            return app === undefined ? undefined : { ...app, state: app.runningStatus, runsNow: app.image };
        }
        case 'containerInstances': {
            const group = found.containerGroup;
            return group === undefined
                ? undefined
                : { ...group, state: group.runningState, runsNow: group.containers.map(({ image }) => image).join(', ') };
        }
        default:
            return never(target);
    }
}
