import type { Profile } from '../project/profile';
import type { Blueprint } from './blueprint';
import { readDockerfile } from './readDockerfile';

/** `COPY . /code`, `ADD ["./", "."]`: the whole folder, and where it goes. */
const copiesAll = /^[ \t]*(?:COPY|ADD)[ \t]+(?:--\S+[ \t]+)*(?:\.\/?[ \t]+|\[[ \t]*"\.\/?"[ \t]*,[ \t]*")(?<target>[\w./-]+)/gim;

/**
 * The profile as a Dockerfile of the project's own can start it, which copies the whole folder: a recipe goes to the folder that the app starts in, a
 * command that is added to such a file has to.
 */
export function startedInside(text: string, profile: Profile, blueprint: Blueprint): Profile {
    const [shell, option, command] = profile.startCommand ?? [];
    const copy = [...text.matchAll(copiesAll)].at(-1);
    if (
        shell !== 'sh' ||
        option !== '-c' ||
        command === undefined ||
        copy === undefined ||
        /^[ \t]*WORKDIR\b/im.test(text.slice(copy.index))
    ) {
        return profile;
    }
    const target = (copy.groups?.target ?? '').replace(/^\.\/|\/$/g, '');
    const below = target === '.' || target === '' || target === readDockerfile(text).workdir?.replace(/\/$/, '') ? '' : target;
    const inside = blueprint.stack === 'python' ? blueprint.directory : '';
    const place = [below, inside].filter((part) => part !== '').join('/');
    return place === '' || !/^[\w./-]+$/.test(place) ? profile : { ...profile, startCommand: [shell, option, `cd ${place} && ${command}`] };
}
