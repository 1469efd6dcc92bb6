import { addToList } from '../../requirements/addToList';
import type { ListFormat } from '../../requirements/addToList';
import { forLinux } from '../../requirements/forLinux';
import type { LinuxChange } from '../../requirements/forLinux';
import type { Misfit } from '../../requirements/pythonLimits';
import { ofFile, raisePins } from '../../requirements/raisePins';
import { markWindowsOnly } from '../../requirements/windowsOnly';
import type { Folder } from '../folder';
import type { FileFix, ProjectFinding, ProposedFile } from '../profile';
import type { PythonDependencies } from './dependencies';

/** How requirements get into the list of a project; paths are relative to its folder. */
export interface ListEdits {
    /** The one file, in the form of its manager, with one requirement more; undefined where only a person can add it. */
    fix(requirement: string): FileFix | undefined;
    /** What the image is installed from, with all of them in it; of a list that a lock or hashes hold only what pip would stop at is changed. */
    edits(requirements: readonly string[]): readonly ProposedFile[];
    /** True when the edits make the image install them. */
    readonly areInstalled: boolean;
    /** What pip would stop at. */
    readonly findings: readonly ProjectFinding[];
}

/** What writes a lock anew once its list was changed. */
const relock: Readonly<Record<string, string>> = {
    'uv.lock': 'uv lock',
    'poetry.lock': 'poetry lock',
    'pdm.lock': 'pdm lock',
    'Pipfile.lock': 'pipenv lock',
};

/** What is to be run once the list was changed; undefined where nothing is made from it. */
export function afterwards({ lock, source }: PythonDependencies): string | undefined {
    return lock === undefined ? (source === undefined ? undefined : 'pip-compile') : relock[lock];
}

/** Where a line is added: for a compiled file in its source, and in the file itself as long as no hashes are in it. */
export async function listEdits(folder: Folder, dependencies: PythonDependencies, misfits: readonly Misfit[] = []): Promise<ListEdits> {
    const { file, format, source, hashed } = dependencies;
    const areInstalled = format === 'requirements' && !hashed && file !== undefined;
    const first: { file: string; format: ListFormat } | undefined =
        source ?? (file === undefined || format === 'none' || hashed ? undefined : { file, format });
    const text = first === undefined ? undefined : await folder.text(first.file);
    const compiled = source === undefined || !areInstalled ? undefined : await folder.text(file);
    const after = afterwards(dependencies);
    const lists = format === 'requirements' ? await mendedLists(folder, dependencies.files, hashed ? [] : misfits) : [];
    return {
        fix: (requirement) => {
            // What the source names already is only missing in what was made of it.
            const late = compiled === undefined || text === undefined || first === undefined || addToList(first.format, text, requirement) !== undefined ? undefined : addToList('requirements', compiled, requirement); // prettier-ignore
            if (late !== undefined && file !== undefined) {
                return { title: `Add ${requirement} to ${file}`, path: file, content: late };
            }
            const content = first === undefined || text === undefined ? undefined : addToList(first.format, text, requirement);
            return first === undefined || content === undefined
                ? undefined
                : {
                      title:
                          after === undefined
                              ? `Add ${requirement} to ${first.file}`
                              : `Add ${requirement} to ${first.file}, then run ${after}`,
                      path: first.file,
                      content,
                  };
        },
        edits: (requirements) => {
            const added = areInstalled ? requirements : [];
            const others = source === undefined || text === undefined ? [] : [{ file: source.file, text, format: source.format }];
            return [
                ...others.flatMap((list) => editOf(list.file, list.text, withAll(list.format, list.text, added), addition(added).reason)),
                ...lists.flatMap((list) => {
                    const here = list.file === file ? added : [];
                    return editOf(
                        list.file,
                        list.before,
                        withAll('requirements', list.text, here),
                        addition(here).reason ?? list.reason,
                        list.isRewritten,
                    );
                }),
            ];
        },
        areInstalled,
        findings: lists.flatMap((list) => list.findings),
    };
}

function withAll(format: ListFormat, text: string, requirements: readonly string[]): string {
    return requirements.reduce((list, each) => addToList(format, list, each) ?? list, text);
}

function addition(requirements: readonly string[]): { readonly reason?: string } {
    return requirements.length === 0 ? {} : { reason: `Adds ${requirements.join(', ')}: the app does not start without.` };
}

function editOf(path: string, before: string, content: string, reason: string | undefined, isRewritten = false): ProposedFile[] {
    return content === before && !isRewritten ? [] : [{ path, content, action: 'edit', ...(reason !== undefined && { reason }) }];
}

interface MendedList {
    readonly file: string;
    readonly before: string;
    readonly text: string;
    /** The same letters in bytes that pip reads. */
    readonly isRewritten: boolean;
    readonly reason: string | undefined;
    readonly findings: readonly ProjectFinding[];
}

/** The requirements files as pip on Linux can read and install them. */
async function mendedLists(folder: Folder, files: readonly string[], misfits: readonly Misfit[]): Promise<MendedList[]> {
    const lists = await Promise.all(files.map(async (file) => ({ file, text: await folder.text(file) })));
    return lists.flatMap(({ file, text: before }) => {
        if (before === undefined) {
            return [];
        }
        const { text: marking, marked } = markWindowsOnly(before);
        const { content: text, changes } = forLinux(marking);
        const raised = raisePins(text, ofFile(misfits, file));
        const isRewritten = folder.caveat(file)?.kind === 'encoding';
        const path = folder.path === '' ? file : `${folder.path}/${file}`;
        return [
            {
                file,
                before,
                text: raised,
                isRewritten,
                reason:
                    marked.length > 0
                        ? 'Leaves out on Linux what exists for Windows only.'
                        : changes.length > 0
                          ? 'Asks for what pip can install on Linux.'
                          : raised !== text
                            ? 'Raises pins that do not work.'
                            : isRewritten
                              ? 'Writes it in UTF-8: pip reads nothing else.'
                              : undefined,
                findings: [
                    ...marked.map(({ name, line }) => ({
                        code: 'requirements/windows-only',
                        severity: 'error' as const,
                        message: `${name} cannot be installed on Linux.`,
                        file: path,
                        line,
                        fix: { title: `Install ${name} on Windows only`, path, content: text },
                    })),
                    ...changes.map((change) => ({
                        code: 'requirements/not-on-linux',
                        severity: 'error' as const,
                        ...saying(change),
                        file: path,
                        line: change.line,
                        fix: { title: `Ask for what pip can install on Linux in ${file}`, path, content: text },
                    })),
                ],
            },
        ];
    });
}

function saying({ kind, name, now }: LinuxChange): Pick<ProjectFinding, 'message'> {
    switch (kind) {
        case 'mac':
            return { message: `${name} exists for macOS only: pip would stop at it in the image.` };
        case 'backport':
            return { message: `${name} is for older Pythons only, and needs a compiler on a newer one: the image gets ${now} instead.` };
        case 'system':
            return { message: `${name} belongs to the system on which the list was written, and no index has it: pip would stop at it.` };
        case 'path':
            return {
                message: `${name} is asked for by a path of the machine on which the list was written: the image gets ${now} instead.`,
            };
        case 'local version':
            return {
                message: `${name} is asked for in a build that only PyTorch's own index has, and the list does not name that: the image gets ${now} instead.`,
            };
        case 'standard library':
            return { message: `${name} comes with Python: what has that name on the index is not imported, or can not be installed.` };
        case 'renamed':
            return { message: `${name} is not what the distribution is called: the image gets ${now} instead.` };
    }
}
