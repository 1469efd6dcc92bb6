import type { SourceText } from './sourceText';

const makesApp = /__main__|\b(FastAPI|Flask|Starlette|Litestar|Sanic|Quart)\(/;
/** An import whose names are on the lines below, or are all of them. */
const importsOpenly = /^[ \t]*from[ \t]+[\w.]+[ \t]+import[ \t]*(\(|\*|\w[\w, \t]*\\)/m;

/** True for a module of pydantic's settings in a package that no other source imports: nothing asks for what they demand. */
export function isUnusedSettings(file: string, text: string, sources: readonly SourceText[]): boolean {
    if (!file.endsWith('.py') || !file.includes('/') || !/\(\s*BaseSettings\s*\)/.test(text) || makesApp.test(text)) {
        return false;
    }
    const name =
        file
            .replace(/(\/__init__)?\.py$/, '')
            .split('/')
            .at(-1) ?? '';
    const named = new RegExp(
        String.raw`^[^#\n]*\bimport\b[^\n]*\b${name}\b|^[^#\n]*\bfrom\b[^\n]*\b${name}\b|["'][\w.]*\b${name}\b[\w.:]*["']`,
        'm',
    );
    return !sources.some(
        (other) => other.file !== file && other.file.endsWith('.py') && (named.test(other.text) || importsOpenly.test(other.text)),
    );
}
