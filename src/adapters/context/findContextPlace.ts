import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { ContextEntry } from '../../core/build/contextEntry';
import { judgePath } from '../../core/dockerfile/ignore';
import type { ContextPlace } from '../../core/build/contextPlace';
import type { IgnoreFile } from './readIgnoreFile';

/** Why `wanted`, as an instruction names it, is in the context or not. */
export async function findContextPlace(
    root: string,
    ignore: IgnoreFile,
    entries: readonly ContextEntry[],
    wanted: string,
): Promise<ContextPlace> {
    const clean = path.posix
        .normalize(wanted)
        .replace(/^(\.?\/)+/, '')
        .replace(/\/$/, '');
    if (clean === '' || clean === '.' || entries.some((entry) => entry.path === clean)) {
        return { kind: 'sent' };
    }
    const onDisk = await fs.lstat(path.join(root, clean)).then(
        () => true,
        () => false,
    );
    const { ignored, rule } = judgePath(ignore.rules, clean);
    if (onDisk && ignored && rule !== undefined && ignore.file !== undefined) {
        return { kind: 'ignored', file: ignore.file, line: rule.line, rule: rule.text };
    }
    const similar = entries.find((entry) => entry.path.toLowerCase() === clean.toLowerCase());
    return similar === undefined ? { kind: 'absent' } : { kind: 'absent', similar: similar.path };
}
