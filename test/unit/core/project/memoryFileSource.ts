import type { FileSource } from '../../../../src/core/project/fileSource';

/** A folder in memory: path → text. */
export function memoryFileSource(files: Readonly<Record<string, string>>): FileSource {
    return {
        list: () => Promise.resolve(Object.keys(files).sort()),
        read: (path) => Promise.resolve(files[path]),
        exists: (path) => Promise.resolve(path in files || Object.keys(files).some((file) => file.startsWith(`${path}/`))),
    };
}
