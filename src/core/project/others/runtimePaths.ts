import { renderDockerignore } from '../../dockerfile/dockerignore';
import { judgePath, parseIgnore } from '../../dockerfile/ignore';
import type { Folder } from '../folder';

const usual =
    /^(templates?|tmpl|tpl|static|assets|public|web|www|views|html|ui|config|configs|conf|migrations|locales?|lang|i18n|data|resources?)\//;
/** Settings at the top that programs look for by a name without its ending. */
const settings = /^(?:(config|app|application|settings)[\w.-]*\.(ya?ml|toml|json|ini|conf)|Rocket\.toml)$/;
const manifest = /^(package|package-lock|tsconfig|composer|app|vercel|renovate)\.json$/;
/** What the context leaves out, and what is not read by the program but about it. */
const aside =
    /^(\.|.*\.(pem|key|pfx|p12|log|swp)$|([Dd]ocker|[Cc]ontainer)file|(docker-)?compose|(deploy(ments?)?|k8s|kubernetes|helm|charts?|terraform|infra|docs?|tests?|testdata|scripts?|vendor|node_modules|target|bin|build|src)\/)/;

/** What a COPY takes for a variable, a pattern or the end of its line. */
const readOtherwise = /[$*?[\]\\"\p{Cc}]/u;

/**
 * What a compiled program may read beside itself while it runs: the folders that are usually there for that, and the folders and files that a text of its code
 * names. Relative to the folder, each a folder or file at its top, sorted.
 */
export function runtimePaths(folder: Folder, codes: readonly string[], isSource: (file: string) => boolean): string[] {
    const named = new Set<string>();
    const inSources: string[] = [];
    for (const code of codes) {
        // Beside the sources a program only reads what it names as a whole.
        for (const [, path] of code.matchAll(/["'\x60](?:\.\/)?(src\/[\w./-]+\.(?:json|ya?ml|toml|csv|txt|html|sql|db))["'\x60]/g)) {
            inSources.push(...(path !== undefined && folder.has(path) ? [path] : []));
        }
        for (const [, name] of code.matchAll(/["'\x60](?:\.\/)?([\w.*-]+)(?:\/[^"'\x60\n]*)?["'\x60]/g)) {
            named.add(name ?? '');
        }
    }
    const leftOut = parseIgnore(renderDockerignore('any'));
    const globs = [...named].flatMap((name) => /^\*\.(\w+)$/.exec(name)?.[1] ?? []);
    const found = folder.files.flatMap((file) => {
        const [top = '', ...rest] = file.split('/');
        if (isSource(file) || aside.test(file) || readOtherwise.test(top)) {
            return [];
        }
        const isMeant =
            rest.length > 0
                ? usual.test(file) || named.has(top)
                : !manifest.test(file) && (settings.test(file) || named.has(file) || globs.some((ending) => file.endsWith(`.${ending}`)));
        return isMeant && !judgePath(leftOut, file).ignored ? [top] : [];
    });
    return [...new Set([...found, ...inSources])].sort();
}
