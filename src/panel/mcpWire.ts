import type { WireExchange } from '../core/mcp/exchange';
import { button, element } from './element';
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
    const section = element(
        'details',
        { class: 'wire', id: 'wire' },
        element(
            'summary',
            {},
            element('h2', {}, `${say('Wire')} `),
            element('span', { class: 'hint' }, say('{0} requests', String(wire.length))),
        ),
        ...[...wire].reverse().slice(0, rowsShown).map(exchangeRow),
    );
    section.open = isOpen;
    section.addEventListener('toggle', () => (isOpen = section.open));
    return section;
}

function exchangeRow(exchange: WireExchange): HTMLElement {
    const failed = exchange.error !== undefined || (exchange.status ?? 0) >= 400;
    const row = element('details', { class: failed ? 'exchange failed' : 'exchange' });
    row.open = opened.has(exchange.id);
    row.append(
        element(
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
        ),
    );
    const fill = () => {
        if (row.open && row.children.length === 1) {
            row.append(
                element('h3', {}, `${exchange.httpMethod} ${exchange.url}`),
                block([headers(exchange.requestHeaders), pretty(exchange.requestBody)]),
                element('h3', {}, `Answer${exchange.status === undefined ? '' : ` ${exchange.status}`}`),
                block([headers(exchange.responseHeaders), pretty(exchange.responseBody)]),
                element(
                    'p',
                    { class: 'facts-line hint' },
                    ...(exchange.traceId === undefined ? [] : [element('span', {}, `trace ${exchange.traceId}`)]),
                    ...exchange.affinity.map(({ name, digest }) => element('span', {}, `${name} (${digest})`)),
                    button(say('Copy as cURL'), 'link', () => send({ kind: 'copyCurl', exchange: exchange.id }), `curl-${exchange.id}`),
                ),
            );
        }
    };
    row.addEventListener('toggle', () => {
        if (row.open) {
            opened.add(exchange.id);
        } else {
            opened.delete(exchange.id);
        }
        fill();
    });
    fill();
    return row;
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
