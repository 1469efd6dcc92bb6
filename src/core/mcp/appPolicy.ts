import type { JsonObject } from './catalog';
import { isObject } from './isObject';

/** What the page of an MCP App may reach beyond itself: declared by its resource, granted by the user. Origins only. */
export interface AppDomains {
    /** For fetch and web sockets. */
    readonly connect: readonly string[];
    /** For scripts, styles, pictures, fonts and sounds. */
    readonly resource: readonly string[];
    /** For frames. */
    readonly frame: readonly string[];
}

/** `_meta.ui.csp` of the resource. What is no https origin (or loopback) is left out: a declaration cannot widen the policy by its syntax. */
export function declaredDomains(meta: JsonObject | undefined): AppDomains {
    const ui = meta?.ui;
    const csp = isObject(ui) && isObject(ui.csp) ? ui.csp : {};
    return { connect: origins(csp.connectDomains), resource: origins(csp.resourceDomains), frame: origins(csp.frameDomains) };
}

export function hasDomains({ connect, resource, frame }: AppDomains): boolean {
    return connect.length + resource.length + frame.length > 0;
}

export const noDomains: AppDomains = { connect: [], resource: [], frame: [] };

function origins(value: unknown): readonly string[] {
    const list = Array.isArray(value) ? value.slice(0, 50) : [];
    return [...new Set(list.flatMap((entry: unknown) => (typeof entry === 'string' ? originOf(entry) : [])))];
}

/** `https://cdn.example`, `https://*.example.com`, `wss://…`; nothing with a path, a quote, a space or a semicolon gets through. */
function originOf(text: string): readonly string[] {
    const match = /^(https|wss):\/\/((?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+)(:\d{1,5})?\/?$/i.exec(text.trim());
    if (match !== null) {
        return [`${match[1]?.toLowerCase() ?? ''}://${match[2]?.toLowerCase() ?? ''}${match[3] ?? ''}`];
    }
    const loopback = /^(http|ws):\/\/(127\.0\.0\.1|localhost)(:\d{1,5})?\/?$/i.exec(text.trim());
    return loopback === null ? [] : [`${loopback[1] ?? ''}://${loopback[2] ?? ''}${loopback[3] ?? ''}`];
}

/**
 * The Content-Security-Policy of the page: its own inline script and style, and what was granted. `host` is the origin that the surrounding page's script
 * comes from; an inner document cannot have more than the outer one.
 */
export function appPolicy(granted: AppDomains, host?: string): string {
    const own = host === undefined ? [] : [host];
    const list = (...parts: readonly string[]) => parts.join(' ');
    return [
        "default-src 'none'",
        `script-src ${list("'unsafe-inline'", ...own, ...granted.resource)}`,
        `style-src ${list("'unsafe-inline'", ...own, ...granted.resource)}`,
        `img-src ${list('data:', 'blob:', ...granted.resource)}`,
        `media-src ${list('data:', 'blob:', ...granted.resource)}`,
        `font-src ${list('data:', ...own, ...granted.resource)}`,
        `connect-src ${granted.connect.length === 0 ? "'none'" : granted.connect.join(' ')}`,
        `frame-src ${granted.frame.length === 0 ? "'none'" : granted.frame.join(' ')}`,
        "form-action 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    ].join('; ');
}

/** The server's page with its policy as the first thing in it; a policy that stands later would not bind what comes before. */
export function withPolicy(html: string, policy: string): string {
    const meta = `<meta http-equiv="Content-Security-Policy" content="${policy.replaceAll('"', '&quot;')}">`;
    return `<!DOCTYPE html><html><head>${meta}</head>${html.replace(/<!doctype[^>]*>/i, '')}</html>`;
}
