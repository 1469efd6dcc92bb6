import { existsSync } from 'node:fs';
import * as path from 'node:path';

export interface PackerScript {
    readonly file: string;
    readonly execArgv?: readonly string[];
}

/** The worker's bundle: beside the bundle that runs now, or one folder up when that is a chunk. Undefined when there is none, as under a test. */
export function findPackerScript(): PackerScript | undefined {
    const file = [path.join(__dirname, 'packer.js'), path.join(__dirname, '..', 'packer.js')].find((candidate) => existsSync(candidate));
    return file === undefined ? undefined : { file };
}
