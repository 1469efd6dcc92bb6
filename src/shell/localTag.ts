import { slug } from '../core/deploy/names';

/** The tag of a local build: the folder's name and the minute, never `latest`. */
export function localTag(folderName: string, now = new Date()): string {
    return `${slug(folderName)}:${now.toISOString().slice(0, 16).replace(/[-:]/g, '').replace('T', '-')}`;
}
