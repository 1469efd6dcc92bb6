import { appendRequirement } from '../../requirements/appendRequirement';
import type { Place } from '../factSheet';
import type { StartHint } from '../hints/startHint';
import type { ProjectFinding, ProposedFile } from '../profile';
import { noNeeds } from '../stack';
import type { Detection, Site } from '../stack';
import { AppFinder } from './appFinder';
import { readDependencies } from './dependencies';
import type { PythonDependencies } from './dependencies';
import { findCandidates, importDirectory, interestingFiles, isAside } from './entries';
import type { EntryCandidate } from './entries';
import { frameworks } from './frameworks';
import type { PythonFramework } from './frameworks';
import { portsInCode } from './ports';
import { PythonModules } from './pythonModules';

const defaultPython = '3.13';

/** Python: what serves, from which object, installed how. */
export async function detectPython(site: Site): Promise<Detection | undefined> {
    const { folder, facts, hints } = site;
    const dependencies = await readDependencies(folder);
    if (dependencies.file === undefined && !folder.files.some((file) => file.endsWith('.py'))) {
        return undefined;
    }
    const modules = new PythonModules(folder, ['']);
    const finder = new AppFinder(modules);
    const candidates = await findCandidates(modules, finder, await interestingFiles(folder, modules));
    const chosen = choose(candidates, hints.commands, modules);
    if (chosen === undefined) {
        return undefined;
    }
    const framework: PythonFramework = frameworks[chosen.binding.framework];
    const at: Place = { file: chosen.module.path, line: chosen.binding.line };
    facts.offer('language', 'Python', dependencies.file === undefined ? at : { file: dependencies.file }, 'certain');
    facts.offer('framework', framework.name, at, 'certain');
    offerEntries(site, candidates, chosen, modules);
    const server = framework.interface === 'asgi' ? 'uvicorn' : 'gunicorn';
    facts.offer('server', server, at, 'likely');
    offerPorts(site, chosen, framework);
    facts.offer('packageManager', dependencies.manager, { file: dependencies.file ?? at.file }, 'certain');
    facts.offer('runtimeVersion', defaultPython, { file: dependencies.file ?? at.file }, 'guess');
    facts.offer('healthPath', '/', at, 'guess');

    const entry = facts.get('entry') ?? '';
    const port = Number(facts.get('port'));
    const missing = checkServer(dependencies, server, facts.locate(at.file), at.line, await listText(site, dependencies));
    const command =
        server === 'gunicorn'
            ? `gunicorn --bind 0.0.0.0:$PORT ${shellWord(entry)}`
            : `uvicorn --host 0.0.0.0 --port $PORT ${entry.endsWith('()') ? `--factory ${entry.slice(0, -2)}` : entry}`;
    return {
        kind: 'web',
        startCommand: ['sh', '-c', `exec ${command}`],
        findings: missing.findings,
        needs: noNeeds,
        edits: missing.edits,
        certainty: 90,
        blueprint: {
            stack: 'python',
            version: facts.get('runtimeVersion') ?? defaultPython,
            versionReason: 'nothing in the project asks for another one',
            install: {
                kind: 'requirements',
                file: dependencies.file ?? 'requirements.txt',
                files: dependencies.files,
                hashed: dependencies.hashed,
                extra: [],
            },
            buildPackages: [],
            systemPackages: [],
            prepare: [],
            directory: importDirectory(modules, chosen.module),
            env: {},
            command,
            port,
            writable: [],
        },
    };
}

async function listText(site: Site, dependencies: PythonDependencies): Promise<string | undefined> {
    return dependencies.file === undefined ? undefined : site.folder.text(dependencies.file);
}

function choose(candidates: readonly EntryCandidate[], commands: readonly StartHint[], modules: PythonModules): EntryCandidate | undefined {
    for (const hint of commands) {
        const stated = candidates.find((candidate) => hint.target === entryOf(candidate, modules));
        if (stated !== undefined) {
            return stated;
        }
    }
    return candidates.find((candidate) => !isAside(candidate.module.path));
}

function entryOf(candidate: EntryCandidate, modules: PythonModules): string {
    return `${modules.nameOf(candidate.module.path)}:${candidate.object}${candidate.binding.form === 'factory' ? '()' : ''}`;
}

function offerEntries(site: Site, candidates: readonly EntryCandidate[], chosen: EntryCandidate, modules: PythonModules): void {
    const place = (candidate: EntryCandidate) => ({ file: candidate.module.path, line: candidate.binding.line });
    const hint = site.hints.commands.find((command) => command.target === entryOf(chosen, modules));
    if (hint !== undefined) {
        site.facts.offer('entry', entryOf(chosen, modules), { file: hint.file, line: hint.line }, 'certain');
    }
    site.facts.offer('entry', entryOf(chosen, modules), place(chosen), hint === undefined ? 'likely' : 'certain');
    for (const candidate of candidates.filter((other) => other !== chosen && !isAside(other.module.path)).slice(0, 8)) {
        site.facts.offer('entry', entryOf(candidate, modules), place(candidate), 'guess');
    }
}

function offerPorts(site: Site, chosen: EntryCandidate, framework: PythonFramework): void {
    for (const hint of site.hints.commands) {
        if (hint.port !== undefined) {
            site.facts.offer('port', hint.port, { file: hint.file, line: hint.line }, hint.source === 'development' ? 'guess' : 'certain');
        }
    }
    for (const { port, line } of portsInCode(chosen.module)) {
        if (port !== undefined) {
            site.facts.offer('port', port, { file: chosen.module.path, line }, 'likely');
        }
    }
    site.facts.offer('port', framework.port, { file: chosen.module.path, line: chosen.binding.line }, 'guess');
}

function checkServer(
    dependencies: PythonDependencies,
    server: string,
    file: string,
    line: number | undefined,
    text: string | undefined,
): { findings: ProjectFinding[]; edits: ProposedFile[] } {
    if (dependencies.declared.has(server) || dependencies.file === undefined || text === undefined) {
        return { findings: [], edits: [] };
    }
    const content = appendRequirement(text, server);
    const title = `Add ${server} to ${dependencies.file}`;
    return {
        findings: [
            {
                code: 'requirements/server-missing',
                severity: 'error',
                message: `The app is started by ${server}, but ${dependencies.file} does not ask for it: the container would stop with "${server}: not found".`,
                file: dependencies.file,
                fix: { title, path: dependencies.file, content },
            },
        ],
        edits: [{ path: dependencies.file, content, action: 'edit', reason: `${title}: the container is started by it.` }],
    };
}

/** Quoted for sh when it has parentheses. */
function shellWord(word: string): string {
    return /^[\w.:/-]+$/.test(word) ? word : `'${word}'`;
}
