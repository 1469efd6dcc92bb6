import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { readEntries } from '../adapters/context/contextReader';
import { isFailure } from '../base/failure';
import { quietOperation } from '../base/operation';
import type { FailureCode } from '../core/failureCode';
import { fill, words } from '../views/words';

const usage = 'Usage: context DIR [--dockerfile FILE]\n';

/**
 * `context DIR`: the files (and links) that a build of the folder would be sent, one a line, sorted by bytes. Directories are not listed; they come along
 * with what is in them. Exit codes: 0 done, 1 it failed, 2 wrong usage.
 */
export async function run(args: readonly string[]): Promise<number> {
    let parsed;
    try {
        parsed = parseArgs({ args: [...args], allowPositionals: true, options: { dockerfile: { type: 'string' } } });
    } catch (error) {
        return complain(error instanceof Error ? error.message : String(error));
    }
    const [directory, ...more] = parsed.positionals;
    if (directory === undefined || more.length > 0) {
        return complain('Name one folder.');
    }
    const root = path.resolve(directory);
    const dockerfile = relativeDockerfile(root, parsed.values.dockerfile ?? 'Dockerfile');
    try {
        const { entries } = await readEntries(quietOperation(), root, dockerfile);
        const paths = entries.filter(({ kind }) => kind !== 'directory').map((entry) => Buffer.from(entry.path));
        process.stdout.write(
            paths
                .sort((a, b) => Buffer.compare(a, b))
                .map((line) => `${line.toString()}\n`)
                .join(''),
        );
        return 0;
    } catch (error) {
        if (!isFailure(error)) {
            throw error;
        }
        const { what, why, next } = words[error.code as FailureCode];
        process.stderr.write(`${[what, why ?? '', next].map((sentence) => fill(sentence, error.facts)).join(' ')}\n`);
        return 1;
    }
}

/** A name is first looked for in the folder, then where the command was called, as people write both. */
function relativeDockerfile(root: string, file: string): string {
    const found = [path.resolve(root, file), path.resolve(file)].find((candidate) => existsSync(candidate)) ?? path.resolve(root, file);
    return path.relative(root, found).replaceAll('\\', '/');
}

function complain(message: string): number {
    process.stderr.write(`${message}\n${usage}`);
    return 2;
}
