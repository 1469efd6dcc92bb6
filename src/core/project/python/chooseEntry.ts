import type { StartHint } from '../hints/startHint';
import type { Site } from '../stack';
import type { ConsoleScript } from './consoleScripts';
import type { PythonDependencies } from './dependencies';
import type { DjangoFacts } from './django';
import { entryOf } from './entryCandidate';
import { isAside } from './isAside';
import type { EntryCandidate } from './entryCandidate';
import { frameworks } from './frameworks';
import type { PyModule, PythonModules } from './pythonModules';
import { statedEntry } from './statedEntry';

/** The entry: what the user set, what a start command of the project names, else the best candidate that is not a test or an example. */
export async function chooseEntry(
    site: Site,
    candidates: readonly EntryCandidate[],
    modules: PythonModules,
    django: DjangoFacts | undefined,
    scripts: readonly ConsoleScript[],
    dependencies: PythonDependencies,
): Promise<{ candidate: EntryCandidate; hint?: StartHint } | undefined> {
    const { facts, hints } = site;
    const set = facts.overrides.entry;
    if (set !== undefined) {
        return pickSet(set, candidates, modules, facts.overrides.framework);
    }
    const proper = candidates.filter((candidate) => !isAside(candidate.module.path));
    // A project may keep all its code in a folder whose name usually means something else (`build`, `demo`).
    const allAside = modules.paths.every((path) => isAside(path));
    const usable = allAside ? candidates.filter(({ module }) => !/(^|\/)(tests?|docs?|fixtures)\//.test(module.path)) : proper;
    for (const hint of hints.commands) {
        const script = scripts.find(({ name }) => name === hint.program);
        const called = script === undefined ? undefined : modules.find(script.module);
        const ofScript = candidates.find(({ module, object, calls }) => module.path === called && object === undefined && (calls ?? script?.calls) === script?.calls); // prettier-ignore
        if (ofScript !== undefined) {
            return { candidate: ofScript, hint };
        }
        if (
            hint.source === 'development' ||
            hint.target === undefined ||
            !/^(gunicorn|uvicorn|hypercorn|daphne|granian|waitress-serve|waitress|uwsgi|sanic|streamlit|chainlit|python|flask|quart|fastapi)$/.test(
                hint.program,
            )
        ) {
            continue;
        }
        const stated = await statedEntry(hint, candidates, modules);
        if (stated !== undefined) {
            return { candidate: stated, hint };
        }
    }
    // Below a list, a folder with one of its own is a service of its own.
    const lists = dependencies.declared.size > 0 ? site.folder.files.filter((file) => /^[^/]+\/requirements\.txt$/.test(file)) : [];
    const isApart = ({ module }: EntryCandidate) => lists.some((list) => module.path.startsWith(list.slice(0, list.indexOf('/') + 1)));
    const best = usable.find((candidate) => !isApart(candidate)) ?? usable[0];
    if (
        best !== undefined &&
        django === undefined &&
        hints.commands.length === 0 &&
        (await onlyLent(site, best, dependencies.distribution))
    ) {
        return undefined;
    }
    const gunicornHint = hints.commands.find(
        (hint) => /^(gunicorn|uvicorn|hypercorn|daphne|waitress-serve)$/.test(hint.program) && hint.source !== 'development',
    );
    if (django !== undefined) {
        const wsgi = usable
            .filter((candidate) => candidate.framework === 'django')
            .sort((a, b) => Number(isAsgi(a)) - Number(isAsgi(b)) || b.score - a.score);
        const channels = wsgi.find((candidate) => isAsgi(candidate) && routesHttp(candidate.module, dependencies));
        const pick = channels ?? wsgi[0] ?? best;
        return pick === undefined ? undefined : { candidate: pick, ...(gunicornHint !== undefined && { hint: gunicornHint }) };
    }
    return best === undefined ? undefined : { candidate: best, ...(gunicornHint !== undefined && { hint: gunicornHint }) };
}

/** True for a factory that a library lends to the apps of others: it has examples of them, and no module of its own starts it. */
async function onlyLent({ folder }: Site, { module, object, base }: EntryCandidate, distribution: string | undefined): Promise<boolean> {
    const name = object?.endsWith('()') === true ? object.slice(0, -2) : undefined;
    if (
        distribution === undefined ||
        name === undefined ||
        (base === '' && !module.path.startsWith('src/')) ||
        /(^|\/)(wsgi|asgi|app|main|server|__init__)\.py$/.test(module.path)
    ) {
        return false;
    }
    const others = folder.files.filter((file) => file.endsWith('.py') && file !== module.path && !isAside(file)).slice(0, 200);
    const texts = await Promise.all(others.map((file) => folder.text(file)));
    return (
        folder.files.some((file) => /^(examples?|demos?)\/.*\.py$/.test(file)) &&
        !texts.some((text) => new RegExp(String.raw`\b${name}\b\s*\(`).test(text ?? ''))
    );
}

/** True for Django's channels that also answer HTTP: since their third release they leave that to whom the router names for it. */
function routesHttp({ text }: PyModule, dependencies: PythonDependencies): boolean {
    const isOld = /[=~]=\s*[12]\.|<\s*3\b/.test(dependencies.declared.get('channels')?.specifier ?? '');
    return text.includes('ProtocolTypeRouter') && (isOld || /["']http["']\s*:|\bhttp\s*=/.test(text));
}

/** True for the asgi.py of a Django project. */
export function isAsgi(candidate: EntryCandidate): boolean {
    return candidate.module.path.includes('asgi') || /get_asgi_application|ProtocolTypeRouter/.test(candidate.module.text);
}

async function pickSet(
    entry: string,
    candidates: readonly EntryCandidate[],
    modules: PythonModules,
    framework: string | undefined,
): Promise<{ candidate: EntryCandidate } | undefined> {
    const known = candidates.find((candidate) => entryOf(candidate) === entry);
    if (known !== undefined) {
        return { candidate: known };
    }
    const [name = '', object] = entry.split(':');
    const path = object === undefined ? name : (modules.find(name) ?? '');
    const module = await modules.at(path);
    const id = Object.entries(frameworks).find(([, value]) => value.name.toLowerCase() === framework?.toLowerCase())?.[0];
    const inFile = candidates.find((candidate) => candidate.module.path === path);
    return module === undefined
        ? undefined
        : {
              candidate: {
                  module,
                  framework: (id as EntryCandidate['framework'] | undefined) ?? inFile?.framework ?? 'wsgi',
                  ...(object !== undefined && { object }),
                  base: modules.baseOf(module),
                  line: inFile?.line ?? 1,
                  score: 0,
              },
          };
}
