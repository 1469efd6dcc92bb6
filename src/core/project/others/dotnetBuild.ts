import type { DotnetBlueprint } from '../../dockerfile/recipes/dotnet';
import type { Folder } from '../folder';
import { pathInside } from '../normalPath';

/** What a build of one project reads beside the project itself, from the project's folder up to the root. */
const shared = /^(Directory\.(Build|Packages)\.(props|targets)|nuget\.config|global\.json|packages\.lock\.json)$/i;

/**
 * The files from which `dotnet restore` can tell what a project needs: it, the projects that it refers to, and what they share. Empty when one of them takes in
 * files that cannot be told apart from the sources, or packages out of a folder.
 */
export async function restoredFrom(folder: Folder, project: string): Promise<readonly string[]> {
    const projects = new Set<string>();
    const waiting = [project];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const text = (await folder.text(next)) ?? '';
        if (projects.size >= 12 || /<Import\s[^>]*Project=/.test(text)) {
            return [];
        }
        projects.add(next);
        for (const [, include] of text.matchAll(/<ProjectReference\s[^>]*Include="([^"]+)"/g)) {
            const referred = pathInside(directoryOf(next), (include ?? '').replaceAll('\\', '/'));
            if (referred === undefined || !folder.has(referred)) {
                return [];
            }
            if (!projects.has(referred)) {
                waiting.push(referred);
            }
        }
    }
    const above = new Set([...projects].flatMap((file) => directoriesAbove(file)));
    const beside = folder.files.filter((file) => shared.test(file.split('/').at(-1) ?? '') && above.has(directoryOf(file)));
    const texts = await Promise.all(beside.map(async (file) => (await folder.text(file)) ?? ''));
    return texts.some((text) => /<Import\s[^>]*Project=|<add\s[^>]*\bvalue="(?!https?:)[^"]*[/\\]/i.test(text))
        ? []
        : [...beside, ...[...projects].reverse()].filter((file) => !/\s/.test(file));
}

/** The image of the SDK that global.json needs, and what it says of newer ones; undefined where it names none, or takes one of any newer major. */
export async function wantedSdk(folder: Folder): Promise<DotnetBlueprint['sdk']> {
    const text = (await folder.text('global.json')) ?? '';
    const [, version, channel] = /"version"\s*:\s*"((\d+\.\d+)\.[1-9]\d{2})"/.exec(text) ?? [];
    const rolls = /"rollForward"\s*:\s*"(\w+)"/.exec(text)?.[1]?.toLowerCase();
    if (version === undefined || channel === undefined || rolls === 'major' || rolls === 'latestmajor') {
        return undefined;
    }
    switch (rolls) {
        case undefined:
            return { image: channel, newer: 'unstated' };
        case 'patch':
        case 'latestpatch':
            return { image: channel, newer: 'refused' };
        case 'disable':
            return { image: version, newer: 'none' };
        default:
            return { image: channel, newer: 'taken' };
    }
}

function directoryOf(file: string): string {
    return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
}

function directoriesAbove(file: string): string[] {
    const parts = file.split('/').slice(0, -1);
    return ['', ...parts.map((_, at) => parts.slice(0, at + 1).join('/'))];
}
