import type { WireExchange } from '../core/mcp/exchange';
import { button, element, onFold } from './element';
import { send } from './sendToMcp';
import { say } from './say';

const rowsShown = 40;
const opened = new Set<number>();
let isOpen = false;

/** What went over the wire, the newest first; secrets are masked already. */
export function mcpWire(wire: readonly WireExchange[]): HTMLElement {
    if (wire.length === 0) {
        return element('div', {});
    }
    const summary = element(
        'summary',
        {},
        element('h2', {}, `${say('Wire')} `),
        element('span', { class: 'hint' }, say('{0} requests', String(wire.length))),
    );
    onFold(summary, (becomes) => (isOpen = becomes === 'open'));
    return element(
        'details',
        { class: 'wire', id: 'wire', open: isOpen ? '' : undefined },
        summary,
        ...[...wire].reverse().slice(0, rowsShown).map(exchangeRow),
    );
}

function exchangeRow(exchange: WireExchange): HTMLElement {
    const failed = exchange.error !== undefined || (exchange.status ?? 0) >= 400;
    const open = opened.has(exchange.id);
    const summary = element(
        'summary',
        {},
        element('code', {}, exchange.rpcMethod ?? `${exchange.httpMethod} ${pathOf(exchange.url)}`),
        element('span', { class: 'status' }, String(exchange.status ?? exchange.error ?? '…')),
        element(
            'span',
            { class: 'hint' },
            exchange.firstByteMs === undefined ? '' : say('first byte {0} ms', String(Math.round(exchange.firstByteMs))),
        ),
        element('span', { class: 'duration' }, `${Math.round(exchange.durationMs)} ms`),
    );
    const row = element(
        'details',
        { class: failed ? 'exchange failed' : 'exchange', 'data-key': `exchange-${exchange.id}`, open: open ? '' : undefined },
        summary,
        ...(open ? told(exchange) : []),
    );
    onFold(summary, (becomes, current) => {
        if (becomes === 'closed') {
            opened.delete(exchange.id);
            return;
        }
        opened.add(exchange.id);
        if (current.parentElement?.children.length === 1) {
            current.after(...told(exchange));
        }
    });
    return row;
}

function told(exchange: WireExchange): HTMLElement[] {
    return [
        element('h3', {}, `${exchange.httpMethod} ${exchange.url}`),
        block([headers(exchange.requestHeaders), pretty(exchange.requestBody)]),
        element('h3', {}, say('Answer {0}', String(exchange.status ?? '')).trim()),
        block([headers(exchange.responseHeaders), pretty(exchange.responseBody)]),
        element(
            'p',
            { class: 'facts-line hint' },
            ...(exchange.traceId === undefined ? [] : [element('span', {}, say('trace {0}', exchange.traceId))]),
            ...exchange.affinity.map(({ name, digest }) => element('span', {}, `${name} (${digest})`)),
            button(say('Copy as cURL'), 'link', () => send({ kind: 'copyCurl', exchange: exchange.id }), `curl-${exchange.id}`),
        ),
    ];
}

function block(parts: readonly string[]): HTMLElement {
    return element('pre', { class: 'lines' }, parts.filter((text) => text !== '').join('\n\n'));
}

function headers(list: WireExchange['requestHeaders']): string {
    return list.map(({ name, value }) => `${name}: ${value}${decoded(value)}`).join('\n');
}

/** What a header that had to be encoded says. */
function decoded(value: string): string {
    const base64 = /^=\?base64\?([\w+/=]+)\?=$/.exec(value)?.[1];
    if (base64 === undefined) {
        return '';
    }
    try {
        const bytes = Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0);
        return `   (${new TextDecoder().decode(bytes)})`;
    } catch {
        return '';
    }
}

function pretty(body: string | undefined): string {
    try {
        return body === undefined || body === '' ? '' : JSON.stringify(JSON.parse(body), null, 2);
    } catch {
        return body ?? '';
    }
}

function pathOf(url: string): string {
    return URL.canParse(url) ? new URL(url).pathname : url;
}
