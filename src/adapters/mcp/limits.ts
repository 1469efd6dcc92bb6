import type { McpLimits } from '../../ports/mcp';

const mebibyte = 1024 * 1024;

/** Generous for honest servers, small enough that a hostile one cannot fill memory. */
export const defaultLimits: McpLimits = {
    probeTimeoutMs: 25_000,
    coldStartMs: 45_000,
    requestTimeoutMs: 60_000,
    totalTimeoutMs: 30 * 60_000,
    messageBytes: 32 * mebibyte,
    streamBytes: 256 * mebibyte,
    depth: 200,
    pages: 1000,
    listBytes: 64 * mebibyte,
    listEntries: 20_000,
};
