import type { Misfit } from './pythonLimits';

/** A bound, or several, as pip, Poetry, Pipenv and conda write them; a bare version between quotes is Poetry's. */
const bounds = /(?:(?:[=~!<>^]=?=?)[ \t]*\d[\w.*+!-]*[ \t]*,?[ \t]*)+|(?<=["'])\d[\w.*+!-]*(?=["'])/;

/** The text of a list in which each of these pins, by its line, asks for the first release that works; as it was where a line says something else. */
export function raisePins(text: string, pins: readonly Misfit[]): string {
    const lines = text.split(/(?<=\n)/);
    for (const { requirement, needs } of pins) {
        const { name, line } = requirement;
        const written = lines[line - 1] ?? '';
        const found = new RegExp(String.raw`(?<![\w.-])${name.replaceAll('-', '[-_.]')}(?![\w.-])`, 'i').exec(written);
        const from = found === null ? written.length : found.index + found[0].length;
        const rest = written.slice(from);
        const end = /[;#]/.exec(rest)?.index ?? rest.length;
        const bound = bounds.exec(rest.slice(0, end));
        if (bound !== null) {
            const [old] = bound;
            const operator = /^(={1,3}|~=?|\^|)[ \t]*\d[^,]*$/.exec(old.trimEnd())?.[1] ?? '>=';
            const space = /^[=~!<>^]+([ \t]*)/.exec(old)?.[1] ?? '';
            const tail = old.slice(old.trimEnd().length);
            const now = `${operator}${space}${needs}${tail}`;
            lines[line - 1] = `${written.slice(0, from + bound.index)}${now}${rest.slice(bound.index + old.length)}`;
        }
    }
    return lines.join('');
}

/** The misfits that a file pins. */
export function ofFile(misfits: readonly Misfit[], file: string): readonly Misfit[] {
    return misfits.filter(({ requirement }) => requirement.file === file);
}
