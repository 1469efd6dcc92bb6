import type { Answer } from './answer';
import type { Exchange } from './exchange';

export type Handler = (exchange: Exchange) => Answer | Promise<Answer>;

/** `path` such as `/subscriptions/{subscription}/resourceGroups/{group}`; fixed parts match in any case, a last `{name+}` takes the rest. */
export interface Route {
    readonly method: string;
    readonly path: string;
    readonly handle: Handler;
}

export type Match =
    | { readonly kind: 'found'; readonly route: Route; readonly params: Readonly<Record<string, string>> }
    | { readonly kind: 'wrongMethod' }
    | { readonly kind: 'unknown' };

interface Compiled {
    readonly route: Route;
    readonly parts: readonly Part[];
    readonly rest: string | undefined;
}
type Part = { readonly kind: 'fixed'; readonly text: string } | { readonly kind: 'named'; readonly name: string };

/** Where paths agree, the route with the earlier fixed part wins, so that `config/web` goes before `config/{name}`. */
export function createRouter(routes: readonly Route[]): (method: string, pathname: string) => Match {
    const byLength = new Map<number, Compiled[]>();
    const open: Compiled[] = [];
    for (const route of routes) {
        const compiled = compile(route);
        if (compiled.rest !== undefined) {
            open.push(compiled);
        } else {
            const group = byLength.get(compiled.parts.length) ?? [];
            group.push(compiled);
            byLength.set(compiled.parts.length, group);
        }
    }
    for (const group of [...byLength.values(), open]) {
        group.sort((a, b) => rank(b).localeCompare(rank(a)));
    }
    return (method, pathname) => {
        const parts = pathname.split('/').filter((part) => part !== '');
        let seen = false;
        for (const candidate of [...(byLength.get(parts.length) ?? []), ...open]) {
            const params = take(candidate, parts);
            if (params !== undefined) {
                if (candidate.route.method === method) {
                    return { kind: 'found', route: candidate.route, params };
                }
                seen = true;
            }
        }
        return { kind: seen ? 'wrongMethod' : 'unknown' };
    };
}

function compile(route: Route): Compiled {
    const parts: Part[] = [];
    let rest: string | undefined;
    for (const text of route.path.split('/').filter((part) => part !== '')) {
        const named = /^\{(\w+)(\+?)\}$/.exec(text);
        if (named?.[1] === undefined) {
            parts.push({ kind: 'fixed', text: text.toLowerCase() });
        } else if (named[2] === '+') {
            rest = named[1];
        } else {
            parts.push({ kind: 'named', name: named[1] });
        }
    }
    return { route, parts, rest };
}

function rank(compiled: Compiled): string {
    return compiled.parts.map((part) => (part.kind === 'fixed' ? '1' : '0')).join('');
}

function take(compiled: Compiled, parts: readonly string[]): Record<string, string> | undefined {
    if (parts.length < compiled.parts.length) {
        return undefined;
    }
    const params: Record<string, string> = {};
    for (const [index, part] of compiled.parts.entries()) {
        const text = parts[index] ?? '';
        if (part.kind === 'named') {
            params[part.name] = decode(text);
        } else if (part.text !== text.toLowerCase()) {
            return undefined;
        }
    }
    if (compiled.rest !== undefined) {
        params[compiled.rest] = parts.slice(compiled.parts.length).map(decode).join('/');
    }
    return params;
}

function decode(part: string): string {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
}
