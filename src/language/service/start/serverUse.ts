import { expand } from '../dockerfile/expand';
import type { Word } from '../dockerfile/shellCommands';
import { baseNameOf } from '../paths';
import type { Span } from '../span';
import type { OptionValue } from './options';
import { optionValues, within } from './options';
import type { ServerKind } from './servers';
import { servers } from './servers';

/** One address that the server listens on. A span is absent where a default or a variable of the image speaks. */
export interface Bind {
    readonly host: string;
    /** Undefined when it is left to a variable whose value is not in the Dockerfile. */
    readonly port: number | undefined;
    readonly hostSpan?: Span;
    readonly portSpan?: Span;
}

/** How a start command uses a server. */
export interface ServerUse {
    readonly kind: ServerKind;
    readonly program: Word;
    /** Everything after the program. */
    readonly args: readonly Word[];
    /** `module:object`, where the server takes one. */
    readonly app: Word | undefined;
    /** Undefined when a configuration file that could not be understood decides. */
    readonly bind: Bind | undefined;
    readonly workerClass: OptionValue | undefined;
}

/** What a server's own configuration file says; undefined fields are not said, `bind: null` is said but not understood. */
export interface ServerConfiguration {
    readonly bind?: string | null;
    readonly workerClass?: string;
}

const pythonProgram = /^(python|pypy)(\d(\.\d+)?)?$/;

/** Undefined when the command starts something else. `readConfiguration` answers for gunicorn's `-c FILE`, or its default file. */
export function serverUse(
    text: string,
    words: readonly Word[],
    env: ReadonlyMap<string, string>,
    readConfiguration: (file: string | undefined) => ServerConfiguration | undefined,
): ServerUse | undefined {
    const isModule = pythonProgram.test(baseNameOf(words[0]?.text ?? '')) && words[1]?.text === '-m';
    const program = words[isModule ? 2 : 0];
    if (program === undefined) {
        return undefined;
    }
    const args = words.slice(isModule ? 3 : 1);
    const name = baseNameOf(program.text);
    const kind = servers.find(
        (server) =>
            (server.program === name || (isModule && server.distribution === name)) &&
            (server.subcommand === undefined || args.some((arg) => arg.text === server.subcommand)),
    );
    if (kind === undefined) {
        return undefined;
    }
    const configuration =
        kind.program === 'gunicorn' ? readConfiguration(optionValues(text, args, ['-c', '--config']).at(-1)?.text) : undefined;
    return {
        kind,
        program,
        args,
        app: args.find((arg) => /^[A-Za-z_][\w.]*:[A-Za-z_][\w.]*(\(.*\))?$/.test(arg.text)),
        bind: kind.port === 0 ? undefined : readBind(text, kind, args, env, configuration),
        workerClass: optionValues(text, args, ['-k', '--worker-class']).at(-1) ?? configuredWorker(configuration, program),
    };
}

function configuredWorker(configuration: ServerConfiguration | undefined, program: Word): OptionValue | undefined {
    return configuration?.workerClass === undefined ? undefined : { text: configuration.workerClass, span: program, word: program };
}

function readBind(
    text: string,
    kind: ServerKind,
    args: readonly Word[],
    env: ReadonlyMap<string, string>,
    configuration: ServerConfiguration | undefined,
): Bind | undefined {
    const given = kind.bindOptions === undefined ? undefined : optionValues(text, args, kind.bindOptions).at(-1);
    if (given !== undefined) {
        return parseBind(text, given, env);
    }
    if (configuration?.bind !== undefined) {
        return configuration.bind === null
            ? undefined
            : parseBind(
                  text,
                  { text: configuration.bind, span: { start: 0, end: 0 }, word: { text: '', start: 0, end: 0 } },
                  env,
                  'elsewhere',
              );
    }
    const host = kind.hostOptions === undefined ? undefined : optionValues(text, args, kind.hostOptions).at(-1);
    const port = kind.portOptions === undefined ? undefined : optionValues(text, args, kind.portOptions).at(-1);
    const hostVariable = kind.hostVariable === undefined ? undefined : env.get(kind.hostVariable);
    const portVariable = kind.portVariable === undefined ? undefined : env.get(kind.portVariable);
    // gunicorn listens on 0.0.0.0:$PORT when PORT is set, and only then.
    const gunicornPort = kind.program === 'gunicorn' ? env.get('PORT') : undefined;
    return {
        host: host === undefined ? (gunicornPort === undefined ? (hostVariable ?? kind.host) : '0.0.0.0') : expand(host.text, env),
        port: port === undefined ? Number(gunicornPort ?? portVariable ?? kind.port) : portNumber(expand(port.text, env)),
        ...(host === undefined ? {} : { hostSpan: host.span }),
        ...(port === undefined ? {} : { portSpan: port.span }),
    };
}

function parseBind(
    text: string,
    option: OptionValue,
    env: ReadonlyMap<string, string>,
    place: 'here' | 'elsewhere' = 'here',
): Bind | undefined {
    const value = expand(option.text, env);
    const match = /^(?:(.*):)?([^:\]]*)$/.exec(value);
    const written = /^(?:(.*):)?([^:\]]*)$/.exec(option.text.replace(/\$\{\w+:?[-+][^}]*\}/g, (whole) => whole.replace(/:/g, '\0')));
    if (match === null || value.startsWith('unix:') || value.startsWith('fd:')) {
        return undefined;
    }
    // `host` alone is a host for gunicorn, a port for uwsgi and waitress; digits tell.
    const [host, port] = match[1] === undefined ? (/^\d+$/.test(value) ? ['', value] : [value, '']) : [match[1], match[2] ?? ''];
    const hostText = (written?.[1] ?? '').replaceAll('\0', ':');
    const portText = (written?.[2] ?? '').replaceAll('\0', ':');
    return {
        host: host === '' ? '0.0.0.0' : host,
        port: port === '' ? 8000 : portNumber(port),
        ...(place === 'here' && hostText !== '' && { hostSpan: within(text, option.span, hostText) }),
        ...(place === 'here' && portText !== '' && { portSpan: within(text, option.span, portText) }),
    };
}

function portNumber(text: string): number | undefined {
    return /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65536 ? Number(text) : undefined;
}

/** True for an address that nothing outside the container can reach. */
export function isLoopback(host: string): boolean {
    return /^(127\.\d+\.\d+\.\d+|localhost|\[?::1\]?)$/i.test(host);
}
