import { markerHolds } from '../../requirements/marker';
import { newestAllowed } from '../../requirements/pythonLimits';
import { compareVersions, parseVersion } from '../../requirements/version';
import type { StartHint } from '../hints/startHint';
import type { PythonDependencies } from './dependencies';
import { calleeName, callsIn, isMainGuard, walkStatements } from './expressions';
import type { EntryCandidate } from './entryCandidate';
import type { PythonFramework } from './frameworks';
import { launchOf } from './launch';
import type { Launch } from './launch';
import { speaksOnTerminal, toldTransport } from './mcpTransport';
import type { ToldTransport } from './mcpTransport';
import { pasteCommand } from './pasteApp';
import { portsInCode } from './ports';
import type { PyModule } from './pythonModules';
import { shellWord } from '../shellWord';

/** How the app is served: by what, from which command, and what must be installed for it. */
export interface ServePlan {
    readonly server: string;
    /** Shell words; `$PORT` is filled in by sh. */
    readonly command: string;
    /** The distribution that brings the server and whatever else brings it along; undefined when the framework does. */
    readonly requires?: { readonly add: string; readonly anyOf: readonly string[] };
    readonly env?: Readonly<Record<string, string>>;
}

const bringsUvicorn = [
    'uvicorn',
    'fastapi-cli',
    'gradio',
    'nicegui',
    'mcp',
    'fastmcp',
    'chainlit',
    'shiny',
    'python-fasthtml',
    'fastapi-standard',
    'fastapi-all',
    'litestar-standard',
    'starlite-standard',
    'uvicorn-worker',
    'prefect',
    'ray-serve',
    'sanic-ext',
    'connexion-uvicorn',
];

const asgiServers = ['uvicorn', 'hypercorn', 'daphne', 'granian', 'gunicorn'];

/** Before 21.3 Sanic's command knew neither `module:object` nor factories. */
function isOldSanic(dependencies: PythonDependencies): boolean {
    return /^[=~]=\s*(0\.|1[89]\.|20\.)/.test(dependencies.declared.get('sanic')?.specifier.trim() ?? '');
}

/** The entry as servers take it that are told of a factory. */
function factoryWords(entry: string): string {
    return entry.endsWith('()') ? `--factory ${shellWord(entry.slice(0, -2))}` : shellWord(entry);
}

function oldSanic(entry: string): string {
    const [module = '', object = ''] = entry.split(':');
    const name = object.replace(/\(\)$/, '');
    return `python -c "import os; from ${module} import ${name}; ${object}.run(host='0.0.0.0', port=int(os.environ['PORT']))"`;
}

/** Names of what is asked for, and `name-extra` for each extra. */
export function installedNames(dependencies: PythonDependencies, python?: string): ReadonlySet<string> {
    const installed = [...dependencies.declared.values()].filter(({ marker }) =>
        markerHolds(marker, python === undefined ? {} : { python }),
    );
    return new Set(installed.flatMap((each) => [each.name, ...each.extras.map((extra) => `${each.name}-${extra}`)]));
}

/** Chooses the server: what the project's own start command uses when that is installed, else what the interface needs. */
export function planServe(
    entry: string,
    candidate: EntryCandidate,
    framework: PythonFramework,
    hint: StartHint | undefined,
    dependencies: PythonDependencies,
    wanted: string | undefined,
): ServePlan {
    const names = installedNames(dependencies);
    const has = (...some: string[]) => some.some((name) => names.has(name));
    const isScript = entry.endsWith('.py');
    if (candidate.paste !== undefined) {
        return { server: 'waitress', command: pasteCommand(candidate.paste), requires: { add: 'waitress', anyOf: ['waitress'] } };
    }
    switch (candidate.framework) {
        case 'streamlit':
            return {
                server: 'streamlit',
                command: `streamlit run ${shellWord(entry)} --server.port $PORT --server.address 0.0.0.0 --server.headless true`,
                requires: { add: 'streamlit', anyOf: ['streamlit'] },
            };
        case 'chainlit':
            return {
                server: 'chainlit',
                command: `chainlit run ${shellWord(entry)} --host 0.0.0.0 --port $PORT --headless`,
                requires: { add: 'chainlit', anyOf: ['chainlit'] },
            };
        case 'panel':
            return {
                server: 'panel',
                command: `panel serve ${shellWord(entry)} --address 0.0.0.0 --port $PORT --allow-websocket-origin '*'`,
                requires: { add: 'panel', anyOf: ['panel'] },
            };
        case 'reflex':
            return { server: 'reflex', command: 'reflex run --env prod --backend-host 0.0.0.0' };
        case 'functions':
            return { server: 'func', command: '' };
        case 'sanic':
            return isScript
                ? runScript(launchOf(entry, candidate, hint))
                : isOldSanic(dependencies) && /^[\w.]+:/.test(entry)
                  ? { server: 'sanic', command: oldSanic(entry) }
                  : {
                        server: 'sanic',
                        command: `sanic ${factoryWords(entry)} --host 0.0.0.0 --port $PORT`,
                        requires: { add: 'sanic', anyOf: ['sanic'] },
                    };
        default:
            break;
    }
    if (isScript) {
        const stated = launchOf(entry, candidate, hint);
        const told = toldBy(candidate);
        const more = /--\S*transport|--(http|sse)\b/.test(stated.args) ? '' : told.args;
        const launch = { ...stated, words: `${stated.words}${more}`, args: `${stated.args}${more}` };
        const opened = overHttp(entry, candidate, launch, told) ?? openedScript(entry, candidate, launch);
        if (opened !== undefined) {
            return { ...opened, env: { ...told.env, ...opened.env } };
        }
        const env: Record<string, string> =
            candidate.framework === 'gradio'
                ? { GRADIO_SERVER_NAME: '0.0.0.0' }
                : candidate.framework === 'fastmcp'
                  ? { FASTMCP_HOST: '0.0.0.0', HOST: '0.0.0.0', ...told.env }
                  : candidate.framework === 'dash'
                    ? { HOST: '0.0.0.0' }
                    : {};
        const prefix =
            candidate.framework === 'gradio'
                ? 'env GRADIO_SERVER_PORT=$PORT '
                : candidate.framework === 'fastmcp'
                  ? 'env FASTMCP_PORT=$PORT '
                  : '';
        return { server: 'python', command: `${prefix}python ${launch.words}`, env };
    }
    if (candidate.framework === 'aiohttp') {
        const worker = hint?.workerClass?.startsWith('aiohttp.') === true ? hint.workerClass : 'aiohttp.GunicornWebWorker';
        return {
            server: 'gunicorn',
            command: `gunicorn --worker-class ${worker} --bind 0.0.0.0:$PORT${keptOptions(hint, ['-k', '--worker-class'])} ${shellWord(entry)}`,
            requires: { add: 'gunicorn', anyOf: ['gunicorn'] },
        };
    }
    const stated = wanted ?? hint?.program;
    if (framework.interface === 'asgi') {
        if (stated === 'gunicorn' && has('gunicorn') && wanted === undefined) {
            const worker = hint?.workerClass ?? 'uvicorn.workers.UvicornWorker';
            const needed = worker.startsWith('uvicorn_worker') ? 'uvicorn-worker' : 'uvicorn';
            return {
                server: 'gunicorn',
                command: `gunicorn --worker-class ${worker} --bind 0.0.0.0:$PORT${keptOptions(hint, ['-k', '--worker-class'])} ${shellWord(entry)}`,
                requires: { add: needed, anyOf: [needed, ...bringsUvicorn] },
            };
        }
        if (stated === 'gunicorn' && wanted !== undefined) {
            return {
                server: 'gunicorn',
                command: `gunicorn --worker-class uvicorn.workers.UvicornWorker --bind 0.0.0.0:$PORT ${shellWord(entry)}`,
                requires: { add: 'gunicorn', anyOf: ['gunicorn'] },
            };
        }
        const chosen = stated !== undefined && asgiServers.includes(stated) ? stated : undefined;
        const unstated = (name: string) => chosen === undefined && has(name) && !has(...bringsUvicorn);
        if (
            chosen === 'hypercorn' ||
            unstated('hypercorn') ||
            (candidate.framework === 'quart' && chosen === undefined && !has('uvicorn'))
        ) {
            return {
                server: 'hypercorn',
                command: `hypercorn --bind 0.0.0.0:$PORT ${shellWord(entry)}`,
                requires: { add: 'hypercorn', anyOf: ['hypercorn', 'quart'] },
            };
        }
        if (stated === 'daphne' || (framework.name === 'Django' && has('daphne', 'channels-daphne') && stated !== 'uvicorn')) {
            return {
                server: 'daphne',
                command: `daphne -b 0.0.0.0 -p $PORT ${shellWord(entry)}`,
                requires: { add: 'daphne', anyOf: ['daphne', 'channels-daphne'] },
            };
        }
        if (chosen === 'granian' || unstated('granian') || unstated('litestar-granian')) {
            return {
                server: 'granian',
                command: `granian --interface asgi --host 0.0.0.0 --port $PORT ${factoryWords(entry)}`,
                requires: { add: 'granian', anyOf: ['granian', 'litestar-granian'] },
            };
        }
        return {
            server: 'uvicorn',
            command: `uvicorn --host 0.0.0.0 --port $PORT ${factoryWords(entry)}`,
            requires: { add: 'uvicorn', anyOf: bringsUvicorn },
        };
    }
    if (
        (stated === 'waitress-serve' || stated === 'waitress' || (has('waitress') && !has('gunicorn') && stated !== 'gunicorn')) &&
        wanted !== 'gunicorn'
    ) {
        const served = servedBelow(entry, candidate, dependencies) ? `${entry}.server` : entry;
        return {
            server: 'waitress',
            command: `waitress-serve --listen 0.0.0.0:$PORT ${entry.endsWith('()') ? `--call ${entry.slice(0, -2)}` : served}`,
            requires: { add: 'waitress', anyOf: ['waitress'] },
        };
    }
    const worker = wsgiWorker(hint, names, candidate);
    const served = servedBelow(entry, candidate, dependencies) ? `"pkgutil:resolve_name('${entry}.server')"` : shellWord(entry);
    return {
        server: 'gunicorn',
        command: `gunicorn${worker} --bind 0.0.0.0:$PORT${keptOptions(hint, ['-k', '--worker-class'])} ${served}`,
        requires: { add: 'gunicorn', anyOf: ['gunicorn'] },
    };
}

/**
 * True for a Dash app whose `server` must be named: Dash before 3.1 can not be called by a server itself (seen in its releases). gunicorn takes no dotted name,
 * but a call of a module's function: `pkgutil.resolve_name` finds what a dotted name means.
 */
function servedBelow(entry: string, { framework, object, module }: EntryCandidate, dependencies: PythonDependencies): boolean {
    const specifier = (dependencies.locked.get('dash') ?? dependencies.declared.get('dash'))?.specifier ?? '';
    const newest = newestAllowed(specifier);
    const limit = newest === undefined ? undefined : parseVersion(newest.version);
    const callable = parseVersion('3.1');
    return (
        framework === 'dash' &&
        object !== undefined &&
        object !== 'server' &&
        /^[\w.]+:\w+$/.test(entry) &&
        !new RegExp(String.raw`^[ \t]*${object}\b[^=\n]*=\s*\w+\.server\b|^[ \t]*${object}\s*=\s*(flask\.)?Flask\(`, 'm').test(
            module.text,
        ) &&
        limit !== undefined &&
        callable !== undefined &&
        compareVersions(limit, callable) < (newest?.kind === 'below' ? 1 : 0)
    );
}

/** What makes an MCP server serve over HTTP: its entry is told so, or the module that runs it. */
function toldBy({ framework, module, opens, settings }: EntryCandidate): ToldTransport {
    if (framework !== 'fastmcp' && !/\bmcp\b/i.test(module.text)) {
        return { args: '', env: {} };
    }
    const own = toldTransport(module, settings);
    return opens === undefined || own.args !== '' || Object.keys(own.env).length > 0 ? own : toldTransport(opens, settings);
}

/** Websockets over WSGI need one process that keeps a connection per thread; a stated worker class is kept when it is installed. */
function wsgiWorker(hint: StartHint | undefined, names: ReadonlySet<string>, { module, framework }: EntryCandidate): string {
    const stated = hint?.program === 'gunicorn' ? hint.workerClass : undefined;
    if (stated !== undefined) {
        const needed = stated.includes('eventlet') ? 'eventlet' : stated.includes('gevent') ? 'gevent' : undefined;
        if (needed === undefined || names.has(needed)) {
            return ` --worker-class ${stated}`;
        }
    }
    if (names.has('flask-socketio') || framework === 'socketio') {
        return names.has('eventlet')
            ? ' --worker-class eventlet --workers 1'
            : names.has('gevent-websocket')
              ? ' --worker-class geventwebsocket.gunicorn.workers.GeventWebSocketWorker --workers 1'
              : names.has('gevent')
                ? ' --worker-class gevent --workers 1'
                : ' --workers 1 --threads 100';
    }
    // A context that is pushed while the app is made is there in the thread that imports it, and in no other one.
    return hint?.program === 'gunicorn' ? '' : pushesContext(module) ? ' --workers 4' : ' --threads 8';
}

function pushesContext({ statements }: PyModule): boolean {
    const served = statements.filter((statement) => !isMainGuard(statement));
    return [...callsIn(walkStatements(served))].some(
        ({ callee }) =>
            callee.kind === 'attribute' &&
            callee.name === 'push' &&
            callee.object.kind === 'call' &&
            /(^|\.)app_context$/.test(calleeName(callee.object) ?? ''),
    );
}

/** Frameworks whose `run` listens on 127.0.0.1 where it is given no host. */
const closedByDefault: ReadonlySet<string> = new Set(['flask', 'fastapi', 'starlette', 'quart', 'sanic', 'litestar', 'connexion']);

/** Runs a script whose sockets are opened to all addresses where they would be bound to 127.0.0.1. */
function openedToAll({ code, args }: Launch): string {
    return (
        `python -c "import runpy, socket, sys; bind = socket.socket.bind; ` +
        `socket.socket.bind = lambda s, a: bind(s, ('0.0.0.0', *a[1:]) if isinstance(a, tuple) and a[0] in ('127.0.0.1', 'localhost') else a); ` +
        `${code}"${args}`
    );
}

/** A script that listens on 127.0.0.1 of its own accord, started in a way that listens on all addresses; undefined for every other one. */
function openedScript(entry: string, { framework, module, opens = module }: EntryCandidate, launch: Launch): ServePlan | undefined {
    const hosts = portsInCode(opens).flatMap(({ host }) => (host === undefined ? [] : [host]));
    const named = /host\s*=\s*['"](127\.|localhost)/.test(opens.text) || (hosts.length > 0 && hosts.every((host) => /^(127\.|localhost)/.test(host))); // prettier-ignore
    if (!named && /host\s*=\s*(?!['"](127\.|localhost))/.test(opens.text)) {
        return undefined;
    }
    if (
        /^[\w./-]+$/.test(entry) &&
        !entry.endsWith('/__main__.py') &&
        ((named && (framework !== 'bottle' || !/__name__\s*==/.test(module.text)) && framework !== 'fastmcp') ||
            (closedByDefault.has(framework) &&
                opens.text.includes('.run(') &&
                !/\.run\(\s*['"]|\breload\s*=\s*True|\.run\([^)]*\*\*/.test(opens.text)))
    ) {
        return { server: 'python', command: openedToAll(launch) };
    }
    if (framework === 'bottle' && /^[A-Za-z_]\w*\.py$/.test(entry) && /__name__\s*==/.test(module.text)) {
        // Bottle's own command serves the app that its decorators fill, without the script's run().
        return {
            server: 'gunicorn',
            command: `python -m bottle --server gunicorn --bind 0.0.0.0:$PORT ${shellWord(entry.slice(0, -'.py'.length))}`,
            requires: { add: 'gunicorn', anyOf: ['gunicorn'] },
        };
    }
    if (framework === 'fastmcp' && /\bmcp\.server\b/.test(module.text) && /^[\w./-]+$/.test(entry) && !/host\s*=/.test(module.text)) {
        // The class of the MCP SDK takes its address from its arguments only, and refuses other host names while it is 127.0.0.1.
        return {
            server: 'python',
            command:
                `python -c "import functools, os, runpy, sys; from mcp.server.fastmcp import FastMCP; ` +
                `FastMCP.__init__ = functools.partialmethod(FastMCP.__init__, host='0.0.0.0', port=int(os.environ['PORT'])); ` +
                `${launch.code}"${launch.args}`,
        };
    }
    return undefined;
}

/** An MCP server that only ever talks over its terminal, run over HTTP instead: in a container nobody sits at the terminal. */
function overHttp(
    entry: string,
    { framework, module, opens = module, unrun }: EntryCandidate,
    launch: Launch,
    told: ToldTransport,
): ServePlan | undefined {
    if (
        framework !== 'fastmcp' ||
        told.args !== '' ||
        Object.keys(told.env).length > 0 ||
        !/^[\w./-]+$/.test(entry) ||
        (unrun === undefined && !speaksOnTerminal(opens))
    ) {
        return undefined;
    }
    const ofSdk = /\bmcp\.server\b/.test(opens.text) && !/from\s+fastmcp\b|import\s+fastmcp\b/.test(opens.text);
    const arguments_ = ofSdk ? `'streamable-http'` : `transport='http', host='0.0.0.0', port=int(os.environ['PORT'])`;
    // The class of the SDK takes its address from its arguments only.
    const address = ofSdk
        ? `from mcp.server.fastmcp import FastMCP; FastMCP.__init__ = functools.partialmethod(FastMCP.__init__, host='0.0.0.0', port=int(os.environ['PORT'])); `
        : 'from fastmcp import FastMCP; ';
    const run =
        unrun === undefined
            ? `run = FastMCP.run; FastMCP.run = lambda self, *a, **k: run(self, ${arguments_}); ${launch.code}`
            : `${launch.code}['${unrun}'].run(${arguments_})`;
    return { server: 'python', command: `python -c "import functools, os, runpy, sys; ${address}${run}"${launch.args}` };
}

function runScript({ words }: Launch): ServePlan {
    return { server: 'python', command: `python ${words}` };
}

/** Options of the project's own gunicorn command that do not depend on the machine. */
function keptOptions(hint: StartHint | undefined, dropped: readonly string[]): string {
    if (hint?.program !== 'gunicorn') {
        return '';
    }
    const kept: string[] = [];
    for (let at = 0; at < hint.words.length; at += 1) {
        const word = hint.words[at] ?? '';
        const [name = '', value = hint.words[at + 1]] = word.split('=', 2);
        if (
            /^(-w|--workers|--threads|-t|--timeout|-c|--config)$/.test(name) &&
            !dropped.includes(name) &&
            value !== undefined &&
            /^[\w./-]+$/.test(value)
        ) {
            kept.push(`${name} ${value}`);
        } else if (word === '--preload') {
            kept.push(word);
        }
    }
    return kept.length === 0 ? '' : ` ${kept.join(' ')}`;
}
