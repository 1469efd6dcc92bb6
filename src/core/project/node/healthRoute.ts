/** The path that a script answers for those who ask whether it is well; `/` when it names none. */
export function healthRoute(file: string, text: string): { readonly path: string; readonly file: string; readonly line?: number } {
    const found = /["'`](\/(?:api\/)?(?:healthz?|health-check|healthcheck|livez|ready|readyz|ping|status))["'`]/.exec(text);
    return found === null ? { path: '/', file } : { path: found[1] ?? '/', file, line: text.slice(0, found.index).split('\n').length };
}
