import type { StartHint } from '../hints/startHint';
import type { Site } from '../stack';
import type { PythonDependencies } from './dependencies';
import type { EntryCandidate } from './entryCandidate';
import type { PythonFramework } from './frameworks';
import { literalNames } from './ports';
import type { PyModule, PythonModules } from './pythonModules';
import { installedNames } from './serve';
import { joinPath } from './joinPath';

/** The settings file that gunicorn will read: the one that the start command names, else its usual names, where it starts and above. */
export function gunicornConfig({ folder }: Site, chosen: EntryCandidate, hint: StartHint | undefined): string | undefined {
    const words = hint?.program === 'gunicorn' ? hint.words : [];
    const at = words.findIndex((word) => /^(-c|--config)$/.test(word));
    const named = (
        words.find((word) => word.startsWith('--config='))?.slice('--config='.length) ?? words[at < 0 ? words.length : at + 1]
    )?.replace(/^(file:|python:)?(\.?\/)?/, '');
    const usual = ['gunicorn.conf.py', 'gunicorn_config.py', 'gunicorn-cfg.py', 'gunicorn_conf.py', 'config/gunicorn.py', 'conf/gunicorn.py', 'gunicorn.py']; // prettier-ignore
    const places = [...new Set([hint?.directory ?? '', chosen.base, ''])];
    const all = [...(named === undefined ? [] : [named]), ...usual].flatMap((file) => places.map((place) => joinPath(place, file)));
    return all.find((file) => file.endsWith('.py') && folder.has(file));
}

/**
 * The start command with the settings file that it names as it is found from `base`, the folder that the image starts in; without one that is nowhere, at
 * which gunicorn would stop.
 */
export function withSettingsFile({ folder }: Site, hint: StartHint, base: string): StartHint {
    if (hint.program !== 'gunicorn') {
        return hint;
    }
    const from = base === '' ? [] : base.split('/');
    const words: string[] = [];
    for (const [at, word] of hint.words.entries()) {
        const isValue = /^(-c|--config)$/.test(hint.words[at - 1] ?? '');
        const named = isValue ? word : word.startsWith('--config=') ? word.slice('--config='.length) : undefined;
        if (named === undefined || !/^(file:)?[\w./-]+$/.test(named)) {
            words.push(word);
            continue;
        }
        const file = settingsFile(folder.files, named.replace(/^(file:)?(\.\/)?/, ''), [hint.directory ?? '', base, '']);
        const parts = file?.split('/') ?? [];
        const shared = parts.findIndex((part, index) => part !== from[index]);
        const relative = [...from.slice(shared).map(() => '..'), ...parts.slice(shared)].join('/');
        if (file !== undefined) {
            words.push(isValue ? relative : `--config=${relative}`);
        } else if (isValue) {
            words.pop();
        }
    }
    return { ...hint, words };
}

/** The file that a command names: from one of the places, by its place in an image (`/code/conf/gunicorn.py`), or the only one of its name, which an image copies. */
function settingsFile(files: readonly string[], named: string, places: readonly string[]): string | undefined {
    const known = new Set(files);
    const parts = named.split('/').filter((part) => part !== '');
    const tails = named.startsWith('/') ? parts.map((_, at) => parts.slice(at).join('/')) : [named];
    const found = tails.flatMap((tail) => places.map((place) => joinPath(place, tail))).find((path) => known.has(path));
    const [only, ...more] = found === undefined ? files.filter((path) => path.endsWith(`/${parts.at(-1) ?? named}`)) : [];
    return found ?? (more.length === 0 ? only : undefined);
}

/** What gunicorn reads by itself where it starts. */
export const settingsByName = 'gunicorn.conf.py';

/** The app that gunicorn's own settings file names (`wsgi_app`), for a command that names none. */
export async function namedBySettings({ folder, hints }: Site, modules: PythonModules): Promise<readonly StartHint[]> {
    const file = settingsByName;
    const isNamed = hints.commands.some(({ program, target }) => program === 'gunicorn' && target !== undefined);
    const module = folder.has(file) && !isNamed ? await modules.at(file) : undefined;
    const names = module === undefined ? undefined : literalNames(module);
    const app = names?.get('wsgi_app');
    const start = names?.get('chdir');
    if (app?.kind !== 'string' || !/^[\w.]+(:[\w.]+(\(\))?)?$/.test(app.value)) {
        return [];
    }
    const worker = workerOf(module);
    const directory = start?.kind === 'string' ? start.value.replace(/^(\.?\/)?(app\/)?|\/$/g, '') : '';
    return [
        {
            program: 'gunicorn',
            target: app.value.includes(':') ? app.value : `${app.value}:application`,
            words: [],
            file,
            line: app.line,
            source: 'script',
            ...(worker !== undefined && { workerClass: worker.value }),
            ...(directory !== '' && { directory }),
        },
    ];
}

/**
 * What stands for a start command where a project has none: the settings file that gunicorn reads by itself where it starts. For an ASGI app gunicorn has to
 * be in the list, too. The file brings no command but its worker: without one gunicorn would take an ASGI app for a WSGI app. A WSGI app needs no such word,
 * and the file only counts where it says how many are served at a time, which a command would overrule.
 */
export async function saidBySettings(
    { folder }: Site,
    modules: PythonModules,
    chosen: EntryCandidate,
    framework: PythonFramework,
    dependencies: PythonDependencies,
): Promise<StartHint | undefined> {
    const file = joinPath(chosen.base, 'gunicorn.conf.py');
    const isWsgi = framework.interface === 'wsgi';
    if (
        (framework.interface !== 'asgi' && !isWsgi) ||
        chosen.object === undefined ||
        !folder.has(file) ||
        (!isWsgi && !installedNames(dependencies).has('gunicorn'))
    ) {
        return undefined;
    }
    const module = await modules.at(file);
    if (isWsgi && !/^(threads|worker_class)\s*=/m.test(module?.text ?? '')) {
        return undefined;
    }
    const worker = isWsgi ? undefined : workerOf(module);
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
