import type { ParseError } from 'jsonc-parser';
import { parse as parseJsonc, printParseErrorCode } from 'jsonc-parser';
import { parse as parseToml, TomlError } from 'smol-toml';
import { parseAllDocuments } from 'yaml';
import { brokenGemfile, brokenGoMod, brokenGradle, brokenIni, brokenLock, type BrokenLine } from './malformedLines';
import { nestsTooDeep } from './nestsTooDeep';
import { lineAt } from './textLines';

/** Where a file stops to be what its name says, from 1, and why. */
export interface Malformed {
    /** `lines`: it is read line by line, so that the rest of it counts all the same. */
    readonly language: 'JSON' | 'TOML' | 'YAML' | 'XML' | 'lines';
    readonly line: number;
    readonly reason: string;
    /** True when the tool that installs or builds reads it as well. */
    readonly stops: boolean;
}

/** Files that are read line by line, a lock among them for its length. */
const byLine: readonly (readonly [name: RegExp, stops: boolean, broken: (text: string) => BrokenLine | undefined])[] = [
    [/^(poetry|uv|pdm|Gemfile|yarn)\.lock$/, true, brokenLock],
    [/^go\.(mod|work)$/, true, brokenGoMod],
    [/^Gemfile$/, true, brokenGemfile],
    [/^(build|settings)\.gradle(\.kts)?$/, true, brokenGradle],
    [/^setup\.cfg$/, false, brokenIni],
];

/** Files whose form is known by their name; what is not here may be a template of somebody's. `stops`: installing or building reads it. */
const kinds: readonly (readonly [name: RegExp, language: 'JSON' | 'JSON with comments' | 'TOML' | 'YAML' | 'XML', stops: boolean])[] = [
    [/^(package|package-lock|npm-shrinkwrap|composer)\.json$|^(composer|Pipfile)\.lock$/, 'JSON', true],
    [/^(tsconfig(\.\w+)?|angular|appsettings(\.\w+)?|global|host|nest-cli|nx|turbo|vercel|app)\.json$/, 'JSON with comments', false],
    [/^Cargo\.toml$/, 'TOML', true],
    [/^(pyproject|fly|netlify|railway|mise)\.toml$|^Pipfile$/, 'TOML', false],
    [/^pom\.xml$|\.(cs|fs|vb)proj$|^(Directory\.Build|Directory\.Packages)\.props$/, 'XML', true],
    [/^((docker-)?compose(\.[\w-]+)?|render|azure|environment|conda|pnpm-workspace)\.ya?ml$/, 'YAML', false],
];

/** A whole YAML file of this many characters takes some ten milliseconds; those that people write are smaller. */
const mostYaml = 100_000;

/**
 * What is wrong with the form of a manifest or a settings file; undefined for a good one, and for every other file, but that no JSON or YAML may nest so deep
 * that nothing can read it. Never throws.
 */
export function malformedIn(path: string, text: string): Malformed | undefined {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const [, language, stops] = kinds.find(([pattern]) => pattern.test(name)) ?? [];
    if (nestsTooDeep(path, text)) {
        return { language: /\.ya?ml$/.test(name) ? 'YAML' : 'JSON', line: 1, reason: 'it nests too deep', stops: stops === true };
    }
    if (language === undefined || stops === undefined) {
        const [, halts, broken] = byLine.find(([pattern]) => pattern.test(name)) ?? [];
        const found = broken?.(text);
        return found === undefined ? undefined : { language: 'lines', ...found, stops: halts === true };
    }
    switch (language) {
        case 'JSON':
            return isJson(text) ? undefined : brokenJson(text, { allowTrailingComma: false, disallowComments: true }, stops);
        case 'JSON with comments':
            return isJson(text) ? undefined : brokenJson(text, { allowTrailingComma: true, disallowComments: false }, stops);
        case 'TOML':
            return brokenToml(text, stops);
        case 'YAML':
            return text.length > mostYaml ? undefined : brokenYaml(text, stops);
        case 'XML':
            return brokenXml(text, stops);
    }
}

/** Many times faster than the parser that says where it is broken. */
function isJson(text: string): boolean {
    try {
        JSON.parse(text.replace(/^\ufeff/, ''));
        return true;
    } catch {
        return false;
    }
}

function brokenJson(
    text: string,
    options: { allowTrailingComma: boolean; disallowComments: boolean },
    stops: boolean,
): Malformed | undefined {
    const errors: ParseError[] = [];
    parseJsonc(text, errors, options);
    const [first] = errors;
    return first === undefined
        ? undefined
        : {
              language: 'JSON',
              line: lineAt(text, first.offset),
              reason: printParseErrorCode(first.error)
                  .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
                  .toLowerCase(),
              stops,
          };
}

function brokenToml(text: string, stops: boolean): Malformed | undefined {
    try {
        parseToml(text.replace(/^\ufeff/, ''));
        return undefined;
    } catch (error) {
        return {
            language: 'TOML',
            line: error instanceof TomlError ? error.line : 1,
            reason: firstLine(error).replace(/^Invalid TOML document: /, ''),
            stops,
        };
    }
}

function brokenYaml(text: string, stops: boolean): Malformed | undefined {
    try {
        const documents = parseAllDocuments(text, { logLevel: 'silent' });
        const error = Array.isArray(documents) ? documents.flatMap((document) => document.errors)[0] : undefined;
        return error === undefined
            ? undefined
            : { language: 'YAML', line: error.linePos?.[0].line ?? lineAt(text, error.pos[0]), reason: firstLine(error).split(' at line ')[0] ?? '', stops }; // prettier-ignore
    } catch (error) {
        return { language: 'YAML', line: 1, reason: firstLine(error), stops };
    }
}

/** Comments, data and declarations, then tags, each of whose values may hold a `>`. */
const xmlParts =
    /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<[?!][^>]*>|<(\/?)([\w.:-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|</g;

/** The tags of XML are closed in their order, and there is no other `<`; more is not asked. */
function brokenXml(text: string, stops: boolean): Malformed | undefined {
    const open: { readonly name: string; readonly at: number }[] = [];
    const broken = (at: number, reason: string): Malformed => ({ language: 'XML', line: lineAt(text, at), reason, stops });
    for (const match of text.matchAll(xmlParts)) {
        const [whole, closing, name, , empty] = match as readonly string[] & { readonly index: number };
        if (whole === '<') {
            return broken(match.index, 'a tag is not whole');
        }
        if (name === undefined || empty === '/') {
            continue;
        }
        if (closing !== '/') {
            open.push({ name, at: match.index });
            continue;
        }
        const last = open.pop();
        if (last?.name !== name) {
            return broken(
                match.index,
                last === undefined ? `${name} is closed and was not opened` : `${name} is closed where ${last.name} is open`,
            );
        }
    }
    const last = open.at(-1);
    return last === undefined && text.includes('<')
        ? undefined
        : broken(last?.at ?? 0, last === undefined ? 'it has no tag' : `${last.name} is not closed`);
}

function firstLine(error: unknown): string {
    return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
