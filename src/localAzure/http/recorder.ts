import { appendFileSync, writeFileSync } from 'node:fs';
import type { Answer } from './answer';
import type { Exchange } from './exchange';

export type Record = (exchange: Omit<Exchange, 'params' | 'caller'>, answer: Answer) => void;

/** Headers that carry secrets are left out: a recording is made to be looked at. */
const secretHeaders = ['authorization', 'x-slipway-key', 'cookie', 'set-cookie'];

/** Writes each exchange as one JSON line, in the form that the checker of Azure's documents reads. Bodies that are not JSON are text. */
export function createRecorder(file: string): Record {
    writeFileSync(file, '', { mode: 0o600 });
    return (exchange, answer) => {
        if (answer.injected === true) {
            return;
        }
        const line = {
            method: exchange.method,
            url: exchange.url.href,
            requestHeaders: visible(exchange.headers),
            ...(exchange.body.length === 0 ? {} : { requestBody: parsed(exchange.body, exchange.headers['content-type']) }),
            status: answer.status,
            responseHeaders: visible(answer.headers),
            ...(answer.body.kind === 'json'
                ? { responseBody: answer.body.value }
                : answer.body.kind === 'bytes' && answer.body.bytes.length < 1_000_000
                  ? { responseBody: answer.body.bytes.toString('utf8') }
                  : {}),
        };
        appendFileSync(file, `${JSON.stringify(line)}\n`);
    };
}

function visible(headers: Readonly<globalThis.Record<string, string | readonly string[] | undefined>>): globalThis.Record<string, string> {
    const shown: globalThis.Record<string, string> = {};
    for (const [name, value] of Object.entries(headers)) {
        if (value !== undefined && !secretHeaders.includes(name)) {
            shown[name] = typeof value === 'string' ? value : value.join(', ');
        }
    }
    return shown;
}

function parsed(body: Buffer, contentType: string | undefined): unknown {
    if (body.length > 1_000_000) {
        return undefined;
    }
    const text = body.toString('utf8');
    if ((contentType ?? '').includes('x-www-form-urlencoded')) {
        // Token exchanges: their fields are secrets.
        return '<form>';
    }
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return text;
    }
}
