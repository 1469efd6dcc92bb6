import type { VsCodeServer } from './vsCodeServer';

/**
 * The address of a window on the server's folder, or on none when that is ''. `payload` are start-up options of the web workbench; `origin` is where the browser
 * finds the server.
 */
export function workbenchUrl(server: VsCodeServer, payload: Readonly<Record<string, string>> = {}, origin = server.url): string {
    const pairs = Object.entries({ skipWelcome: 'true', skipReleaseNotes: 'true', ...payload });
    if (server.folder === '') {
        return `${origin}/?ew=true&payload=${encodeURIComponent(JSON.stringify(pairs))}`;
    }
    const kind = server.folder.endsWith('.code-workspace') ? 'workspace' : 'folder';
    return `${origin}/?${kind}=${encodeURIComponent(server.folder)}&payload=${encodeURIComponent(JSON.stringify(pairs))}`;
}
