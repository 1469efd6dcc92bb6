import { normalizeName } from './normalizeName';

/** One logical line of a requirements file; `line` is where it begins. */
export type RequirementLine =
    | {
          readonly kind: 'requirement';
          /** As written. */
          readonly name: string;
          readonly extras: readonly string[];
          /** PEP 440 specifiers as written, without spaces, such as `>=2,<3`; '' when any version will do. */
          readonly specifier: string;
          /** The URL of a direct reference (`name @ URL`). */
          readonly url?: string;
          /** A PEP 508 marker as written, without the `;`. */
          readonly marker?: string;
          readonly hashes: readonly string[];
          readonly comment?: string;
          readonly line: number;
      }
    /** An archive, a VCS address or a path without a name of its own; `name` when `#egg=` or the archive's file name tells it. */
    | {
          readonly kind: 'location';
          readonly location: string;
          readonly editable: 'editable' | 'plain';
          readonly name?: string;
          readonly extras: readonly string[];
          readonly marker?: string;
          readonly hashes: readonly string[];
          readonly comment?: string;
          readonly line: number;
      }
    | { readonly kind: 'include'; readonly option: '-r' | '-c'; readonly path: string; readonly comment?: string; readonly line: number }
    /** `--index-url …` and the like, kept as written. */
    | { readonly kind: 'option'; readonly text: string; readonly comment?: string; readonly line: number }
    | { readonly kind: 'blank'; readonly comment?: string; readonly line: number }
    | { readonly kind: 'invalid'; readonly text: string; readonly comment?: string; readonly line: number };

const namePattern = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*/;
const specifierPattern = /^(===|~=|==|!=|<=|>=|<|>)\s*[^\s,;()]+(\s*,\s*(===|~=|==|!=|<=|>=|<|>)\s*[^\s,;()]+)*\s*,?$/;

/** Reads a requirements file by pip's grammar: continuations, comments, hashes, markers, extras, URLs, includes, options. Never throws. */
export function parseRequirements(text: string): readonly RequirementLine[] {
    return logicalLines(text).map(({ content, line }) => knownLine(content, line));
}

/** An editor asks again with every keystroke, and nearly all lines are those of the last time. */
const known = new Map<string, RequirementLine>();
const mostKnown = 10_000;

function knownLine(content: string, line: number): RequirementLine {
    const before = known.get(content);
    const parsed = before === undefined ? parseLine(content, line) : before.line === line ? before : { ...before, line };
    if (known.size >= mostKnown) {
        known.clear();
    }
    known.set(content, parsed);
    return parsed;
}

/** The distribution that a line asks for, in its one spelling; undefined for other lines. */
export function requiredName(line: RequirementLine): string | undefined {
    return (line.kind === 'requirement' || line.kind === 'location') && line.name !== undefined ? normalizeName(line.name) : undefined;
}

function logicalLines(text: string): { content: string; line: number }[] {
    const found: { content: string; line: number }[] = [];
    const clean = text.replace(/^\ufeff/, '');
    if (clean === '') {
        return found;
    }
    const physical = clean.split(/\r\n|\r|\n/);
    if (physical.at(-1) === '') {
        physical.pop();
    }
    for (let at = 0; at < physical.length; at += 1) {
        const line = at + 1;
        const parts: string[] = [];
        let part = physical[at] ?? '';
        // As pip joins them: without a blank in between, and a line that is a comment neither goes on nor is gone on from.
        while (part.endsWith('\\') && !/^\s*#/.test(part) && at + 1 < physical.length) {
            at += 1;
            parts.push(withoutEnd(part));
            part = physical[at] ?? '';
            if (/^\s*#/.test(part)) {
                part = ` ${part}`;
                break;
            }
        }
        found.push({ content: [...parts, part].join('').replace(/\\$/, ''), line });
    }
    return found;
}

/** Without the backslashes at its end; a pattern would look for its end from each of those that are elsewhere. */
function withoutEnd(line: string): string {
    let end = line.length;
    while (line[end - 1] === '\\') {
        end -= 1;
    }
    return line.slice(0, end);
}

function parseLine(raw: string, line: number): RequirementLine {
    const commentAt = raw.search(/(^|\s)#/);
    const comment = commentAt < 0 ? undefined : raw.slice(raw.indexOf('#', commentAt) + 1).trim();
    const tail = { ...(comment !== undefined && { comment }), line };
    const text = (commentAt < 0 ? raw : raw.slice(0, commentAt)).trim();
    if (text === '') {
        return { kind: 'blank', ...tail };
    }
    const include = /^(-r|--requirement|-c|--constraint)(?:\s*=\s*|\s+|(?<=-[rc]))(\S.*)$/.exec(text);
    if (include?.[2] !== undefined) {
        return {
            kind: 'include',
            option: (include[1]?.replace('requirement', '') ?? '').includes('c') ? '-c' : '-r',
            path: unquote(include[2]),
            ...tail,
        };
    }
    const editable = /^(?:-e|--editable)(?:\s*=\s*|\s+|(?<=^-e)(?=[^\s=]))(\S.*)$/.exec(text);
    if (editable?.[1] !== undefined) {
        return location(editable[1], 'editable', tail);
    }
    if (text.startsWith('-')) {
        return { kind: 'option', text, ...tail };
    }
    return requirement(text, tail) ?? (looksLikeLocation(text) ? location(text, 'plain', tail) : { kind: 'invalid', text, ...tail });
}

function requirement(text: string, tail: { line: number; comment?: string }): RequirementLine | undefined {
    const { rest, hashes } = takeHashes(text);
    const match = namePattern.exec(rest);
    if (match?.[1] === undefined) {
        return undefined;
    }
    const extras = (match[2] ?? '')
        .split(',')
        .map((extra) => extra.trim())
        .filter((extra) => extra !== '');
    const after = rest.slice(match[0].length);
    if (after.startsWith('@')) {
        const [url, marker] = splitUrlMarker(after.slice(1).trim());
        return url === ''
            ? undefined
            : { kind: 'requirement', name: match[1], extras, specifier: '', url, ...(marker !== undefined && { marker }), hashes, ...tail };
    }
    const semicolon = after.indexOf(';');
    const marker = semicolon < 0 ? undefined : after.slice(semicolon + 1).trim();
    let specifier = (semicolon < 0 ? after : after.slice(0, semicolon)).trim();
    if (specifier.startsWith('(') && specifier.endsWith(')')) {
        specifier = specifier.slice(1, -1).trim();
    }
    if (specifier !== '' && !specifierPattern.test(specifier)) {
        return undefined;
    }
    return {
        kind: 'requirement',
        name: match[1],
        extras,
        specifier: specifier.replace(/\s+/g, '').replace(/,$/, ''),
        ...(marker !== undefined && marker !== '' && { marker }),
        hashes,
        ...tail,
    };
}

function takeHashes(text: string): { rest: string; hashes: string[] } {
    const hashes: string[] = [];
    const rest = text.replace(/\s--hash[=\s]\s*(\S+)/g, (_, hash: string) => {
        hashes.push(hash);
        return '';
    });
    // Per-requirement options (--config-settings …) do not change what is asked for.
    return { rest: rest.replace(/\s--[a-z][\s\S]*$/, '').trim(), hashes };
}

/** In a URL a `;` belongs to the URL unless a space is before it. */
function splitUrlMarker(text: string): [string, string | undefined] {
    const at = text.search(/\s;/);
    return at < 0 ? [text, undefined] : [text.slice(0, at).trim(), text.slice(at).trim().slice(1).trim()];
}

/** pip takes any `;` behind a path for the beginning of a marker, and behind an address one with a blank on either side. */
function splitLocationMarker(text: string): [string, string | undefined] {
    const at = text.search(/^[a-z][a-z0-9+.-]*:/i.test(text) ? /\s;|;\s/ : /;/);
    const semicolon = at < 0 ? -1 : text.indexOf(';', at);
    return semicolon < 0 ? [text, undefined] : [text.slice(0, semicolon).trim(), text.slice(semicolon + 1).trim()];
}

function looksLikeLocation(text: string): boolean {
    return /^(git|hg|svn|bzr)\+|^[a-z][a-z0-9+.-]*:\/\/|^file:|^\.{0,2}[\\/]|^\.{1,2}(\[|$|\s)|\.(whl|zip|tar\.gz|tgz|tar\.bz2)(\s|;|\[|$)|^[\w.-]+[\\/]/i.test(
        text,
    );
}

function location(text: string, editable: 'editable' | 'plain', tail: { line: number; comment?: string }): RequirementLine {
    const { rest, hashes } = takeHashes(text);
    const [whole, marker] = splitLocationMarker(rest);
    const extrasMatch = /\[([^\]]*)\]$/.exec(whole);
    const extras = (extrasMatch?.[1] ?? '')
        .split(',')
        .map((extra) => extra.trim())
        .filter((extra) => extra !== '');
    const place = unquote(extrasMatch === null ? whole : whole.slice(0, -extrasMatch[0].length));
    const name =
        /[#&]egg=([A-Za-z0-9._-]+)/.exec(place)?.[1] ?? /([A-Za-z0-9][A-Za-z0-9._]*)-\d[^/\\]*\.(?:whl|zip|tar\.gz|tgz)$/.exec(place)?.[1];
    return {
        kind: 'location',
        location: place,
        editable,
        ...(name !== undefined && { name }),
        extras,
        ...(marker !== undefined && { marker }),
        hashes,
        ...tail,
    };
}

function unquote(text: string): string {
    const trimmed = text.trim();
    return /^(["']).*\1$/.test(trimmed) ? trimmed.slice(1, -1) : trimmed;
}
