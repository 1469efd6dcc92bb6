import type { Remedy } from './words/wording';

/** Reads a button that was stored or came with a command; undefined when it is none of ours. Commands are Slipway's own, pages are on the web. */
export function readRemedy(value: unknown): Remedy | undefined {
    if (typeof value !== 'object' || value === null) {
        return undefined;
    }
    const { kind, title, command, args, text, url } = value as Readonly<Record<string, unknown>>;
    if (typeof title !== 'string') {
        return undefined;
    }
    switch (kind) {
        case 'command':
            return typeof command === 'string' && command.startsWith('slipway.')
                ? { kind, title, command, ...(Array.isArray(args) ? { args } : {}) }
                : undefined;
        case 'copy':
            return typeof text === 'string' && text !== '' ? { kind, title, text } : undefined;
        case 'open':
            return typeof url === 'string' && url.startsWith('https://') ? { kind, title, url } : undefined;
        default:
            return undefined;
    }
}
