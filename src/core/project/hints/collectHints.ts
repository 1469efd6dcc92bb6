import { readDockerfile } from '../../dockerfile/readDockerfile';
import type { Folder } from '../folder';
import { lineAt } from '../textLines';
import { composeHints } from './composeHints';
import { portIn } from './portIn';
import { processFiles, readProcessFile } from './readProcessFile';
import { recipeCommands } from './recipeHints';
import { splitCommand } from './splitCommand';
import { readStartHint } from './startHint';
import type { HintSource, StartHint } from './startHint';

/** A port that a deployment file declares without a command. */
export interface PortHint {
    readonly port: number;
    readonly file: string;
    readonly line: number;
    readonly source: HintSource;
    /** environment: the image sets `$PORT` to it, which wins over the code's own default. */
    readonly how: 'environment' | 'declared';
}

export interface Hints {
    /** Best source first. */
    readonly commands: readonly StartHint[];
    readonly ports: readonly PortHint[];
    readonly healthPath?: { readonly path: string; readonly file: string; readonly line: number };
}

interface Reader {
    readonly files: RegExp;
    readonly source: HintSource;
    /** Each match's first group is a command line; recipes: those of a Makefile or justfile. */
    readonly command?: RegExp | 'recipes';
    readonly port?: RegExp;
    readonly health?: RegExp;
}

const quoted = String.raw`\s*[:=]\s*(?:'([^'\n]*)'|"((?:[^"\\\n]|\\.)*)"|([^\s#'"][^\n#]*))`;
const key = (name: string) => new RegExp(String.raw`^[\s{,]*-?\s*["']?${name}["']?${quoted}`, 'gm');

/** Compose files for production: others say how a project is developed, debugged or tested. */
export const composeFile = /^(docker-)?compose(\.(prod|production))?\.ya?ml$/;

/** Where projects write down how they are started, surest first. Each is read line by line, so that a half-written file still tells something. */
const readers: readonly Reader[] = [
    { files: /^(Procfile|Procfile\.(web|prod|production|heroku))$/, source: 'Procfile', command: /^web[ \t]*:[ \t]*(\S.*)$/gm },
    { files: /^(startup\.txt|startup_command\.txt)$/, source: 'startup', command: /^(?!#)(\S.*)$/gm },
    { files: /^(startup|start|run|entrypoint|docker-entrypoint|boot|serve|start-?server|prestart)\.sh$|^(src\/)?(scripts|bin|deploy|docker|entrypoints?|\.?docker\/[\w-]+|compose\/[\w-]+)\/(startup|start|entrypoint|run|serve|web|boot|gunicorn|uvicorn|server|app|prod|production)(\.sh)?$/, source: 'startup' },
    { files: /^(run|start|serve)[-_]\w+\.sh$/, source: 'script' },
    { files: /^(infra|deploy|iac|bicep)?\/?([\w-]+\/)*[\w.-]+\.bicep$/, source: 'azure', command: key('appCommandLine') },
    { files: /^azure\.ya?ml$/, source: 'azure', command: key('appCommandLine') },
    { files: /^(azuredeploy|template|main)(\.\w+)?\.json$/, source: 'azure', command: key('appCommandLine') },
    { files: /^render\.ya?ml$/, source: 'platform', command: key('startCommand'), health: key('healthCheckPath') },
    { files: /^(railway|nixpacks)\.(json|toml)$/, source: 'platform', command: key('(?:startCommand|cmd)'), health: key('healthcheckPath') },
    { files: /^(fly|fly\.production)\.toml$/, source: 'platform', command: key('(?:app|web)'), port: key('internal_port') },
    { files: /^app\.ya?ml$/, source: 'platform', command: key('entrypoint') },
    { files: /^(apprunner|embr|koyeb)\.ya?ml$/, source: 'platform', command: key('(?:command|start|run|startCommand)'), port: key('port'), health: key('(?:health_?check_?path|healthPath|path)') },
    { files: /^\.do\/app\.ya?ml$/, source: 'platform', command: key('run_command'), port: key('http_port') },
    { files: composeFile, source: 'compose', command: key('command') },
    { files: /^([\w-]+\/)?supervisord?(\.conf|\.ini)?$|^([\w-]+\/)?[\w-]*supervisor[\w-]*\.(conf|ini)$/, source: 'script', command: /^[ \t]*command[ \t]*=[ \t]*(\S.*)$/gm },
    { files: /^(Makefile|makefile|GNUmakefile|\.?[Jj]ustfile)$/, source: 'script', command: 'recipes' },
    { files: /^\.(flask|quart)env$/, source: 'script', command: /^(?:export[ \t]+)?((?:FLASK|QUART)_APP[ \t]*=[ \t]*\S+)/gm, port: /^(?:export[ \t]+)?(?:FLASK|QUART)_RUN_PORT[ \t]*=[ \t]*["']?(\d+)/gm },
    { files: /^\.(replit|gitpod\.yml)$/, source: 'development', command: key('(?:run|command)') },
]; // prettier-ignore

/** Where databases and queues listen: an image or a compose file that names one of them is not the app's. */
export const servicePorts: ReadonlySet<number> = new Set([1433, 1521, 3306, 5432, 5672, 6379, 9092, 9200, 11_211, 27_017]);

/** Reads every start command, port and health path that the folder's own deployment files state. */
export async function collectHints(folder: Folder): Promise<Hints> {
    const commands: StartHint[] = [];
    const ports: PortHint[] = [];
    const composed: PortHint[] = [];
    let healthPath: Hints['healthPath'];
    for (const reader of readers) {
        for (const file of folder.files.filter((path) => reader.files.test(path)).slice(0, 12)) {
            const text = await folder.text(file);
            if (text === undefined) {
                continue;
            }
            const place = (line: number) => ({ file, line, source: reader.source });
            if (reader.command === undefined) {
                const hint = readScript(text, file, reader.source);
                if (hint !== undefined) {
                    commands.push(hint);
                }
                continue;
            }
            const compose = reader.source === 'compose' ? composeHints(text) : undefined;
            const stated = compose?.commands ?? (reader.command === 'recipes' ? recipeCommands(text) : matches(text, reader.command));
            const published = portIn(compose?.port?.value);
            if (compose?.port !== undefined && published !== undefined) {
                composed.push({ port: published, ...place(compose.port.line), how: 'declared' });
            }
            for (const { value, line } of stated) {
                const hint = readStartHint(named(value), place(line));
                if (hint !== undefined) {
                    commands.push((await throughScript(folder, value, place(line))) ?? hint);
                }
                ports.push(...(reader.source === 'Procfile' ? await scriptPorts(folder, value) : []));
            }
            for (const { value, line } of reader.port === undefined ? [] : matches(text, reader.port)) {
                const port = portIn(value);
                if (port !== undefined) {
                    ports.push({ port, ...place(line), how: 'declared' });
                }
            }
            for (const { value, line } of reader.health === undefined ? [] : matches(text, reader.health)) {
                if (value.startsWith('/')) {
                    healthPath ??= { path: value, file, line };
                }
            }
        }
    }
    for (const file of processFiles(folder, folder.has('package.json') ? ((await folder.text('package.json')) ?? '') : '')) {
        const hint = readProcessFile((await folder.text(file)) ?? '', file);
        if (hint !== undefined) {
            commands.push(hint);
        }
    }
    const image = await readDockerfiles(folder, commands, ports);
    ports.push(...composed); // what an image says of itself comes first
    const own = ports.filter(({ port }) => !servicePorts.has(port));
    return { commands: await ranked(folder, commands, image), ports: own, ...(healthPath !== undefined && { healthPath }) };
}

/**
 * A shell script that the folder's own image does not run is there for something else, and a compose file that reloads is there for developing: both say less
 * than the image.
 */
async function ranked(folder: Folder, commands: readonly StartHint[], image: StartHint | undefined): Promise<StartHint[]> {
    if (image === undefined) {
        return [...commands];
    }
    const runs = `${(await folder.text(image.file)) ?? ''}\n${(await folder.text('Procfile')) ?? ''}`;
    const unused = (hint: StartHint) =>
        hint.source === 'startup' && hint.file.includes('/') && !runs.includes(hint.file.split('/').at(-1) ?? hint.file);
    const developing = (hint: StartHint) =>
        hint.source === 'compose' && (hint.words.some((word) => /^--?(reload|debug|dev)$/.test(word)) || runsDevelopment(hint));
    const later = commands.filter((hint) => unused(hint) || developing(hint));
    return [
        ...commands.filter((hint) => !later.includes(hint)),
        ...later.map((hint): StartHint => ({ ...hint, source: unused(hint) ? 'script' : hint.source })),
    ];
}

/** True for a package's script that is there for developing: `npm run dev`. */
export function runsDevelopment({ program, target = '' }: StartHint): boolean {
    return /^(npm|yarn|pnpm|bun)$/.test(program) && /(^|[:_-])(dev|develop|debug|watch)($|[:_-])/.test(target);
}

/** The port that a script of the project's own, which a process is started by, takes when it is given none: `: ${PORT:=5555}`. */
async function scriptPorts(folder: Folder, command: string): Promise<PortHint[]> {
    const found: PortHint[] = [];
    for (const file of command.split(/\s+/).filter((word) => /^(\.\/)?[\w-]+\/[\w./-]+$/.test(word))) {
        const path = file.replace(/^\.\//, '');
        const text = folder.has(path) ? ((await folder.text(path)) ?? '') : '';
        const match = /^#!.*\b(?:ba|da|z)?sh\b/.test(text) ? /\$\{PORT:?[-=](\d{2,5})\}/.exec(text) : null;
        const port = portIn(match?.[1]);
        if (match !== null && port !== undefined) {
            found.push({ port, file: path, line: lineAt(text, match.index), source: 'Procfile', how: 'environment' });
        }
    }
    return found;
}

/** Answers what the folder's own image starts. */
async function readDockerfiles(folder: Folder, commands: StartHint[], ports: PortHint[]): Promise<StartHint | undefined> {
    let own: StartHint | undefined;
    const names = folder.files.filter(
        (path) =>
            /(^|\/)(Dockerfile|Containerfile)([.-](prod|production))?$|^docker\/[\w.-]*Dockerfile[\w.-]*$/i.test(path) &&
            !/node_modules|test/i.test(path),
    );
    for (const file of names.filter((path) => path.split('/').length <= 2).slice(0, 4)) {
        const text = await folder.text(file);
        if (text === undefined) {
            continue;
        }
        const source: HintSource = file.startsWith('.devcontainer') ? 'development' : 'dockerfile';
        const facts = readDockerfile(text, 'shipped');
        const values = new Map([...facts.env].map(([name, { value }]) => [name, value]));
        const read =
            facts.command === undefined
                ? undefined
                : readStartHint(filledIn(facts.command.text, values), { file, line: facts.command.line, source });
        const place = { file, line: facts.command?.line ?? 1, source };
        const script = facts.command === undefined ? undefined : await throughScript(folder, filledIn(facts.command.text, values), place);
        const started = script ?? read;
        const hint = started === undefined ? undefined : withApp(started, values);
        if (hint !== undefined) {
            commands.push(hint);
            own ??= file.includes('/') || source === 'development' ? undefined : hint;
        }
        const variable = facts.env.get('PORT') ?? facts.env.get('LISTEN_PORT');
        const port = portIn(variable?.value);
        if (variable !== undefined && port !== undefined && !file.includes('/')) {
            ports.push({ port, file, line: variable.line, source, how: facts.env.has('PORT') ? 'environment' : 'declared' });
        }
        // 80 beside another one is there for a proxy.
        const exposed = facts.ports.find(({ port: each }) => each >= 1024) ?? facts.ports[0];
        // A Dockerfile elsewhere may be for development or another service: its command tells more than its ports.
        if (exposed !== undefined && !file.includes('/')) {
            ports.push({ port: exposed.port, file, line: exposed.line, source, how: 'declared' });
        }
    }
    return own;
}

/** `FLASK_APP=shop.py` of an environment file is what `flask run` starts. */
function named(command: string): string {
    const [, program, app] = /^(FLASK|QUART)_APP\s*=\s*["']?([\w.:/()-]+)["']?$/.exec(command) ?? [];
    return program === undefined || app === undefined ? command : `${program.toLowerCase()} --app ${app} run`;
}

/** `flask run` without a name runs what FLASK_APP says. */
function withApp(hint: StartHint, values: ReadonlyMap<string, string>): StartHint {
    const app = values.get(hint.program === 'quart' ? 'QUART_APP' : 'FLASK_APP');
    return (hint.program === 'flask' || hint.program === 'quart') && hint.target === undefined && app !== undefined
        ? { ...hint, target: app }
        : hint;
}

/**
 * What a command starts by a shell script that it ends in: what the script starts, or what stands behind the script, which then only prepares for it.
 * Undefined when the command ends in something else.
 */
async function throughScript(
    folder: Folder,
    command: string,
    place: { readonly file: string; readonly line: number; readonly source: HintSource },
): Promise<StartHint | undefined> {
    const words = lastCommand(command);
    const at = words.findLastIndex((word) => /^[\w./-]+\.sh$/.test(word));
    const script = words[at];
    if (script === undefined || words.slice(0, at).some(isProgram)) {
        return undefined;
    }
    const program = words.findIndex((word, index) => index > at && isProgram(word));
    return program < 0 ? scriptOf(folder, script, place.source) : readStartHint(words.slice(program).map(inQuotes).join(' '), place);
}

/** The command that a chain of them ends in, looked for inside `sh -c`, too; what only keeps a container or ends it is not it. */
function lastCommand(command: string, depth = 0): readonly string[] {
    const words = splitCommand(command).findLast(([first = '']) => !/^(exit|wait|true|echo|fi|done|tee|tail|sleep)$/.test(first)) ?? [];
    const shell = words.findIndex((word, at) => /(^|\/)(ba|da|z)?sh$/.test(word) && /^-[a-z]*c$/.test(words[at + 1] ?? ''));
    const inner = shell < 0 ? undefined : words[shell + 2];
    return inner === undefined || depth > 2 ? words : lastCommand(inner, depth + 1);
}

function isProgram(word: string): boolean {
    return new RegExp(`^(?:${starters.source}|flask|quart|java|dotnet|ruby|bundle|php|deno|bun)$`).test(
        (word.split('/').at(-1) ?? '').replace(/[\d.]+$/, ''),
    );
}

function inQuotes(word: string): string {
    return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", '')}'`;
}

/** What a shell script starts that a command names by its place in the image (`/app/docker/start.sh`), when the folder has one script of that name. */
async function scriptOf(folder: Folder, script: string, source: HintSource): Promise<StartHint | undefined> {
    const parts = script.split('/').filter((part) => part !== '' && part !== '.');
    const tails = parts.map((_, at) => parts.slice(at).join('/'));
    for (const tail of tails) {
        const [file, ...more] = folder.files.filter((path) => path === tail || path.endsWith(`/${tail}`));
        const text = file === undefined || more.length > 0 ? undefined : await folder.text(file);
        if (file !== undefined && text !== undefined) {
            return readScript(text, file, source);
        }
    }
    return undefined;
}

const starters =
    /\b(gunicorn|uvicorn|hypercorn|daphne|waitress-serve|uwsgi|streamlit|flask run|python|node|npm|yarn|pnpm|sanic|granian|fastapi|chainlit)\b/;

/** The last line of a shell script that starts a server, with what the script itself assigns filled in. */
function readScript(text: string, file: string, source: HintSource): StartHint | undefined {
    let last: StartHint | undefined;
    let directory: string | undefined;
    const values = new Map<string, string>();
    // A continued line is one command, at the line that it begins in.
    const lines: { words: string; line: number }[] = [];
    let open: { words: string; line: number } | undefined;
    text.split(/\r?\n/).forEach((line, index) => {
        const whole = open === undefined ? { words: line, line: index + 1 } : { words: `${open.words} ${line}`, line: open.line };
        open = whole.words.endsWith('\\') ? { ...whole, words: whole.words.slice(0, -1) } : undefined;
        if (open === undefined) {
            lines.push(whole);
        }
    });
    for (const { words: written, line } of open === undefined ? lines : [...lines, open]) {
        const words = filledIn(written.trim(), values);
        const moved = /^cd\s+["']?([\w./-]+)["']?\s*$/.exec(words);
        const assigned = /^(?:export\s+|readonly\s+|local\s+)?([A-Za-z_]\w*)=(?:"([^"`]*)"|'([^']*)'|([^\s"'`;&|()]*))\s*;?$/.exec(words);
        if (assigned?.[1] !== undefined && assigned[1] !== 'PORT') {
            values.set(assigned[1], assigned[2] ?? assigned[3] ?? assigned[4] ?? '');
        } else if (moved?.[1] !== undefined) {
            directory = moved[1].replace(/^\.\//, '');
        } else if (
            /^(exec\s+)?"?\$(@|\*|\{@\})"?$/.test(words) &&
            last?.program === 'python' &&
            !/\brunserver\b/.test(last.words.join(' '))
        ) {
            // It goes on with what it is given: the script before it only prepared that.
            last = undefined;
        } else if (!words.startsWith('#') && starters.test(words)) {
            const hint = readStartHint(words, { file, line, source });
            if (hint !== undefined && !['pip', 'if', 'echo', 'apt-get', 'apk', 'which', 'command'].includes(hint.program)) {
                const whole = withApp(hint, values);
                last = directory === undefined ? whole : { ...whole, directory: hint.directory ?? directory };
            }
        }
    }
    return last;
}

/** `$NAME` and `${NAME:-default}` as far as the script says what they are; `$PORT` stays, and so does what comes from outside. */
function filledIn(words: string, values: ReadonlyMap<string, string>, depth = 0): string {
    const filled = words.replace(
        /\$\{([A-Za-z_]\w*)(?::?[-=]([^{}]*))?\}|\$([A-Za-z_]\w*)/g,
        (whole, name: string | undefined, fallback: string | undefined, plain: string | undefined) => {
            const key = name ?? plain ?? '';
            return key === 'PORT' ? whole : (values.get(key) ?? fallback?.replace(/^["']|["']$/g, '') ?? whole);
        },
    );
    return filled === words || depth > 4 ? filled : filledIn(filled, values, depth + 1);
}

function* matches(text: string, pattern: RegExp): Generator<{ value: string; line: number }> {
    for (const match of text.matchAll(pattern)) {
        const groups: readonly (string | undefined)[] = match.slice(1);
        const value = groups.find((group) => group !== undefined)?.trim();
        if (value !== undefined && value !== '') {
            yield { value: value.replace(/\\"/g, '"'), line: lineAt(text, match.index + match[0].length) };
        }
    }
}
