import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';

/** A folder that may not be read has nothing to offer; detection goes on with the others, and tells it. */
export async function entriesOf(directory: string, tell: (reason: string) => void = () => undefined): Promise<Dirent[]> {
    try {
        return await readdir(directory, { withFileTypes: true });
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code !== 'ENOENT' && code !== 'ENOTDIR') {
            tell(code === 'EACCES' || code === 'EPERM' ? 'permission denied' : (code ?? 'it cannot be opened'));
        }
        return [];
    }
}
