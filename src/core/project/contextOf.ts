import type { Profile } from './profile';

/** The folder that a project's image is built from, relative to the source's root. */
export function contextOf({ context, folder }: Pick<Profile, 'context' | 'folder'>): string {
    return context ?? folder;
}

/** A path in a project's folder as it is from the folder that its image is built from. */
export function inContext(project: Pick<Profile, 'context' | 'folder'>, path: string): string {
    const whole = project.folder === '' ? path : `${project.folder}/${path}`;
    const context = contextOf(project);
    return context === '' ? whole : whole.slice(context.length + 1);
}
