import type { DocumentKind } from './service/snapshot';
import { kindOfPath } from './service/snapshot';

/**
 * By language first, so that untitled documents and odd names work. A .dockerignore is told by its name: its language is every ignore file's, and
 * editors take `Dockerfile.dockerignore` for a Dockerfile.
 */
export function kindOfDocument(languageId: string, path: string): DocumentKind | undefined {
    const byPath = kindOfPath(path);
    if (byPath !== 'dockerignore' && (languageId === 'dockerfile' || languageId === 'pip-requirements')) {
        return languageId === 'dockerfile' ? 'dockerfile' : 'requirements';
    }
    return byPath;
}
