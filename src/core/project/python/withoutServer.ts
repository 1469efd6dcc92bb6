import { shellWord } from '../shellWord';
import { noNeeds } from '../stack';
import type { Detection, Site } from '../stack';
import type { PythonDependencies } from './dependencies';
import { isAside } from './isAside';

/** A folder in which nothing serves, and why. */
export function nothing(reason: string, certainty: number): Detection {
    return { kind: 'none', reason, findings: [], needs: noNeeds, edits: [], certainty };
}

/** Python without anything that serves: a library, a worker, or nothing to run. */
export function withoutServer(site: Site, dependencies: PythonDependencies): Detection | undefined {
    const { folder, facts } = site;
    const file = folder.files.find((path) => path.endsWith('.py') && !isAside(path));
    if (dependencies.distribution !== undefined) {
        facts.offer('language', 'Python', { file: dependencies.file ?? 'setup.py' }, 'certain');
        return { ...nothing(`it is the library ${dependencies.distribution}: nothing in it serves`, 40), kind: 'library' };
    }
    const workerHint = site.hints.commands.find((hint) => hint.program === 'python' && hint.target !== undefined);
    const script = workerHint?.target ?? ['main.py', 'app.py', 'bot.py', 'run.py', 'worker.py'].find((name) => folder.has(name));
    if (file === undefined || script === undefined || !folder.has(script)) {
        return file === undefined ? onlyNotebooks(folder) : nothing('nothing in it listens on a port', 8);
    }
    facts.offer('language', 'Python', { file: dependencies.file ?? script }, 'certain');
    facts.offer('entry', script, workerHint ?? { file: script }, workerHint === undefined ? 'guess' : 'certain');
    facts.offer('server', 'python', { file: script }, 'likely');
    return { ...nothing('nothing in it listens on a port', 20), kind: 'worker', startCommand: ['python', shellWord(script)] };
}

/** A folder that holds notebooks and no sources; undefined without any. */
export function onlyNotebooks({ files }: Site['folder']): Detection | undefined {
    return files.some((file) => file.endsWith('.ipynb')) ? nothing('it holds notebooks, and nothing that serves', 5) : undefined;
}
