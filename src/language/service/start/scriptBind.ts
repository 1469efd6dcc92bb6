import { calleeName, callsIn, keyword, positional, walkStatements } from '../../../core/project/python/expressions';
import type { PyCall } from '../../../core/project/python/expressions';
import { parsePython } from '../../../core/project/python/parsePython';
import type { PyExpression, PyStatement } from '../../../core/project/python/syntax';
import { withoutComments } from '../../../core/project/node/nodePorts';
import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import type { Word } from '../dockerfile/shellCommands';
import type { FileEdit } from '../finding';
import { baseNameOf, joinPath } from '../paths';
import { isLoopback } from './serverUse';

/** A script that opens its port itself, on loopback only. */
export interface ScriptBind {
    /** Where the start command names it. */
    readonly word: Word;
    readonly path: string;
    /** 1-based, in the script. */
    readonly line: number;
    readonly host: string;
    /** Whether the script names the host, or its framework's default is meant. */
    readonly said: boolean;
    /** Makes the script listen everywhere; absent where the text is not understood. */
    readonly edit?: FileEdit;
}

interface Listening {
    readonly line: number;
    /** Undefined when it is not a literal: anything may be meant. */
    readonly host: string | undefined;
    readonly said: boolean;
    readonly edit?: { readonly start: number; readonly end: number; readonly newText: string };
}

/** Undefined when the start command runs no script of the project, or when one of its calls may listen elsewhere. */
export function scriptBind(document: DockerfileDocument): ScriptBind | undefined {
    const script = startedScript(document);
    const text = script === undefined ? undefined : document.snapshot.read(script.path);
    if (script === undefined || text === undefined) {
        return undefined;
    }
    const calls = script.path.endsWith('.py') ? pythonListening(text, document.env()) : nodeListening(text);
    const [first] = calls;
    if (first?.host === undefined || !calls.every(({ host }) => host !== undefined && isLoopback(host))) {
        return undefined;
    }
    const { line, host, said, edit } = first;
    return {
        ...script,
        line,
        host,
        said,
        ...(edit !== undefined &&
            calls.length === 1 && { edit: { path: script.path, span: { start: edit.start, end: edit.end }, newText: edit.newText } }),
    };
}

function startedScript(document: DockerfileDocument): { readonly word: Word; readonly path: string } | undefined {
    const [program, ...args] = document.start()?.words ?? [];
    const name = baseNameOf(program?.text ?? '');
    if (program === undefined || document.snapshot.paths === undefined) {
        return undefined;
    }
    if (name === 'npm') {
        const isStart = args[0]?.text === 'start' || (args[0]?.text === 'run' && args[1]?.text === 'start');
        const manifest = isStart ? document.snapshot.read(joinPath(document.root(), 'package.json') ?? 'package.json') : undefined;
        const script = /"start"\s*:\s*"node\s+(?:-\S+\s+)*([\w./-]+)"/.exec(manifest ?? '')?.[1];
        const path = script === undefined ? undefined : fileOf(document, script);
        return path === undefined ? undefined : { word: program, path };
    }
    const wanted = /^(python|pypy)(\d(\.\d+)?)?$/.test(name)
        ? /^[\w./-]+\.py$/
        : /^(node|nodejs)$/.test(name)
          ? /^[\w./-]+\.[cm]?js$/
          : undefined;
    // What follows an option may be the option's own value.
    const word = args.find(({ text }) => !/^-[uBEIsSOx]+$/.test(text));
    const path = word !== undefined && wanted?.test(word.text) === true ? fileOf(document, word.text) : undefined;
    return word === undefined || path === undefined ? undefined : { word, path };
}

/** The file of the workspace folder that a path of the image was copied from. */
function fileOf(document: DockerfileDocument, script: string): string | undefined {
    const relative = script.replace(/^\/(app|code|src|srv|usr\/src\/app|home\/site\/wwwroot)\//, '').replace(/^\.\//, '');
    return ['', ...document.sources().map(({ source }) => source)]
        .map((source) => joinPath(document.root(), `./${source}/${relative}`))
        .find((path) => path !== undefined && document.snapshot.paths?.includes(path) === true);
}

/** Classes whose `run` listens on 127.0.0.1 unless it is told otherwise; the variable is read in its place. */
const quietHosts: Readonly<Record<string, string | undefined>> = { Flask: undefined, Quart: undefined, Bottle: undefined, Dash: 'HOST' };
const quietFunctions = new Set(['uvicorn.run', 'bottle.run']);
const opening = /(^|\.)(run|run_app|run_server|serve|run_simple|make_server|launch|listen|HTTPServer|ThreadingHTTPServer|TCPSite)$/;

function pythonListening(text: string, env: ReadonlyMap<string, string>): readonly Listening[] {
    const statements = parsePython(text);
    const made = madeObjects(statements);
    const lines = lineStarts(text);
    const found: Listening[] = [];
    for (const call of callsIn(walkStatements(statements))) {
        const name = calleeName(call) ?? '';
        if (!opening.test(name)) {
            continue;
        }
        const at = lines[call.line - 1] ?? 0;
        const given = hostArgument(call, name);
        const maker = made.get(name.slice(0, Math.max(0, name.lastIndexOf('.'))));
        const variable = maker === undefined ? undefined : quietHosts[maker];
        if (given !== undefined) {
            const host = given.kind === 'string' ? given.value : undefined;
            found.push({ line: call.line, host, said: true, ...literalEdit(text, at, host) });
        } else if (quietFunctions.has(name) || (maker !== undefined && (variable === undefined || !env.has(variable)))) {
            found.push({ line: call.line, host: '127.0.0.1', said: false, ...addedHost(text, at, name) });
        }
    }
    return found;
}

function hostArgument(call: PyCall, name: string): PyExpression | undefined {
    const first = positional(call, 0);
    return (
        keyword(call, 'host') ??
        keyword(call, 'server_name') ??
        (first?.kind === 'list' ? first.items[0] : undefined) ??
        (first?.kind === 'string' && !name.startsWith('uvicorn.') && /^[\d.:]+$|^localhost$/.test(first.value) ? first : undefined)
    );
}

/** What plain names are made of: `app = Flask(__name__)` says `app` → `Flask`; only the classes that matter. */
function madeObjects(statements: readonly PyStatement[]): ReadonlyMap<string, string> {
    const made = new Map<string, string>();
    for (const statement of walkStatements(statements)) {
        const maker = statement.kind === 'assign' && statement.value?.kind === 'call' ? calleeName(statement.value)?.split('.').at(-1) : '';
        if (statement.kind === 'assign' && maker !== undefined && maker in quietHosts) {
            statement.targets.forEach((target) => target.kind === 'name' && made.set(target.name, maker));
        }
    }
    return made;
}

function nodeListening(text: string): readonly Listening[] {
    const code = withoutComments(text);
    const isFastify = /(?:require\(\s*|from\s+)['"]fastify['"]/.test(code);
    const lines = lineStarts(text);
    const found: Listening[] = [];
    for (const match of code.matchAll(/\.listen\(\s*(?:\{([^{}]*)\}|([^(){},]+(?:\([^()]*\))?)(?:,([^,()]+)(?=[,)]))?)/g)) {
        const [whole, options, , second] = match;
        const line = lines.findLastIndex((start) => start <= match.index) + 1;
        if (options !== undefined && !/\bhost\b/.test(options)) {
            if (isFastify) {
                const at = match.index + whole.indexOf('{') + 1;
                found.push({ line, host: 'localhost', said: false, edit: { start: at, end: at, newText: " host: '0.0.0.0'," } });
            }
            continue;
        }
        const written = options === undefined ? second?.trim() : (/\bhost\s*:\s*([^,}]+)/.exec(options)?.[1] ?? 'host');
        if (written === undefined || /^(\(|function|async|\w+\s*=>|err)/.test(written)) {
            continue;
        }
        const host = /^\s*(['"`])([^'"`$]*)\1\s*$/.exec(written)?.[2];
        found.push({ line, host, said: true, ...literalEdit(text, match.index, host) });
    }
    return found;
}

function lineStarts(text: string): readonly number[] {
    return [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map(({ index, 0: end }) => index + end.length)];
}

/** Replaces the literal that follows `at`, quotes left as they are. */
function literalEdit(text: string, at: number, host: string | undefined): Pick<Listening, 'edit'> {
    const literal =
        host === undefined ? -1 : ['"', "'", '`'].map((quote) => text.indexOf(quote + host + quote, at)).find((one) => one >= 0);
    const start = (literal ?? -1) + 1;
    return host === undefined || start === 0 ? {} : { edit: { start, end: start + host.length, newText: '0.0.0.0' } };
}

/** Adds the keyword at the end of a call that stands on one line. */
function addedHost(text: string, at: number, name: string): Pick<Listening, 'edit'> {
    const line = /^[^\r\n]*/.exec(text.slice(at))?.[0] ?? '';
    const open = line.indexOf(`${name}(`);
    const call =
        open < 0
            ? null
            : /^\((?:[^()"'#]|"[^"\\]*"|'[^'\\]*'|\((?:[^()"'#]|"[^"\\]*"|'[^'\\]*'|\([^()"'#]*\))*\))*\)/.exec(
                  line.slice(open + name.length),
              );
    if (call === null) {
        return {};
    }
    const end = at + open + name.length + call[0].length - 1;
    const empty = call[0].replace(/[()\s]/g, '') === '';
    return { edit: { start: end, end, newText: `${empty || /,\s*\)$/.test(call[0]) ? '' : ', '}host="0.0.0.0"` } };
}
