import type { Folder } from '../folder';
import type { ProjectFinding } from '../profile';
import type { Detection, Site } from '../stack';
import { AppFinder } from './appFinder';
import { detectFunctions, functionFolders } from './azureFunctions';
import { chooseEntry } from './chooseEntry';
import { consoleScripts } from './consoleScripts';
import { readDependencies } from './dependencies';
import { describeApp } from './describeApp';
import { manageDirectories, readDjango } from './django';
import { findCandidates, interestingFiles, plainServers } from './entries';
import { isAside } from './isAside';
import type { EntryCandidate } from './entryCandidate';
import { namedBySettings } from './gunicornSettings';
import { joinPath } from './joinPath';
import { pasteCandidate } from './pasteCandidate';
import { ownPackage } from './ownPackage';
import { PythonModules } from './pythonModules';
import { startedFiles } from './statedEntry';
import { unfinishedFiles } from './unfinishedPython';
import { onlyNotebooks, withoutServer } from './withoutServer';

/** Of a folder in which nothing serves: more would be another's sources. */
const mostUnread = 20;

/** Python: what serves, from which object, installed how. */
export async function detectPython(given: Site): Promise<Detection | undefined> {
    const { folder, facts } = given;
    const dependencies = await readDependencies(folder);
    const hasCode = folder.files.some((file) => file.endsWith('.py'));
    if (dependencies.format === 'none' && !hasCode) {
        return onlyNotebooks(folder);
    }
    if (folder.has('host.json') && (folder.has('function_app.py') || folder.files.some((file) => /^[^/]+\/function\.json$/.test(file)))) {
        return detectFunctions(given, dependencies);
    }
    // A Django with a list of its own, below a list that does not ask for it, is another project.
    const apart = (directory: string) =>
        directory !== '' &&
        dependencies.declared.size > 0 &&
        !dependencies.declared.has('django') &&
        ['requirements.txt', 'pyproject.toml', 'Pipfile'].some((name) => folder.has(joinPath(directory, name)));
    const managed = manageDirectories(folder.files);
    const manageAt = managed.filter((directory) => !apart(directory));
    const modules = new PythonModules(
        folder,
        await importRoots(given, manageAt),
        managed.length === 0 ? await ownPackage(folder, dependencies.declared) : undefined,
    );
    const named = await namedBySettings(given, modules);
    const site: Site = named.length === 0 ? given : { ...given, hints: { ...given.hints, commands: [...given.hints.commands, ...named] } };
    const finder = new AppFinder(modules);
    const scripts = await consoleScripts(folder);
    const worthReading = [...(await interestingFiles(folder, modules)), ...startedFiles(site, modules)];
    const others = [...managed.filter(apart), ...functionFolders(folder.files)];
    const ofProject = async (files: readonly string[]) =>
        (await findCandidates(modules, finder, files, scripts)).filter(
            ({ module }) => !others.some((directory) => module.path.startsWith(`${directory}/`)),
        );
    const usual = await ofProject([...new Set(worthReading)]);
    const isProper = ({ module }: EntryCandidate) => !isAside(module.path);
    const plain = usual.some(isProper) || dependencies.distribution !== undefined ? [] : await plainServers(folder, modules);
    const found = plain.length === 0 ? usual : [...usual, ...(await ofProject(plain))];
    const pasted = found.some(isProper) ? undefined : await pasteCandidate(folder, modules);
    const candidates = pasted === undefined ? found : [pasted, ...found];
    const django = manageAt[0] === undefined ? undefined : await readDjango(site, modules, manageAt[0]);
    const chosen = await chooseEntry(site, candidates, modules, django, scripts, dependencies);
    facts.offer(
        'packageManager',
        dependencies.manager,
        { file: dependencies.lock ?? dependencies.file ?? folder.files.find((file) => file.endsWith('.py')) ?? '' },
        dependencies.format === 'none' ? 'guess' : 'certain',
    );
    if (chosen === undefined) {
        const none = withoutServer(site, dependencies);
        const read = await Promise.all(worthReading.slice(0, mostUnread).map((file) => modules.at(file)));
        const unfinished = unfinishedFiles(
            read.flatMap((module) => module ?? []),
            (file) => facts.locate(file),
        );
        return none === undefined
            ? undefined
            : { ...none, findings: [...none.findings, ...absentEntry(facts.overrides.entry), ...unfinished] };
    }
    const within = foldersAround(chosen.candidate.module.path);
    if (within.some((directory) => (dependencies.declared.size === 0 ? listsAny(folder, directory) : isBuiltAlone(folder, directory)))) {
        return undefined; // the folder that lists its dependencies is the project
    }
    return describeApp(site, dependencies, modules, candidates, chosen.candidate, chosen.hint, django);
}

/** The folders that a file is in, the outermost first. */
function foldersAround(path: string): string[] {
    return path.split('/').flatMap((_, at, parts) => (at > 0 ? [parts.slice(0, at).join('/')] : []));
}

/** True for a folder with a list of requirements of its own, whatever it is called. */
function listsAny(folder: Folder, directory: string): boolean {
    return (
        ['pyproject.toml', 'Pipfile', 'environment.yml'].some((name) => folder.has(`${directory}/${name}`)) ||
        folder.files.some(
            (file) =>
                file.startsWith(`${directory}/`) &&
                (/^re?q\w{0,3}r\w{0,3}m\w{0,3}ts?\.txt$/i.test(file.slice(directory.length + 1)) ||
                    (file.startsWith(`${directory}/requirements/`) && file.endsWith('.txt'))),
        )
    );
}

/** True for a folder of which an image of its own is made, with a list of its own, where none is made of the whole: one service of several. */
function isBuiltAlone(folder: Folder, directory: string): boolean {
    return (
        folder.has(`${directory}/Dockerfile`) &&
        ['requirements.txt', 'pyproject.toml', 'Pipfile'].some((name) => folder.has(`${directory}/${name}`)) &&
        !folder.has('Dockerfile')
    );
}

/** What somebody set as the entry, and is not there: whatever else is said of the folder follows from that. */
function absentEntry(entry: string | undefined): ProjectFinding[] {
    return entry === undefined
        ? []
        : [
              {
                  code: 'scaffold/entry-absent',
                  severity: 'error',
                  message: `The entry ${entry}, which is set by hand, is not in this folder: correct it, or take it back.`,
              },
          ];
}

async function importRoots({ folder }: Site, manageAt: readonly string[]): Promise<string[]> {
    const srcLayout = !folder.has('src/__init__.py') && folder.files.some((file) => /^src\/[^/]+\/__init__\.py$/.test(file));
    const packaged = srcLayout && ((await folder.exists('pyproject.toml')) || (await folder.exists('setup.py')));
    const absolute =
        packaged &&
        (
            await Promise.all(
                folder.files
                    .filter((file) => /^(src|tests)\/.*\.py$/.test(file))
                    .slice(0, 60)
                    .map((file) => folder.text(file)),
            )
        ).some((text) => /^[ \t]*(from|import)\s+src\b/m.test(text ?? ''));
    return [...manageAt.filter((directory) => directory !== ''), ...(packaged && !absolute ? ['src'] : [])];
}
