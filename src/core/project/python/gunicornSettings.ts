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

/** The start command with the settings file that it names as it is found from `base`, the folder that the image starts in. */
export function withSettingsFile({ folder }: Site, hint: StartHint, base: string): StartHint {
    if (hint.program !== 'gunicorn') {
        return hint;
    }
    const from = base === '' ? [] : base.split('/');
    const words = hint.words.flatMap((word, at) => {
        const isValue = /^(-c|--config)$/.test(hint.words[at - 1] ?? '');
        const named = isValue ? word : word.startsWith('--config=') ? word.slice('--config='.length) : undefined;
        if (named === undefined || !/^(\.\/)?[\w./-]+$/.test(named) || named.startsWith('/')) {
            return [word];
        }
        const path = named.replace(/^\.\//, '');
        const file = [join(hint.directory ?? '', path), join(base, path), path].find((place) => folder.has(place));
        const parts = file?.split('/') ?? [];
        const shared = parts.findIndex((part, index) => part !== from[index]);
        const relative = [...from.slice(shared).map(() => '..'), ...parts.slice(shared)].join('/');
        return file === undefined ? [word] : [isValue ? relative : `--config=${relative}`];
    });
    return { ...hint, words };
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
