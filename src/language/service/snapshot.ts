import type { ProjectFacts } from '../protocol';

export type DocumentKind = 'dockerfile' | 'dockerignore' | 'requirements';

/** One document and what may be known of its surroundings at one moment. Rules read nothing else. */
export interface Snapshot {
    readonly kind: DocumentKind;
    /** Relative to the workspace folder, with `/`; for an untitled document just a name. */
    readonly path: string;
    readonly text: string;
    readonly encoding: 'utf8' | 'utf16';
    /** Every file of the workspace folder; undefined when there is no folder, and then rules about other files stay silent. */
    readonly paths: readonly string[] | undefined;
    readonly facts: ProjectFacts;
    /**
     * The text of another file of the folder; undefined when it is absent or not known yet. A reader that does not know a listed file yet notes
     * the wish, and the server looks again once it has it: so what a rule needs is said in one place, by asking for it.
     */
    read(path: string): string | undefined;
}

/** Which of the three kinds a file is, by its name; undefined when it is none. */
export function kindOfPath(path: string): DocumentKind | undefined {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (/(^|\.)dockerignore$/i.test(name)) {
        return 'dockerignore';
    }
    if (/^(dockerfile|containerfile)(\..+)?$/i.test(name) || /\.(dockerfile|containerfile)$/i.test(name)) {
        return 'dockerfile';
    }
    return /^(requirements|constraints)([-_.].*)?\.(txt|in)$/i.test(name) ||
        /[-_.](requirements|constraints)\.(txt|in)$/i.test(name) ||
        /(^|\/)(requirements|constraints)\/[^/]+\.(txt|in)$/i.test(path)
        ? 'requirements'
        : undefined;
}
