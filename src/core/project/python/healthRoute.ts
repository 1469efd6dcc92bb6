import { documentedPath } from './documentedPath';
import type { EntryCandidate } from './entryCandidate';
import type { PyModule } from './pythonModules';

/** A route that is there to be asked, when the entry's own module has one; else a page that the framework makes where the app has none at `/`. */
export function healthRoute(
    chosen: EntryCandidate,
    at: { readonly file: string; readonly line?: number },
    reached: readonly PyModule[],
): { readonly path: string; readonly file: string; readonly line?: number } {
    if (chosen.framework === 'streamlit') {
        return { ...at, path: '/_stcore/health' };
    }
    const { text, path: file } = chosen.module;
    const found = /["'](\/(?:api\/)?(?:healthz?|health_check|healthcheck|health-check|livez|ready|readyz|ping|status))\/?["']/.exec(text);
    const documented = found === null && chosen.framework === 'fastapi' ? documentedPath(reached) : undefined;
    return found === null
        ? { ...at, path: documented ?? '/' }
        : { path: found[1] ?? '/', file, line: text.slice(0, found.index).split('\n').length };
}
