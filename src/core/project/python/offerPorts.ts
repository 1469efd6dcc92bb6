import { portIn } from '../hints/portIn';
import type { StartHint } from '../hints/startHint';
import { exampleFile, exampleVariables } from '../needs/exampleVariables';
import { configPort } from '../others/configPort';
import type { Site } from '../stack';
import { isAside } from './isAside';
import type { EntryCandidate } from './entryCandidate';
import type { PythonFramework } from './frameworks';
import { gunicornConfig } from './gunicornSettings';
import { joinPath } from './joinPath';
import { borrowedNames, boundPort, portsInCode } from './ports';
import type { PythonModules } from './pythonModules';
import { moduleName } from './pythonModules';
import type { ServePlan } from './serve';

const sourceRank: Readonly<Record<StartHint['source'], 'certain' | 'likely' | 'guess'>> = {
    Procfile: 'certain',
    startup: 'certain',
    azure: 'certain',
    platform: 'certain',
    dockerfile: 'certain',
    compose: 'likely',
    script: 'likely',
    processFile: 'guess',
    packageScript: 'likely',
    development: 'guess',
};

/** Offers every port that is stated somewhere, the strongest first. */
export async function offerPorts(
    site: Site,
    modules: PythonModules,
    chosen: EntryCandidate,
    framework: PythonFramework,
    plan: ServePlan,
    hint: StartHint | undefined,
): Promise<void> {
    const { facts, hints, folder } = site;
    const opening = chosen.opens === undefined ? [chosen.module] : [chosen.module, chosen.opens];
    const inCode = (
        await Promise.all(
            opening.map(async (module) =>
                portsInCode(module, await borrowedNames(modules, module)).map((each) => ({ ...each, file: module.path })),
            ),
        )
    ).flat();
    const opensItself = plan.server === 'python';
    const offerCode = () => {
        for (const { port, file, line } of inCode) {
            if (port !== undefined) {
                facts.offer('port', port, { file, line }, opensItself ? 'certain' : 'likely');
            }
        }
    };
    for (const each of hints.ports.filter(({ how }) => how === 'environment')) {
        facts.offer('port', each.port, each, 'certain');
    }
    if (chosen.paste?.port !== undefined) {
        facts.offer('port', chosen.paste.port.value, { file: chosen.paste.file, line: chosen.paste.port.line }, 'certain');
    }
    if (opensItself && hint?.port !== undefined && plan.command.includes('$PORT')) {
        facts.offer('port', hint.port, hint, 'certain'); // the script is told so
    }
    if (opensItself) {
        offerCode();
    }
    for (const each of hint === undefined ? hints.commands : [hint, ...hints.commands]) {
        if (
            each.port !== undefined &&
            /^(gunicorn|uvicorn|hypercorn|daphne|granian|waitress-serve|waitress|uwsgi|sanic|streamlit|chainlit|flask|python|fastapi|panel)$/.test(
                each.program,
            )
        ) {
            facts.offer('port', each.port, { file: each.file, line: each.line }, sourceRank[each.source]);
        }
    }
    const config = gunicornConfig(site, chosen, hint);
    const bound = config === undefined ? undefined : boundPort(await modules.at(config));
    if (config !== undefined && bound !== undefined && plan.server === 'gunicorn') {
        facts.offer('port', bound.port, { file: config, line: bound.line }, 'certain');
    }
    const configured = inCode.some(({ settings }) => settings === true) ? await configPort(folder) : undefined;
    if (configured !== undefined) {
        facts.offer('port', configured.value, configured, configured.confidence);
    }
    const streamlitConfig = framework.name === 'Streamlit' ? await folder.text('.streamlit/config.toml') : undefined;
    const streamlitPort = /^[ \t]*port\s*=\s*(\d+)/m.exec(streamlitConfig ?? '')?.[1];
    if (streamlitPort !== undefined) {
        facts.offer('port', Number(streamlitPort), { file: '.streamlit/config.toml' }, 'certain');
    }
    if (hint?.source === 'dockerfile' && hint.program === 'python') {
        offerCode(); // what the image runs opens this port, whatever it exposes
    }
    for (const each of hints.commands.filter(({ source, program }) => source === 'dockerfile' && program === 'python')) {
        await offerScript(site, modules, chosen, each);
    }
    for (const each of hints.ports) {
        facts.offer(
            'port',
            each.port,
            { file: each.file, line: each.line },
            each.source === 'dockerfile' ? 'likely' : sourceRank[each.source],
        );
    }
    if (!opensItself && (framework.interface !== 'own' || chosen.framework === 'sanic')) {
        offerCode();
        for (const file of [
            ...['main.py', 'run.py', 'app.py', 'server.py', 'wsgi.py', '__main__.py', 'start.py', 'manage.py'].map((name) => joinPath(chosen.base, name)), // prettier-ignore
            ...(await scriptsAround(modules, chosen)),
            ...['__main__.py', 'run.py'].map((name) => chosen.module.path.replace(/[^/]*$/, name)),
        ].filter((each) => folder.has(each) && each !== chosen.module.path)) {
            const module = await modules.at(file);
            for (const { port, line } of module === undefined ? [] : portsInCode(module, await borrowedNames(modules, module))) {
                if (port !== undefined) {
                    facts.offer('port', port, { file, line }, 'likely');
                }
            }
        }
    }
    for (const { file, text } of await exampleFiles(folder)) {
        for (const { name, default: value, line } of exampleVariables(file, text)) {
            const port = inCode.some(({ variable }) => variable === name) ? portIn(value) : undefined;
            if (port !== undefined) {
                facts.offer('port', port, { file, line }, 'likely');
            }
        }
    }
    for (const { file, text } of await exampleFiles(folder)) {
        for (const { name, default: value, line } of exampleVariables(file, text)) {
            const port = /^(SERVER|APP|API|HTTP|WEB|BACKEND|UVICORN|SERVICE)_PORT$/.test(name) ? portIn(value) : undefined;
            if (port !== undefined) {
                facts.offer('port', port, { file, line }, 'guess');
            }
        }
    }
    // Flask's own server opens another port than those that usually serve it.
    const isOwnServer = opensItself && /^(flask|quart)$/.test(chosen.framework);
    const ownPort = opening.some(({ text }) => /\bwaitress\b/.test(text)) ? 8080 : 5000;
    // aiohttp's own port is that of its run_app: where only gunicorn runs it, gunicorn's is as good as any.
    const usual = isOwnServer ? ownPort : chosen.framework === 'aiohttp' && chosen.object !== undefined ? 8000 : framework.port;
    facts.offer('port', usual, { file: chosen.module.path, line: chosen.line }, 'guess');
}

/** The ports that the script opens which an image runs, where it serves the app of another module. */
async function offerScript({ facts }: Site, modules: PythonModules, chosen: EntryCandidate, hint: StartHint): Promise<void> {
    const file = joinPath(hint.directory ?? '', (hint.target ?? '').replace(/^\.\//, ''));
    const module = file.endsWith('.py') && file !== chosen.module.path ? await modules.at(file) : undefined;
    for (const { port, line } of module === undefined ? [] : portsInCode(module, await borrowedNames(modules, module))) {
        if (port !== undefined) {
            facts.offer('port', port, { file, line }, 'certain');
        }
    }
}

/** Scripts at the top of the project that import the app's module: one of them may run it. */
async function scriptsAround(modules: PythonModules, chosen: EntryCandidate): Promise<string[]> {
    const name = moduleName(chosen.module.path, chosen.base);
    const scripts = modules.paths.filter((path) => !path.includes('/') && !isAside(path)).slice(0, 20);
    const read = await Promise.all(scripts.map((path) => modules.at(path)));
    return read.flatMap((module) =>
        module !== undefined &&
        (name.includes('.') || chosen.module.path.endsWith('/__init__.py')) &&
        module.text.includes(`from ${name} import`)
            ? [module.path]
            : [],
    );
}

async function exampleFiles(folder: Site['folder']): Promise<{ file: string; text: string }[]> {
    const names = folder.files.filter((file) => exampleFile.test(file) && file.split('/').length <= 2).slice(0, 4);
    return Promise.all(names.map(async (file) => ({ file, text: (await folder.text(file)) ?? '' })));
}
