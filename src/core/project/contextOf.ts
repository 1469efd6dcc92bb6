import type { Profile } from './profile';

/** The folder that a project's image is built from, relative to the source's root. */
export function contextOf({ context, folder }: Pick<Profile, 'context' | 'folder'>): string {
    return context ?? folder;
}
