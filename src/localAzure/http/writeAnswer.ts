import type { ServerResponse } from 'node:http';
import type { Answer } from './answer';

/** Writes an answer that is no stream, with its length. */
export function writeAnswer(outgoing: ServerResponse, answer: Answer): void {
    if (answer.cut === 'reset') {
        outgoing.socket?.resetAndDestroy();
        return;
    }
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
    if (answer.cut === 'truncated') {
        outgoing.write(content?.subarray(0, content.length / 2) ?? Buffer.alloc(0), () => outgoing.socket?.destroy());
        return;
    }
    outgoing.end(content);
}

export function plainHeaders(answer: Answer): Record<string, string | string[]> {
    return Object.fromEntries(
        Object.entries(answer.headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
    );
}
