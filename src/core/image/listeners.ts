/** A TCP socket that waits for connections. */
export interface Listener {
    readonly port: number;
    readonly address: string;
    /** `loopback` is unreachable from outside the container. */
    readonly reach: 'everywhere' | 'loopback';
}

/** Reads Linux's /proc/net/tcp and tcp6, one after the other in one text. The engine's own name server (127.0.0.11) is left out. */
export function parseListeners(procNetTcp: string): readonly Listener[] {
    const found = new Map<string, Listener>();
    for (const line of procNetTcp.split('\n')) {
        // "   0: 0100007F:1F90 00000000:0000 0A …": local address, remote address, state 0A = LISTEN.
        const match = /^\s*\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} 0A /i.exec(line);
        if (match !== null) {
            const address = addressOf(match[1] ?? '');
            const port = Number.parseInt(match[2] ?? '', 16);
            if (address !== '127.0.0.11') {
                const reach = address.startsWith('127.') || address === '::1' ? 'loopback' : 'everywhere';
                found.set(`${address} ${port.toString()}`, { port, address, reach });
            }
        }
    }
    return [...found.values()].sort((a, b) => a.port - b.port || a.address.localeCompare(b.address));
}

/** Each group of eight digits is a word in the machine's (little-endian) order. */
function addressOf(hex: string): string {
    const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) =>
        (word.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).reverse(),
    );
    if (bytes.length === 4) {
        return bytes.join('.');
    }
    const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
    if (mapped) {
        return bytes.slice(12).join('.');
    }
    const groups = Array.from({ length: 8 }, (_, index) => (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16));
    const text = groups.join(':');
    return text === '0:0:0:0:0:0:0:0' ? '::' : text === '0:0:0:0:0:0:0:1' ? '::1' : text;
}
