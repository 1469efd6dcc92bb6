import { portIn } from './portIn';
import { splitCommand } from './splitCommand';

/** What a start command that the project brings along says: which server runs what, where, on which port. */
export interface StartHint {
    /** gunicorn, uvicorn, python, node, npm, …: the program that ends up running. */
    readonly program: string;
    /** `module:object`, a script path, or a package script's name. */
    readonly target?: string;
    readonly port?: number;
    /** The folder that the program changes to before it imports. */
    readonly directory?: string;
    readonly workerClass?: string;
    /** Assignments in front of the program: `NODE_PATH=.`. */
    readonly environment?: readonly string[];
    /** Words after the program, as written. */
    readonly words: readonly string[];
    readonly file: string;
    readonly line: number;
    /** What kind of file says so; a Dockerfile outranks a development container. */
    readonly source: HintSource;
}

export type HintSource =
    'Procfile' | 'startup' | 'azure' | 'platform' | 'dockerfile' | 'compose' | 'script' | 'processFile' | 'packageScript' | 'development';

/** Programs that only start another one. */
const prefixes: Readonly<Record<string, number>> = {
    exec: 0, time: 0, nohup: 0, sudo: 0, env: 0, dumb_init: 0, tini: 0, 'dumb-init': 0, 'ddtrace-run': 0, 'opentelemetry-instrument': 0, 'cross-env': 0, 'dotenv': 0,
    'newrelic-admin': 1, uv: 1, poetry: 1, pipenv: 1, pdm: 1, rye: 1, hatch: 1, conda: 1, pixi: 1, bundle: 1, npx: 0, bunx: 0, 'pnpx': 0,
}; // prettier-ignore

const valued = /^(--?[\w-]+)$/;

/** Reads a start command; undefined when it starts nothing that serves. `cd DIR && …` sets the directory. */
export function readStartHint(
    command: string,
    place: { readonly file: string; readonly line: number; readonly source: HintSource },
): StartHint | undefined {
    let directory: string | undefined;
    let last: StartHint | undefined;
    for (const words of splitCommand(command)) {
        if (words[0] === 'cd' && words[1] !== undefined) {
            directory = joinDirectory(directory, words[1]);
            continue;
        }
        const hint = readWords(words, place);
        if (hint !== undefined && !isPreparation(hint)) {
            const inner = hint.directory === undefined ? directory : joinDirectory(directory, hint.directory);
            last = { ...hint, ...(inner !== undefined && { directory: inner }) };
        }
    }
    return last;
}

function joinDirectory(before: string | undefined, directory: string): string {
    const clean = directory
        .replace(/^\.\//, '')
        .replace(/\/+$/, '')
        .replace(/^\/(home\/site\/wwwroot|app|code|src|usr\/src\/app|workspace)(\/|$)/, '');
    return before === undefined || before === '' ? clean : `${before}/${clean}`;
}

/** Migrations and installs run before the server; they are not it. */
function isPreparation(hint: StartHint): boolean {
    const all = [hint.program, ...hint.words].join(' ');
    return (
        hint.program === 'source' ||
        (/\b(migrate|makemigrations|collectstatic|db upgrade|compilemessages|loaddata|createsuperuser|install|sleep|echo|export|alembic|mkdir|set|chmod|wait-for|if|fi|then|else)\b/.test(
            all,
        ) &&
            !/\b(runserver|gunicorn|uvicorn|start)\b/.test(all))
    );
}

function readWords(
    all: readonly string[],
    place: { readonly file: string; readonly line: number; readonly source: HintSource },
): StartHint | undefined {
    const environment = all.filter(
        (word, at) =>
            at < 8 &&
            /^[A-Z_][A-Z0-9_]*=/.test(word) &&
            all.slice(0, at).every((before) => before in prefixes || /^[A-Z_]\w*=/.test(before)),
    );
    let words = all.slice();
    for (const each of environment) {
        words.splice(words.indexOf(each), 1);
    }
    const portVariable = portIn(all.find((word) => word.startsWith('PORT='))?.slice(5));
    for (let round = 0; round < 6; round += 1) {
        const name = base(words[0]);
        if (name === 'uv' && words[1] !== 'run') {
            return undefined;
        }
        const skip = prefixes[name];
        if (skip !== undefined && name !== 'env') {
            words = words.slice(1 + skip);
            while (words[0]?.startsWith('-') === true) {
                words = words.slice(
                    words[0] === '--' || words[0].includes('=') || /^--?(no-|frozen|locked|quiet|q$|yes|y$)/.test(words[0])
                        ? 1
                        : words[0].length > 2 && !valued.test(words[0])
                          ? 1
                          : takesValue(words[0])
                            ? 2
                            : 1,
                );
            }
            // uv runs a script by Python itself.
            words = name === 'uv' && words[0]?.endsWith('.py') === true ? ['python', ...words] : words;
        } else if (/^(dotenvx|doppler|infisical|op)$/.test(name) && words.includes('--')) {
            words = words.slice(words.indexOf('--') + 1);
        } else if ((name === 'sh' || name === 'bash') && words[1] === '-c' && words[2] !== undefined) {
            return readStartHint(words[2], place);
        } else if (
            name === 'python' &&
            words[1] === '-m' &&
            words[2] !== undefined &&
            /^(gunicorn|uvicorn|hypercorn|daphne|waitress|streamlit|flask|sanic|chainlit|fastapi|granian|litestar|bottle|panel|reflex|shiny|mesop)$/.test(
                words[2],
            )
        ) {
            words = words.slice(2);
        } else {
            break;
        }
    }
    const program = base(words[0]);
    if (program === '') {
        return undefined;
    }
    if (program.startsWith('pm2')) {
        // pm2 keeps another program running: `pm2-runtime npm -- start`.
        const managed = words.findIndex((word) => /^(npm|yarn|pnpm)$/.test(word));
        if (managed > 0) {
            return readWords(
                words.slice(managed).filter((word) => word !== '--'),
                place,
            );
        }
    }
    const rest = words.slice(1);
    const option = (...names: string[]): string | undefined => {
        for (let at = 0; at < rest.length; at += 1) {
            const word = rest[at] ?? '';
            for (const name of names) {
                if (word === name) {
                    return rest[at + 1];
                }
                if (word.startsWith(`${name}=`)) {
                    return word.slice(name.length + 1);
                }
                if (/^-\w$/.test(name) && word.startsWith(name) && word.length > 2) {
                    return word.slice(2);
                }
            }
        }
        return undefined;
    };
    const port =
        portIn(option('--bind', '-b', '--listen', '--http', '--http-socket')) ??
        portIn(option('--port', '-p', '--server.port', '--server_port')) ??
        portVariable;
    const directory = option('--chdir', '--app-dir');
    const workerClass = option('--worker-class', '-k');
    const target = targetOf(program, rest);
    return {
        program,
        ...(target !== undefined && { target }),
        ...(port !== undefined && { port }),
        ...(directory !== undefined && { directory: joinDirectory(undefined, directory) }),
        ...(workerClass !== undefined && { workerClass }),
        ...(environment.length > 0 && { environment }),
        words: rest,
        ...place,
    };
}

function takesValue(word: string): boolean {
    return /^(-e|-f|-p|--env-file|--with|--extra|--group|--project|--directory|--python|-n|--name|--package)$/.test(word);
}

function base(word: string | undefined): string {
    const name = (word ?? '').split(/[\\/]/).at(-1) ?? '';
    return /^python[\d.]*(\.exe)?$/.test(name) ? 'python' : name;
}

function targetOf(program: string, rest: readonly string[]): string | undefined {
    switch (program) {
        case 'gunicorn':
        case 'uvicorn':
        case 'hypercorn':
        case 'daphne':
        case 'waitress-serve':
        case 'waitress':
        case 'granian':
        case 'sanic': {
            const named = rest.findIndex((word) => word === '--call');
            const plain = rest.filter((word, at) => /^[A-Za-z_][\w.]*(:[\w.]+(\(.*\))?)?$/.test(word) && !isOptionValue(rest, at));
            const target = plain.find((word) => word.includes(':')) ?? plain[0];
            const factory = named >= 0 || rest.includes('--factory');
            return target === undefined
                ? undefined
                : factory && target.includes(':') && !target.endsWith(')')
                  ? `${target}()`
                  : target.includes(':') || program !== 'gunicorn'
                    ? target
                    : `${target}:application`;
        }
        case 'uwsgi': {
            const module = rest.find(
                (word, at) => ['--module', '-w', '--wsgi'].includes(rest[at - 1] ?? '') || word.startsWith('--module='),
            );
            return module?.replace('--module=', '');
        }
        case 'streamlit':
        case 'chainlit':
        case 'reflex':
        case 'shiny':
        case 'mesop':
        case 'fastapi':
        case 'litestar':
            return rest.find((word) => /\.py(:\w+)?$/.test(word)) ?? rest.find((word) => /^[\w.]+:\w+$/.test(word));
        case 'quart':
        case 'flask': {
            const at = rest.findIndex((word) => word === '--app' || word === '-A');
            return at < 0 ? rest.find((word) => word.startsWith('--app='))?.slice(6) : rest[at + 1];
        }
        case 'python': {
            const module = rest.indexOf('-m');
            return module >= 0 ? rest[module + 1] : rest.find((word) => word.endsWith('.py'));
        }
        case 'node':
        case 'nodemon':
        case 'ts-node':
        case 'ts-node-dev':
        case 'tsx':
        case 'bun':
        case 'deno':
            return rest.find(
                (word, at) =>
                    !word.startsWith('-') &&
                    word !== 'run' &&
                    word !== 'watch' &&
                    !(isWatching(program) && rest[at - 1] === '--watch') &&
                    ![
                        '-r',
                        '--require',
                        '--import',
                        '--loader',
                        '--experimental-loader',
                        '--conditions',
                        '-C',
                        '--max-old-space-size',
                        '--max_old_space_size',
                        '--watch-path',
                        '--ext',
                        '-e',
                        '--exec',
                        '--project',
                        '-P',
                        '--env-file',
                        '--config',
                        '--ignore',
                    ].includes(rest[at - 1] ?? ''),
            );
        case 'npm':
        case 'yarn':
        case 'pnpm':
            return rest.find((word) => !word.startsWith('-') && word !== 'run');
        case 'pm2':
        case 'pm2-runtime':
            return rest.find((word) => !word.startsWith('-') && word !== 'start' && word !== '--');
        default:
            return rest.find((word) => !word.startsWith('-'));
    }
}

/** Programs whose `--watch` is followed by what is watched; Node's and Bun's stands alone. */
function isWatching(program: string): boolean {
    return program === 'nodemon' || program === 'ts-node-dev';
}

/** True for the word after an option that takes one. */
function isOptionValue(words: readonly string[], at: number): boolean {
    const before = words[at - 1] ?? '';
    return /^(-b|-w|-k|-c|-t|-n|-u|-g|-p|-m|-D|--bind|--workers|--worker-class|--config|--timeout|--threads|--chdir|--app-dir|--name|--port|--host|--log-level|--log-config|--loop|--http|--ws|--lifespan|--interface|--access-logfile|--error-logfile|--access-logformat|--worker-tmp-dir|--max-requests|--max-requests-jitter|--keep-alive|--graceful-timeout|--listen|--root-path|--env-file|--forwarded-allow-ips|--worker-connections|--backlog|--pid|--user|--group|--statsd-host|--reload-dir|--url-prefix|--ident|--channel_layer)$/.test(
        before,
    );
}
