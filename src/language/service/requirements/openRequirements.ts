import { lazy } from '../../../base/lazy';
import { normalizeName } from '../../../core/requirements/normalizeName';
import type { RequirementLine } from '../../../core/requirements/parseRequirements';
import { parseRequirements } from '../../../core/requirements/parseRequirements';
import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import { openDockerfile } from '../dockerfile/openDockerfile';
import { linesOf } from '../lines';
import { baseNameOf, folderOf } from '../paths';
import type { Snapshot } from '../snapshot';
import { kindOfPath } from '../snapshot';
import type { Span } from '../span';

/** A logical line with its place in the text. */
export interface PlacedLine {
    readonly line: RequirementLine;
    /** The whole logical line, without its line end. */
    readonly span: Span;
    /** Its name or location as written; the trimmed line when it has none. */
    readonly nameSpan: Span;
    readonly name: string | undefined;
}

export interface RequirementsDocument {
    readonly snapshot: Snapshot;
    readonly text: string;
    readonly lines: readonly PlacedLine[];
    readonly isConstraints: boolean;
    /** The Dockerfile that installs this file; undefined when there is none that says so. */
    dockerfile(): DockerfileDocument | undefined;
}

export function openRequirements(snapshot: Snapshot): RequirementsDocument {
    const { text } = snapshot;
    return {
        snapshot,
        text,
        lines: placeLines(text),
        isConstraints: /constraints/i.test(baseNameOf(snapshot.path)),
        dockerfile: lazy(() => findDockerfile(snapshot)),
    };
}

function placeLines(text: string): readonly PlacedLine[] {
    const parsed = parseRequirements(text);
    const { starts } = linesOf(text);
    return parsed.map((line, index) => {
        const start = starts[line.line - 1] ?? text.length;
        const next = parsed[index + 1];
        let end = next === undefined ? text.length : (starts[next.line - 1] ?? text.length);
        while (end > start && /[\r\n]/.test(text.charAt(end - 1))) {
            end -= 1;
        }
        const name = line.kind === 'requirement' ? line.name : undefined;
        return {
            line,
            span: { start, end },
            nameSpan: nameSpan(text, start, end, line),
            name: name === undefined ? undefined : normalizeName(name),
        };
    });
}

function nameSpan(text: string, start: number, end: number, line: RequirementLine): Span {
    const wanted =
        line.kind === 'requirement'
            ? line.name
            : line.kind === 'location'
              ? line.location
              : line.kind === 'include'
                ? line.path
                : undefined;
    const at = wanted === undefined ? -1 : text.slice(start, end).indexOf(wanted);
    if (wanted === undefined || at === -1) {
        const lead = /^[\s\ufeff]*/.exec(text.slice(start, end))?.[0].length ?? 0;
        return { start: Math.min(start + lead, end), end };
    }
    return { start: start + at, end: start + at + wanted.length };
}

/** Beside the file first, then upwards: a Dockerfile whose RUN installs exactly this file. */
function findDockerfile(snapshot: Snapshot): DockerfileDocument | undefined {
    const { paths } = snapshot;
    if (paths === undefined) {
        return undefined;
    }
    const own = folderOf(snapshot.path);
    const near = paths
        .filter(
            (path) =>
                kindOfPath(path) === 'dockerfile' &&
                (own === folderOf(path) || own.startsWith(`${folderOf(path)}/`) || folderOf(path) === '' || folderOf(path).startsWith(own)),
        )
        .toSorted((a, b) => Math.abs(folderOf(a).length - own.length) - Math.abs(folderOf(b).length - own.length) || a.length - b.length);
    for (const path of near.slice(0, 8)) {
        const text = snapshot.read(path);
        const document = text === undefined ? undefined : openDockerfile({ ...snapshot, kind: 'dockerfile', path, text });
        if (document?.packages()?.requirementFiles.includes(snapshot.path) === true) {
            return document;
        }
    }
    return undefined;
}
