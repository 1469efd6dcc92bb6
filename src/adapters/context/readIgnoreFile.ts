import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { Failure } from '../../base/failure';
import { parseIgnore, type IgnoreRule } from '../../core/dockerfile/ignore';
import { BadPattern } from '../../core/dockerfile/ignoreGlob';
import type { BuildFailure } from '../../core/failures/build';

export interface IgnoreFile {
    /** Relative to the context; undefined when there is none. */
    readonly file?: string;
    readonly rules: readonly IgnoreRule[];
}

/** `<Dockerfile>.dockerignore` beside the Dockerfile wins over the context's `.dockerignore`; they are never merged. */
export async function readIgnoreFile(root: string, dockerfile: string): Promise<IgnoreFile> {
    for (const file of [`${dockerfile}.dockerignore`, '.dockerignore']) {
        const content = await fs.readFile(path.resolve(root, file), 'utf8').catch((error: unknown) => {
            const code = (error as NodeJS.ErrnoException).code;
            if (code === 'ENOENT' || code === 'ENOTDIR') {
                return undefined;
            }
            throw new Failure<BuildFailure>('build/context-unreadable', { file, reason: code }, error);
        });
        if (content !== undefined) {
            return { file, rules: parse(file, content) };
        }
    }
    return { rules: [] };
}

function parse(file: string, content: string): readonly IgnoreRule[] {
    try {
        return parseIgnore(content);
    } catch (error) {
        if (error instanceof BadPattern) {
            throw new Failure<BuildFailure>('build/ignore-invalid', { file, pattern: error.pattern }, error);
        }
        throw error;
    }
}
