import { readStartHint } from '../hints/startHint';
import type { StartHint } from '../hints/startHint';
import type { Site } from '../stack';
import { cleanPath } from './cleanPath';
import type { NodeFramework } from './nodeFrameworks';
import { resolveModule, withoutComments } from './nodePorts';
import { keyLine } from './packageJson';
import type { PackageJson } from './packageJson';

/** Package scripts that start what serves. */
export const served = ['start:prod', 'start:production', 'start', 'serve:prod', 'serve', 'server', 'prod', 'production', 'dev'];
/** Those that only watch it while one develops. */
const watched = ['start:dev', 'develop', 'watch'];

/** How code opens a port. */
export const opensPort = /\.listen\(|createServer\(|Bun\.serve|Deno\.serve|serve\(\{/;

/** Programs that run sources as they are. */
export const runners = /^(ts-node|ts-node-dev|tsx|nodemon|babel-node|node-dev|tsnd|vite-node|@babel\/node|swc-node|esno|esmo)$/;

/** What a project only ever watches: beside a framework that builds its pages nothing but a program that opens a port, and nothing where they are files. */
export async function readWatched(
    site: Site,
    manifest: PackageJson,
    nodemon: string | undefined,
    framework: NodeFramework | undefined,
): Promise<StartHint | undefined> {
    const start = readStart(site, manifest, nodemon, watched);
    if (framework === undefined || framework.kind === 'server') {
        return start;
    }
    if (start?.target === undefined || (framework.kind === 'static' && 'build' in manifest.scripts)) {
        return undefined;
    }
    const file = resolveModule(site.folder, cleanPath(start.target));
    return file !== undefined && opensPort.test(withoutComments((await site.folder.text(file)) ?? '')) ? start : undefined;
}

/**
 * The start command as the project states it: a deployment file first, then package.json's scripts, each followed to the program it ends in. pm2's process
 * file counts where a script names it, or where the scripts only say how one develops.
 */
export function readStart(site: Site, manifest: PackageJson, nodemon: string | undefined, names: readonly string[]): StartHint | undefined {
    const managed = site.hints.commands.find(({ source }) => source === 'processFile');
    const followed = (hint: StartHint | undefined, depth: number): StartHint | undefined => {
        if (hint === undefined || depth > 4) {
            return hint;
        }
        if (hint.program.startsWith('pm2') && managed !== undefined && /\.(json|ya?ml|config\.c?js)$/.test(hint.target ?? '')) {
            return followed(managed, depth + 1);
        }
        const again = (command: string) => readStartHint(command, { file: hint.file, line: hint.line, source: hint.source });
        if (/^(concurrently|run-[ps]|npm-run-all)$/.test(hint.program)) {
            // Of several at once the one that runs a program of the project.
            const script = (word: string) =>
                hint.program !== 'concurrently' && word in manifest.scripts ? word : /^npm:(.+)/.exec(word)?.[1];
            const each = hint.words
                .filter((word) => !word.startsWith('-'))
                .map((word) => followed(again(script(word) === undefined ? word : `npm run ${script(word) ?? ''}`), depth + 1));
            return each.find((inner) => inner !== undefined && (inner.program === 'node' || runners.test(inner.program))) ?? hint;
        }
        // A compiler that watches says what it starts after each success.
        const onSuccess = /^(tsc-watch|tsup)$/.test(hint.program) ? argumentOf(hint.words, '--onSuccess') : undefined;
        if (onSuccess !== undefined) {
            return followed(again(onSuccess), depth + 1) ?? hint;
        }
        if (hint.program === 'nodemon' && hint.target?.endsWith('.json') !== false && hint.words.some((word) => word.endsWith('.json'))) {
            return nodemon === undefined ? hint : (again(nodemon) ?? hint);
        }
        const script = /^(npm|yarn|pnpm|bun)$/.test(hint.program) ? hint.target : undefined;
        const inner = script === undefined ? undefined : fromScripts(script, depth + 1);
        // `yarn nodemon …` runs a program that the project depends on.
        const run =
            /^(yarn|pnpm|bun)$/.test(hint.program) && inner === undefined && runners.test(script ?? '')
                ? again(hint.words.join(' '))
                : undefined;
        const last = inner ?? run ?? hint;
        // What a script says before it calls another one holds for that as well.
        return last === hint || hint.environment === undefined
            ? last
            : { ...last, environment: [...hint.environment, ...(last.environment ?? [])] };
    };
    const fromScripts = (name: string, depth = 0): StartHint | undefined => {
        const written = manifest.scripts[name];
        const command = written === undefined ? undefined : (compiledByBun(manifest, written) ?? written);
        return command === undefined || depth > 4
            ? undefined
            : followed(
                  readStartHint(command, { file: 'package.json', line: keyLine(manifest.text, name), source: 'packageScript' }),
                  depth,
              );
    };
    for (const hint of site.hints.commands) {
        if (hint.source === 'development' || hint.source === 'processFile') {
            continue;
        }
        if (/^(npm|yarn|pnpm|bun)$/.test(hint.program) && hint.target !== undefined && !/\.[jt]s$/.test(hint.target)) {
            const found = fromScripts(hint.target);
            if (found !== undefined) {
                return found;
            }
        } else if (/^(node|bun|next|nuxt|ts-node|tsx|pm2|pm2-runtime)$/.test(hint.program)) {
            const compiled = fromScripts('start:prod');
            // Nest's own Dockerfiles say dist/main; a manifest that says otherwise was changed because the compiler writes elsewhere.
            return /^(\.\/)?dist\/main(\.js)?$/.test(hint.target ?? '') && /^(\.\/)?dist\/.+\/main(\.js)?$/.test(compiled?.target ?? '')
                ? compiled
                : followed(hint, 0);
        }
    }
    for (const name of names) {
        const hint = fromScripts(name);
        if (hint !== undefined) {
            return name === 'dev' || watched.includes(name) || isDeveloping(hint) ? (followed(managed, 0) ?? hint) : hint;
        }
    }
    return followed(managed, 0);
}

/** What follows an option, or stands behind its `=`. */
function argumentOf(words: readonly string[], option: string): string | undefined {
    const at = words.findIndex((word) => word === option || word.startsWith(`${option}=`));
    return at < 0 ? undefined : words[at] === option ? words[at + 1] : words[at]?.slice(option.length + 1);
}

/** The command that runs the source of a program that a script makes with `bun build --compile`. */
function compiledByBun(manifest: PackageJson, command: string): string | undefined {
    const path = /^(?:\.\/)?([\w./-]+)$/.exec(command.trim())?.[1];
    for (const script of path === undefined ? [] : Object.values(manifest.scripts)) {
        const words = /\bbun build\s([^&|;]*--compile[^&|;]*)/.exec(script)?.[1];
        if (words !== undefined && new RegExp(String.raw`--outfile[= ](?:\./)?${path ?? ''}(?:\s|$)`).test(words)) {
            return `bun ${/(?:^|\s)((?:\.\/)?[\w./-]+\.[mc]?[jt]sx?)(?:\s|$)/.exec(words)?.[1] ?? '.'}`;
        }
    }
    return undefined;
}

/** What nodemon's own file of settings tells it to run. */
export async function nodemonCommand(folder: Site['folder']): Promise<string | undefined> {
    return /"exec"\s*:\s*"((?:[^"\\]|\\.)+)"/.exec((await folder.text('nodemon.json')) ?? '')?.[1];
}

/** True for commands that watch sources or translate them anew at every start. */
export function isDeveloping({ program, words }: StartHint): boolean {
    return [program, ...words].some((word) => /^(nodemon|babel-node|@babel\/node|ts-node-dev|tsnd|node-dev|watch|--watch)$/.test(word));
}
