import { lazy } from '../../../base/lazy';
import type { IgnoreRule } from '../../../core/dockerfile/ignore';
import { parseIgnore } from '../../../core/dockerfile/ignore';
import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import { openDockerfile } from '../dockerfile/openDockerfile';
import { linesOf } from '../lines';
import { baseNameOf, folderOf } from '../paths';
import type { Snapshot } from '../snapshot';
import { kindOfPath } from '../snapshot';
import type { Span } from '../span';

export interface IgnoreLine {
    readonly rule: IgnoreRule;
    /** The pattern as written, `!` included. */
    readonly span: Span;
}

export interface IgnoreDocument {
    readonly snapshot: Snapshot;
    readonly text: string;
    /** Patterns in order; lines that BuildKit would refuse are in `broken`. */
    readonly lines: readonly IgnoreLine[];
    readonly broken: readonly { readonly span: Span; readonly text: string }[];
    /** The context's files, relative to it; undefined when they are not known. */
    files(): readonly string[] | undefined;
    /** Dockerfiles that are built with this file's folder as their context. */
    dockerfiles(): readonly DockerfileDocument[];
}

export function openIgnore(snapshot: Snapshot): IgnoreDocument {
    const { text } = snapshot;
    const placed = placeLines(text);
    // `<Dockerfile>.dockerignore` applies to that Dockerfile's context, of which its own folder is the usual one.
    const folder = folderOf(snapshot.path);
    const prefix = folder === '' ? '' : `${folder}/`;
    return {
        snapshot,
        text,
        ...placed,
        files: lazy(() => snapshot.paths?.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length))),
        dockerfiles: lazy(() => readDockerfiles(snapshot, folder)),
    };
}

function placeLines(text: string): Pick<IgnoreDocument, 'lines' | 'broken'> {
    const { starts } = linesOf(text.replace(/\r(?!\n)/g, ' '));
    const lines: IgnoreLine[] = [];
    const broken: { span: Span; text: string }[] = [];
    starts.forEach((start, index) => {
        const raw = text.slice(start, starts[index + 1] ?? text.length).replace(/\r?\n$/, '');
        const lead = /^[\s\ufeff]*/.exec(raw)?.[0].length ?? 0;
        const span = { start: start + lead, end: start + Math.max(lead, raw.trimEnd().length) };
        if (raw.startsWith('#')) {
            return;
        }
        try {
            const [rule] = parseIgnore(raw);
            if (rule !== undefined) {
                lines.push({ rule: { ...rule, line: index + 1 }, span });
            }
        } catch {
            broken.push({ span, text: raw.trim() });
        }
    });
    return { lines, broken };
}

function readDockerfiles(snapshot: Snapshot, folder: string): readonly DockerfileDocument[] {
    const own = /^(.+)\.dockerignore$/.exec(baseNameOf(snapshot.path))?.[1];
    const candidates = (snapshot.paths ?? [])
        .filter((path) => kindOfPath(path) === 'dockerfile' && (own === undefined || baseNameOf(path) === own))
        .slice(0, 20);
    return candidates.flatMap((path) => {
        const text = snapshot.read(path);
        const document = text === undefined ? undefined : openDockerfile({ ...snapshot, kind: 'dockerfile', path, text });
        return document?.root() === folder ? [document] : [];
    });
}
