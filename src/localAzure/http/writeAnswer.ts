import type { ServerResponse } from 'node:http';
import type { Answer } from './answer';

/** Writes an answer that is no stream, with its length. */
export function writeAnswer(outgoing: ServerResponse, answer: Answer): void {
    const content =
        answer.body.kind === 'json'
            ? Buffer.from(JSON.stringify(answer.body.value))
            : answer.body.kind === 'bytes'
              ? answer.body.bytes
              : undefined;
    outgoing.writeHead(answer.status, {
        ...plainHeaders(answer),
        ...(answer.status === 204 || answer.status === 304 ? {} : { 'content-length': content?.length ?? 0 }),
    });
    outgoing.end(content);
}

export function plainHeaders(answer: Answer): Record<string, string | string[]> {
    return Object.fromEntries(
        Object.entries(answer.headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
    );
}
