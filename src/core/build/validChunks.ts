/**
 * How many chunks of a packed context may be asked for before the memory of the first is filled again. With more than one, files are read while a connection
 * takes what was read before.
 */
export const validChunks = 3;

/** Remembers which chunks are still valid; answers the one that no longer is, when there is one. */
export function createChunkQueue<T>(): (given: T) => T | undefined {
    const valid: T[] = [];
    return (given) => {
        valid.push(given);
        return valid.length < validChunks ? undefined : valid.shift();
    };
}
