import { contextOf } from '../project/contextOf';
import type { Profile } from '../project/profile';

/** From where a Dockerfile is built: both relative to the folder that was looked at, and the Dockerfile relative to its context. */
export interface BuiltFrom {
    readonly context: string;
    readonly dockerfile: string;
}

/** A project's own Dockerfile is built from that project's context; any other, and one at the top, from the folder that was looked at. */
export function builtFrom(path: string, projects: readonly Pick<Profile, 'context' | 'folder'>[]): BuiltFrom {
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
    const project = projects.find((each) => each.folder === folder);
    const context = project === undefined ? '' : contextOf(project);
    return { context, dockerfile: context === '' ? path : path.slice(context.length + 1) };
}
