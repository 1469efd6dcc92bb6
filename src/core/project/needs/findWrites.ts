import { withoutComments } from '../node/nodePorts';
import { pathInside } from '../normalPath';
import type { WrittenPath } from '../profile';
import { lineAt } from '../textLines';
import type { SourceText } from './sourceText';

interface Pattern {
    readonly files: RegExp;
    /** Group 1 is the path. */
    readonly pattern: RegExp;
    readonly reason: string;
}

const q = String.raw`[rbfu]?["'\x60]([^"'\x60\n{}$%]+)["'\x60]`;
const python = /\.py$/;
const script = /\.(m|c)?[jt]sx?$/;
const javaSettings = /(^|\/)src\/main\/resources\/(config\/)?application\.(properties|ya?ml)$/;

/** How code says where it writes. Only paths that are written out count: what is computed is not guessed at. */
const patterns: readonly Pattern[] = [
    { files: /\.(py|env|example|[jt]s|mjs|toml|ya?ml|ini|cfg|php|rb|go|rs)$/, pattern: /sqlite(?:\+\w+|3)?:\/\/\/?(\/?[\w./-]+\.(?:db|sqlite3?))\b/, reason: 'SQLite database' },
    { files: python, pattern: new RegExp(String.raw`sqlite(?:\+\w+)?:\/{3,4}["']\s*\+[^\n]*?${q}`), reason: 'SQLite database' },
    { files: python, pattern: new RegExp(String.raw`(?:sqlite3|aiosqlite|duckdb)\.connect\(\s*${q}`), reason: 'SQLite database' },
    { files: python, pattern: /\b(?:DATABASE|DB|DB_PATH|DATABASE_PATH|DB_FILE|DB_NAME|SQLITE\w*)\b["']?\]?\s*[:=][^\n]{0,400}["'/]([\w.-]+\.(?:db|sqlite3?))["']/, reason: 'SQLite database' },
    { files: script, pattern: new RegExp(String.raw`new\s+(?:Database|sqlite3\.Database|sqlite\.Database|DatabaseSync)\(\s*${q}`), reason: 'SQLite database' },
    { files: script, pattern: /(?:storage|filename|database|url)\s*:\s*(?=\S)[^\n]{0,400}["'`](?:file:)?([\w./-]+\.(?:db|sqlite3?))["'`]/, reason: 'SQLite database' },
    { files: script, pattern: /\b(?:const|let|var)\s+\w{0,30}(?:db|database|sqlite)\w{0,20}\s*(?::\s*\w+\s*)?=\s*(?=\S)[^\n]{0,400}["'`](?:file:)?([\w./-]+\.(?:db|sqlite3?))["'`]/i, reason: 'SQLite database' },
    { files: /\.(cs|json)$/, pattern: /(?:Data Source|DataSource|Filename)\s*=\s*([\w./-]+\.(?:db|sqlite3?))/i, reason: 'SQLite database' },
    { files: /\.go$/, pattern: /(?:sql\.Open\(\s*"sqlite3?"\s*,\s*|sqlite\.Open\(\s*)"(?:file:)?([\w./-]+)/, reason: 'SQLite database' },
    { files: /(^|\/)config\/database\.yml$/, pattern: /^[ \t]*database:\s*([\w./-]+\.sqlite3)/m, reason: 'SQLite database' },
    { files: python, pattern: /\b(?:\w*UPLOAD\w*_?(?:FOLDER|DIR|DIRECTORY|PATH|DEST|ROOT)|UPLOADS?)\b["']?\]?\s*=\s*(?=\S)[^\n]{0,400}?["']([\w./-]+)["'][^"'\n]*$/im, reason: 'uploads' },
    { files: script, pattern: new RegExp(String.raw`multer\(\s*\{\s*dest\s*:\s*(?:path\.\w+\([^)]*?)?${q}`), reason: 'uploads' },
    { files: script, pattern: new RegExp(String.raw`(?:diskStorage\([\s\S]{0,300}?cb\(\s*null\s*,\s*|uploadDir\s*:\s*)(?:path\.\w+\([^)]*?)?${q}`), reason: 'uploads' },
    { files: python, pattern: new RegExp(String.raw`(?:RotatingFileHandler|FileHandler|WatchedFileHandler)\(\s*(?:filename\s*=\s*)?${q}`), reason: 'log file' },
    { files: python, pattern: new RegExp(String.raw`\bopen\(\s*${q}\s*,\s*(?:mode\s*=\s*)?["'](?:[wax]b?\+?t?|r\+b?)["']`), reason: 'file the app writes' },
    { files: python, pattern: new RegExp(String.raw`\bos\.(?:makedirs|mkdir)\(\s*${q}`), reason: 'folder the app makes' },
    { files: python, pattern: new RegExp(String.raw`\bPath\(\s*${q}\s*\)\.(?:mkdir|write_text|write_bytes)\(`), reason: 'file the app writes' },
    { files: script, pattern: new RegExp(String.raw`\b(?:writeFile|writeFileSync|appendFile|appendFileSync|createWriteStream)\(\s*(?:path\.\w+\([^)]*?)?${q}`), reason: 'file the app writes' },
    { files: script, pattern: new RegExp(String.raw`\b(?:mkdir|mkdirSync)\(\s*(?:path\.\w+\([^)]*?)?${q}`), reason: 'folder the app makes' },
    { files: /(^|\/)config\/storage\.yml$/, pattern: /root:\s*<%=\s*Rails\.root\.join\("(storage)"\)/, reason: 'uploads' },
    { files: /(^|\/)schema\.prisma$/, pattern: /provider\s*=\s*"sqlite"[\s\S]{0,200}?url\s*=\s*"file:([^"]+)"/, reason: 'SQLite database' },
    { files: javaSettings, pattern: /\bjdbc:(?:\w+:)?h2:(?:file:)?(\.?\/?\w[\w./-]*\/[\w./-]+)/, reason: 'file the app writes' },
    { files: javaSettings, pattern: /^[ \t]*(?:logging\.file\.(?:name|path)|quarkus\.log\.[\w."-]{0,60}\bpath)[ \t]*[=:][ \t]*["']?([\w./-]+)["']?[ \t]*$/m, reason: 'log file' },
    { files: javaSettings, pattern: /^[ \t]*(?:[\w.-]{0,60}[.-])?(?:uploads?|storage)[.-]?(?:dir(?:ectory)?|path|location|folder)[ \t]*[=:][ \t]*["']?(\.?\/?\w[\w./-]*)["']?[ \t]*$/im, reason: 'uploads' },
    { files: /(Storage|Upload|File)\w*\.(java|kt)$/, pattern: /\b(?:location|(?:uploads?|storage)(?:Dir|Directory|Path|Location|Folder|Root)?)\s*(?::\s*String\s*)?=\s*(?:Paths?\.(?:get|of)\(\s*)?"(\.?\/?\w[\w./-]*)"/i, reason: 'uploads' },
]; // prettier-ignore

const searches = patterns.map((each) => ({ ...each, everywhere: new RegExp(each.pattern.source, `g${each.pattern.flags}`) }));

/** Paths inside the app that it writes to, which a redeploy would lose; temporary folders are none of them. */
export function findWrites(sources: readonly SourceText[]): WrittenPath[] {
    const found: WrittenPath[] = [];
    for (const { file, text } of sources) {
        const applicable = searches.filter((each) => each.files.test(file));
        if (applicable.length === 0) {
            continue;
        }
        const code = script.test(file) ? withoutComments(text) : text.replace(/^[ \t]*#.*$/gm, (line) => ' '.repeat(line.length));
        for (const { pattern, everywhere, reason } of applicable) {
            // Most are in no file, and an iterator costs more than the look.
            if (!pattern.test(code)) {
                continue;
            }
            for (const match of code.matchAll(everywhere)) {
                const path = fromRoot(file, match[0], (match[1] ?? '').replace(/^\.\//, '').trim());
                if (
                    path === '' ||
                    (file.endsWith('.py') && /^[A-Z][A-Z0-9_]+$/.test(path)) || // the name of a variable
                    /^(\/?(tmp|dev|proc|var\/tmp)\b|:memory:|\.\.|https?:)/.test(path) ||
                    found.some((each) => each.path === path)
                ) {
                    continue;
                }
                found.push({ path, reason, file, line: lineAt(code, match.index + match[0].length - 1) });
            }
        }
    }
    return found;
}

/** A path that leads out of the script's folder, which the code begins at (`__dirname`), as the project names it. */
function fromRoot(file: string, code: string, path: string): string {
    if (!path.startsWith('../') || !/\b__dirname\b|\bimport\.meta\b/.test(code)) {
        return path;
    }
    return pathInside(file.split('/').slice(0, -1).join('/'), path) ?? path;
}
