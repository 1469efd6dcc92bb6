import { slug, timeTag } from '../deploy/names';

/** The folder's name, the commit where there is one, and the minute, because what is built may differ from the commit; never `latest`. */
export function buildTag(folderName: string, commit: string | undefined, nowMs: number): string {
    return `${slug(folderName)}:${commit === undefined ? '' : `${commit.slice(0, 7)}-`}${timeTag(nowMs).slice(0, 13)}`;
}
