import { composeFiles } from '../core/dockerfile/renderCompose';
import { contextOf } from '../core/project/contextOf';
import type { Containerization, Profile, ProposedFile } from '../core/project/profile';

/**
 * The files that concern one project of a folder: its own, the ignore file of what it is built from, and the folder's compose file. A compose file that is
 * made builds every web project, so that what those others are built from and do not have yet comes along.
 */
export function filesOfProject(found: Containerization, profile: Profile): readonly ProposedFile[] {
    const inner = found.projects
        .filter((other) => other !== profile && other.folder.length > profile.folder.length)
        .map((other) => `${other.folder}/`);
    const prefix = within(profile.folder, '');
    const ignored = within(contextOf(profile), '.dockerignore');
    const composed = found.files.some(({ path, action }) => isCompose(path) && action === 'create')
        ? found.projects
              .filter(({ kind }) => kind === 'web')
              .flatMap((other) => [within(other.folder, 'Dockerfile'), within(contextOf(other), '.dockerignore')])
        : [];
    return found.files.filter(
        ({ path, action }) =>
            isCompose(path) ||
            path === ignored ||
            (action === 'create' && composed.includes(path)) ||
            (path.startsWith(prefix) && !inner.some((other) => path.startsWith(other))),
    );
}

function isCompose(path: string): boolean {
    return composeFiles.some((name) => name === path);
}

function within(folder: string, file: string): string {
    return folder === '' ? file : `${folder}/${file}`;
}
