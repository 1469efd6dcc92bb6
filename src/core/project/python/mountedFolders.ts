import type { Folder } from '../folder';
import { composeFile } from '../hints/collectHints';
import { composeHints } from '../hints/composeHints';
import type { WrittenPath } from '../profile';

/** The folders that the folder's own compose files mount in the container which is built from it; what is kept there outlives the container. */
export async function mountedFolders(folder: Folder): Promise<Omit<WrittenPath, 'reason'>[]> {
    const files = folder.files.filter((file) => composeFile.test(file)).slice(0, 4);
    const read = await Promise.all(
        files.map(async (file) => ({ file, mounts: composeHints((await folder.text(file)) ?? '')?.mounts ?? [] })),
    );
    return read.flatMap(({ file, mounts }) => mounts.map((mount) => ({ ...mount, file })));
}
