import type { WrittenPath } from '../profile';
import { lineAt } from '../textLines';
import type { PyModule } from './pythonModules';

/** A path from the root that is none of the system's, of the app's own folder, or temporary. */
const outer = String.raw`(?<path>\/(?!(?:tmp|etc|usr|dev|proc|sys|bin|sbin|lib|lib64|boot|run|root|app|home|opt)(?:\/|["']|$))[\w.-]+(?:\/[\w.-]+)*)`;

const ofRoot = new RegExp(String.raw`^${outer}$`);

/** Where code says that something is kept: defaults of variables, fields of settings, and what makes or opens files. A route is none of these. */
const places = [
    String.raw`(?<!\b(?:req(?:uest)?\.\w{1,20}|args|form)\.)\b(?:getenv|get|config|env|str|path)\(\s*["'](?<name>\w{1,120})["']\s*,\s*(?:default\s*=\s*)?["']${outer}\/?["']`,
    String.raw`\bPath\(\s*["']${outer}\/?["']`,
    String.raw`\b(?:makedirs|mkdir|FileHandler|connect)\(\s*(?:filename\s*=\s*)?["']${outer}\/?["']`,
    String.raw`\b(?<name>\w{0,60}(?:dir|path|root|folder|file)\w{0,60})\s*:\s*(?:str|Path)\s*=\s*(?:Path\(\s*)?["']${outer}\/?["']`,
    String.raw`\bsqlite(?:\+\w+)?:\/\/\/${outer}["']`,
    String.raw`^[ \t]*(?<name>\w{1,120})\s*=\s*(?:os\.path\.join\(\s*)?["']${outer}\/?["']`,
    String.raw`\bopen\(\s*f?["']${outer}\/?["']\s*,\s*["'][wax]`,
].map((pattern) => new RegExp(pattern, 'gim'));

const ofFolder = /dir(?!ect(?!or))|folder/i;
const ofData = /(?<!pro)file|data|storage|upload|media|cache|sqlite|(?<![a-z])db|db(?![a-z])|(?<![a-z])log(?!in|out|o)/i;
const ofUrl = /root_?path|api|ur[il]|route|prefix|endpoint|docs|metrics|health|next|redirect|static/i;

/** False for names of what is only a path of the app's own address (`METRICS_PATH`, `ROOT_PATH`, `login_path`). */
function namesFolder(name: string): boolean {
    return ofFolder.test(name) || (ofData.test(name) && !ofUrl.test(name));
}

const mostFolders = 6;

const keeps = /\b(mkdir|makedirs|write_text|write_bytes|copyfileobj|FileHandler|sqlite\w*)\b|,\s*["'][wa]b?\+?["']/;

/**
 * Folders outside of the app's own that its code makes or writes into, such as the `/data` of `os.getenv("DATA_ROOT", "/data")`: an app that is not root can
 * not make them, so that the image has to.
 */
export function outerFolders(modules: readonly PyModule[], mounts: readonly Omit<WrittenPath, 'reason'>[] = []): WrittenPath[] {
    if (!modules.some(({ text }) => keeps.test(text))) {
        return [];
    }
    // What a compose file mounts is kept, however the code comes to name it.
    const found: WrittenPath[] = mounts
        .filter(
            ({ path }) =>
                ofRoot.test(path) &&
                modules.some(({ text }) => new RegExp(String.raw`["'/]${path.replace(/[.]/g, '\\.')}["'/{]`).test(text)),
        )
        .map((mount) => ({ ...mount, reason: 'folder the app makes' }));
    for (const { path: file, text } of modules) {
        const code = text.replace(/^[ \t]*#.*$/gm, (line) => ' '.repeat(line.length));
        for (const match of places.flatMap((pattern) => [...code.matchAll(pattern)])) {
            const { path: whole = '', name } = match.groups ?? {};
            const path = /\.\w+$/.test(whole) ? whole.replace(/\/[^/]*$/, '') : whole;
            if (
                found.length < mostFolders &&
                path !== '' &&
                (name === undefined || namesFolder(name)) &&
                !found.some((each) => each.path === path)
            ) {
                found.push({ path, reason: 'folder the app makes', file, line: lineAt(code, match.index + match[0].length - 1) });
            }
        }
    }
    return found.slice(0, mostFolders);
}
