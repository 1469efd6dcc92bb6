import { z } from 'zod';
import type { SolveStatus } from './solveStatus';

const text = z.string().optional();
/** What `docker buildx build --progress=rawjson` writes, a value a line: BuildKit's client.SolveStatus (buildkit client/graph.go). */
const line = z.object({
    vertexes: z
        .array(z.object({ digest: z.string(), name: text, cached: z.boolean().optional(), started: text, completed: text, error: text }))
        .optional(),
    statuses: z
        .array(z.object({ id: z.string(), vertex: z.string(), current: z.number().optional(), total: z.number().optional() }))
        .optional(),
    logs: z.array(z.object({ vertex: text, stream: z.number().optional(), data: text })).optional(),
    warnings: z.array(z.object({ short: text, url: text })).optional(),
});

/** One line of buildx's progress; undefined when it is something else, such as the sentence that ends a failed build. */
export function readRawProgress(textLine: string): SolveStatus | undefined {
    if (!textLine.startsWith('{')) {
        return undefined;
    }
    let value: unknown;
    try {
        value = JSON.parse(textLine);
    } catch {
        return undefined;
    }
    const parsed = line.safeParse(value);
    if (!parsed.success) {
        return undefined;
    }
    const { vertexes = [], statuses = [], logs = [], warnings = [] } = parsed.data;
    return {
        vertexes: vertexes.map(({ digest, name = '', cached = false, started, completed, error = '' }) => ({
            digest,
            name,
            cached,
            ...timed('startedMs', started),
            ...timed('completedMs', completed),
            ...(error === '' ? {} : { error }),
        })),
        statuses: statuses.map(({ id, vertex, current = 0, total = 0 }) => ({ id, vertex, current, total })),
        logs: logs.map(({ vertex = '', stream, data = '' }) => ({
            vertex,
            stream: stream === 2 ? ('stderr' as const) : ('stdout' as const),
            bytes: Uint8Array.from(atob(data), (character) => character.charCodeAt(0)),
        })),
        warnings: warnings.map(({ short = '', url = '' }) => ({
            // Bytes in Go, base64 in JSON.
            message: new TextDecoder().decode(Uint8Array.from(atob(short), (character) => character.charCodeAt(0))),
            ...(url === '' ? {} : { url }),
        })),
    };
}

function timed<Name extends string>(name: Name, time: string | undefined): Partial<Record<Name, number>> {
    const ms = time === undefined ? Number.NaN : Date.parse(time);
    return Number.isNaN(ms) ? {} : ({ [name]: ms } as Partial<Record<Name, number>>);
}
