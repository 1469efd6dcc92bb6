/** What BuildKit reports about a build in one go, whichever way it came: trace of the engine's API, or rawjson of buildx. Times are epoch milliseconds. */
export interface SolveStatus {
    readonly vertexes: readonly Vertex[];
    readonly statuses: readonly VertexStatus[];
    readonly logs: readonly VertexLog[];
    readonly warnings: readonly VertexWarning[];
}

export interface Vertex {
    readonly digest: string;
    readonly name: string;
    readonly cached: boolean;
    readonly startedMs?: number;
    readonly completedMs?: number;
    readonly error?: string;
}

/** Progress of something inside a vertex, such as one layer's download. */
export interface VertexStatus {
    readonly vertex: string;
    readonly id: string;
    readonly current: number;
    readonly total: number;
}

export interface VertexLog {
    readonly vertex: string;
    readonly stream: 'stdout' | 'stderr';
    readonly bytes: Uint8Array;
}

export interface VertexWarning {
    readonly message: string;
    readonly url?: string;
}
