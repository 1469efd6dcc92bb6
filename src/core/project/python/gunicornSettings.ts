import type { StartHint } from '../hints/startHint';
import type { Site } from '../stack';
import type { PythonDependencies } from './dependencies';
import type { EntryCandidate } from './entries';
import type { PythonFramework } from './frameworks';
import { literalNames } from './ports';
import type { PyModule, PythonModules } from './pythonModules';
import { installedNames } from './serve';

/** The settings file that gunicorn will read: the one that the start command names, else its usual names, where it starts and above. */
export function gunicornConfig({ folder }: Site, chosen: EntryCandidate, hint: StartHint | undefined): string | undefined {
    const words = hint?.program === 'gunicorn' ? hint.words : [];
    const at = words.findIndex((word) => /^(-c|--config)$/.test(word));
    const named = (
        words.find((word) => word.startsWith('--config='))?.slice('--config='.length) ?? words[at < 0 ? words.length : at + 1]
    )?.replace(/^(file:|python:)?(\.?\/)?/, '');
    const usual = ['gunicorn.conf.py', 'gunicorn_config.py', 'gunicorn-cfg.py', 'gunicorn_conf.py', 'config/gunicorn.py', 'conf/gunicorn.py', 'gunicorn.py']; // prettier-ignore
    const places = [...new Set([hint?.directory ?? '', chosen.base, ''])];
    const all = [...(named === undefined ? [] : [named]), ...usual].flatMap((file) => places.map((place) => join(place, file)));
    return all.find((file) => file.endsWith('.py') && folder.has(file));
}

/**
 * What stands for a start command where an ASGI project has none: gunicorn in its list, and the settings file that gunicorn reads by itself where it starts.
 * The file brings no command but its worker: without one gunicorn would take an ASGI app for a WSGI app.
 */
export async function saidBySettings(
    { folder }: Site,
    modules: PythonModules,
    chosen: EntryCandidate,
    framework: PythonFramework,
    dependencies: PythonDependencies,
): Promise<StartHint | undefined> {
    const file = join(chosen.base, 'gunicorn.conf.py');
    if (
        framework.interface !== 'asgi' ||
        chosen.object === undefined ||
        !folder.has(file) ||
        !installedNames(dependencies).has('gunicorn')
    ) {
        return undefined;
    }
    const worker = workerOf(await modules.at(file));
    return {
        program: 'gunicorn',
        words: [],
        file,
        line: worker?.line ?? 1,
        source: 'script',
        ...(worker !== undefined && { workerClass: worker.value }),
    };
}

function workerOf(module: PyModule | undefined): { readonly value: string; readonly line: number } | undefined {
    const stated = module === undefined ? undefined : literalNames(module).get('worker_class');
    return stated?.kind === 'string' && /^[\w.]+$/.test(stated.value) ? stated : undefined;
}

function join(directory: string, file: string): string {
    return directory === '' ? file : `${directory}/${file}`;
}
