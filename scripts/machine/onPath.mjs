import fs from 'node:fs';
import path from 'node:path';

/** The full path of a program on the PATH (or in the folders where administrators' programs are), or undefined. An absolute path is only checked. */
export function onPath(program) {
    const folders = path.isAbsolute(program) ? ['/'] : [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/sbin'];
    for (const folder of folders) {
        const file = path.join(folder, program);
        try {
            fs.accessSync(file, fs.constants.X_OK);
            if (fs.statSync(file).isFile()) {
                return file;
            }
        } catch {
            // Not in this folder.
        }
    }
    return undefined;
}
