import { bundledInto } from '../bundledInto';
import type { BundledAssets } from '../bundledInto';
import type { Site } from '../stack';
import { isAside } from './isAside';

/**
 * Scripts and styles that folders of the app build into it, as long as nobody keeps what they make with the sources; the root's own only where they go to what
 * is served as it is.
 */
export async function bundledAssets(folder: Site['folder']): Promise<BundledAssets[]> {
    const folders = folder.files
        .filter((file) => /^(?:[\w.-]+\/){0,2}package\.json$/.test(file) && !isAside(file.replace(/json$/, 'py')))
        .map((file) => file.replace(/\/?package\.json$/, ''))
        .slice(0, 6);
    const found = await Promise.all(folders.map((each) => bundledInto(folder, each)));
    return found.filter(
        (each): each is BundledAssets =>
            each !== undefined &&
            !folder.files.some((file) => file === each.output || (file.startsWith(`${each.output}/`) && !/\/\.[^/]+$/.test(file))) &&
            (each.folder !== '' || /(^|\/)(static|assets)(\/|$)/.test(each.output)),
    );
}
