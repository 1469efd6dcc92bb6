import { readProto, type ProtoField } from './protobuf';
import type { SolveStatus, Vertex, VertexLog, VertexStatus, VertexWarning } from './solveStatus';

/**
 * Decodes moby.buildkit.v1.StatusResponse (buildkit api/services/control/control.proto), the `aux` of a `moby.buildkit.trace` line.
 * Throws RangeError on bytes that are no such message.
 */
export function decodeTrace(bytes: Uint8Array): SolveStatus {
    const vertexes: Vertex[] = [];
    const statuses: VertexStatus[] = [];
    const logs: VertexLog[] = [];
    const warnings: VertexWarning[] = [];
    for (const [field, value] of readProto(bytes)) {
        if (typeof value === 'number') {
            continue;
        }
        switch (field) {
            case 1:
                vertexes.push(vertexOf(value));
                break;
            case 2:
                statuses.push(statusOf(value));
                break;
            case 3:
                logs.push(logOf(value));
                break;
            case 4:
                warnings.push(warningOf(value));
                break;
        }
    }
    return { vertexes, statuses, logs, warnings };
}

const decoder = new TextDecoder();

function collect(bytes: Uint8Array): {
    text(field: number): string;
    number(field: number): number;
    bytes(field: number): Uint8Array | undefined;
} {
    const last = new Map<number, ProtoField[1]>();
    for (const [field, value] of readProto(bytes)) {
        last.set(field, value);
    }
    const bytesOf = (field: number) => {
        const value = last.get(field);
        return value instanceof Uint8Array ? value : undefined;
    };
    return {
        text: (field) => decoder.decode(bytesOf(field) ?? new Uint8Array(0)),
        number: (field) => {
            const value = last.get(field);
            return typeof value === 'number' ? value : 0;
        },
        bytes: bytesOf,
    };
}

function timeOf(bytes: Uint8Array): number {
    const fields = collect(bytes);
    return fields.number(1) * 1000 + fields.number(2) / 1e6;
}

function vertexOf(bytes: Uint8Array): Vertex {
    const fields = collect(bytes);
    const started = fields.bytes(5);
    const completed = fields.bytes(6);
    const error = fields.text(7);
    return {
        digest: fields.text(1),
        name: fields.text(3),
        cached: fields.number(4) === 1,
        ...(started === undefined ? {} : { startedMs: timeOf(started) }),
        ...(completed === undefined ? {} : { completedMs: timeOf(completed) }),
        ...(error === '' ? {} : { error }),
    };
}

function statusOf(bytes: Uint8Array): VertexStatus {
    const fields = collect(bytes);
    return { id: fields.text(1), vertex: fields.text(2), current: fields.number(4), total: fields.number(5) };
}

function logOf(bytes: Uint8Array): VertexLog {
    const fields = collect(bytes);
    return { vertex: fields.text(1), stream: fields.number(3) === 2 ? 'stderr' : 'stdout', bytes: fields.bytes(4) ?? new Uint8Array(0) };
}

function warningOf(bytes: Uint8Array): VertexWarning {
    const fields = collect(bytes);
    const url = fields.text(5);
    return { message: fields.text(3), ...(url === '' ? {} : { url }) };
}
