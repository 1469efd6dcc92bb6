import type { DocumentKind } from './service/snapshot';
import { kindOfPath } from './service/snapshot';

/** By language first, so that untitled documents and odd names work; `ignore` is every ignore file's language, so there the name decides. */
export function kindOfDocument(languageId: string, path: string): DocumentKind | undefined {
    if (languageId === 'dockerfile') {
        return 'dockerfile';
    }
    return languageId === 'pip-requirements' ? 'requirements' : kindOfPath(path);
}
