import type { VsCodeServer } from './vsCodeServer';

/** The address of a window on the server's folder. `payload` are start-up options of the web workbench. */
export function workbenchUrl(server: VsCodeServer, payload: Readonly<Record<string, string>> = {}): string {
    const pairs = Object.entries({ skipWelcome: 'true', skipReleaseNotes: 'true', ...payload });
    const kind = server.folder.endsWith('.code-workspace') ? 'workspace' : 'folder';
    return `${server.url}/?${kind}=${encodeURIComponent(server.folder)}&payload=${encodeURIComponent(JSON.stringify(pairs))}`;
}
