import type { Listener } from './listeners';

/** What the listening sockets say about a port that should be reachable. */
export type ListenVerdict =
    | { readonly kind: 'ready' }
    | { readonly kind: 'loopbackOnly'; readonly port: number; readonly address: string }
    | { readonly kind: 'wrongPort'; readonly port: number; readonly address: string; readonly reach: Listener['reach'] }
    | { readonly kind: 'nothing' };

/** `ignored` are ports of the platform's own, such as the SSH server's 2222. */
export function judgeListeners(listeners: readonly Listener[], port: number, ignored: readonly number[]): ListenVerdict {
    const right = listeners.filter((listener) => listener.port === port);
    if (right.some(({ reach }) => reach === 'everywhere')) {
        return { kind: 'ready' };
    }
    const [loopback] = right;
    if (loopback !== undefined) {
        return { kind: 'loopbackOnly', port, address: loopback.address };
    }
    const others = listeners.filter((listener) => !ignored.includes(listener.port));
    const other = others.find(({ reach }) => reach === 'everywhere') ?? others[0];
    return other === undefined ? { kind: 'nothing' } : { kind: 'wrongPort', port: other.port, address: other.address, reach: other.reach };
}
