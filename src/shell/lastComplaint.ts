import { isFailure } from '../base/failure';

let newest: { readonly text: string; readonly atMs: number } | undefined;
const newsForMs = 10 * 60_000;

/** Keeps what the engine or a build said when it failed, for the doctor: often only those words tell the cause. */
export function noteComplaint(error: unknown): void {
    if (isFailure(error) && /^(engine|build|registry)\//.test(error.code)) {
        const { reason, message } = error.facts;
        const text = [reason, message].filter((part) => typeof part === 'string').join('\n');
        newest = text === '' ? undefined : { text, atMs: Date.now() };
    }
}

/** Of the last minutes: what was wrong long ago may be mended. */
export function lastComplaint(): string | undefined {
    return newest !== undefined && Date.now() - newest.atMs < newsForMs ? newest.text : undefined;
}
