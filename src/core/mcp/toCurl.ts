import type { WireExchange } from './exchange';

/** The request as a command line for a POSIX shell. Masked headers stay masked: whoever runs it puts the secret in. */
export function toCurl(exchange: Pick<WireExchange, 'httpMethod' | 'url' | 'requestHeaders' | 'requestBody'>): string {
    const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
    const skipped = new Set(['content-length', 'connection', 'host', 'accept-encoding']);
    const headers = exchange.requestHeaders
        .filter(({ name }) => !skipped.has(name))
        .map(({ name, value }) => `-H ${quote(`${name}: ${value}`)}`);
    const body = exchange.requestBody === undefined ? [] : [`--data-raw ${quote(exchange.requestBody)}`];
    return ['curl -N', `-X ${exchange.httpMethod}`, quote(exchange.url), ...headers, ...body].join(' \\\n  ');
}
