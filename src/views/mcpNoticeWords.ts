import type { NoticeCode } from '../core/mcp/notice';

/** What was tolerated, in a sentence without its full stop. */
export const mcpNoticeWords: Readonly<Record<NoticeCode, string>> = {
    'no-discover': 'The server does not answer server/discover, which 2026-07-28 requires',
    'discover-refused': 'The server refused server/discover and works without it',
    'probe-timeout': 'The server did not answer the first question in time; the older handshake worked',
    'cold-start': 'The app was still starting',
    'release-candidate-code': 'The server uses an error code of the release candidate',
    'release-candidate-server-info': 'The server says who it is in the release candidate’s place',
    'no-result-type': 'A result has no resultType',
    'no-ttl': 'A list does not say how long it stays fresh',
    'bad-ttl': 'A list says how long it stays fresh in a wrong way',
    'no-cache-scope': 'A list does not say who may share it',
    'bad-cache-scope': 'A list says who may share it in a wrong way',
    'list-item-dropped': 'A broken list entry was left out',
    'list-item-repaired': 'A broken list entry was repaired',
    'header-schema-invalid': 'A tool was left out because of the headers that it asks for',
    'output-schema-mismatch': 'A result is not what its tool promised',
    'session-expired': 'The session had expired and was opened again',
    'legacy-sse': 'The server speaks only HTTP+SSE of 2024',
    'stale-memory': 'The server changed since it was last seen',
    'protocol-error': 'The server sent something out of turn',
};
