import { isAside } from './isAside';

/**
 * The folders of gettext's translations with one that was not compiled (`locale` for `locale/de/LC_MESSAGES/django.po` without its `.mo`), sorted; without the
 * compiled file a page stays in the language of its code. Names that a shell would take apart are left out, and what belongs to documentation or tests.
 */
export function uncompiledMessages(files: readonly string[]): readonly string[] {
    const known = new Set(files);
    const folders = files.flatMap((file) => {
        const folder = /^([\w./-]+)\/[\w@.-]+\/LC_MESSAGES\/[\w.-]+\.po$/.exec(file)?.[1];
        return folder === undefined || isAside(file) || known.has(file.replace(/po$/, 'mo')) ? [] : [folder];
    });
    return [...new Set(folders)].sort();
}
