import type { NoticeCode } from '../core/mcp/notice';
import { say } from './say';

/** What was tolerated, in a sentence without its full stop. */
export const mcpNoticeWords = (): Readonly<Record<NoticeCode, string>> => ({
    'no-discover': say('The server does not answer server/discover, which 2026-07-28 requires'),
    'discover-refused': say('The server refused server/discover and works without it'),
    'probe-timeout': say('The server did not answer the first question in time; the older handshake worked'),
    'cold-start': say('The app was still starting'),
    'release-candidate-code': say('The server uses an error code of the release candidate'),
    'release-candidate-server-info': say('The server says who it is in the release candidate’s place'),
    'no-result-type': say('A result has no resultType'),
    'no-ttl': say('A list does not say how long it stays fresh'),
    'bad-ttl': say('A list says how long it stays fresh in a wrong way'),
    'no-cache-scope': say('A list does not say who may share it'),
    'bad-cache-scope': say('A list says who may share it in a wrong way'),
    'list-item-dropped': say('A broken list entry was left out'),
    'list-item-repaired': say('A broken list entry was repaired'),
    'header-schema-invalid': say('A tool was left out because of the headers that it asks for'),
    'output-schema-mismatch': say('A result is not what its tool promised'),
    'session-expired': say('The session had expired and was opened again'),
    'legacy-sse': say('The server speaks only HTTP+SSE of 2024'),
    'stale-memory': say('The server changed since it was last seen'),
    'protocol-error': say('The server sent something out of turn'),
});
