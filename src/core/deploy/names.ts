import { hash } from './hash';
import type { TargetName } from './target';

/** The names of everything that one deployment makes. */
export interface Names {
    readonly app: string;
    readonly resourceGroup: string;
    readonly registry: string;
    readonly identity: string;
    readonly plan: string;
    readonly repository: string;
}

/**
 * Derives names from the project. The same project in the same subscription and target gets the same names, so that a deploy that was stopped picks up what
 * it made, and each target's deployment can be removed by itself; `attempt` moves on to others when a global name is taken.
 */
export function deriveNames(
    project: { readonly name: string; readonly folder: string; readonly target?: TargetName },
    subscriptionId: string,
    attempt = 0,
): Names {
    const { target = 'appService' } = project;
    const seed = `${subscriptionId.toLowerCase()}|${project.folder}|${project.name}|${attempt}`;
    const suffix = hash(target === 'appService' ? seed : `${seed}|${target}`).slice(-6);
    return namesFor(`${slug(project.name)}-${suffix}`, project.name, suffix);
}

/** The names that go with an app's name that the user chose. */
export function namesFor(app: string, projectName: string, suffix: string = hash(app).slice(-6)): Names {
    return {
        app,
        resourceGroup: `rg-${app}`,
        registry: `${slug(projectName).replaceAll('-', '').slice(0, 20)}${suffix}`,
        identity: `id-${app}`,
        plan: `plan-${app}`,
        repository: slug(projectName),
    };
}

/** Lower-case letters, digits and single hyphens, at most 30, starting with a letter: fits every target and a repository's name. */
export function slug(text: string): string {
    const clean = text
        .normalize('NFKD')
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^[^a-z]+/, '')
        .slice(0, 30)
        .replace(/-+$/, '');
    return clean.length >= 2 ? clean : 'app';
}

/** What is wrong with a web app's name, in the words of a rule; undefined when it can be asked for. */
export function webAppNameProblem(name: string): string | undefined {
    if (name.length < 2 || name.length > 60) {
        return 'A web app name has 2 to 60 characters.';
    }
    return /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/.test(name)
        ? undefined
        : 'A web app name has letters, digits and hyphens, and starts and ends with a letter or digit.';
}

/** What is wrong with a container app's name; undefined when it can be asked for. */
export function containerAppNameProblem(name: string): string | undefined {
    return /^[a-z](?:[a-z0-9-]{0,30}[a-z0-9])$/.test(name) && !name.includes('--')
        ? undefined
        : 'A container app name has 2 to 32 lower-case letters, digits and single hyphens, starts with a letter and ends with a letter or digit.';
}

/** What is wrong with a container group's name, which is its DNS label too; undefined when it can be asked for. */
export function containerGroupNameProblem(name: string): string | undefined {
    return /^[a-z](?:[a-z0-9-]{3,61}[a-z0-9])$/.test(name)
        ? undefined
        : 'A container group name has 5 to 63 lower-case letters, digits and hyphens, starts with a letter and ends with a letter or digit.';
}

/** What is wrong with a registry's name; undefined when it can be asked for. */
export function registryNameProblem(name: string): string | undefined {
    return /^[a-zA-Z0-9]{5,50}$/.test(name) ? undefined : 'A registry name has 5 to 50 letters and digits.';
}

/** What is wrong with a resource group's name; undefined when it can be asked for. */
export function resourceGroupNameProblem(name: string): string | undefined {
    return /^[\w().-]{0,89}[\w()-]$/.test(name)
        ? undefined
        : 'A resource group name has 1 to 90 letters, digits, hyphens, underscores, parentheses and full stops, and does not end with a full stop.';
}

/** The tag of an image whose content is not known yet: the second, in UTC. */
export function timeTag(nowMs: number): string {
    return new Date(nowMs).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
}

/** A tag that no other deploy has: the time and the image's content. */
export function uniqueTag(nowMs: number, imageId: string): string {
    const time = timeTag(nowMs);
    const content = imageId.replace(/^sha256:/, '').replace(/[^a-f0-9]/gi, '');
    return `${time}-${content.slice(0, 12)}`;
}
