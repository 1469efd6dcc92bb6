import type { JsonObject } from '../json';

/** One resource as a request is about to write it. */
export interface Written {
    /** Its id; of an action, the id of the resource that it is done to. */
    readonly id: string;
    /** Such as `Microsoft.Web/sites/slots`. */
    readonly type: string;
    readonly name: string;
    /** Empty where the body names none. */
    readonly location: string;
    readonly body: JsonObject;
}

/** What ARM calls the thing that a path speaks of: its type, its name, and for a POST the action that is done to it. */
export function thingOf(
    method: string,
    path: string,
): { readonly id: string; readonly type: string; readonly name: string; readonly action: string } {
    const clean = path.replace(/\/$/, '');
    const at = clean.toLowerCase().lastIndexOf('/providers/');
    if (at < 0) {
        const parts = clean.split('/').filter((part) => part !== '');
        const group = parts[2]?.toLowerCase() === 'resourcegroups';
        return {
            id: clean,
            type: group ? 'Microsoft.Resources/subscriptions/resourceGroups' : 'Microsoft.Resources/subscriptions',
            name: parts.at(-1) ?? '',
            action: method === 'POST' ? `${parts.at(-1) ?? ''}/action` : verbOf(method),
        };
    }
    const [namespace = '', ...rest] = clean.slice(at + '/providers/'.length).split('/');
    const odd = rest.length % 2 === 1;
    // An odd number of parts ends in a list or, of a POST, in what is done.
    const own = odd && method === 'POST' ? rest.slice(0, -1) : rest;
    const type = [namespace, ...own.filter((_, index) => index % 2 === 0)].join('/');
    return {
        id: odd && method === 'POST' ? clean.slice(0, clean.lastIndexOf('/')) : clean,
        type,
        name: own.length % 2 === 0 ? (own.at(-1) ?? '') : '',
        action: method === 'POST' ? `${odd ? (rest.at(-1) ?? '') : 'write'}/action` : verbOf(method),
    };
}

function verbOf(method: string): 'read' | 'write' | 'delete' {
    return method === 'GET' || method === 'HEAD' ? 'read' : method === 'DELETE' ? 'delete' : 'write';
}
