import type { Folder } from '../folder';
import type { ProjectFinding } from '../profile';
import type { Site } from '../stack';
import { lineAt } from '../textLines';
import { importedPackage, mostFiles, statements } from './developingImport';
import type { UsedManager } from './nodeManager';
import { localImports, withoutComments } from './nodePorts';
import type { PackageJson } from './packageJson';

/** Modules that Node and Bun bring along, without their prefix. */
const builtIn =
    /^(assert|async_hooks|buffer|bun|child_process|cluster|console|constants|crypto|dgram|diagnostics_channel|dns|domain|electron|events|fs|http|http2|https|inspector|module|net|os|path|perf_hooks|process|punycode|querystring|readline|repl|stream|string_decoder|sys|timers|tls|trace_events|tty|url|util|v8|vm|vscode|wasi|worker_threads|zlib)$/;

/** Packages that one of the usual ones brings along, so that code which only takes them for granted runs. Where there is a lock file, that is asked instead. */
const brought =
    /^(accepts|ajv|body-parser|bson|bytes|cookie|cookie-signature|debug|depd|engine\.io|finalhandler|fresh|graceful-fs|http-errors|iconv-lite|jose|lodash|mime|mime-types|mongodb|ms|on-finished|parseurl|pino|qs|react|react-dom|rxjs|semver|send|serve-static|tslib|uuid|vary)$/;

/** Files that give names to folders of the project, or to what a tool puts in their place. */
const namingFiles =
    /^(tsconfig[\w.-]*\.json|jsconfig\.json|\.babelrc(\.json)?|babel\.config\.\w+|(webpack|vite|rollup|esbuild)[\w.-]*\.[mc]?[jt]s|\.swcrc)$/;

/** More packages than anybody forgets to list. */
const mostTold = 20;

/** More names than anybody imports of one package; each is looked for in the whole file. */
const mostNames = 12;

/** Packages that the code which runs imports when it starts, and that neither the manifest nor anything else brings to the image. */
export async function missingPackages(
    { folder, facts }: Site,
    manifest: PackageJson,
    manager: UsedManager,
    entry: string,
): Promise<ProjectFinding[]> {
    const isMember = folder.path !== '' && manager.lock === undefined;
    if (isMember || manifest.hasWorkspaces === 'workspaces' || folder.has('pnpm-workspace.yaml') || folder.has('lerna.json')) {
        return [];
    }
    const lock = manager.lock === undefined ? undefined : await lockText(folder, manager.lock);
    // What cannot be read may hold anything, and what TypeScript imports may be there for its types alone.
    if (lock === undefined && (manager.lock !== undefined || /\.[mc]?tsx?$/.test(entry))) {
        return [];
    }
    const naming = (await Promise.all(folder.files.filter((file) => namingFiles.test(file)).map((file) => folder.text(file)))).join('\n');
    const isBrought = (name: string) =>
        builtIn.test(name) ||
        manifest.text.includes(`"${name}"`) ||
        manifest.text.includes(`"${name}/`) ||
        isNamed(name, naming) ||
        isFolder(folder, name) ||
        (lock === undefined ? brought.test(name) : isLocked(name, lock));
    const found: ProjectFinding[] = [];
    const told = new Set<string>();
    const seen = new Set<string>();
    const waiting = [entry];
    for (let file = waiting.shift(); file !== undefined && seen.size < mostFiles && found.length < mostTold; file = waiting.shift()) {
        if (seen.has(file)) {
            continue;
        }
        seen.add(file);
        const code = withoutComments((await folder.text(file)) ?? '');
        for (const { 1: before = '', 2: text = '', index } of code.matchAll(statements)) {
            const name =
                /:|^\w*\/\/|=>|\bfunction\b/.test(text) || /=>|\bfunction\b/.test(before) ? undefined : importedPackage(before, text);
            if (
                name === undefined ||
                found.length >= mostTold ||
                told.has(name) ||
                isBrought(name) ||
                (/tsx?$/.test(file) && !isUsed(before, code))
            ) {
                continue;
            }
            told.add(name);
            found.push({
                code: 'requirements/import-missing',
                severity: lock === undefined || manager.missing !== undefined ? 'warning' : 'error',
                message:
                    lock === undefined
                        ? `The code imports ${name}, but package.json does not ask for it: unless another package happens to bring it, the app would stop because it is not found. Install it here once, so that it is listed.`
                        : `The code imports ${name}, but package.json does not ask for it: the app would stop because it is not found. Install it here once, so that it is listed.`,
                file: facts.locate(file),
                line: lineAt(code, index + before.length),
            });
        }
        waiting.push(...localImports(folder, file, code));
    }
    return found;
}

/** True for an import of TypeScript that compiling leaves: it has no names, or one of them is called, made or handed on. */
function isUsed(before: string, code: string): boolean {
    const names = before.match(/\b(?!(?:import|export|const|let|var|require|from|as|type)\b)[A-Za-z_]\w*/g) ?? [];
    return (
        before.startsWith('export') ||
        names.length === 0 ||
        names
            .slice(0, mostNames)
            .some((name) =>
                new RegExp(
                    String.raw`\b(?:new|instanceof|extends)\s+${name}\b|\b${name}\s*\(|\b${name}\.[a-z]\w*\s*\(|=\s*${name}\s*[;,\n]`,
                ).test(code),
            )
    );
}

/** The text of a lock file that can be read whole. */
async function lockText(folder: Folder, lock: string): Promise<string | undefined> {
    return lock === 'bun.lockb' || folder.caveat(lock)?.kind === 'cut' ? undefined : folder.text(lock);
}

/** True where a lock file holds a package in any place: as one of another package's, npm puts it beside that. */
function isLocked(name: string, lock: string): boolean {
    return lock.trimStart().startsWith('{')
        ? // The older lock of npm names each package with what is known of it, as Bun's does; a peer has its range, or that it is optional.
          lock.includes(`node_modules/${name}"`) || new RegExp(String.raw`"${escaped(name)}"\s*:\s*(?:\[|\{\s*"version")`).test(lock)
        : new RegExp(String.raw`(?:^[ \t]*['"]?\/?|[ ,]['"]?)${escaped(name)}[@/]`, 'm').test(lock);
}

/** True for a name that the settings of a compiler or a bundler know. */
function isNamed(name: string, naming: string): boolean {
    const [first = name] = name.split('/');
    return [name, first].some((each) => new RegExp(String.raw`['"\s]${escaped(each)}(?:/|\*|['"]?\s*:)`).test(naming));
}

/** True for a folder or a file of the project, which `baseUrl`, NODE_PATH or a package of aliases may lead to. */
function isFolder(folder: Folder, name: string): boolean {
    const first = name.replace(/^@/, '').split('/')[0] ?? name;
    const place = new RegExp(String.raw`^(?:[\w-]+/)?${escaped(first)}(?:/|\.[mc]?[jt]sx?$)`);
    return folder.files.some((file) => place.test(file));
}

function escaped(text: string): string {
    return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
