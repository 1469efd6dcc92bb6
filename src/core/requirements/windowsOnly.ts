import { normalizeName } from './normalizeName';
import { parseRequirements } from './parseRequirements';

/** Distributions that exist for Windows only: pip stops at them anywhere else. */
const names = new Set(
    'pywin32 pypiwin32 pywinpty wmi windows-curses pyreadline winshell pythonnet-win pywinauto wexpect tensorflow-intel winrt-runtime win10toast'.split(' '),
); // prettier-ignore

/** True for a distribution, in its one spelling, that cannot be installed on Linux. */
export function isWindowsOnly(name: string): boolean {
    return names.has(name);
}

/** A requirements file whose Windows-only lines say so in a marker, and the lines (from 1) that did not. */
export function markWindowsOnly(text: string): {
    readonly text: string;
    readonly marked: readonly { readonly name: string; readonly line: number }[];
} {
    const marked = parseRequirements(text).flatMap((line) =>
        line.kind === 'requirement' && line.marker === undefined && isWindowsOnly(normalizeName(line.name))
            ? [{ name: line.name, line: line.line }]
            : [],
    );
    if (marked.length === 0) {
        return { text, marked };
    }
    const lines = text.split(/(?<=\n)/);
    for (const { line } of marked) {
        lines[line - 1] = withMarker(lines[line - 1] ?? '');
    }
    return { text: lines.join(''), marked };
}

/** The marker goes before hashes, a comment and what continues the line. */
function withMarker(line: string): string {
    const written = (/^[^#;\\\r\n]*/.exec(line)?.[0] ?? '').split('--hash')[0]?.trimEnd() ?? '';
    return `${written}; sys_platform == 'win32'${line.slice(written.length)}`;
}
